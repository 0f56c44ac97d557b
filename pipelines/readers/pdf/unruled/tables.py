"""The grids of a page that its lines of words make, outside all tables with rulings.

Columns come from the gaps between amounts, rows from the lines with amounts. Long horizontal rulings, or a
header above several aligned columns of amounts, must say that there is a table: a contents page and a
paragraph have neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ruled.grid import Grid
from pipelines.readers.pdf.ruled.refused import RefusedGrid
from pipelines.readers.pdf.ruled.rulings import Ruling
from pipelines.readers.pdf.unruled.gaps import continued_grid, gap_grid
from pipelines.readers.pdf.unruled.segments import TextLine, text_lines
from pipelines.readers.pdf.unruled.stretches import stretches_of
from pipelines.readers.pdf.unruled.three_line import rulings_around, three_line_grid


def unruled_grids(
    printed: Sequence[Sequence[Glyph]],
    rulings: Sequence[Ruling],
    open_edges: Sequence[float] | None,
    refused: list[RefusedGrid],
) -> list[Grid]:
    """The grids among the printed lines, from top to bottom; the others are added to ``refused``.

    ``rulings`` are the horizontal ones outside frames. ``open_edges`` are the column edges of a table without
    rulings at the end of the page before, which may continue without a header.
    """
    lines = text_lines(printed)
    if not any(line.is_anchor for line in lines):
        return []
    grids: list[Grid] = []
    taken = 0.0
    for stretch in stretches_of(lines, rulings):
        own = [line for line in stretch if line.top >= taken]
        if not own:
            continue
        refusals: list[RefusedGrid] = []
        for attempt in _attempts(lines, own, rulings, taken, None if grids else open_edges):
            if isinstance(attempt, Grid):
                grids.append(attempt)
                taken = attempt.ys[-1]
                break
            refusals.append(attempt)
        else:
            refused += refusals
    return grids


def _attempts(
    lines: Sequence[TextLine],
    stretch: Sequence[TextLine],
    rulings: Sequence[Ruling],
    taken: float,
    open_edges: Sequence[float] | None,
) -> Iterator[Grid | RefusedGrid]:
    """The ways to read a stretch as a table, most convincing first."""
    around = rulings_around(stretch, rulings)
    if around:
        yield three_line_grid(lines, stretch, around, rulings, taken)
    else:
        yield gap_grid(lines, stretch, taken)
    if open_edges:
        yield continued_grid(lines, stretch, open_edges)
