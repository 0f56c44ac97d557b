"""Rows closed by rulings, in tables with horizontal rulings only."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipelines.readers.pdf.ruled.rulings import Ruling
from pipelines.readers.pdf.unruled.segments import TextLine

# The ends of rulings of one table agree within this many points.
SAME_END = 6.0
# A ruling of a table spans at least this many points; shorter ones underline words.
SHORTEST_TABLE_RULING = 120.0
# Rows closed by rulings are at most this many line heights high.
RULED_ROW_STEP = 8.0
# Wrapped labels make rows higher, up to this many times the highest row known so far.
HIGHER_ROW = 1.3


def closed_row_step(below: Sequence[float], stretch: Sequence[TextLine]) -> float:
    """The greatest distance between the rulings that close the rows of a stretch; 0 where none do.

    ``below`` are the heights of the rulings below the first line. Too few of them close the table, as in a
    three-line table, and not its rows.
    """
    inner = [at for at in below if at < stretch[-1].bottom]
    anchors = sum(line.is_anchor for line in stretch)
    if len(inner) < 2 or 2 * (len(inner) + 1) < anchors:
        return 0.0
    edges = [stretch[0].top, *inner]
    return HIGHER_ROW * max(b - a for a, b in itertools.pairwise(edges))


def joined_by_rulings(
    stretches: list[list[TextLine]], lines: Sequence[TextLine], rulings: Sequence[Ruling]
) -> list[list[TextLine]]:
    """Join stretches where long rulings with equal ends close every row from one to the next."""
    joined: list[list[TextLine]] = []
    for stretch in stretches:
        if joined and _rows_closed_between(joined[-1][-1], stretch[0], rulings):
            last, first = joined[-1][-1].middle, stretch[0].middle
            joined[-1] += [line for line in lines if last < line.middle < first]
            joined[-1] += stretch
        else:
            joined.append(stretch)
    return joined


def _rows_closed_between(upper: TextLine, lower: TextLine, rulings: Sequence[Ruling]) -> bool:
    """Whether rulings with equal ends follow each other in row steps from one line to another."""
    between = sorted(
        (
            ruling
            for ruling in rulings
            if upper.middle < ruling.at < lower.middle and ruling.end - ruling.start >= SHORTEST_TABLE_RULING
        ),
        key=lambda ruling: ruling.at,
    )
    if len(between) < 2 or any(
        abs(ruling.start - between[0].start) > SAME_END or abs(ruling.end - between[0].end) > SAME_END
        for ruling in between
    ):
        return False
    edges = [upper.middle, *(ruling.at for ruling in between), lower.middle]
    step = RULED_ROW_STEP * (upper.bottom - upper.top)
    return all(below - above <= step for above, below in itertools.pairwise(edges))
