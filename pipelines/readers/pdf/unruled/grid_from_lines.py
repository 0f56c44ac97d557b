"""From the lines of one table to a grid."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.ruled.grid import Grid, GridCell
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid
from pipelines.readers.pdf.ruled.rulings import Ruling
from pipelines.readers.pdf.unruled.bands import column_bands, widened, with_labels
from pipelines.readers.pdf.unruled.data_rows import data_rows
from pipelines.readers.pdf.unruled.header_cells import (
    cells_by_rulings,
    cells_by_words,
    header_rows,
    ruled_levels,
)
from pipelines.readers.pdf.unruled.segments import TextLine


def grid_from_lines(
    lines: Sequence[TextLine],
    box: Rectangle,
    short_rulings: Sequence[Ruling],
    finder: str,
    header_end: float | None = None,
    closed_rows: Sequence[float] = (),
) -> Grid | RefusedGrid:
    """A grid for the lines of one table in ``box``, refused where they do not make two columns.

    ``short_rulings`` are those between header labels. ``header_end`` is the height of the ruling below the
    header; without it, the header is what is above the first amount. ``closed_rows`` are the heights of
    rulings between rows, if there are any.
    """
    body = [line for line in lines if header_end is None or line.middle > header_end]
    anchors = [line for line in body if line.is_anchor]
    bands = column_bands(anchors)
    if len(bands) < 2:
        return RefusedGrid(box, finder, Reason.ONE_COLUMN)
    if header_end is None:
        header_end = anchors[0].middle
        header = [line for line in lines if line.middle < header_end and not line.is_anchor]
        bands = widened(bands, header)
    else:
        header = [line for line in lines if line.middle < header_end]
        bands = with_labels(bands, header, short_rulings)
    xs = [min(box[0], bands[0][0])]
    xs += [(left[1] + right[0]) / 2 for left, right in itertools.pairwise(bands)]
    xs.append(max(box[2], bands[-1][1]))
    if any(b <= a for a, b in itertools.pairwise(xs)):
        return RefusedGrid(box, finder, Reason.COLUMNS_OVERLAP)
    data = data_rows([line for line in lines if line not in header], closed_rows)
    levels = ruled_levels(short_rulings, header)
    if levels:
        merged = cells_by_rulings(levels, short_rulings, bands, header)
        edges = [box[1], *levels]
        first_data = min(line.top for line in data[0])
        edges.append((max(line.bottom for line in header) + first_data) / 2)
    else:
        labels = header_rows(header, bands, short_rulings)
        merged = cells_by_words(labels, bands, short_rulings)
        edges = [box[1], *_between(labels)]
        if labels:
            edges += _between([labels[-1], data[0]])
    ys = [*edges, *_between(data), max(box[3], max(line.bottom for line in data[-1]))]
    return _grid(xs, sorted(ys), merged, finder)


def _between(rows: Sequence[Sequence[TextLine]]) -> list[float]:
    """The heights halfway between neighbouring rows."""
    return [
        (max(line.bottom for line in above) + min(line.top for line in below)) / 2
        for above, below in itertools.pairwise(rows)
    ]


def _grid(xs: list[float], ys: list[float], merged: Sequence[GridCell], finder: str) -> Grid:
    """The grid with the merged cells, and one cell for every other place."""
    rows, cols = len(ys) - 1, len(xs) - 1
    cells = list(merged)
    owner = [[-1] * cols for _ in range(rows)]
    for index, cell in enumerate(cells):
        for row in range(cell.row, cell.row + cell.row_span):
            for col in range(cell.col, cell.col + cell.col_span):
                owner[row][col] = index
    for row in range(rows):
        for col in range(cols):
            if owner[row][col] == -1:
                owner[row][col] = len(cells)
                cells.append(GridCell(row, col, 1, 1))
    return Grid(xs, ys, cells, owner, [], finder)
