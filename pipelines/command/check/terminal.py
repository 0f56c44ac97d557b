"""Reports at a terminal: what is open first, a line for each document at the end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pipelines.command.check.lines import aligned
from pipelines.command.check.reports import DisclosureReport, Finding
from pipelines.command.check.speech import Speech, one_line
from pipelines.command.check.wording import (
    difference_of,
    figures_of,
    name_of,
    proved_share,
    statements_of,
)
from pipelines.command.plain_text import fit, padded

_INDENT = "  "
_LEAST_NAME = 26
_LEAST_SUBJECT = 12


def print_reports(
    reports: Sequence[DisclosureReport],
    speech: Speech,
    limit: int | None,
    unread_files: Sequence[tuple[str, str]] = (),
) -> None:
    """Print open findings and documents, of each ``limit`` at most (None: all).

    ``unread_files`` are (file, why) of drafts that could not be read.
    """
    console = Console(highlight=False)
    for file, message in unread_files:
        _print(console, speech.say("not_read", file=one_line(file), message=one_line(message)), "red")
    _print_findings(console, reports, speech, limit)
    _print_documents(console, reports, speech, limit)


def finding_lines(
    finding: Finding, report: DisclosureReport, speech: Speech, width: int, room: int
) -> tuple[str, str]:
    """A finding in two lines of ``width`` columns: what does not fit, by how much; where it is.

    ``room`` is the width of differences. Numbers are never cut.
    """
    figures, subject = figures_of(finding, speech), one_line(finding.subject)
    first = f"{_INDENT}{padded(difference_of(finding), room, right=True)}{_INDENT}"
    first += figures or fit(speech.part(finding.explanation), width - cell_len(first))
    left = width - cell_len(first) - len(_INDENT)
    has_subject = left >= _LEAST_SUBJECT
    if has_subject:
        first += _INDENT + fit(subject, left)
    place = [name_of(report.disclosure, speech, max(_LEAST_NAME, width // 3))]
    place += [speech.say("page_of", page=finding.page_no)] if finding.page_no else []
    place += [statements_of(finding, speech), "" if has_subject else subject]
    second = 2 * _INDENT + fit(" · ".join(filter(None, place)), width - 2 * len(_INDENT))
    key = finding.amount_keys[0] if finding.amount_keys else ""
    left = width - cell_len(second) - len(key)
    return first, second + " " * left + key if key and left >= len(_INDENT) else second


def _print_findings(
    console: Console, reports: Sequence[DisclosureReport], speech: Speech, limit: int | None
) -> None:
    found = [(finding, report) for report in reports for finding in report.open_findings]
    # Money first: the sort is stable, so that the others keep the order of their report.
    found.sort(key=lambda pair: -(pair[0].difference_yuan or 0))
    known = sum(len(report.known_findings) for report in reports)
    heading = speech.say("open_count", count=f"{len(found):,}") if found else speech.say("nothing_open")
    if known:
        heading += " " + speech.say("also_reviewed", count=f"{known:,}")
    _print(console, heading, "bold")
    shown = found[:limit]
    room = max((cell_len(difference_of(finding)) for finding, _ in shown), default=0)
    for finding, report in shown:
        first, second = finding_lines(finding, report, speech, console.width, room)
        _print(console, first)
        _print(console, second, "dim")
    if len(found) > len(shown):
        _print(console, _INDENT + speech.say("more_findings", count=f"{len(found) - len(shown):,}"))


def _print_documents(
    console: Console, reports: Sequence[DisclosureReport], speech: Speech, limit: int | None
) -> None:
    ranked = sorted(reports, key=lambda report: (-len(report.open_findings), -len(report.unread)))
    shown = ranked[:limit]
    header = [speech.say(key) for key in ("documents", "open", "reviewed", "proved", "unplaced", "unread")]
    rows = [
        (
            partial(name_of, report.disclosure, speech),
            [
                f"{len(report.open_findings):,}",
                f"{len(report.known_findings):,}",
                proved_share(report),
                f"{report.unplaced_count:,}",
                f"{len(report.unread):,}",
            ],
        )
        for report in shown
    ]
    _print(console, "")
    head, *lines = aligned(header, rows, console.width)
    _print(console, head, "bold")
    for line in lines:
        _print(console, line)
    if len(ranked) > len(shown):
        _print(console, _INDENT + speech.say("more_documents", count=f"{len(ranked) - len(shown):,}"))
    if any(report.findings for report in reports):
        _print(console, "")
        for key in ("how_to_trace", "how_to_page"):
            _print(console, speech.say(key), "dim")


def _print(console: Console, line: str, style: str = "") -> None:
    """A line as it is: nothing in it is markup, and nothing of it is folded."""
    console.print(Text(line, style=style), soft_wrap=True)
