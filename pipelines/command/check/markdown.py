"""Reports as Markdown, to be kept beside a disclosure or sent to its publisher."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.command.check.reports import DisclosureReport
from pipelines.command.check.wording import (
    COLUMNS,
    COVERAGE_COLUMNS,
    STATUSES,
    UNCHECKED_COLUMNS,
    as_text,
    cells,
    counts,
    heading,
)
from pipelines.release.markdown import markdown_table


def as_markdown(reports: Iterable[DisclosureReport]) -> str:
    """All reports, one section each."""
    return "\n".join(line for report in reports for line in _section(report))


def _section(report: DisclosureReport) -> list[str]:
    return [
        f"## {heading(report)}",
        "",
        f"`{report.source_file}` · `{report.disclosure_key}`",
        "",
        f"- identities 勾稽关系: {counts(report.identities)}",
        f"- amounts 金额: {counts(report.amounts)}",
        *(f"- {line}" for notice in report.notices for line in str(notice).splitlines()),
        "",
        f"### To be looked at 需要核对 ({len(report.findings)})",
        "",
        *_table(COLUMNS, [cells(finding) for finding in report.findings]),
        "### Could not be checked 未能检验",
        "",
        *_table(UNCHECKED_COLUMNS, report.unchecked),
        "### Statements 报表",
        "",
        *_table(
            COVERAGE_COLUMNS,
            [(name, STATUSES[status], *rest) for name, status, *rest in report.coverage],
        ),
    ]


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    shown = [[as_text(value) for value in row] for row in rows]
    return [markdown_table(columns, shown) if shown else "none 无", ""]
