"""Tells charts from tables; both have rulings."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.ruled.grid import Grid

# A shaded box further than this (points) from every column edge on both sides follows no column.
FREE = 4.0
# This many such boxes without text are the bars of a chart.
FEWEST_BARS = 2


def is_chart(grid: Grid, shaded: Sequence[Rectangle], runs: Sequence[list[Glyph]]) -> bool:
    """Whether the grid has bars: shaded boxes in it that follow no column and have no text."""
    bars = 0
    for x0, top, x1, bottom in shaded:
        if not (grid.xs[0] < x0 and x1 < grid.xs[-1] and grid.ys[0] < top and bottom <= grid.ys[-1] + FREE):
            continue
        if any(abs(x - x0) <= FREE or abs(x - x1) <= FREE for x in grid.xs):
            continue
        if not any(
            x0 <= (run[0].x0 + run[-1].x1) / 2 <= x1 and top <= (run[0].top + run[0].bottom) / 2 <= bottom
            for run in runs
        ):
            bars += 1
    return bars >= FEWEST_BARS
