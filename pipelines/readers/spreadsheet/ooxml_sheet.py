"""What is recorded about one sheet, and about the texts that all sheets share, while their XML is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.marks import in_white, raised, struck_through
from pipelines.readers.spreadsheet.numbers import decimal, whole
from pipelines.readers.spreadsheet.ooxml_styles import WHITE, colour_of
from pipelines.readers.spreadsheet.package import damaged
from pipelines.readers.spreadsheet.sheet import (
    MOST_CELLS,
    POINTS_PER_UNIT,
    UNKNOWN,
    CellCount,
    Region,
    Sheet,
    SheetCell,
    Style,
    cell_with_number,
    cell_with_text,
    column_letters,
)

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
# No cell holds a longer text (Excel ends at 32,767 characters).
_LONGEST_TEXT = 1_000_000
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true")
_KINDS = ("n", "d", "e", "str", "inlineStr")


# What says that a run of a text is struck out, raised or lowered, or white.
_RUN = ("r", "strike", "vertAlign", "color")


class _Texts:
    """Gathers the text of elements: what a reading aid (rPh) says is left out."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self._pieces: list[str] = []
        self._length = 0
        self._inside = self._aside = self._begins = 0
        self._is_struck = self._is_raised = self._is_white = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._aside += name == "rPh"
        self._inside += name in self._names and not self._aside
        if name == "r":
            self._is_struck = self._is_raised = self._is_white = False
        elif name == "strike":
            self._is_struck = attributes.get("val", "1") in _TRUE
        elif name == "vertAlign":
            self._is_raised = attributes.get("val") in ("superscript", "subscript")
        elif name == "color":
            self._is_white = colour_of(attributes) == WHITE
        elif name == "t":
            self._begins = len(self._pieces)

    def end(self, name: str) -> None:
        if name == "t" and self._inside and (self._is_struck or self._is_raised or self._is_white):
            before, run = (
                "".join(part) for part in (self._pieces[: self._begins], self._pieces[self._begins :])
            )
            if self._is_struck or self._is_raised:
                run = struck_through(run) if self._is_struck else raised(run, before)
            self._pieces[self._begins :] = [in_white(run) if self._is_white else run]
        self._inside -= name in self._names and not self._aside
        self._aside -= name == "rPh"

    def data(self, text: str) -> None:
        if self._inside:
            self._length += len(text)
            if self._length > _LONGEST_TEXT:
                raise damaged("a cell holds a text of more than a million characters")
            self._pieces.append(text)

    def take(self) -> str:
        """The text since it was taken last."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self._length = 0
        self._is_struck = self._is_raised = self._is_white = False
        return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


class StringEvents:
    """The texts that cells share."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._text = _Texts(frozenset({"t"}))
        self.data = self._text.data

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._text.start(name, attributes)

    def end(self, name: str) -> None:
        """An element ends: ``si`` is one text, with all its parts."""
        self._text.end(name)
        if name == "si":
            self.texts.append(self._text.take())
            if len(self.texts) > MOST_CELLS:
                raise damaged("it has more texts than a workbook has cells")


