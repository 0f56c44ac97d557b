"""The grids of a page whose texts are cells, outside all tables with rulings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

from pipelines.readers.pdf.cells.filling import FilledGrids
from pipelines.readers.pdf.ink.paths import box_around
from pipelines.readers.pdf.page import by_lines_of_words
from pipelines.readers.pdf.ruled.grid import Grid, GridCell
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid
from pipelines.readers.pdf.ruled.rulings import Ruling
from pipelines.readers.pdf.unruled.closed_rows import SHORTEST_TABLE_RULING
from pipelines.readers.placed.unruled.columns import (
    MOST_APART,
    Body,
    Column,
    body_from,
    columns_of,
    columns_with,
    distance,
)
from pipelines.readers.placed.unruled.labels import Header, header_of
from pipelines.readers.placed.unruled.rows import Row, rows_of
from pipelines.readers.placed.unruled.texts import Text, TextLine, is_row, text_lines

FINDER = "texts"
# A header has at most so many lines, and so many rows without amounts are below it.
MOST_HEADER_LINES, MOST_ROWS_ABOVE = 14, 8
# Running heads above a table that continues have at most so many lines.
MOST_RUNNING_LINES = 2
# A text at the side of a table begins or ends this near to it (heights of a line).
_AT_SIDE = 1.5
# Labels in the middle of their row are not lower than this (heights of a line).
_LOWER = 0.3
# Texts run over the edges of their columns by less than this (points).
_ASTRIDE = 1.0


def by_texts(
    tables: FilledGrids,
    rulings: Sequence[Ruling],
    open_edges: Sequence[float] | None,
    refused: list[RefusedGrid],
) -> list[Grid]:
    """The tables that texts make; those with long horizontal rulings are found as on paper."""
    if any(ruling.end - ruling.start >= SHORTEST_TABLE_RULING for ruling in rulings):
        return by_lines_of_words(tables, rulings, open_edges, refused)
    return text_grids(text_lines(tables.lines_outside, tables.printed.drawn_together), open_edges, refused)


def text_grids(
    lines: Sequence[TextLine], open_edges: Sequence[float] | None, refused: list[RefusedGrid]
) -> list[Grid]:
    """The grids that lines of texts make, from top to bottom; the others are added to ``refused``.

    ``open_edges`` are the column edges of a table without rulings at the end of the page before, which may
    continue without a header.
    """
    grids: list[Grid] = []
    taken = 0
    while True:
        first = next((n for n in range(taken, len(lines)) if is_row(lines[n])), None)
        if first is None:
            return grids
        body = _before_next_header(lines, body_from(lines, first))
        grid = _grid(lines, body, taken, None if grids else open_edges)
        if isinstance(grid, Grid):
            grids.append(grid)
        else:
            box = box_around(
                (t.x0, t.top, t.x1, t.bottom) for line in lines[first : body.last + 1] for t in line
            )
            refused.append(RefusedGrid(box, FINDER, grid))
        taken = body.last + 1


def _grid(
    lines: Sequence[TextLine], body: Body, taken: int, open_edges: Sequence[float] | None
) -> Grid | Reason:
    if body.is_broken:
        return Reason.COLUMNS_OVERLAP
    if len(body.columns) < 2:
        return Reason.ONE_COLUMN
    found = _with_header(lines, body, taken)
    if found is not None:
        return _filled(lines, *found, open_edges)
    if open_edges is None:
        return Reason.NO_HEADER
    body = _with_rows_above(lines, body, open_edges)
    if body.first > MOST_RUNNING_LINES:
        return Reason.TEXT_ABOVE
    return _continued(body, open_edges)


def _before_next_header(lines: Sequence[TextLine], body: Body) -> Body:
    """The body, cut where labels above all of its columns begin another table."""
    for number in range(body.first + 2, body.last + 1):
        if is_row(lines[number]) and not is_row(lines[number - 1]):
            below = columns_of(lines, number, body.last)
            starts = _starts(lines, number, body.first + 1)
            if any(header_of(lines[start:number], below) is not None for start in starts):
                last = max(n for n in range(body.first, number) if is_row(lines[n]))
                return Body(columns_of(lines, body.first, last), body.first, last, is_broken=False)
    return body


def _with_rows_above(lines: Sequence[TextLine], body: Body, edges: Sequence[float]) -> Body:
    """The body, with the rows without amounts above it that are in the columns between these edges."""
    while body.first > 0:
        above = body.first - 1
        columns = columns_with(body.columns, lines[above], above)
        if columns is None or not _fit(columns, edges):
            break
        body = Body(columns, above, body.last, is_broken=False)
    return body


def _with_header(lines: Sequence[TextLine], body: Body, taken: int) -> tuple[Body, Header, int] | None:
    """The body, with rows above its first amount, its header, and the first line of that."""
    grown = body
    while True:
        starts = _starts(lines, grown.first, taken)
        for start in starts:
            header = header_of(lines[start : grown.first], grown.columns)
            if header is not None:
                return None if _is_cut(lines, start, taken, header) else (grown, header, start)
        above = grown.first - 1
        if body.first - above > MOST_ROWS_ABOVE or above < taken or not starts:
            return None
        columns = columns_with(grown.columns, lines[above], above)
        if columns is None or len(columns) > len(grown.columns):
            return None
        grown = Body(columns, above, grown.last, is_broken=False)


def _is_cut(lines: Sequence[TextLine], start: int, taken: int, header: Header) -> bool:
    """Whether the line above a header seems to be of it, but does not fit.

    It has none at the sides of the table, where units and names are. What stands alone may be a title, but
    not beside labels, nor above those that are lower than the others.
    """
    if start == taken or distance(lines[start - 1], lines[start]) > MOST_APART * lines[start][0].height:
        return False
    above = lines[start - 1]
    room = _AT_SIDE * above[0].height
    left, right = header.edges[0], header.edges[-1]
    is_inside = above[0].x0 > left + room and above[-1].x1 < right - room
    is_beside = len(above) > 1 or distance(above, lines[start]) < 0
    return is_inside and (is_beside or _is_above_lower_labels(above[0], header))


def _is_above_lower_labels(text: Text, header: Header) -> bool:
    """Whether a label in the first row of a header is lower than its middle, below a text."""
    boxes = [leaf.box for leaf in header.leaves if leaf.row == 0]
    middle = sum(header.levels[0]) / 2
    return any(
        box.x0 < text.x1 and text.x0 < box.x1 and box.middle - middle > _LOWER * text.height for box in boxes
    )


def _starts(lines: Sequence[TextLine], end: int, taken: int) -> list[int]:
    """The lines with which a header above a line may begin, from the highest one."""
    start = end
    while start > max(taken, end - MOST_HEADER_LINES):
        line = lines[start - 1]
        if distance(line, lines[start]) > MOST_APART * line[0].height or is_row(line):
            break
        start -= 1
    return list(range(start, end))


def _filled(
    lines: Sequence[TextLine], body: Body, header: Header, start: int, open_edges: Sequence[float] | None
) -> Grid | Reason:
    """The grid of a header and a body; its edges are those of the page before where they fit."""
    rows = rows_of(body.columns)
    if rows is None:
        return Reason.ROWS_OVERLAP
    texts = [text for line in lines[start : body.last + 1] for text in line]
    xs = list(header.edges)
    xs[0] = min([xs[0], *(text.x0 for text in texts)])
    xs[-1] = max([xs[-1], *(text.x1 for text in texts)])
    if open_edges and len(open_edges) == len(xs) and _fit(body.columns, open_edges):
        xs = list(open_edges)
    last = header.row_count
    merged = [GridCell(label.row, label.first, 1, label.last - label.first + 1) for label in header.uppers]
    merged += [GridCell(leaf.row, leaf.first, last - leaf.row, 1) for leaf in header.leaves]
    levels = header.levels
    # Labels of several rows may be higher than those of the rows.
    boxes = [label.box for label in (*header.uppers, *header.leaves)]
    levels[0] = min(box.top for box in boxes), levels[0][1]
    levels[-1] = levels[-1][0], max(box.bottom for box in boxes)
    grid = _made(xs, [*levels, *rows], merged)
    if grid is None:
        return Reason.ROWS_OVERLAP
    for label, cell in zip((*header.uppers, *header.leaves), merged, strict=True):
        x0, top, x1, bottom = grid.box_of(cell)
        if not (x0 <= label.box.centre <= x1 and top <= label.box.top + 1 and label.box.bottom - 1 <= bottom):
            return Reason.ROWS_OVERLAP
    return grid if _fit(body.columns, xs) else Reason.COLUMNS_OVERLAP


def _continued(body: Body, edges: Sequence[float]) -> Grid | Reason:
    """Rows at the top of a page that continue the table of the page before, which has these column edges."""
    if not _fit(body.columns, edges):
        return Reason.OTHER_COLUMNS
    rows = rows_of(body.columns)
    return (_made(list(edges), rows, []) if rows else None) or Reason.ROWS_OVERLAP


def _fit(columns: Sequence[Column], edges: Sequence[float]) -> bool:
    """Whether each text is between two neighbouring edges."""
    return all(
        any(left - _ASTRIDE <= text.x0 and text.x1 <= right + _ASTRIDE for left, right in pairwise(edges))
        for column in columns
        for text in column.texts
    )


def _made(xs: list[float], rows: Sequence[Row], merged: list[GridCell]) -> Grid | None:
    """The grid with the merged cells, and one cell for every other place; None where rows overlap."""
    ys = [rows[0][0], *((above[1] + below[0]) / 2 for above, below in pairwise(rows)), rows[-1][1]]
    if any(lower <= upper for upper, lower in pairwise(ys)):
        return None
    cells = list(merged)
    owner = [[-1] * (len(xs) - 1) for _ in rows]
    for index, cell in enumerate(cells):
        for row in range(cell.row, cell.row + cell.row_span):
            for col in range(cell.col, cell.col + cell.col_span):
                owner[row][col] = index
    for row, col in product(range(len(rows)), range(len(xs) - 1)):
        if owner[row][col] == -1:
            owner[row][col] = len(cells)
            cells.append(GridCell(row, col, 1, 1))
    return Grid(xs, ys, cells, owner, [], FINDER)
