"""What every reader returns: one document as lines and tables, exactly as they are printed.

Nothing here is specific to budgets. A reader turns bytes into a :class:`Document`, and all later steps read
only that.

Coordinates are points (1/72 inch) on the *upright* page, origin at the top left, y growing downwards.
Page, line, table, row and column numbers start at 1; spans are counted in rows and columns.
"""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableDocument(Exception):
    """A document that cannot be read, in words a person can act on.

    ``reason`` is a short stable code (``empty_file``, ``not_text``, ``encrypted``, ``image_only`` ...).
    ``str(error)`` is the sentence for people: what happened, on which page, and what to do.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on an upright page, in points."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of running text outside all tables, in reading order.

    ``line_no`` counts through the whole document. ``source_line`` is the line of a text file, else None.
    """

    line_no: int
    page_no: int
    text: str
    box: Box | None = None
    source_line: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell with text in it; empty cells are not stored.

    ``text`` is what is printed, with ``\\n`` where the cell breaks a line. A cell over several rows or
    columns has the number of its first row and column, and spans. ``printed_again`` says that the cell only
    repeats, at the top of a page, what the table printed before (a total row with the header, a merged cell
    that continues), so that its figures count once. Of such repetitions only those with figures are kept.
    """

    row_no: int
    col_no: int
    text: str
    page_no: int
    row_span: int = 1
    col_span: int = 1
    box: Box | None = None
    source_line: int | None = None
    printed_again: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table as a person sees it: its pieces on consecutive pages are one table.

    ``after_line_no`` is the ``line_no`` of the last line before the table (0 if there is none), so that the
    text above and below it can be found. ``header_row_count`` is how many rows at the top look like header
    rows because there is no amount in or above them. ``finder`` names the way the table was found
    (``tabs``, ``word_dump``, ``rulings``, ``three_line`` ...).
    """

    table_no: int
    after_line_no: int
    page_first: int
    page_last: int
    row_count: int
    column_count: int
    header_row_count: int
    finder: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RefusedTable:
    """A part of a page that a finder considered as a table and refused by its geometry.

    ``finder`` is as in :class:`Table`. ``reason`` is a short stable code (``one_column``, ``no_header`` ...).
    Refusals explain why a table is missing; the text in the box is read as lines, or in another table.
    """

    page_no: int
    box: Box
    finder: str
    reason: str


@dataclass(frozen=True, slots=True)
class HiddenText:
    """A text of the file that a person cannot see on the page; it is in no line and no cell.

    ``reason`` is a short stable code (``covered``, ``colour_of_paper``, ``layer_off``, ``ocr_layer`` ...).
    """

    page_no: int
    box: Box
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its upright size in points, and how many characters could be read.

    ``image_only`` says that it is a picture without visible text. ``ocr_layer`` says that such a picture has
    an invisible layer of recognised text, which is kept as hidden text.
    """

    page_no: int
    width: float
    height: float
    rotation: int = 0
    character_count: int = 0
    image_only: bool = False
    ocr_layer: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """Everything a reader found in one file."""

    media_type: str
    reader: str
    page_count: int
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = ()
    refused_tables: tuple[RefusedTable, ...] = ()
    hidden_texts: tuple[HiddenText, ...] = ()
