"""Cuts a grid with two tables side by side, where each has a title and more that the other does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.readers.structured.blocks import Grid, GridCell
from pipelines.readers.structured.grid_rows import rows_of_grid


def parts_side_by_side(grid: Grid) -> list[Grid]:
    """The grid, or the grids that blank columns part it into."""
    groups = _groups([cell for cell in grid.cells if cell.text.strip()])
    parts = [replace(grid, cells=group) for group in groups]
    return parts if len(parts) > 1 and all(map(_has_caption, parts)) else [grid]


def _groups(cells: Sequence[GridCell]) -> list[list[GridCell]]:
    """The cells between columns that no cell covers."""
    groups: list[list[GridCell]] = []
    reached = -1
    for cell in sorted(cells, key=lambda cell: cell.col):
        if not groups or cell.col > reached:
            groups.append([])
        groups[-1].append(cell)
        reached = max(reached, cell.col + cell.col_span)
    return groups


def _has_caption(grid: Grid) -> bool:
    """Whether a row of one text, and another with a colon, are above rows of several texts.

    A title outside the lines that are drawn around the table below it is enough.
    """
    rows = rows_of_grid(grid)
    if rows[0].is_single and not rows[0].is_framed and any(row.is_framed for row in rows):
        return True
    above = next((index for index, row in enumerate(rows) if len(row.cells) > 1 and not row.colons), 0)
    return above > 1 and rows[0].is_single and any(row.colons for row in rows[:above])
