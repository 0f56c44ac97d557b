"""Sheets of a workbook: numbers as numbers, texts never as formulas, the header in view, filters on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_WIDEST = 50
_LONGEST_TEXT = 32767  # of a cell in Excel
_LOOKED_AT = 200  # rows that the width of a column is measured by


@dataclass(frozen=True, slots=True)
class Formats:
    """Formats of one workbook."""

    header: Format
    money: Format
    long_text: Format

    @classmethod
    def of(cls, workbook: Workbook) -> Formats:
        """Add them to a workbook."""
        return cls(
            workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            workbook.add_format({"num_format": "#,##0.00####"}),
            workbook.add_format({"text_wrap": True, "valign": "top"}),
        )


def add_sheet(
    workbook: Workbook, formats: Formats, name: str, headers: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Add a sheet of rows under a header."""
    sheet = workbook.add_worksheet(name)
    _write_header(sheet, formats, headers)
    for row_no, row in enumerate(rows, start=1):
        for column_no, value in enumerate(row):
            _write(sheet, formats, row_no, column_no, value)
    for column_no, header in enumerate(headers):
        values = [row[column_no] for row in rows[:_LOOKED_AT]]
        sheet.set_column(column_no, column_no, _width([header, *values]))
    sheet.autofilter(0, 0, max(1, len(rows)), len(headers) - 1)


def add_summary(
    workbook: Workbook, formats: Formats, name: str, amounts: Sequence[tuple[str, str, Decimal]], total: str
) -> None:
    """Add a sheet with a row for each class and a column for each year, from (class, year, amount)."""
    sheet = workbook.add_worksheet(name)
    classes = sorted({each for each, _, _ in amounts})
    years = sorted({year for _, year, _ in amounts})
    _write_header(sheet, formats, ["", *years])
    for row_no, each in enumerate(classes, start=1):
        sheet.write_string(row_no, 0, each)
    for each, year, amount in amounts:
        _write(sheet, formats, classes.index(each) + 1, years.index(year) + 1, amount)
    sheet.set_column(0, 0, _width([total, *classes]))
    sheet.set_column(1, max(1, len(years)), 20)
    if not classes:
        return
    sheet.write_string(len(classes) + 1, 0, total, formats.header)
    for column_no, year in enumerate(years, start=1):
        letters = _letters(column_no)
        value = float(sum(amount for _, of_year, amount in amounts if of_year == year))
        formula = f"=SUM({letters}2:{letters}{len(classes) + 1})"
        sheet.write_formula(len(classes) + 1, column_no, formula, formats.money, value)


def add_texts(workbook: Workbook, formats: Formats, name: str, texts: Sequence[str]) -> None:
    """Add a sheet of sentences, one below the other."""
    sheet = workbook.add_worksheet(name)
    sheet.set_column(0, 0, 100)
    for row_no, text in enumerate(texts):
        sheet.write_string(row_no, 0, text, formats.long_text)


def _write_header(sheet: Worksheet, formats: Formats, headers: Sequence[str]) -> None:
    for column_no, header in enumerate(headers):
        sheet.write_string(0, column_no, header, formats.header)
    sheet.freeze_panes(1, 1)


def _write(sheet: Worksheet, formats: Formats, row_no: int, column_no: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row_no, column_no, value)
    elif isinstance(value, Decimal):
        sheet.write_number(row_no, column_no, float(value), formats.money)
    elif isinstance(value, int):
        sheet.write_number(row_no, column_no, value)
    else:
        sheet.write_string(row_no, column_no, str(value)[:_LONGEST_TEXT])


def _letters(column_no: int) -> str:
    """Name of a column of Excel: A for 0, AA for 26."""
    letters = ""
    while column_no >= 0:
        letters = chr(ord("A") + column_no % 26) + letters
        column_no = column_no // 26 - 1
    return letters


def _width(values: Sequence[Any]) -> float:
    longest = max((_half_widths(value) for value in values), default=0)
    return min(longest + 2, _WIDEST)


def _half_widths(value: Any) -> int:
    """Width of a text in half-width characters."""
    if isinstance(value, Decimal):
        return len(f"{value:,}")
    return sum(2 if character > "\u2e80" else 1 for character in str(value if value is not None else ""))
