"""Finds merged header cells, which a text conversion does not mark, from the empty cells next to them.

A *grid* here is a list of rows of strings; ``""`` is an empty cell. Columns count from 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A header cell at (row, column) that spans ``width`` columns."""

    row: int
    column: int
    width: int
    text: str

    @property
    def end(self) -> int:
        """The first column to the right of the cell."""
        return self.column + self.width


def header_cells(grid: list[list[str]]) -> list[HeaderCell]:
    """The cells of the header rows ``grid`` with their printed widths.

    A cell spans the empty cells to its right, as far as the cell above it does. If a cell is then below
    another that is a single column wide, the conversion has pushed the row to the left. In that case the
    cells of the row go to the columns that are open for it, if there are as many.
    """
    grid = _with_regular_groups(grid)
    cells = _widths_inside_parents(grid)
    if _misplaced(cells):
        packed = _widths_with_packed_last_row(grid)
        if packed is not None:
            return packed
    return cells


def _with_regular_groups(grid: list[list[str]]) -> list[list[str]]:
    """Move the groups of the first row to where the second row begins again, if it repeats for each group.

    Three groups above 合计 | … | 合计 | … begin at each 合计, wherever the conversion put them.
    """
    if len(grid) < 2:
        return grid
    groups = [text for text in grid[0] if text]
    second = grid[1]
    starts = [column for column, text in enumerate(second) if text and text == second[0]]
    if len(groups) < 2 or len(starts) != len(groups):
        return grid
    widths = {right - left for left, right in zip(starts, [*starts[1:], len(second)], strict=True)}
    if len(widths) != 1:
        return grid
    first = [""] * max(len(grid[0]), len(second))
    for column, text in zip(starts, groups, strict=True):
        first[column] = text
    period = widths.pop()
    pattern = second[:period]
    regular = all(second[start : start + period] == pattern for start in starts)
    return [first, *grid[1:]] if regular else grid


def _widths_inside_parents(grid: list[list[str]]) -> list[HeaderCell]:
    found: list[HeaderCell] = []
    parents: list[HeaderCell] = []
    lowest = _lowest_texts(grid)
    for row_index, row in enumerate(grid):
        parent_at = {column: parent for parent in parents for column in range(parent.column, parent.end)}
        current = []
        for cell in _spread(row, row_index):
            parent = parent_at.get(cell.column)
            if parent is not None:
                cell = replace(cell, width=min(cell.end, parent.end) - cell.column)
            if row_index > 0:
                cell = _without_childless_tail(cell, lowest)
            current.append(cell)
        found.extend(current)
        covered = {column for cell in current for column in range(cell.column, cell.end)}
        parents = current + [p for p in parents if not covered & set(range(p.column, p.end))]
    return found


def _lowest_texts(grid: list[list[str]]) -> dict[int, int]:
    """The lowest row with a text in each column."""
    return {column: index for index, row in enumerate(grid) for column, text in enumerate(row) if text}


def _spread(row: list[str], row_index: int) -> list[HeaderCell]:
    """Each text of a row, as wide as the room up to the next text."""
    starts = [column for column, text in enumerate(row) if text]
    return [
        HeaderCell(row_index, start, end - start, row[start]) for start, end in pairwise([*starts, len(row)])
    ]


def _without_childless_tail(cell: HeaderCell, lowest: dict[int, int]) -> HeaderCell:
    """Leave out the columns at the right end that have no text in any lower header row."""
    width = cell.width
    while width > 1 and lowest.get(cell.column + width - 1, 0) <= cell.row:
        width -= 1
    return replace(cell, width=width)


def _misplaced(cells: list[HeaderCell]) -> bool:
    """Whether a cell is below another that is one column wide."""
    narrow: dict[int, int] = {}
    for cell in sorted(cells, key=lambda cell: cell.row):
        if narrow.get(cell.column, cell.row) < cell.row:
            return True
        if cell.width == 1:
            narrow.setdefault(cell.column, cell.row)
    return False


def _widths_with_packed_last_row(grid: list[list[str]]) -> list[HeaderCell] | None:
    """Read the last header row as pushed to the left; None where the counts differ."""
    if len(grid) < 3:
        return None
    upper = [cell for index, row in enumerate(grid[:-1]) for cell in _spread(row, index)]
    middle = [cell for cell in upper if cell.row == len(grid) - 2]
    middle_at = {column: cell for cell in middle for column in range(cell.column, cell.end)}
    upper = [_not_ending_inside(cell, middle_at) if cell.row < len(grid) - 2 else cell for cell in upper]
    upper = _without_overlap(upper)
    open_columns = sorted(
        column
        for cell in upper
        if cell.width > 1
        and (cell.row == len(grid) - 2 or middle_at.keys().isdisjoint(range(cell.column, cell.end)))
        for column in range(cell.column, cell.end)
    )
    texts = [text for text in grid[-1] if text]
    if len(texts) != len(open_columns):
        return None
    last = [
        HeaderCell(len(grid) - 1, column, 1, text) for column, text in zip(open_columns, texts, strict=True)
    ]
    return upper + last


def _not_ending_inside(cell: HeaderCell, children: dict[int, HeaderCell]) -> HeaderCell:
    """Move the end of a group inside one of its children (given by column) to the end of that child."""
    child = children.get(cell.end)
    if child is None or child.column == cell.end:
        return cell
    return replace(cell, width=child.end - cell.column)


def _without_overlap(cells: list[HeaderCell]) -> list[HeaderCell]:
    """Move the start of each cell past the end of its left neighbour in the same row."""
    result: list[HeaderCell] = []
    for cell in sorted(cells, key=lambda item: (item.row, item.column)):
        left = result[-1] if result and result[-1].row == cell.row else None
        if left is not None and cell.column < left.end:
            cell = replace(cell, column=left.end, width=cell.end - left.end)
        result.append(cell)
    return result


def dumped_row_widths(row: list[str], below: list[str]) -> list[int] | None:
    """How many columns each cell of ``row`` spans, from the longer row ``below`` it.

    A word processor's dump prints a merged cell once, and an empty cell below a cell that is merged
    downwards. So each empty cell of ``below`` has its own cell above it, and the texts between two empty
    cells have one or more groups above them. Groups side by side begin with the same text (项目 … 项目).

    Returns None where the two rows do not match.
    """
    segments: list[int] = []
    run: list[str] = []
    for text in [*below, ""]:
        if text:
            run.append(text)
            continue
        segments.extend(_split_at_repetition(run))
        run = []
        segments.append(1)
    segments.pop()
    return segments if len(segments) == len(row) else None


def _split_at_repetition(run: list[str]) -> list[int]:
    if not run:
        return []
    starts = [index for index, text in enumerate(run) if text == run[0]]
    return [end - start for start, end in zip(starts, [*starts[1:], len(run)], strict=True)]
