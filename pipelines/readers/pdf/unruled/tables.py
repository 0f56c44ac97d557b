"""Tables without vertical rulings: three-line tables, and tables set with nothing but gaps.

Columns come from the gaps between amounts, rows from the lines that carry amounts. A table is believed
only where long horizontal rulings or a header over several aligned amount columns suggest one: a contents
page or a paragraph has neither.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ruled.grid import Grid
from pipelines.readers.pdf.ruled.rulings import Ruling
from pipelines.readers.pdf.unruled.bands import column_bands, grid_from_lines
from pipelines.readers.pdf.unruled.closed_rows import (
    SAME_END,
    SHORTEST_TABLE_RULE,
    closed_row_step,
    joined_by_rules,
)
from pipelines.readers.pdf.unruled.segments import TextLine, text_lines

# Rows of one table follow each other within this many line heights.
ROW_STEP = 3.2
# Without rulings: at least so many rows with amounts in at least so many columns.
FEWEST_ROWS, FEWEST_AMOUNTS = 3, 2
# Lines of running heads over a table that goes on.
MOST_RUNNING_LINES = 2
# Lines over the first amount that can be header lines.
MOST_HEADER_LINES = 5
# ... and, with rulings over and under them, so many: wrapped labels of narrow columns.
MOST_RULED_HEADER_LINES = 12


def unruled_grids(
    printed: Sequence[Sequence[Glyph]], rules: Sequence[Ruling], open_edges: Sequence[float] | None
) -> list[Grid]:
    """The grids of tables among printed lines outside all ruled ones; ``rules`` are free horizontals.

    ``open_edges`` are the column edges of such a table on the page before: it may go on without a header.
    """
    lines = text_lines(printed)
    if not any(line.is_anchor for line in lines):
        return []
    grids: list[Grid] = []
    taken = 0.0
    for stretch in joined_by_rules(_stretches(lines), lines, rules):
        own = [line for line in stretch if line.top >= taken]
        around = _rules_around(own, rules)
        grid = _three_line_grid(lines, own, around, rules, taken) if around else _open_grid(lines, own, taken)
        if grid is None and open_edges and not grids:
            grid = _continued_grid(lines, own, open_edges)
        if grid is not None:
            grids.append(grid)
            taken = grid.ys[-1]
    return grids


def _stretches(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Anchor lines close below each other, with the lines between them."""
    stretches: list[list[TextLine]] = []
    last_anchor: TextLine | None = None
    for line in lines:
        if line.is_anchor:
            step = ROW_STEP * (line.bottom - line.top)
            if last_anchor is None or line.middle - last_anchor.middle > step:
                stretches.append([])
            else:
                stretches[-1] += [
                    between for between in lines if last_anchor.middle < between.middle < line.middle
                ]
            stretches[-1].append(line)
            last_anchor = line
    return stretches


def _rules_around(stretch: Sequence[TextLine], rules: Sequence[Ruling]) -> list[Ruling]:
    """Long rulings of equal ends over, in or right under a stretch, none when fewer than two."""
    if not stretch:
        return []
    height = stretch[0].bottom - stretch[0].top
    reach = (1 + MOST_HEADER_LINES) * 2 * height
    x0 = min(s.x0 for line in stretch for s in line.segments)
    x1 = max(s.x1 for line in stretch for s in line.segments)
    near = [
        rule
        for rule in rules
        if stretch[0].top - reach <= rule.at <= stretch[-1].bottom + 2 * height
        and rule.end - rule.start >= SHORTEST_TABLE_RULE
        and rule.start <= x0 + SAME_END
        and rule.end >= x1 - SAME_END
    ]
    for rule in near:
        same = [
            r for r in near if abs(r.start - rule.start) <= SAME_END and abs(r.end - rule.end) <= SAME_END
        ]
        if len(same) >= 2:
            return sorted(same, key=lambda r: r.at)
    return []


