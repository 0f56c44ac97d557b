"""Whether a table on a new page goes on with the last one."""

from __future__ import annotations

import re

from pipelines.readers.pdf.cells.pieces import PageLine, PageReading, Piece, PieceCell, squeezed
from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.words.figures import holds_figure, is_column_number_row, looks_like_amount

# The outer edges of the pieces of one table agree within this many points.
SAME_EDGE = 4.0
# A running head keeps its height on the page within this many points.
SAME_HEIGHT = 3.0
# ... or, where pages differ in size, stands in this outermost share of both pages.
MARGIN = 0.1
# A page's lowest share belongs to the page number; tables end above it.
FOOT = 0.1
# A cell over more than this share of its table's width stands over all columns.
WHOLE_WIDTH = 0.95
# So many rows below a repeated beginning tell a form from a table by their labels; fewer than two do not.
MOST_LABEL_ROWS = 3
_PAGE_NUMBER = re.compile(r"^[-—–－―_·.]*第?\d{1,4}页?(?:[,，/／-]?共?\d{1,4}页?)?[-—–－―_·.]*$")


def same_edges(one: Rectangle, other: Rectangle) -> bool:
    """Whether two boxes have the same left and right edges."""
    return abs(one[0] - other[0]) <= SAME_EDGE and abs(one[2] - other[2]) <= SAME_EDGE


def is_page_number(line: PageLine) -> bool:
    """Whether a line is nothing but a page number."""
    return bool(_PAGE_NUMBER.match(squeezed(line.text)))


def is_running(line: PageLine, reading: PageReading, before: PageReading | None, titles: set[str]) -> bool:
    """Whether a line is a running head or foot: on the page before too, and no table's title there."""
    if before is None or squeezed(line.text) in titles:
        return False
    masked = re.sub(r"\d+", "0", squeezed(line.text))
    for other in before.lines:
        if re.sub(r"\d+", "0", squeezed(other.text)) != masked:
            continue
        if abs(other.box[1] - line.box[1]) <= SAME_HEIGHT:
            return True
        heights = [line.box[1] / reading.page.height, other.box[1] / before.page.height]
        if max(heights) < MARGIN or min(heights) > 1 - MARGIN:
            return True
    return False


def equal_leading_rows(first: Piece, piece: Piece) -> int:
    """How many rows at the top of a piece print the same texts as the first rows of the table."""
    equal = 0
    for one, other in zip(first.rows(), piece.rows(), strict=False):
        if [squeezed(cell.text) for cell in one] != [squeezed(cell.text) for cell in other]:
            break
        equal += 1
    return equal


def had_room(last: Piece, piece: Piece, before: PageReading) -> bool:
    """Whether the first row of a piece would have fitted under the last one: it was not pushed over.

    A piece that begins with amounts has neither title nor header of its own, so it can only go on.
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
    """Whether amounts stand in a row, column numbers aside."""
    return any(looks_like_amount(cell.text) for cell in row) and not is_column_number_row(c.text for c in row)


def begins_another_form(head: Piece, piece: Piece) -> bool:
    """Whether a piece begins as the table did but with other contents: the next form of a series.

    Either both begin with one cell over the whole width (a title inside the frame), or both first rows
    begin with the same label and differ in what follows it.
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
    """Whether a piece that repeats the first rows of a table goes on as the next form of a series.

    Below a repeated header a table has new lines; the next form has the labels of the one before it in the
    same order, and other contents beside them.
    """
    rows, again = (
        [[squeezed(cell.text) for cell in row] for row in part.rows()[repeated : repeated + MOST_LABEL_ROWS]]
        for part in (head, piece)
    )
    labels = [row[0] for row in rows]
    return (
        len(labels) >= 2
        and labels == [row[0] for row in again]
        and len(set(labels)) == len(labels)
        and not any(map(holds_figure, labels))
        and rows != again
    )
