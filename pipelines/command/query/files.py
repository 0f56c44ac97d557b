"""An answer for programs: csv, json, xlsx and parquet."""

from __future__ import annotations

import math
import os
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.command.plain_text import width_of
from pipelines.command.query.question import Answer
from pipelines.command.query.values import as_json, for_people, is_number, plain, without_controls

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Without this mark Excel takes a CSV file for one in the encoding of the machine.
_MARK_FOR_EXCEL = "\ufeff"
_EXCEL_ROWS = 1_048_576
_EXCEL_COLUMNS = 16_384
_EXCEL_TEXT = 32_767
# Excel keeps so many digits of a figure.
_EXCEL_DIGITS = 15
_EXCEL_FIRST_YEAR = 1900
_EXCEL_FORMATS = {
    float: "#,##0.00####",
    Decimal: "#,##0.00####",
    date: "yyyy-mm-dd",
    datetime: "yyyy-mm-dd hh:mm:ss",
}
_ROWS_MEASURED = 1000
_WIDEST = 60
_FORMATS = {".csv": "csv", ".json": "json", ".xlsx": "xlsx", ".parquet": "parquet"}


def format_of(path: Path) -> str:
    """The format that the ending of a file asks for. Raises ValueError for another ending."""
    found = _FORMATS.get(path.suffix.lower())
    if found is None:
        ending = f"the ending {path.suffix}" if path.suffix else "no ending"
        raise ValueError(f"{path} has {ending}; the ending decides the format: {', '.join(_FORMATS)}.")
    return found


@contextmanager
def written_whole(path: Path) -> Generator[Path]:
    """A file beside ``path`` to write to; it takes that name when all went well, else it is gone."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_csv(answer: Answer, path: Path) -> None:
    """Write CSV in UTF-8 that Excel opens as such."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(_MARK_FOR_EXCEL)
        stream.writelines(csv_lines(answer))


def write_json(answer: Answer, path: Path) -> None:
    """Write JSON."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json_lines(answer))


def csv_lines(answer: Answer) -> Iterator[str]:
    """Lines of CSV: NULL is nothing between two commas, empty text is ``""``."""
    for row in (answer.columns, *answer.rows):
        yield ",".join(map(_csv_field, row)) + "\n"


def json_lines(answer: Answer) -> Iterator[str]:
    """One array with an object for each row, a row on each line."""
    names = [as_json(name) for name in answer.columns]
    yield "["
    for number, row in enumerate(answer.rows):
        fields = ", ".join(f"{name}: {as_json(value)}" for name, value in zip(names, row, strict=True))
        yield f"{',' if number else ''}\n{{{fields}}}"
    yield "\n]\n"


def _csv_field(value: Any) -> str:
    if value is None:
        return ""
    text = without_controls(plain(value))
    if not text or any(character in text for character in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def write_xlsx(answer: Answer, path: Path) -> None:
    """Write a sheet of Excel. Raises ValueError where the answer is larger than a sheet."""
    import xlsxwriter

    if len(answer.rows) >= _EXCEL_ROWS or len(answer.columns) > _EXCEL_COLUMNS:
        raise ValueError(
            f"A sheet of Excel holds {_EXCEL_ROWS - 1:,} rows and {_EXCEL_COLUMNS:,} columns; the answer has "
            f"{len(answer.rows):,} and {len(answer.columns):,}. Ask for less, or write .parquet or .csv."
        )
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("answer")
        bold = workbook.add_format({"bold": True})
        formats = {kind: workbook.add_format({"num_format": text}) for kind, text in _EXCEL_FORMATS.items()}
        for column_no, name in enumerate(answer.columns):
            sheet.write_string(0, column_no, _excel_text(name), bold)
        for row_no, row in enumerate(answer.rows, start=1):
            for column_no, value in enumerate(row):
                _write_cell(sheet, row_no, column_no, value, formats)
        _fit_columns(sheet, answer)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(answer.rows)), len(answer.columns) - 1)


def _write_cell(
    sheet: Worksheet, row_no: int, column_no: int, value: Any, formats: Mapping[type, Format]
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row_no, column_no, value)
    elif _is_excel_number(value):
        sheet.write_number(row_no, column_no, float(value), formats.get(type(value)))
    elif isinstance(value, date) and _is_excel_date(value):
        sheet.write(row_no, column_no, value, formats[type(value)])
    else:
        # Never as a formula: a label may begin with an equals sign.
        sheet.write_string(row_no, column_no, _excel_text(plain(value)))


def _is_excel_number(value: Any) -> bool:
    """Whether Excel keeps all digits; a figure with more is written as text."""
    if not is_number(value):
        return False
    if isinstance(value, float):
        return math.isfinite(value)
    return len(Decimal(value).normalize().as_tuple().digits) <= _EXCEL_DIGITS


def _is_excel_date(value: date) -> bool:
    """Whether Excel has this day; it knows no zones of time."""
    return value.year >= _EXCEL_FIRST_YEAR and getattr(value, "tzinfo", None) is None


def _excel_text(text: str) -> str:
    text = without_controls(text)
    return text if len(text) <= _EXCEL_TEXT else text[: _EXCEL_TEXT - 1] + "…"


def _fit_columns(sheet: Worksheet, answer: Answer) -> None:
    for column_no, name in enumerate(answer.columns):
        shown = [name, *(for_people(row[column_no]) for row in answer.rows[:_ROWS_MEASURED])]
        sheet.set_column(column_no, column_no, min(max(map(width_of, shown)) + 3, _WIDEST))
