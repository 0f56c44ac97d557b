"""Reports as a spreadsheet, for those who correct a disclosure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.command.check.reports import DisclosureReport
from pipelines.command.check.wording import (
    COLUMNS,
    COVERAGE_COLUMNS,
    STATUSES,
    UNCHECKED_COLUMNS,
    cells,
    heading,
)

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_DISCLOSURE = ("disclosure 公开文件", "file 文件")
_IDENTITIES = ("pass", "rounding", "fail", "not_testable")
_AMOUNTS = ("verified", "contradicted", "unverified")
_WIDEST = 60


def write_spreadsheet(reports: Iterable[DisclosureReport], path: Path) -> None:
    """Write an .xlsx file of four sheets: summary, findings, what could not be checked, statements."""
    import xlsxwriter

    reports = list(reports)
    with xlsxwriter.Workbook(path) as workbook:
        _sheet(
            workbook,
            "summary 概览",
            (*_DISCLOSURE, "findings 问题", *_IDENTITIES, *_AMOUNTS),
            [
                (
                    *_named(report),
                    len(report.findings),
                    *(report.identities.get(status, 0) for status in _IDENTITIES),
                    *(report.amounts.get(kind, 0) for kind in _AMOUNTS),
                )
                for report in reports
            ],
        )
        _sheet(
            workbook,
            "findings 问题",
            (*_DISCLOSURE, *COLUMNS),
            [(*_named(report), *cells(finding)) for report in reports for finding in report.findings],
        )
        _sheet(
            workbook,
            "unchecked 未能检验",
            (*_DISCLOSURE, *UNCHECKED_COLUMNS),
            [(*_named(report), *row) for report in reports for row in report.unchecked],
        )
        _sheet(
            workbook,
            "statements 报表",
            (*_DISCLOSURE, *COVERAGE_COLUMNS),
            [
                (*_named(report), name, STATUSES[status], *rest)
                for report in reports
                for name, status, *rest in report.coverage
            ],
        )


def _named(report: DisclosureReport) -> tuple[str, str]:
    return heading(report), report.source_file


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
    return sum(2 if character > "\u2e80" else 1 for character in str(value if value is not None else ""))
