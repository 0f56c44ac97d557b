"""Facing pages: a table too wide for one page, whose last columns are printed on a page of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.readers.figures import squeezed
from pipelines.readers.pdf.cells.pieces import PageLine, Piece, PieceCell
from pipelines.readers.pdf.pages.continuation import has_amount
from pipelines.readers.pdf.pages.same_columns import SAME_PLACE, equal_leading_rows, header_rows

# Rows of facing pages have the same height on both within this many points.
SAME_HEIGHT = 2.0
# Two tables that have fewer row edges at the same heights only look alike.
FEWEST_EDGES = 4
# Only the first few row edges can divide a header.
DEEPEST_HEADER = 3
# A caption at the right ends this close (points) to the right edge of its table.
AT_THE_RIGHT = 15.0
# The end of a title that the page cuts has at least this many characters.
SHORTEST_REST = 4


def rows_agree(left: Sequence[float], right: Sequence[float]) -> bool:
    """Whether two pieces have their rows at the same heights; one may divide its header further."""
    if len(left) < 2 or len(right) < 2:
        return False
    if abs(left[0] - right[0]) > SAME_HEIGHT or abs(left[-1] - right[-1]) > SAME_HEIGHT:
        return False
    both = _union(left, right)
    alone = [place for place, y in enumerate(both) if not (_has(left, y) and _has(right, y))]
    return len(both) - len(alone) >= FEWEST_EDGES and max(alone, default=0) <= DEEPEST_HEADER


def faces(left: Piece, right: Piece, first: Piece | None) -> bool:
    """Whether a piece has the rows of ``left`` and the columns that follow it.

    Below its header, which is another one than that of ``left``, it has no labels. ``first`` is the first
    piece with such columns, if there is one: then they must be the same, and need no header.
    """
    if not rows_agree(left.ys, right.ys):
        return False
    if first is not None:
        same = len(first.xs) == len(right.xs) and all(
            abs(x - other) <= SAME_PLACE for x, other in zip(first.xs, right.xs, strict=True)
        )
        return same and _has_no_labels(right, equal_leading_rows(first, right))
    count = header_rows(right)
    if not count and not any(has_amount(row) for row in right.rows()):
        count = len(right.rows())  # nothing but labels: no more of them than the header on the left has rows
        if count > header_rows(left):
            return False
    return (
        count > 0
        and header_rows(left) > 0
        and not equal_leading_rows(left, right)
        and _has_no_labels(right, count)
    )


def repeats_captions(lines: Iterable[PageLine], titles: set[str], piece: Piece) -> bool:
    """Whether the lines above a piece are captions of the table that it belongs to.

    That is its title again, the rest of a title that runs over both pages, or a caption at the right edge.
    """
    new = [line for line in lines if not _is_title(squeezed(line.text), titles)]
    x0, _, x1, _ = piece.box
    return all(line.box[0] - x0 > AT_THE_RIGHT >= abs(line.box[2] - x1) for line in new)


def widened(left: Piece, right: Piece, first_row: int) -> tuple[Piece, list[int]]:
    """``left`` with the columns of ``right``, and the new place of each of its row edges.

    Rows of ``left`` count from ``first_row``. Its cells are moved here; a row that only ``right`` divides is
    new, so the rows below it move, too.
    """
    edges = _union(left.ys, right.ys)
    places, right_places = (_places(piece.ys, edges) for piece in (left, right))
    for cell in left.cells:
        move_rows(cell, places, first_row)
    columns = len(left.xs) - 1
    added: list[PieceCell] = []
    header_end = _header_end(right, right_places)
    for cell in right.cells:
        top, bottom = right_places[cell.row], right_places[cell.row + cell.row_span]
        cell.row, cell.row_span = first_row + top, bottom - top
        cell.col += columns
        group = None if cell.text or cell.col > columns or bottom >= header_end else _beside(left, cell)
        if group is None:
            added.append(cell)
        else:
            group.col_span += cell.col_span
    offset = left.xs[-1] - right.xs[0]
    xs = left.xs + [x + offset for x in right.xs[1:]]
    return replace(left, xs=xs, ys=edges, row_count=len(edges) - 1, cells=left.cells + added), places


def move_rows(cell: PieceCell, places: Sequence[int], first_row: int) -> None:
    """Give a cell its rows after rows were inserted into the piece whose rows count from ``first_row``."""
    last, added = first_row + len(places) - 1, places[-1] - (len(places) - 1)

    def moved(edge: int) -> int:
        if edge <= first_row:
            return edge
        return edge + added if edge >= last else first_row + places[edge - first_row]

    end = moved(cell.row + cell.row_span)
    cell.row = moved(cell.row)
    cell.row_span = end - cell.row


def _is_title(text: str, titles: set[str]) -> bool:
    return text in titles or (
        len(text) >= SHORTEST_REST and any(title.endswith(text) or title.startswith(text) for title in titles)
    )


def _has_no_labels(piece: Piece, count: int) -> bool:
    """Whether nothing below the first ``count`` rows is a word."""
    return not any(char.isalpha() for row in piece.rows()[count:] for cell in row for char in cell.text)


def _beside(left: Piece, cell: PieceCell) -> PieceCell | None:
    """The label at the right end of ``left`` that a blank header cell of the facing page continues."""
    end = len(left.xs) - 1
    return next(
        (
            other
            for other in left.cells
            if other.text
            and other.col + other.col_span == end
            and (other.row, other.row_span) == (cell.row, cell.row_span)
        ),
        None,
    )


def _header_end(piece: Piece, places: Sequence[int]) -> int:
    """The row edge below the header of a piece."""
    rows = piece.rows()
    count = header_rows(piece) or len(rows)
    return max((places[cell.row + cell.row_span] for row in rows[:count] for cell in row), default=0)


def _union(one: Sequence[float], other: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for y in sorted([*one, *other]):
        if not edges or y - edges[-1] > SAME_HEIGHT:
            edges.append(y)
    return edges


def _has(edges: Sequence[float], y: float) -> bool:
    return any(abs(edge - y) <= SAME_HEIGHT for edge in edges)


def _places(edges: Sequence[float], union: Sequence[float]) -> list[int]:
    return [min(range(len(union)), key=lambda place: abs(union[place] - y)) for y in edges]
