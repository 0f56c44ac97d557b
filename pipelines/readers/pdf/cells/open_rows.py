"""Rows that no ruling divides: a table body with vertical rulings only, its amounts one below the other."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping

from pipelines.readers.figures import looks_like_amount
from pipelines.readers.pdf.cells.filling import FilledGrids, fill
from pipelines.readers.pdf.cells.overprint import Place
from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ruled.grid import Grid, GridCell
from pipelines.readers.pdf.words.lines import line_text, lines_of
from pipelines.readers.pdf.words.turned import stood_up

# An undivided row has amounts in at least this many lines of at least this many of its cells.
FEWEST_LINES, FEWEST_CELLS = 3, 2
# Lines of two cells are one row when their middles are this close (points).
SAME_MIDDLE = 3.0
# A line this far (shares of the row step) from every line with amounts is a row of its own.
OWN_ROW = 0.8


def divide_open_rows(filled: FilledGrids) -> FilledGrids:
    """Divide the grid rows that hold several rows of amounts.

    Two lines of digits in a cell are a wrapped amount. Three complete amounts one below the other, at the
    same heights as those of another column, are rows.
    """
    divided = [_with_divided_rows(grid, index, filled.placed) for index, grid in enumerate(filled.grids)]
    if not any(divided):
        return filled
    grids = [new or old for new, old in zip(divided, filled.grids, strict=True)]
    return fill(filled.printed, grids)


def _with_divided_rows(grid: Grid, number: int, placed: Mapping[Place, list[Glyph]]) -> Grid | None:
    """The grid with its undivided rows divided; None where it has none."""
    tall: Counter[int] = Counter()
    for (owner, index), glyphs in placed.items():
        if owner == number and grid.cells[index].row_span == 1 and _could_hold_rows(glyphs):
            tall[grid.cells[index].row] += 1
    cuts: dict[int, list[float]] = {}
    for row in (row for row, count in tall.items() if count >= FEWEST_CELLS):
        cells = set(grid.owner[row])
        if all(grid.cells[index].row_span == 1 for index in cells):
            middles = _row_middles([placed.get((number, index), []) for index in cells])
            if middles:
                cuts[row] = [(a + b) / 2 for a, b in itertools.pairwise(middles)]
    return _divided(grid, cuts) if cuts else None


def _could_hold_rows(glyphs: list[Glyph]) -> bool:
    """Whether the glyphs of a cell are at several heights at all, and no turned text."""
    tops = [glyph.top for glyph in glyphs]
    several = max(tops) - min(tops) > (FEWEST_LINES - 1.5) * (glyphs[0].bottom - glyphs[0].top)
    return several and stood_up(glyphs) is None


def _row_middles(cells: list[list[Glyph]]) -> list[float]:
    """The heights of the rows in one grid row; empty where it is one row only."""
    amounts: list[list[float]] = []
    others: list[float] = []
    for glyphs in cells:
        lines = lines_of(glyphs)
        middles = [(line[0].top + line[0].bottom) / 2 for line in lines]
        if lines and all(looks_like_amount(line_text(line)) for line in lines):
            amounts.append(middles)
        else:
            others += middles
    if sum(len(middles) >= FEWEST_LINES for middles in amounts) < FEWEST_CELLS:
        return []
    rows: list[float] = []
    for middle in sorted(itertools.chain.from_iterable(amounts)):
        if not rows or middle - rows[-1] > SAME_MIDDLE:
            rows.append(middle)
    step = min(b - a for a, b in itertools.pairwise(rows))
    rows += [m for m in others if all(abs(m - row) > OWN_ROW * step for row in rows)]
    return sorted(rows)


def _divided(grid: Grid, cuts: Mapping[int, list[float]]) -> Grid:
    """The grid with more rows; the cells above and below keep their places."""
    ys = sorted([*grid.ys, *itertools.chain.from_iterable(cuts.values())])
    first = [ys.index(y) for y in grid.ys]
    cells: list[GridCell] = []
    for cell in grid.cells:
        end = first[cell.row + cell.row_span]
        if cell.row in cuts and cell.row_span == 1:
            cells += [GridCell(row, cell.col, 1, cell.col_span) for row in range(first[cell.row], end)]
        else:
            cells.append(GridCell(first[cell.row], cell.col, end - first[cell.row], cell.col_span))
    owner = [[0] * (len(grid.xs) - 1) for _ in range(len(ys) - 1)]
    for index, cell in enumerate(cells):
        for row in range(cell.row, cell.row + cell.row_span):
            for col in range(cell.col, cell.col + cell.col_span):
                owner[row][col] = index
    return Grid(grid.xs, ys, cells, owner, [], grid.finder)
