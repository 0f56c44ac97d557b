"""Whether a table on a new page goes on with the last one, and which cells the page end has cut."""

from __future__ import annotations

import re

from pipelines.readers.pdf.headers import is_column_number_row, looks_like_amount
from pipelines.readers.pdf.paths import Rectangle
from pipelines.readers.pdf.pieces import PageLine, PageReading, Piece, PieceCell, squeezed

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

    A last row which the page end has cut went on, however much of the page stays white; and a piece that
    begins with amounts has neither title nor header of its own, so it can only go on.
    """
    rows = piece.rows()
    if any(cell.open_below for cell in last.cells) or not rows or has_amount(rows[0]):
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


def join_cut_cells(last: Piece, piece: Piece) -> None:
    """Join each cell that the page end has cut with the cell below it on the next page.

    ``piece`` has lost its repeated header already. An amount is never joined to other text: where rows
    are not ruled, it is the next row's.
    """
    top = min((cell.row for cell in piece.cells), default=0)
    heads = [cell for cell in piece.cells if cell.row == top]
    for upper in last.cells:
        if not upper.open_below:
            continue
        for lower in heads:
            if same_edges(upper.box, lower.box) and not (upper.text and looks_like_amount(lower.text)):
                _join(upper, lower)
                break
    piece.cells = [cell for cell in piece.cells if cell.row_span > 0]


def _join(upper: PieceCell, lower: PieceCell) -> None:
    """Give the lower cell's text and rows to the upper one; the lower one is left with no rows."""
    if lower.text and not upper.text:
        upper.page_no, upper.box = lower.page_no, lower.box
    upper_lines, lower_lines = upper.text.split("\n"), lower.text.split("\n")
    if upper.text and lower.text and upper_lines[-1] == lower_lines[0]:
        lower_lines = lower_lines[1:]  # the line that the page end cuts is drawn on both pages
    upper.text = "\n".join(line for line in upper_lines + lower_lines if line)
    upper.row_span += lower.row_span
    upper.open_below = lower.open_below
    lower.row_span = 0
