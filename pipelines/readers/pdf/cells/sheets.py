"""Two sheets on one page: tables side by side, each below its own title."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ruled.grid import Grid

# Texts of two sheets on one line keep more than this distance (font sizes) ...
GUTTER = 0.9
# ... and more than this many times the usual distance between the characters of a spaced-out title.
SPACED_OUT = 1.5


def gutter_of(grids: Sequence[Grid], lines: Sequence[Sequence[Glyph]]) -> float | None:
    """The x between two sheets on a page; None where there is only one.

    All grids are on one side or the other, two of them side by side, each with a line of its own above. A
    line that runs over both is the title of one table drawn in two frames.
    """
    for left, right in itertools.permutations(grids, 2):
        if left.xs[-1] < right.xs[0] and left.ys[0] < right.ys[-1] and right.ys[0] < left.ys[-1]:
            gutter = (left.xs[-1] + right.xs[0]) / 2
            if any(grid.xs[0] < gutter < grid.xs[-1] for grid in grids):
                return None
            top = max(left.ys[0], right.ys[0])
            above = [sides_of(line, gutter) for line in lines if line[0].bottom < top]
            if all(sides is not None for sides in above) and all(
                any(sides[side] for sides in above if sides) for side in (0, 1)
            ):
                return gutter
            return None
    return None


def sides_of(line: Sequence[Glyph], gutter: float) -> tuple[list[Glyph], list[Glyph]] | None:
    """The glyphs of a printed line left and right of the gutter; None where they are one text."""
    left = [glyph for glyph in line if glyph.x0 + glyph.x1 < 2 * gutter]
    right = [glyph for glyph in line if glyph.x0 + glyph.x1 >= 2 * gutter]
    if left and right:
        gaps = sorted(after.x0 - before.x1 for before, after in itertools.pairwise(line))
        least = max(GUTTER * (line[0].bottom - line[0].top), SPACED_OUT * gaps[len(gaps) // 2])
        if right[0].x0 - left[-1].x1 <= least:
            return None
    return left, right


def without_gutter(lines: Sequence[list[Glyph]], gutter: float | None) -> list[list[Glyph]]:
    """Printed lines, those that run over the gutter cut there."""
    if gutter is None:
        return list(lines)
    sides = [sides_of(line, gutter) or (line, []) for line in lines]
    return [side for pair in sides for side in pair if side]
