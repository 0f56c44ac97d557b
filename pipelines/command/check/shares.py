"""How much is proved, by document or by statement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rich.console import Console
from rich.text import Text

from pipelines.command.check.lines import Words, aligned
from pipelines.command.check.reports import DisclosureReport
from pipelines.command.check.speech import Speech
from pipelines.command.check.wording import name_of
from pipelines.command.console import share
from pipelines.command.plain_text import fit

_KINDS = ("verified", "contradicted", "unverified")
_INDENT = "    "
_HEADER = ("amounts", "proved", "contradicted", "unverified", "unplaced")


def print_shares(reports: Sequence[DisclosureReport], speech: Speech, *, by_statement: bool) -> None:
    """Shares of figures verified, contradicted and not verified, and cells unplaced."""
    console = Console(highlight=False)
    header = [speech.say("document"), *(speech.say(key) for key in _HEADER)]
    rows: list[tuple[Words, list[str]]] = []
    for report in reports:
        rows.append((partial(name_of, report.disclosure, speech), _shares(report)))
        if by_statement:
            rows += _by_statement(report, speech)
    for number, line in enumerate(aligned(header, rows, console.width)):
        console.print(Text(line, style="" if number else "bold"), soft_wrap=True)


def _by_statement(report: DisclosureReport, speech: Speech) -> list[tuple[Words, list[str]]]:
    """A row for each statement that has figures or cells."""
    codes = {code for code, *_ in report.amounts} | {code for _, code, _ in report.unplaced}
    return [
        (partial(fit, _INDENT + speech.label("statement_code", code)), _shares(report, code))
        for code in sorted(codes, key=lambda code: speech.order("statement_code", code))
    ]


def _shares(report: DisclosureReport, statement: str | None = None) -> list[str]:
    counts = dict.fromkeys(_KINDS, 0)
    for code, kind, number in report.amounts:
        if statement in (None, code):
            counts[kind] += number
    total = sum(counts.values())
    unplaced = sum(number for _, code, number in report.unplaced if statement in (None, code))
    return [f"{total:,}", *(share(counts[kind], total) for kind in _KINDS), f"{unplaced:,}"]
