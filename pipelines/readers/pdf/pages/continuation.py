"""Whether the first table of a page continues the last one of the page before."""

from __future__ import annotations

import re

from pipelines.readers.figures import holds_figure, is_column_number_row, looks_like_amount, squeezed
from pipelines.readers.pdf.cells.pieces import PageLine, PageReading, Piece, PieceCell
from pipelines.readers.pdf.ink.paths import Rectangle

# The outer edges of the pieces of one table agree within this many points.
SAME_EDGE = 4.0
# A running head has the same height on both pages within this many points.
SAME_HEIGHT = 3.0
# ... or, where pages differ in size, is in this outermost share of both pages.
MARGIN = 0.1
# The lowest share of a page belongs to the page number; tables end above it.
FOOT = 0.1
# A cell wider than this share of its table spans all columns.
WHOLE_WIDTH = 0.95
# This many rows below repeated first rows are compared to distinguish a form from a table.
MOST_LABEL_ROWS = 3
_PAGE_NUMBER = re.compile(r"^[-—–－―_·.]*第?\d{1,4}页?(?:[,，/／-]?共?\d{1,4}页?)?[-—–－―_·.]*$")


def same_edges(one: Rectangle, other: Rectangle) -> bool:
    """Whether two boxes have the same left and right edges."""
    return abs(one[0] - other[0]) <= SAME_EDGE and abs(one[2] - other[2]) <= SAME_EDGE


def is_page_number(line: PageLine) -> bool:
    """Whether a line is only a page number."""
    return is_page_number_text(line.text)


def is_page_number_text(text: str) -> bool:
    """Whether a text is only a page number, or looks like one."""
    return bool(_PAGE_NUMBER.match(squeezed(text)))


def is_running(line: PageLine, reading: PageReading, before: PageReading | None, titles: set[str]) -> bool:
    """Whether a line is a running head or foot: the page before has it too, not as the title of a table."""
    if before is None or squeezed(line.text) in titles:
        return False
    masked = _without_numbers(line.text)
    height = line.box[1] / reading.page.height
    for other in before.lines:
        heights = height, other.box[1] / before.page.height
        in_margin = max(heights) < MARGIN or min(heights) > 1 - MARGIN
        same_place = in_margin or abs(other.box[1] - line.box[1]) <= SAME_HEIGHT
        if same_place and _without_numbers(other.text) == masked:
            return True
    return False


def _without_numbers(text: str) -> str:
    """A text in which all numbers are alike, as page numbers are."""
    return re.sub(r"\d+", "0", squeezed(text))


def had_room(last: Piece, piece: Piece, before: PageReading) -> bool:
    """Whether the page before had room for the first row of a piece, so that it was not pushed over.

    A piece that begins with amounts has neither a title nor a header of its own, so it can only continue.
    """
    rows = piece.rows()
    if not rows or has_amount(rows[0]):
        return False
    foot = min(
        [before.page.height * (1 - FOOT)]
        + [line.box[1] for line in before.lines if is_page_number(line) and line.box[1] > last.box[3]]
    )
    top_cells = [cell for cell in piece.cells if cell.row == 0 and cell.row_span == 1]
    row_height = max((cell.box[3] - cell.box[1] for cell in top_cells or piece.cells), default=0.0)
    return foot - last.box[3] > 1.5 * row_height + FOOT * before.page.height


def has_amount(row: list[PieceCell]) -> bool:
    """Whether a row has amounts, apart from column numbers."""
    return any(looks_like_amount(cell.text) for cell in row) and not is_column_number_row(c.text for c in row)


def begins_with_amounts(piece: Piece) -> bool:
    """Whether the first row with text has amounts, so that a piece has no header of its own."""
    return bool(piece.rows()) and has_amount(piece.rows()[0])


def begins_another_form(head: Piece, piece: Piece) -> bool:
    """Whether a piece begins as the table does but with other contents: it is the next form of a series.

    Either both begin with one cell over the whole width (a title inside the frame), or both first rows begin
    with the same label and differ after it.
    """
    if not head.rows() or not piece.rows():
        return False
    first, again = head.rows()[0], piece.rows()[0]
    texts, texts_again = ([squeezed(cell.text) for cell in row] for row in (first, again))
    if texts == texts_again:
        return False
    if len(first) == 1 and len(again) == 1:
        return all(
            cell.box[2] - cell.box[0] > WHOLE_WIDTH * (part.box[2] - part.box[0])
            for cell, part in ((first[0], head), (again[0], piece))
        )
    return len(first) > 1 and len(first) == len(again) and texts[0] == texts_again[0]


def repeats_labels_of_form(head: Piece, piece: Piece, repeated: int) -> bool:
    """Whether a piece that repeats the first rows of a table starts the table again instead of continuing it.

    Below a repeated header, a continued table has new lines. The next form of a series, the same table of
    another unit, or a table printed a second time has the same labels in the same order, and other contents
    next to them.
    """
    rows, again = ([[squeezed(cell.text) for cell in row] for row in part.rows()] for part in (head, piece))
    below = slice(repeated, repeated + MOST_LABEL_ROWS)
    if _are_other_contents(rows[below], again[below], 2):
        return True
    # The first rows below the header may be equal, too, and only a later one differ.
    figures, figures_again = ([row for row in part if any(map(holds_figure, row))] for part in (rows, again))
    shortest = min(len(figures), len(figures_again))
    return _are_other_contents(figures[:shortest], figures_again[:shortest], MOST_LABEL_ROWS)


def _are_other_contents(rows: list[list[str]], again: list[list[str]], fewest: int) -> bool:
    """Whether at least ``fewest`` rows have the same labels, all of them different, and other contents."""
    labels = [_label(row) for row in rows]
    return (
        len(labels) >= fewest
        and labels == [_label(row) for row in again]
        and len(set(labels)) == len(labels)
        and all(labels)
        and rows != again
    )


def _label(texts: list[str]) -> tuple[str, ...]:
    """The first text of a row that is not a figure, with codes and numbers before it; empty without one."""
    for number, text in enumerate(texts, 1):
        if not holds_figure(text):
            return tuple(texts[:number])
    return ()
