"""A header cell that diagonal lines divide (项目 above, 编码 below): each label gets a row of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import mean

from pipelines.readers.pdf.cells.filling import FilledGrids
from pipelines.readers.pdf.cells.overprint import Place
from pipelines.readers.pdf.ink.characters import Glyph, runs_of
from pipelines.readers.pdf.ink.paths import Rectangle, Slanted
from pipelines.readers.pdf.ruled.grid import Grid, GridCell

# A diagonal begins and ends this close to the sides of its cell (share of the cell's width and height).
AT_CORNER = 0.15
# Lines whose ends differ by less than this (points) are one line drawn twice.
DRAWN_TWICE = 3.0
# A text with its middle closer to a line than this (font sizes) is struck through, and no label beside it.
STRUCK = 0.3


def divide_by_diagonals(filled: FilledGrids) -> FilledGrids:
    """Divide the header cells at the top left that lines from their top left corner divide.

    The label at the lower left names what the column below holds, so it comes last; the others are above
    it like the groups of a header. A cell is divided only where there is one label between any two lines.
    """
    falling = [line for line in filled.printed.drawn.slanted if line[3] > line[1]]
    if not falling:
        return filled
    grids, placed = list(filled.grids), dict(filled.placed)
    for number, grid in enumerate(filled.grids):
        index = _corner_cell(grid)
        labels = _labels(placed.get((number, index), []), _diagonals(grid.box_of(grid.cells[index]), falling))
        if labels:
            grids[number] = _divided(grid, index, len(labels))
            _place_labels(placed, grids[number], (number, index), labels)
    return replace(filled, grids=grids, placed=placed)


def _corner_cell(grid: Grid) -> int:
    """The index of the first cell that is not a title over the whole table."""
    row = 0
    while row + 1 < len(grid.owner) and grid.cells[grid.owner[row][0]].col_span == len(grid.xs) - 1:
        row += 1
    return grid.owner[row][0]


def _diagonals(box: Rectangle, falling: Sequence[Slanted]) -> list[Slanted]:
    """The lines from the top left corner of a box to its right or lower side."""
    x0, top, x1, bottom = box
    wide, high = AT_CORNER * (x1 - x0), AT_CORNER * (bottom - top)
    found: list[Slanted] = []
    for line in falling:
        ax, ay, bx, by = line
        if abs(ax - x0) > wide or abs(ay - top) > high or bx > x1 + wide or by > bottom + high:
            continue
        if bx < x1 - wide and by < bottom - high:
            continue
        if not any(
            all(abs(a - b) < DRAWN_TWICE for a, b in zip(line, other, strict=True)) for other in found
        ):
            found.append(line)
    return found


def _labels(glyphs: Sequence[Glyph], lines: Sequence[Slanted]) -> list[list[Glyph]]:
    """The labels from the upper right to the lower left; empty where not every place has one."""
    if not lines:
        return []
    labels: list[list[Glyph]] = [[] for _ in range(len(lines) + 1)]
    for run in runs_of(glyphs):
        x, y = mean((run[0].x0, run[-1].x1)), mean((run[0].top, run[0].bottom))
        below = [y - ay - (x - ax) * (by - ay) / (bx - ax) for ax, ay, bx, by in lines]
        if min(map(abs, below)) < STRUCK * (run[0].bottom - run[0].top):
            return []
        labels[sum(distance > 0 for distance in below)] += run
    return labels if all(labels) else []


def _divided(grid: Grid, index: int, count: int) -> Grid:
    """The grid with one cell divided into ``count`` cells, the first of them in its place in the list.

    They share the rows that the cell has. Where these are too few, its last row is divided.
    """
    cell = grid.cells[index]
    end = cell.row + cell.row_span
    added = max(0, count - cell.row_span)
    above, below = grid.ys[end - 1], grid.ys[end]
    new = [above + (below - above) * part / (added + 1) for part in range(1, added + 1)]
    cells = [_lengthened(other, end, added) for other in grid.cells]
    last = end + added
    starts = [cell.row, *range(last - count + 1, last), last]
    parts = [replace(cell, row=start, row_span=stop - start) for start, stop in pairwise(starts)]
    cells[index] = parts[0]
    cells += parts[1:]
    owner = [[0] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1 + added)]
    for number, other in enumerate(cells):
        for row in owner[other.row : other.row + other.row_span]:
            row[other.col : other.col + other.col_span] = [number] * other.col_span
    return replace(grid, ys=[*grid.ys[:end], *new, *grid.ys[end:]], cells=cells, owner=owner)


def _lengthened(cell: GridCell, end: int, added: int) -> GridCell:
    """A cell after rows were added above the row edge ``end``."""
    if cell.row >= end:
        return replace(cell, row=cell.row + added)
    return replace(cell, row_span=cell.row_span + added) if cell.row + cell.row_span >= end else cell


def _place_labels(
    placed: dict[Place, list[Glyph]], grid: Grid, place: Place, labels: Sequence[list[Glyph]]
) -> None:
    first = len(grid.cells) - len(labels) + 1
    placed[place] = labels[0]
    placed.update({(place[0], first + part): label for part, label in enumerate(labels[1:])})
