"""Tables without any rulings: their columns are set apart by gaps only."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.readers.pdf.ink.paths import box_around
from pipelines.readers.pdf.ruled.grid import Grid
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid
from pipelines.readers.pdf.unruled.closed_rows import SAME_END
from pipelines.readers.pdf.unruled.grid_from_lines import grid_from_lines
from pipelines.readers.pdf.unruled.segments import TextLine
from pipelines.readers.pdf.unruled.stretches import ROW_STEP

FINDER = "gaps"
# A table has at least this many rows with at least this many amounts.
FEWEST_ROWS, FEWEST_AMOUNTS = 3, 2
# Lines above the first amount that can be header lines.
MOST_HEADER_LINES = 5
# Lines of running heads above a table that continues.
MOST_RUNNING_LINES = 2


def gap_grid(lines: Sequence[TextLine], stretch: Sequence[TextLine], taken: float) -> Grid | RefusedGrid:
    """The table that a stretch of lines makes, if enough rows with several amounts are below a header.

    ``lines`` are all lines of the page; what is above ``taken`` is in the table before.
    """
    rows = [line for line in stretch if sum(s.is_amount for s in line.segments) >= FEWEST_AMOUNTS]
    if len(rows) < FEWEST_ROWS:
        return _refused(stretch, Reason.TOO_FEW_ROWS)
    if len(rows) * 2 < len(stretch):
        return _refused(stretch, Reason.MOSTLY_TEXT)
    header = _header_above(lines, stretch, rows, taken)
    if not header:
        return _refused(stretch, Reason.NO_HEADER)
    body = [*header, *stretch]
    x0 = min(s.x0 for line in body for s in line.segments)
    x1 = max(s.x1 for line in body for s in line.segments)
    return grid_from_lines(body, (x0, header[0].top, x1, stretch[-1].bottom), [], FINDER)


def _header_above(
    lines: Sequence[TextLine], stretch: Sequence[TextLine], rows: Sequence[TextLine], taken: float
) -> list[TextLine]:
    """The lines just above a stretch that have a label for most of its columns, and no amounts."""
    widest = max(len(line.segments) for line in rows)
    header: list[TextLine] = []
    below = stretch[0]
    for line in reversed([line for line in lines if taken <= line.top and line.middle < below.middle]):
        step = ROW_STEP * (line.bottom - line.top)
        named = len(line.segments) >= max(2, round(0.6 * widest))
        if below.middle - line.middle > step or len(header) == MOST_HEADER_LINES or not named:
            break
        if any(s.is_amount for s in line.segments):
            break
        header.insert(0, line)
        below = line
    return header


def continued_grid(
    lines: Sequence[TextLine], stretch: Sequence[TextLine], edges: Sequence[float]
) -> Grid | RefusedGrid:
    """Rows at the top of a page that continue the table of the page before.

    ``lines`` are all lines of the page, ``edges`` the column edges of that table.
    """
    if sum(line.top < stretch[0].top for line in lines) > MOST_RUNNING_LINES:
        return _refused(stretch, Reason.TEXT_ABOVE)
    box = (edges[0], stretch[0].top, edges[-1], stretch[-1].bottom)
    grid = grid_from_lines(stretch, box, [], FINDER)
    if isinstance(grid, RefusedGrid):
        return grid
    same_ends = abs(grid.xs[0] - edges[0]) <= SAME_END and abs(grid.xs[-1] - edges[-1]) <= SAME_END
    if len(grid.xs) != len(edges) or not same_ends:
        return _refused(stretch, Reason.OTHER_COLUMNS)
    return grid


def _refused(stretch: Sequence[TextLine], reason: Reason) -> RefusedGrid:
    return RefusedGrid(box_around(line.box for line in stretch), FINDER, reason)
