"""Text that overflows the lower edge of its cell and is printed over the text of the cell below."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ruled.grid import Grid

# Two glyphs are printed over each other when they share this much of the smaller one's width and height.
OVERPRINTED = 0.5

# A cell: the index of its grid, and its own index in that grid.
Place = tuple[int, int]
# The runs of glyphs that the file draws into one cell before it moves to another.
Visit = tuple[Place, list[list[Glyph]]]


def strays(visits: Sequence[Visit], grids: Sequence[Grid]) -> list[tuple[Visit, Place]]:
    """Visits with glyphs printed over the other text of their cell, and the cell above that they belong to.

    The file draws such text right after the text of the cell above.
    """
    often = [place for place, count in Counter(place for place, _ in visits).items() if count > 1]
    found: list[tuple[Visit, Place]] = []
    for place in often:
        numbers = [number for number, visit in enumerate(visits) if visit[0] == place]
        for number in numbers:
            if not number or not _is_above(visits[number - 1][0], place, grids):
                continue
            glyphs = list(itertools.chain.from_iterable(visits[number][1]))
            others = [g for n in numbers if n != number for run in visits[n][1] for g in run]
            if len(glyphs) < len(others) and any(_overprints(g, other) for g in glyphs for other in others):
                found.append((visits[number], visits[number - 1][0]))
    return found


def _is_above(upper: Place, lower: Place, grids: Sequence[Grid]) -> bool:
    if upper[0] != lower[0]:
        return False
    grid = grids[upper[0]]
    above, below = grid.cells[upper[1]], grid.cells[lower[1]]
    return (
        above.row + above.row_span == below.row
        and above.col < below.col + below.col_span
        and below.col < above.col + above.col_span
    )


def _overprints(one: Glyph, other: Glyph) -> bool:
    """Whether two different characters cover each other; the same one twice is bold print."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return (
        one.char != other.char
        and width > OVERPRINTED * min(one.x1 - one.x0, other.x1 - other.x0)
        and height > OVERPRINTED * min(one.bottom - one.top, other.bottom - other.top)
    )
