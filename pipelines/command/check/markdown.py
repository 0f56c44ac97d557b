"""Reports as Markdown, to be kept beside a disclosure or sent to its publisher."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.command.check.reports import DisclosureReport
from pipelines.command.check.sections import (
    COVERAGE_COLUMNS,
    FINDING_COLUMNS,
    UNCHECKED_COLUMNS,
    coverage_rows,
    finding_row,
    unchecked_rows,
)
from pipelines.command.check.speech import Speech, one_line
from pipelines.command.check.wording import amount_counts, as_text, identity_counts, name_of
from pipelines.release.markdown import markdown_table, markdown_text


def as_markdown(
    reports: Iterable[DisclosureReport], speech: Speech, unread_files: Sequence[tuple[str, str]] = ()
) -> str:
    """All reports, one section each. ``unread_files`` are (file, why) of drafts that could not be read."""
    unread = [speech.say("not_read", file=file, message=message) for file, message in unread_files]
    lines = [f"- {markdown_text(one_line(each))}" for each in unread]
    return "\n".join([*lines, *(line for report in reports for line in _section(report, speech))])


def _section(report: DisclosureReport, speech: Speech) -> list[str]:
    disclosure = report.disclosure
    colon = "：" if speech.language == "zh" else ": "
    findings = [finding_row(finding, speech) for finding in report.findings]
    return [
        f"## {markdown_text(name_of(disclosure, speech))}",
        "",
        f"{markdown_text(one_line(disclosure.source_file))} · `{disclosure.disclosure_key}`",
        "",
        f"- {speech.say('identities')}{colon}{identity_counts(report, speech)}",
        f"- {speech.say('amounts')}{colon}{amount_counts(report, speech)}",
        *(f"- {markdown_text(speech.notice(notice))}" for notice in report.notices),
        "",
        f"### {speech.say('to_look_at')} ({len(report.open_findings)})",
        "",
        *_table(FINDING_COLUMNS, findings, speech),
        f"### {speech.say('unchecked')}",
        "",
        *_table(UNCHECKED_COLUMNS, unchecked_rows(report, speech), speech),
        f"### {speech.say('statements')}",
        "",
        *_table(COVERAGE_COLUMNS, coverage_rows(report, speech), speech),
    ]


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]], speech: Speech) -> list[str]:
    header = [speech.say(column) for column in columns]
    shown = [[as_text(value) for value in row] for row in rows]
    return [markdown_table(header, shown) if shown else speech.say("none"), ""]
