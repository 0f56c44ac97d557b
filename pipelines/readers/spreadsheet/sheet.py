"""One small model of a workbook for all forms of spreadsheets.

Rows and columns are counted from 0, as they are in the file.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.spreadsheet.number_format import plain, show_number, show_text
from pipelines.readers.spreadsheet.package import damaged

# No disclosure has more cells with a text; more is not read.
MOST_CELLS = 1_000_000
# Columns are declared by ranges, which a damaged file may repeat; all sheets together declare no more.
MOST_COLUMNS_DECLARED = 20_000_000
# How far one step of indentation moves a text, in points.
INDENT = 9.0
# The sign of what cannot be known.
UNKNOWN = "\ufffd"
# Columns have this width where the file does not state it, in points; an Excel unit is that of a digit.
DEFAULT_WIDTH, POINTS_PER_UNIT = 48.0, 5.25


@dataclass(frozen=True, slots=True)
class Style:
    """How cells look.

    ``alignment`` is ``left``, ``centre`` or ``right``, None where it depends on the value. ``across`` says
    that the text is centred over the blank cells of the same style to the right. ``in_paper_colour`` says
    that the text has the colour of its ground, ``on_white`` that this is white. ``framed`` says that lines
    are drawn on both sides.
    """

    number_format: str = "General"
    alignment: str | None = None
    indent: float = 0.0
    across: bool = False
    in_paper_colour: bool = False
    on_white: bool = True
    struck: bool = False
    framed: bool = False


@dataclass(slots=True)
class SheetCell:
    """One cell with a value: what it shows, and the number that it stores, if it does.

    ``is_formula`` says that the value was calculated.
    """

    row: int
    col: int
    text: str
    style: Style
    number: float | None = None
    is_formula: bool = False

    @property
    def stored_value(self) -> str | None:
        """The number that is stored, where what is shown is not the same number."""
        if self.number is None:
            return None
        stored = plain(Decimal(repr(self.number)))
        return None if self.text.replace(",", "") == stored else _unless_equal(stored, self.text)


@dataclass(frozen=True, slots=True)
class Region:
    """A block of cells that are merged to one, with its last row and column."""

    row: int
    col: int
    last_row: int
    last_col: int


@dataclass(slots=True)
class Sheet:
    """One sheet: its cells in the order of rows and columns, and what of it cannot be seen.

    ``widths`` are those of columns, in points. ``boxes`` are the texts that are drawn over the cells, and
    ``largest_picture`` is the area of the largest picture there, in square points.
    """

    name: str
    hidden: bool = False
    cells: list[SheetCell] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)
    default_width: float = DEFAULT_WIDTH
    shows_zeros: bool = True
    boxes: list[str] = field(default_factory=list)
    largest_picture: float = 0.0

    def merge_across(self, blank: Set[tuple[int, int]]) -> None:
        """A text that is centred across the blank cells beside it is like one in a merged cell."""
        for cell in self.cells:
            last = cell.col
            while cell.style.across and (cell.row, last + 1) in blank:
                last += 1
            if last > cell.col:
                self.regions.append(Region(cell.row, cell.col, cell.row, last))


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets in the order of their tabs.

    ``calculated_when_opened`` says that the file asks for its formulas to be calculated when it is opened.
    """

    sheets: Sequence[Sheet]
    calculated_when_opened: bool = False


class CellCount:
    """Counts the cells of a workbook, to stop where no disclosure goes."""

    def __init__(self) -> None:
        self._left = MOST_CELLS
        self._columns_left = MOST_COLUMNS_DECLARED

    def take_columns(self, columns: int) -> None:
        """Raises :class:`UnreadableDocument` where columns are declared without end."""
        self._columns_left -= columns
        if self._columns_left < 0:
            raise damaged("its columns are declared again and again")

    def take(self, cells: int = 1) -> None:
        """Raises :class:`UnreadableDocument` where there are more cells than are read."""
        self._left -= cells
        if self._left < 0:
            raise UnreadableDocument(
                "too_large",
                f"The spreadsheet has more than {MOST_CELLS:,} cells with a text, as no disclosure has. "
                "Check that it is the right file.",
            )


def cell_with_number(
    sheet: Sheet, row: int, col: int, number: float, style: Style, is_formula: bool, date_1904: bool
) -> SheetCell:
    """The cell that shows a number."""
    hides_it = number == 0 and not sheet.shows_zeros
    text = "" if hides_it else show_number(number, style.number_format, date_1904)
    return SheetCell(row, col, text, style, number, is_formula)


def cell_with_text(row: int, col: int, text: str, style: Style, is_formula: bool) -> SheetCell:
    """The cell that shows a text."""
    return SheetCell(row, col, show_text(text, style.number_format), style, None, is_formula)


def column_letters(col: int) -> str:
    """The name of a column: A, B … Z, AA."""
    letters = ""
    col += 1
    while col:
        col, letter = divmod(col - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _unless_equal(stored: str, text: str) -> str | None:
    try:
        return None if Decimal(text.replace(",", "")) == Decimal(stored) else stored
    except ArithmeticError:
        return stored
