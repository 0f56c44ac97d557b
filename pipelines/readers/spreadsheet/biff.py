"""Reads .xls, and .et of WPS: records of the form BIFF, most of them in an OLE container."""

from __future__ import annotations

import io
import itertools
import math
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlrd

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.locked import locked
from pipelines.readers.marks import in_white, raised, struck_through
from pipelines.readers.spreadsheet.biff_drawing import add_drawings
from pipelines.readers.spreadsheet.biff_records import Book, records, refuse_broken
from pipelines.readers.spreadsheet.package import damaged
from pipelines.readers.spreadsheet.sheet import (
    INDENT,
    POINTS_PER_UNIT,
    CellCount,
    Region,
    Sheet,
    SheetCell,
    Style,
    Workbook,
    cell_with_number,
    cell_with_text,
)

_ALIGNMENTS = {1: "left", 2: "centre", 3: "right", 6: "centre"}
_ACROSS, _SOLID, _NO_FILL = 6, 1, 0
_WHITE = (255, 255, 255)
# Colours that are those of the system: of its windows, and of the text in them.
_WINDOW, _AUTOMATIC = (9, 65), (64, 32767)
_FORMULA = 0x0006
_CALCULATE_WHEN_OPENED = 0x0002
_LOCKED = ("encrypted", "password")


def workbook_of_xls(path: Path) -> Workbook:
    """The workbook of a file. Raises :class:`UnreadableDocument`."""
    book, read_sheets = _opened(path.read_bytes())
    styles = [_style(book, xf) for xf in book.xf_list] or [Style()]
    count = CellCount()
    sheets: list[Sheet] = []
    at_opening = True
    for number, read in enumerate(read_sheets):
        formulas = _formulas(book, number)
        at_opening = at_opening and all(flags & _CALCULATE_WHEN_OPENED for flags in formulas.values())
        sheets.append(_sheet(book, read, styles, set(formulas), count))
        heights = {row: of.height for row, of in read.rowinfo_map.items() if of.height is not None}
        add_drawings(sheets[-1], records(book, book._sh_abs_posn[number]), heights)
    return Workbook(sheets, at_opening)


def _opened(content: bytes) -> tuple[Book, list[Any]]:
    """The workbook and its sheets; the workbook keeps its records, as sheets are loaded one by one."""
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,
            ragged_rows=True,
            logfile=io.StringIO(),
            on_demand=True,
        )
        refuse_broken(book)
        return book, [book.sheet_by_index(number) for number in range(book.nsheets)]
    except UnreadableDocument:
        raise
    except Exception as error:  # The library lets pass whatever a damaged record raises.
        if any(word in str(error).lower() for word in _LOCKED):
            raise locked() from error
        raise damaged(f"{type(error).__name__}: {error}") from error


def _sheet(
    book: Book, read: Any, styles: list[Style], formulas: set[tuple[int, int]], count: CellCount
) -> Sheet:
    sheet = Sheet(read.name, read.visibility != 0, shows_zeros=bool(read.show_zero_values))
    sheet.hidden_rows = {row for row, of in read.rowinfo_map.items() if of.hidden or of.height == 0}
    sheet.hidden_cols = {col for col, of in read.colinfo_map.items() if of.hidden or of.width == 0}
    sheet.widths = {col: of.width / 256 * POINTS_PER_UNIT for col, of in read.colinfo_map.items() if of.width}
    sheet.regions = [Region(top, left, end - 1, right - 1) for top, end, left, right in read.merged_cells]
    blank_across: set[tuple[int, int]] = set()
    for row in range(read.nrows):
        for col, cell in enumerate(read.row(row)):
            if cell.xf_index is not None and cell.xf_index >= len(styles):
                raise damaged(
                    f"sheet {read.name}: a cell of row {row + 1} has a style that is not in the file"
                )
            style = styles[cell.xf_index or 0]
            if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                if style.across:
                    blank_across.add((row, col))
                continue
            count.take()
            if cell.ctype == xlrd.XL_CELL_TEXT:
                cell.value = _marked(book, cell.value, read.rich_text_runlist_map.get((row, col), ()))
            is_formula = (row, col) in formulas
            sheet.cells.append(_cell(sheet, row, col, cell, style, is_formula, book.datemode == 1))
    sheet.merge_across(blank_across)
    return sheet


def _cell(
    sheet: Sheet, row: int, col: int, cell: Any, style: Style, is_formula: bool, date_1904: bool
) -> SheetCell:
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        if not math.isfinite(cell.value):
            raise damaged(f"sheet {sheet.name}: a cell of row {row + 1} has a number without end")
        return cell_with_number(sheet, row, col, cell.value, style, is_formula, date_1904)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_with_text(row, col, "TRUE" if cell.value else "FALSE", style, is_formula)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return cell_with_text(row, col, xlrd.error_text_from_code.get(cell.value, "#N/A"), style, is_formula)
    return cell_with_text(row, col, cell.value.replace("\r\n", "\n"), style, is_formula)


def _marked(book: Book, text: str, runs: Sequence[tuple[int, int]]) -> str:
    """A text whose runs, each with its first character and its font, are struck out, raised or white."""
    marked = text[: runs[0][0]] if runs else text
    for (begin, number), (end, _) in itertools.pairwise((*runs, (len(text), 0))):
        run = text[begin:end]
        font = book.font_list[number] if 0 <= number < len(book.font_list) else None
        if font is not None and font.struck_out:
            run = struck_through(run)
        elif font is not None and font.escapement:
            run = raised(run, marked)
        is_white = font is not None and _colour(book, font.colour_index) == _WHITE
        marked += in_white(run) if is_white else run
    return marked


def _formulas(book: Book, number: int) -> dict[tuple[int, int], int]:
    """The places of the formulas of a sheet with their flags, which the library does not give."""
    found: dict[tuple[int, int], int] = {}
    for kind, body in records(book, book._sh_abs_posn[number]):
        if kind & 0xFF == _FORMULA and len(body) >= 16:
            row, col, _, _, flags = struct.unpack_from("<HHH8sH", body)
            found[row, col] = flags
    return found


def _style(book: Book, xf: Any) -> Style:
    number_format = book.format_map.get(xf.format_key)
    font = book.font_list[xf.font_index] if 0 <= xf.font_index < len(book.font_list) else None
    border, alignment = xf.border, xf.alignment
    return Style(
        number_format=number_format.format_str if number_format else "General",
        alignment=_ALIGNMENTS.get(alignment.hor_align),
        indent=INDENT * alignment.indent_level,
        across=alignment.hor_align == _ACROSS,
        in_paper_colour=font is not None and _colour(book, font.colour_index) == _ground(book, xf),
        on_white=_ground(book, xf) == _WHITE,
        struck=font is not None and bool(font.struck_out),
        framed=bool(border.left_line_style and border.right_line_style),
    )


def _ground(book: Book, xf: Any) -> object:
    """The colour behind the text; a pattern is not a colour that a text may have."""
    pattern = xf.background.fill_pattern
    if pattern == _NO_FILL:
        return _WHITE
    return _colour(book, xf.background.pattern_colour_index) if pattern == _SOLID else "a pattern"


def _colour(book: Book, index: int) -> object:
    if index in _WINDOW:
        return _WHITE
    return "automatic" if index in _AUTOMATIC else book.colour_map.get(index)
