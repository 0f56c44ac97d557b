"""The sheets of a workbook with the content of a document: each table on one, with the lines above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from forms.flow import flow, rows
from pipelines.readers.document import Cell, Document, Line, Table

# So many lines above a table are on its sheet; those before them are on one of their own.
LINES_ABOVE = 6
INDENT = 9.0
_NUMBER = re.compile(r"-?(?:0|[1-9][\d,]*)(?:\.(\d+))?(%?)")
_MOST_DIGITS = 15


@dataclass(frozen=True)
class Written:
    """One cell to write: a text, or a number with the format in which it looks like the text."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    number: float | None = None
    number_format: str = "General"
    alignment: str | None = None
    indent: int = 0
    framed: bool = False

    @property
    def last_row(self) -> int:
        return self.row + self.row_span - 1

    @property
    def last_col(self) -> int:
        return self.col + self.col_span - 1


@dataclass
class WrittenSheet:
    name: str
    cells: list[Written] = field(default_factory=list)


def sheets_of(document: Document) -> Iterator[WrittenSheet]:
    """The sheets in the order of the document."""
    lines: list[Line] = []
    number = 0
    for part in flow(document):
        if isinstance(part, Line):
            lines.append(part)
            continue
        number += 1
        if lines[:-LINES_ABOVE]:
            yield _prose(f"说明{number}", lines[:-LINES_ABOVE])
        yield _statement(f"表{number}", lines[-LINES_ABOVE:], part)
        lines = []
    if lines:
        yield _prose("其他说明", lines)


def number_of(text: str) -> tuple[float, str] | None:
    """The number that a text is, with its format; None where a number would look otherwise."""
    found = _NUMBER.fullmatch(text)
    if not found or sum(char.isdigit() for char in text) > _MOST_DIGITS:
        return None
    decimals, share = len(found.group(1) or ""), found.group(2)
    value = float(text.replace(",", "").rstrip("%"))
    grouped = "," in text
    if f"{value:{',' if grouped else ''}.{decimals}f}{share}" != text:
        return None
    places = ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "") + share
    return (value / 100 if share else value), "General" if places == "0" else places


def _prose(name: str, lines: Iterable[Line]) -> WrittenSheet:
    return WrittenSheet(name, [Written(row, 0, line.text) for row, line in enumerate(lines)])


def _statement(name: str, lines: list[Line], table: Table) -> WrittenSheet:
    sheet = WrittenSheet(name)
    width = max(cell.col_no + cell.col_span - 1 for cell in table.cells)
    for row, line in enumerate(lines):
        parts = re.split(r"\s{2,}|\t", line.text.strip())
        if len(parts) > 1 and width > 1 and all(re.search("[:：]", part) for part in parts):
            sheet.cells += [
                Written(row, 0, parts[0]),
                Written(row, width - 1, " ".join(parts[1:]), alignment="right"),
            ]
        elif re.search("[:：]", line.text) and len(line.text) < 20:
            sheet.cells.append(Written(row, width - 1, line.text, alignment="right"))
        elif len(line.text) < 40:
            sheet.cells.append(Written(row, 0, line.text, 1, width, alignment="centre"))
        else:
            sheet.cells.append(Written(row, 0, line.text))
    for row in rows(table):
        sheet.cells += [_cell(cell, len(lines)) for cell in row]
    return sheet


def _cell(cell: Cell, down: int) -> Written:
    number, number_format = number_of(cell.text) or (None, "General")
    indent = 0
    if cell.box is not None and cell.text_x0 is not None and cell.alignment in (None, "left"):
        indent = max(0, min(15, int((cell.text_x0 - cell.box.x0) / INDENT)))
    return Written(
        cell.row_no - 1 + down,
        cell.col_no - 1,
        cell.text,
        cell.row_span,
        cell.col_span,
        number,
        number_format,
        cell.alignment,
        indent,
        framed=True,
    )