def _three_line_grid(
    lines: Sequence[TextLine],
    stretch: Sequence[TextLine],
    around: Sequence[Ruling],
    rules: Sequence[Ruling],
    taken: float,
) -> Grid | None:
    """The table between the rulings: header over the first amount, up to the ruling that begins it."""
    first = stretch[0].top
    over = [rule.at for rule in around if taken <= rule.at <= first]
    if not over:
        return None
    step = closed_row_step([rule.at for rule in around if rule.at > first], stretch)
    bottom = _table_bottom(lines, stretch, around, rules, step)
    box = around[0].start, _table_top(lines, over, step), around[0].end, bottom
    body = [line for line in lines if box[1] <= line.middle <= box[3]]
    short = [r for r in rules if box[1] < r.at < first and r.end - r.start < 0.9 * (box[2] - box[0])]
    ends = [at for at in over if at > box[1]]
    closed: list[float] = []
    if step and ends:
        lowest = max((rule.at for rule in short), default=box[1])
        ends = [at for at in ends if at > lowest][:1]
        closed = [rule.at for rule in rules if ends and ends[0] < rule.at < bottom]
    return grid_from_lines(body, box, short, "three_line", ends[-1] if ends else None, closed)


def _table_top(lines: Sequence[TextLine], over: Sequence[float], step: float) -> float:
    """The highest ruling that has nothing but header lines below it, and rows where rulings close them."""
    top = last = over[-1]
    for at in reversed(over[:-1]):
        between = [line for line in lines if at <= line.middle < last]
        if len(between) <= MOST_RULED_HEADER_LINES and _side_by_side(between):
            top = at
        elif last - at > step:
            break
        last = at
    return top


def _side_by_side(lines: Sequence[TextLine]) -> bool:
    """Whether words stand beside each other, as labels of columns do and titles do not."""
    if any(len(line.segments) >= 2 for line in lines):
        return True
    return any(below.top < above.bottom for above, below in itertools.pairwise(lines))


def _table_bottom(
    lines: Sequence[TextLine],
    stretch: Sequence[TextLine],
    around: Sequence[Ruling],
    rules: Sequence[Ruling],
    step: float,
) -> float:
    """The ruling that closes the table: the next one under the amounts, or one close under that.

    Rows that rulings close go on while the next one is not further than ``step``.
    A table that no ruling closes goes on to the next page: all lines below that fit its columns are rows.
    """
    last = stretch[-1].bottom
    below = sorted(
        rule.at
        for rule in rules
        if rule.at > last
        and abs(rule.start - around[0].start) <= SAME_END
        and abs(rule.end - around[0].end) <= SAME_END
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


def _open_grid(lines: Sequence[TextLine], stretch: Sequence[TextLine], taken: float) -> Grid | None:
    """A table set with gaps alone: believed with enough rows of several amounts under a header."""
    rows = [line for line in stretch if sum(s.is_amount for s in line.segments) >= FEWEST_AMOUNTS]
    if len(rows) < FEWEST_ROWS or len(rows) * 2 < len(stretch):
        return None
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
    if not header:
        return None
    body = [*header, *stretch]
    x0 = min(s.x0 for line in body for s in line.segments)
    x1 = max(s.x1 for line in body for s in line.segments)
    return grid_from_lines(body, (x0, header[0].top, x1, stretch[-1].bottom), [], "gaps")


def _continued_grid(
    lines: Sequence[TextLine], stretch: Sequence[TextLine], edges: Sequence[float]
) -> Grid | None:
    """Rows at the top of a page that stand in the columns of the table on the page before."""
    if not stretch or sum(line.top < stretch[0].top for line in lines) > MOST_RUNNING_LINES:
        return None
    box = (edges[0], stretch[0].top, edges[-1], stretch[-1].bottom)
    grid = grid_from_lines(stretch, box, [], "gaps")
    if grid is None or len(grid.xs) != len(edges):
        return None
    fits = abs(grid.xs[0] - edges[0]) <= SAME_END and abs(grid.xs[-1] - edges[-1]) <= SAME_END
    return grid if fits else None
