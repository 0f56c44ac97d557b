"""Tables with horizontal rulings only: three-line tables, and tables with a ruling below each row."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipelines.readers.pdf.ink.paths import box_around
from pipelines.readers.pdf.ruled.grid import Grid
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid
from pipelines.readers.pdf.ruled.rulings import Ruling
from pipelines.readers.pdf.unruled.bands import column_bands
from pipelines.readers.pdf.unruled.closed_rows import SAME_END, SHORTEST_TABLE_RULING, closed_row_step
from pipelines.readers.pdf.unruled.grid_from_lines import grid_from_lines
from pipelines.readers.pdf.unruled.segments import TextLine
from pipelines.readers.pdf.unruled.stretches import ROW_STEP

FINDER = "three_line"
# Rulings above a table are searched up to this many line heights above its first row with amounts.
REACH_ABOVE = 12
# Lines between two rulings above the first amount that can be header lines: labels of narrow columns wrap.
MOST_HEADER_LINES = 12


def rulings_around(stretch: Sequence[TextLine], rulings: Sequence[Ruling]) -> list[Ruling]:
    """Two or more long rulings with equal ends above, in or just below a stretch, from top to bottom."""
    height = stretch[0].bottom - stretch[0].top
    reach = REACH_ABOVE * height
    x0 = min(s.x0 for line in stretch for s in line.segments)
    x1 = max(s.x1 for line in stretch for s in line.segments)
    near = [
        ruling
        for ruling in rulings
        if stretch[0].top - reach <= ruling.at <= stretch[-1].bottom + 2 * height
        and ruling.end - ruling.start >= SHORTEST_TABLE_RULING
        and ruling.start <= x0 + SAME_END
        and ruling.end >= x1 - SAME_END
    ]
    for ruling in near:
        same = [
            r for r in near if abs(r.start - ruling.start) <= SAME_END and abs(r.end - ruling.end) <= SAME_END
        ]
        if len(same) >= 2:
            return sorted(same, key=lambda r: r.at)
    return []


def three_line_grid(
    lines: Sequence[TextLine],
    stretch: Sequence[TextLine],
    around: Sequence[Ruling],
    rulings: Sequence[Ruling],
    taken: float,
) -> Grid | RefusedGrid:
    """The table between the rulings ``around`` a stretch, with its header above the first amount.

    ``lines`` are all lines of the page and ``rulings`` all its rulings outside frames; what is above
    ``taken`` is in the table before.
    """
    first = stretch[0].top
    over = [ruling.at for ruling in around if taken <= ruling.at <= first]
    if not over:
        return RefusedGrid(box_around(line.box for line in stretch), FINDER, Reason.NO_RULING_ABOVE)
    step = closed_row_step([ruling.at for ruling in around if ruling.at > first], stretch)
    bottom = _table_bottom(lines, stretch, around, rulings, step)
    box = around[0].start, _table_top(lines, over, step), around[0].end, bottom
    body = [line for line in lines if box[1] <= line.middle <= box[3]]
    short = [r for r in rulings if box[1] < r.at < first and r.end - r.start < 0.9 * (box[2] - box[0])]
    ends = [at for at in over if at > box[1]]
    closed: list[float] = []
    if step and ends:
        lowest = max((ruling.at for ruling in short), default=box[1])
        ends = [at for at in ends if at > lowest][:1]
        closed = [ruling.at for ruling in rulings if ends and ends[0] < ruling.at < bottom]
    return grid_from_lines(body, box, short, FINDER, ends[-1] if ends else None, closed)


def _table_top(lines: Sequence[TextLine], over: Sequence[float], step: float) -> float:
    """The highest ruling with only header lines below it, or only rows where rulings close them."""
    top = last = over[-1]
    for at in reversed(over[:-1]):
        between = [line for line in lines if at <= line.middle < last]
        if len(between) <= MOST_HEADER_LINES and _side_by_side(between):
            top = at
        elif last - at > step:
            break
        last = at
    return top


def _side_by_side(lines: Sequence[TextLine]) -> bool:
    """Whether there are words next to each other, as in column labels and not in titles."""
    if any(len(line.segments) >= 2 for line in lines):
        return True
    return any(below.top < above.bottom for above, below in itertools.pairwise(lines))


def _table_bottom(
    lines: Sequence[TextLine],
    stretch: Sequence[TextLine],
    around: Sequence[Ruling],
    rulings: Sequence[Ruling],
    step: float,
) -> float:
    """The ruling that closes the table: the next one below the amounts, or one close below that.

    Rows closed by rulings continue while the next ruling is at most ``step`` away. A table that no ruling
    closes continues on the next page: all lines below that fit its columns are rows.
    """
    last = stretch[-1].bottom
    below = sorted(
        ruling.at
        for ruling in rulings
        if ruling.at > last
        and abs(ruling.start - around[0].start) <= SAME_END
        and abs(ruling.end - around[0].end) <= SAME_END
    )
    if below:
        bottom = max([*below[:1], *(at for at in below if at - last < ROW_STEP * 8)])
        for at in below:
            if bottom < at <= bottom + step and any(bottom < line.middle < at for line in lines):
                bottom = at
        return bottom
    bands = column_bands([line for line in stretch if line.is_anchor])
    for line in lines:
        if line.middle <= last:
            continue
        apart = line.middle - last > ROW_STEP * (line.bottom - line.top)
        crowded = any(sum(s.x0 < b[1] and b[0] < s.x1 for b in bands) > 1 for s in line.segments)
        if apart or crowded:
            break
        last = line.bottom
    return last
