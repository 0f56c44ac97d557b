"""Cells that lack a ruling: numbers of two columns in one cell, separated by where they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipelines.readers.figures import is_column_number_row, looks_like_amount
from pipelines.readers.pdf.cells.filling import FilledGrids, fill
from pipelines.readers.pdf.cells.overprint import Place
from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ruled.grid import Grid, GridCell
from pipelines.readers.pdf.unruled.segments import text_lines
from pipelines.readers.pdf.words.lines import cell_text, lines_of

# A number may overlap the edge of its column by this much (points).
OVERLAP = 0.5
# Numbers of one column are aligned to each other within this many points.
ALIGNED = 3.0


class Part(NamedTuple):
    """A column, or several without a label of their own each, below a wide cell's header."""

    col: int
    end: int
    x0: float
    x1: float


class Number(NamedTuple):
    """One number in a wide cell: the part of the cell that it is in, and its left and right edge."""

    part: int
    x0: float
    x1: float


def divide_by_columns(filled: FilledGrids) -> FilledGrids:
    """Divide cells over several columns where each of their numbers plainly is in one of these."""
    new = [_with_columns_divided(grid, number, filled.placed) for number, grid in enumerate(filled.grids)]
    if not any(new):
        return filled
    return fill(filled.printed, [grid or old for grid, old in zip(new, filled.grids, strict=True)])


def _with_columns_divided(grid: Grid, number: int, placed: Mapping[Place, list[Glyph]]) -> Grid | None:
    """The grid with these cells divided; None where it has none."""
    wide = {
        index: glyphs
        for (owner, index), glyphs in placed.items()
        if owner == number
        and grid.cells[index].col_span > 1
        and grid.cells[index].row_span == 1
        and any(glyph.char.isdigit() for glyph in glyphs)
    }
    if not wide:
        return None
    header_end = _header_end(grid, number, placed)
    groups: dict[tuple[Part, ...], dict[int, list[Number]]] = defaultdict(dict)
    for index, glyphs in wide.items():
        cell = grid.cells[index]
        parts = _parts(grid, number, cell, header_end, placed) if 0 < header_end <= cell.row else ()
        numbers = _numbers(glyphs, parts) if len(parts) > 1 else []
        if numbers:
            groups[parts][index] = numbers
    divided = {index: parts for parts, cells in groups.items() for index in _plain(parts, cells)}
    return _divided(grid, divided) if divided else None


def _header_end(grid: Grid, number: int, placed: Mapping[Place, list[Glyph]]) -> int:
    """The first row with an amount that is not a number of a column; 0 where there is none."""
    for row in range(len(grid.ys) - 1):
        indexes = sorted({index for index in grid.owner[row] if grid.cells[index].row == row})
        texts = [cell_text(placed[number, index]) for index in indexes if (number, index) in placed]
        if any(map(looks_like_amount, texts)) and not is_column_number_row(texts):
            return row
    return 0


def _parts(
    grid: Grid, number: int, cell: GridCell, header_end: int, placed: Mapping[Place, list[Glyph]]
) -> tuple[Part, ...]:
    """The columns below a cell's header, each with a label of its own; empty where one has none."""
    above = grid.owner[header_end - 1]
    starts = [
        col
        for col in range(cell.col, cell.col + cell.col_span)
        if col == cell.col or above[col] != above[col - 1]
    ]
    if any((number, above[col]) not in placed for col in starts):
        return ()
    ends = [*starts[1:], cell.col + cell.col_span]
    return tuple(Part(col, end, grid.xs[col], grid.xs[end]) for col, end in zip(starts, ends, strict=True))


def _numbers(glyphs: Sequence[Glyph], parts: Sequence[Part]) -> list[Number]:
    """The numbers of a cell, each in another part; empty where the cell has another text, too."""
    lines = lines_of(glyphs)
    if len(lines) != 1:
        return []
    numbers: list[Number] = []
    for segment in text_lines(lines)[0].segments:
        home = next(
            (
                place
                for place, part in enumerate(parts)
                if part.x0 - OVERLAP <= segment.x0 and segment.x1 <= part.x1 + OVERLAP
            ),
            None,
        )
        if home is None or not segment.is_amount or any(home == other.part for other in numbers):
            return []
        numbers.append(Number(home, segment.x0, segment.x1))
    return numbers


def _plain(parts: Sequence[Part], cells: Mapping[int, list[Number]]) -> list[int]:
    """The cells whose numbers plainly are in their columns.

    Several numbers in one cell do. A number alone could be at the left, at the right or in the middle of a
    merged cell: it must be aligned to one of several, or be in one of two columns that both have such
    numbers, aligned in both in the same way.
    """
    several = [number for numbers in cells.values() if len(numbers) > 1 for number in numbers]
    everywhere = [number for numbers in cells.values() for number in numbers]
    same_way = len({number.part for number in everywhere}) > 1 and any(
        max(rooms) - min(rooms) <= ALIGNED
        for rooms in zip(*(_rooms(number, parts[number.part]) for number in everywhere), strict=True)
    )
    return [
        index
        for index, numbers in cells.items()
        if len(numbers) > 1 or same_way or any(_aligned(numbers[0], other) for other in several)
    ]


def _rooms(number: Number, part: Part) -> tuple[float, float, float]:
    """The room at the left and at the right of a number, and how far it is from the middle of its column."""
    left, right = number.x0 - part.x0, part.x1 - number.x1
    return left, right, (left - right) / 2


def _aligned(one: Number, other: Number) -> bool:
    return one.part == other.part and min(abs(one.x0 - other.x0), abs(one.x1 - other.x1)) <= ALIGNED


def _divided(grid: Grid, divided: Mapping[int, Sequence[Part]]) -> Grid:
    """The grid with one cell for each part; the column of such a cell is known by its place only."""
    cells: list[GridCell] = []
    for index, cell in enumerate(grid.cells):
        if index in divided:
            cells += [
                replace(cell, col=part.col, col_span=part.end - part.col, column_by_place=True)
                for part in divided[index]
            ]
        else:
            cells.append(cell)
    owner = [[0] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    for index, cell in enumerate(cells):
        for row in range(cell.row, cell.row + cell.row_span):
            for col in range(cell.col, cell.col + cell.col_span):
                owner[row][col] = index
    return replace(grid, cells=cells, owner=owner)