class SheetEvents:
    """Fills a sheet while its part is read."""

    def __init__(
        self,
        sheet: Sheet,
        strings: Sequence[str],
        styles: Sequence[Style],
        date_1904: bool,
        count: CellCount,
    ) -> None:
        self._sheet, self._strings = sheet, strings
        self._styles_by_number = {str(number): style for number, style in enumerate(styles)}
        self._date_1904, self._count = date_1904, count
        self._text = _Texts(frozenset({"v", "t"}))
        self.data = self._text.data
        self._row, self._col = -1, -1
        self._row_told: int | None = None
        self._has_rows = False
        self._attributes: dict[str, str] = {}
        self._is_formula = self._has_value = False
        self._blank_across: set[tuple[int, int]] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._begin_row(attributes)
        elif name in ("v", "t", "rPh"):
            self._has_value = True
            self._text.start(name, attributes)
        elif name in _RUN:
            self._text.start(name, attributes)
        elif name == "f":
            self._is_formula = True
        elif name == "col":
            self._add_columns(attributes)
        elif name == "mergeCell":
            self._add_region(attributes.get("ref", ""))
        elif name == "sheetFormatPr":
            width = decimal(attributes.get("defaultColWidth"))
            self._sheet.default_width = width * POINTS_PER_UNIT if width > 0 else self._sheet.default_width
        elif name == "sheetView":
            self._sheet.shows_zeros = attributes.get("showZeros", "1") in _TRUE

    def end(self, name: str) -> None:
        """An element ends."""
        if name in ("v", "t", "rPh"):
            self._text.end(name)
        elif name == "c":
            self._end_cell()
        elif name == "sheetData":
            self._has_rows = True
            self._sheet.cells.sort(key=lambda cell: (cell.row, cell.col))
            for one, other in pairwise(self._sheet.cells):
                if (one.row, one.col) == (other.row, other.col):
                    raise self._damaged(f"cell {column_letters(one.col)}{one.row + 1} is there twice")
            self._sheet.merge_across(self._blank_across)

    def finish(self) -> None:
        """The part was read to its end; raises :class:`UnreadableDocument` where it was not a sheet."""
        if not self._has_rows:
            raise self._damaged("it has no rows")

    def _damaged(self, what: str) -> UnreadableDocument:
        return damaged(f"sheet {self._sheet.name[:31]}: {what}")

    def _begin_row(self, attributes: dict[str, str]) -> None:
        told = attributes.get("r")
        number = self._row + 2 if told is None else whole(told)
        if not 0 < number <= MOST_ROWS:
            raise self._damaged(f"there is no row {told}")
        self._row, self._col = number - 1, -1
        self._row_told = None if told is None else self._row
        self._attributes = {}
        is_flat = attributes.get("ht") is not None and decimal(attributes.get("ht"), 1.0) == 0
        if attributes.get("hidden") in _TRUE or is_flat:
            self._sheet.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if "r" not in attributes:
            self._find_place()
            self._col += 1
        self._attributes = attributes
        self._is_formula = self._has_value = False

    def _find_place(self) -> None:
        """Where the cell is that was begun last; most cells are blank, and are not asked."""
        reference = self._attributes.get("r")
        if reference is None:
            return
        place = place_of(reference)
        if place is None or self._row_told not in (None, place[0]):
            raise self._damaged(f"there is no cell {reference} in row {self._row + 1}")
        self._row, self._col = place

    def _end_cell(self) -> None:
        style = self._styles_by_number.get(self._attributes.get("s", "0"))
        if style is None:
            raise self._damaged(f"a cell of row {self._row + 1} has a style that is not in the file")
        if self._has_value or self._is_formula:
            self._find_place()
            self._count.take()
            self._sheet.cells.append(self._cell(self._text.take(), style))
        elif style.across:
            self._find_place()
            self._blank_across.add((self._row, self._col))

    def _cell(self, value: str, style: Style) -> SheetCell:
        row, col, kind = self._row, self._col, self._attributes.get("t", "n")
        if value == "" and self._is_formula and kind == "n":
            return SheetCell(row, col, UNKNOWN, style, None, True)
        if kind == "s":
            index = whole(value, -1)
            if not 0 <= index < len(self._strings):
                # Where one text is lost, all texts after it have the number of another.
                raise self._damaged(f"a cell of row {row + 1} has a text that is not in the file")
            value = self._strings[index]
        elif kind == "b":
            value = "TRUE" if value in _TRUE else "FALSE"
        elif kind not in _KINDS:
            raise self._damaged(f"a cell of row {row + 1} is of an unknown kind")
        elif kind in ("n", "d"):
            stored = decimal(value, float("nan")) if kind == "n" else _serial(value, self._date_1904)
            if stored == stored:
                return cell_with_number(
                    self._sheet, row, col, stored, style, self._is_formula, self._date_1904
                )
        return cell_with_text(row, col, value.replace("\r\n", "\n"), style, self._is_formula)

    def _add_columns(self, attributes: dict[str, str]) -> None:
        first, last = whole(attributes.get("min")), min(whole(attributes.get("max")), MOST_COLUMNS)
        width = decimal(attributes.get("width"), -1.0)
        self._count.take_columns(max(0, last - first))
        for col in range(max(first, 1) - 1, last):
            if attributes.get("hidden") in _TRUE or width == 0:
                self._sheet.hidden_cols.add(col)
            if width > 0:
                self._sheet.widths[col] = width * POINTS_PER_UNIT

    def _add_region(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        begin, end = place_of(first), place_of(last)
        if begin and end and begin <= end and begin[1] <= end[1]:
            self._count.take()
            self._sheet.regions.append(Region(*begin, *end))


def place_of(reference: str) -> tuple[int, int] | None:
    """Row and column (from 0) of a reference such as B7; None where it is not one."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    col = 0
    for letter in found.group(1):
        col = col * 26 + ord(letter) - ord("A") + 1
    row = int(found.group(2))
    return (row - 1, col - 1) if 0 < row <= MOST_ROWS and col <= MOST_COLUMNS else None


def _serial(text: str, date_1904: bool) -> float:
    """A date that is stored as a text, as the number of its day; not a number where it is not a date."""
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return float("nan")
    return (moment - (datetime(1904, 1, 1) if date_1904 else datetime(1899, 12, 30))).total_seconds() / 86_400
