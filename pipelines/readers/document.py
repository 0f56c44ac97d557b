"""What every reader returns: one document as lines and tables, exactly as they are printed.

Nothing here is specific to budgets. A reader turns bytes into a :class:`Document`, and all later steps read
only that.

Coordinates are points (1/72 inch) on the *upright* page, origin at the top left, y growing downwards. Sheets
and other forms without paper have coordinates on a page as the program draws it.
Page, line, table, row and column numbers start at 1; spans are counted in rows and columns.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class UnreadableDocument(Exception):
    """A document that cannot be read, in words a person can act on.

    ``reason`` is a short stable code (``empty_file``, ``not_text``, ``encrypted``, ``image_only`` ...).
    ``str(error)`` is the sentence for people: what happened, on which page, and what to do. ``scanned_pages``
    counts the pages that text recognition could read.
    """

    def __init__(self, reason: str, message: str, scanned_pages: int = 0) -> None:
        super().__init__(message)
        self.reason = reason
        self.scanned_pages = scanned_pages


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
    ``recognition_score`` is as in :class:`Cell`.
    """

    line_no: int
    page_no: int
    text: str
    box: Box | None = None
    source_line: int | None = None
    recognition_score: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell with text in it; empty cells are not stored.

    ``text`` is what is printed, with ``\\n`` where the cell breaks a line. A cell over several rows or
    columns has the number of its first row and column, and spans. ``printed_again`` says that the cell only
    repeats, at the top of a page, what the table printed before (a total row with the header, a merged cell
    that continues), so that its figures count once. Of such repetitions only those with figures are kept.

    ``column_by_place`` says that a ruling is missing between this cell and its neighbour, so that the column
    is known only by where the text is under the header. ``text_x0`` is where the first line of the text
    begins, and ``alignment`` is ``left``, ``centre`` or ``right`` in the box; None where the text fills it.
    ``known_by_shape`` says that a glyph of it has no Unicode value in the file and is known by its shape.
    ``lines_end_early`` says that its lines end where the box has more room, or where the form breaks them: a
    line may be a text of its own.

    ``reference`` names the cell in the words of a form that is no paper (``B7``). ``recognition_score`` (0 to
    1) is how sure text recognition was of a text that was read from a picture: of its least certain
    character, in words of its least certain letter or digit; None for any other text.
    ``stored_value`` is the exact number that the form stores where the text shows another one: rounded, in
    another unit, as a share or a date.
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
    column_by_place: bool = False
    text_x0: float | None = None
    alignment: str | None = None
    known_by_shape: bool = False
    reference: str | None = None
    recognition_score: float | None = None
    stored_value: str | None = None
    lines_end_early: bool = False


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

    ``reason`` is a short stable code (``covered``, ``colour_of_paper``, ``layer_off``, ``ocr_layer`` ...);
    where the form has no paper, and so no box, it is ``hidden_sheet``, ``hidden_row``, ``hidden_column``,
    ``hidden_text`` or ``deleted_text`` (a tracked change).
    """

    page_no: int
    box: Box | None
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its upright size in points, and how many characters could be read.

    Text, sheets and the like have no paper: their size is 0. ``name`` is that of a sheet.
    ``image_only`` says that it is a picture from which no text was read. ``ocr_layer`` says that a picture
    has an invisible layer of recognised text, which is kept as hidden text. ``recognised`` says that our text
    recognition read the page, in ``recognition_seconds``; ``recognition_score`` (0 to 1) is how sure it was
    of a character on the average, None where it found none.
    """

    page_no: int
    width: float
    height: float
    rotation: int = 0
    character_count: int = 0
    image_only: bool = False
    ocr_layer: bool = False
    name: str | None = None
    recognised: bool = False
    recognition_seconds: float | None = None
    recognition_score: float | None = None

    @property
    def is_scan(self) -> bool:
        """Whether text recognition has to read the page, or has read it."""
        return self.image_only or self.ocr_layer or self.recognised


@dataclass(frozen=True, slots=True)
class Notice:
    """Something on some pages that a person should know of what was read from them.

    ``reason`` is a short stable code (``scanned_pages``, ``form_fields`` ...), ``pages`` are the numbers of
    the pages, and ``message`` says what is there and what to do, without the pages.
    """

    reason: str
    pages: tuple[int, ...]
    message: str

    def __str__(self) -> str:
        """One line for people."""
        named = "Page" if len(self.pages) == 1 else "Pages"
        return f"{named} {page_ranges(self.pages)}: {self.message}" if self.pages else self.message


def page_ranges(pages: Iterable[int]) -> str:
    """Numbers of pages for people: ``1, 3-5``."""
    ranges: list[list[int]] = []
    for page in sorted(set(pages)):
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def listed(names: Sequence[str], most: int = 5) -> str:
    """Names for people: the first of them, and how many more there are."""
    more = f" … and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def spanned(places: Sequence[int], first: int, span: int) -> int:
    """How many of the rows or columns that a cell spans are among ``places``, which are sorted."""
    return bisect_left(places, first + span) - bisect_left(places, first)


def gathered(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """One notice for each reason, in the order of the reasons, with all its pages and messages."""
    by_reason: dict[str, list[Notice]] = {}
    for notice in notices:
        by_reason.setdefault(notice.reason, []).append(notice)
    return tuple(
        Notice(
            reason,
            tuple(sorted({page for notice in same for page in notice.pages})),
            _all_said(list(dict.fromkeys(notice.message for notice in same))),
        )
        for reason, same in sorted(by_reason.items())
    )


def _all_said(messages: Sequence[str], most: int = 20) -> str:
    more = [f"… and {len(messages) - most} more"] if len(messages) > most else []
    return "\n".join([*messages[:most], *more])


@dataclass(frozen=True, slots=True)
class Document:
    """Everything a reader found in one file."""

    media_type: str
    reader: str
    page_count: int
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    pages: tuple[Page, ...] = ()
    warnings: tuple[Notice, ...] = ()
    refused_tables: tuple[RefusedTable, ...] = ()
    hidden_texts: tuple[HiddenText, ...] = ()
