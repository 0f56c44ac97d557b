"""The rows of a table, from the lines of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipelines.readers.placed.unruled.columns import Column
from pipelines.readers.placed.unruled.texts import SAME_LINE, Text

# Lines of one cell are at most so far below each other (heights of a line, from middle to middle).
WRAPPED = 1.4
# ... and this much nearer than the figures of two rows.
_NEARER = 0.9

# Rows are usually so far from each other (heights of a line, from middle to middle).
_USUAL_STEP = 1.7
# Rows of one height are as far from each other, within this share of the height of a line.
_UNEVEN = 0.03

# The top and the bottom of a row.
Row = tuple[float, float]


def rows_of(columns: Sequence[Column]) -> list[Row] | None:
    """The rows from top to bottom.

    None where two figures of a column are in one, or a text alone in its row is so near to another row that
    it may be a line of that.
    """
    heights = sorted(text.height for column in columns for text in column.texts)
    height = heights[len(heights) // 2]
    step = min(WRAPPED * height, _NEARER * _least_step(columns))
    cells = sorted(
        (cell[0].top, max(text.bottom for text in cell), number, any(text.is_amount for text in cell))
        for number, column in enumerate(columns)
        for cell in _cells(column, step)
    )
    rows: list[tuple[float, float, set[int]]] = []
    columns_of: list[set[int]] = []
    for top, bottom, number, is_figure in cells:
        if rows and top < rows[-1][1]:
            first, last, figures = rows[-1]
            if is_figure and number in figures:
                return None
            rows[-1] = (first, max(last, bottom), figures | ({number} if is_figure else set()))
            columns_of[-1].add(number)
        else:
            rows.append((top, bottom, {number} if is_figure else set()))
            columns_of.append({number})
    if _lines_may_be_rows([(top, bottom) for top, bottom, _ in rows], columns_of, height):
        return None
    return [(top, bottom) for top, bottom, _ in rows]


def _lines_may_be_rows(rows: Sequence[Row], columns_of: Sequence[set[int]], height: float) -> bool:
    """Whether a text alone in its row is nearer to another row than rows with several texts ever are."""
    steps = [
        (min(map(len, sides)) > 1, sum(lower) / 2 - sum(upper) / 2)
        for (upper, lower), sides in zip(pairwise(rows), pairwise(columns_of), strict=True)
    ]
    least = min((step for is_full, step in steps if is_full), default=_USUAL_STEP * height)
    return any(not is_full and step < least - _UNEVEN * height for is_full, step in steps)


def _cells(column: Column, step: float) -> list[list[Text]]:
    """The texts of each cell of a column: those that follow each other closely."""
    cells: list[list[Text]] = []
    for text in sorted(column.texts, key=lambda text: text.top):
        if cells and text.middle - cells[-1][-1].middle <= step:
            cells[-1].append(text)
        else:
            cells.append([text])
    return cells


def _least_step(columns: Sequence[Column]) -> float:
    """How far apart the figures of neighbouring rows are at least."""
    steps = [
        lower.middle - upper.middle
        for column in columns
        for upper, lower in pairwise(sorted(column.texts, key=lambda text: text.top))
        if upper.is_amount and lower.is_amount
    ]
    height = max(text.height for column in columns for text in column.texts)
    return min((step for step in steps if step > SAME_LINE * height), default=2 * WRAPPED * height)
