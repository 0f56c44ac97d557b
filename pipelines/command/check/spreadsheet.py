"""Reports as a spreadsheet, for those who correct a disclosure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len

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
from pipelines.command.check.wording import name_of

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_DISCLOSURE = ("document", "file")
_IDENTITIES = {"pass": "held", "rounding": "rounding", "fail": "failed", "not_testable": "not_testable"}
_AMOUNTS = {"verified": "proved", "contradicted": "contradicted", "unverified": "unverified"}
_WIDEST = 60


def write_spreadsheet(reports: Iterable[DisclosureReport], path: Path, speech: Speech) -> None:
    """Write an .xlsx file of four sheets: summary, findings, what could not be checked, statements."""
    import xlsxwriter

    reports = list(reports)
    summary = (*_DISCLOSURE, "open", "reviewed", *_IDENTITIES.values(), *_AMOUNTS.values(), "unplaced")
    sheets = {
        "summary": (summary, [_summary(report, speech) for report in reports]),
        "open_findings": (
            (*_DISCLOSURE, *FINDING_COLUMNS),
            [
                (*_named(report, speech), *finding_row(finding, speech))
                for report in reports
                for finding in report.findings
            ],
        ),
        "unchecked": (
            (*_DISCLOSURE, *UNCHECKED_COLUMNS),
            [(*_named(report, speech), *row) for report in reports for row in unchecked_rows(report, speech)],
        ),
        "statements": (
            (*_DISCLOSURE, *COVERAGE_COLUMNS),
            [(*_named(report, speech), *row) for report in reports for row in coverage_rows(report, speech)],
        ),
    }
    with xlsxwriter.Workbook(path) as workbook:
        for name, (columns, rows) in sheets.items():
            _sheet(workbook, speech.say(name), [speech.say(column) for column in columns], rows)


def _summary(report: DisclosureReport, speech: Speech) -> tuple[object, ...]:
    return (
        *_named(report, speech),
        len(report.open_findings),
        len(report.known_findings),
        *(report.identities_with(status) for status in _IDENTITIES),
        *(report.amounts_with(kind) for kind in _AMOUNTS),
        report.unplaced_count,
    )


def _named(report: DisclosureReport, speech: Speech) -> tuple[str, str]:
    return name_of(report.disclosure, speech), one_line(report.disclosure.source_file)


def _sheet(workbook: Workbook, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    sheet = workbook.add_worksheet(name)
    sheet.write_row(0, 0, columns, workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"}))
    text = workbook.add_format({"text_wrap": True, "valign": "top"})
    figure = workbook.add_format({"num_format": "#,##0.00####", "valign": "top"})
    for row_no, row in enumerate(rows, start=1):
        for column_no, value in enumerate(row):
            if isinstance(value, int | Decimal):
                shown = figure if isinstance(value, Decimal) else text
                sheet.write_number(row_no, column_no, float(value), shown)
            elif value is not None:
                # Never as a formula: a label may begin with an equals sign.
                sheet.write_string(row_no, column_no, str(value), text)
    for column_no, column in enumerate(columns):
        sheet.set_column(column_no, column_no, _width(column, [row[column_no] for row in rows]))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)


def _width(column: str, values: Sequence[object]) -> float:
    longest = max((_length(value) for value in (column, *values)), default=0)
    return min(longest + 2, _WIDEST)


def _length(value: object) -> int:
    """Width of a text in half-width characters."""
    return cell_len(str(value if value is not None else ""))
