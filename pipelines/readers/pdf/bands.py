"""Columns and rows of a table without vertical rulings, from where its words stand."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipelines.readers.pdf.grid import Grid, GridCell
from pipelines.readers.pdf.paths import Rectangle
from pipelines.readers.pdf.rulings import Ruling
from pipelines.readers.pdf.segments import Segment, TextLine

Band = tuple[float, float]

# A line without amounts this close (line heights, middle to middle) to one with amounts is of its row.
SAME_ROW = 0.95
# A line wrapped below its row follows at most this far (line heights) under it.
WRAPPED = 1.5


def grid_from_lines(
    lines: Sequence[TextLine], box: Rectangle, short_rules: Sequence[Ruling], finder: str
) -> Grid | None:
    """A grid over the lines of one table, or None where they make no two columns."""
    anchors = [line for line in lines if line.is_anchor]
    bands = column_bands(anchors)
    if len(bands) < 2 or not anchors:
        return None
    first = anchors[0].middle
    header = [line for line in lines if line.middle < first and not line.is_anchor]
    bands = _widened(bands, header)
    xs = [min(box[0], bands[0][0])]
    xs += [(left[1] + right[0]) / 2 for left, right in itertools.pairwise(bands)]
    xs.append(max(box[2], bands[-1][1]))
    if any(b <= a for a, b in itertools.pairwise(xs)):
        return None
    header_rows = _header_rows(header, bands, short_rules)
    rows = header_rows + _data_rows([line for line in lines if line not in header])
    ys = [box[1]]
    for above, below in itertools.pairwise(rows):
        ys.append((max(line.bottom for line in above) + min(line.top for line in below)) / 2)
    ys.append(max(box[3], max(line.bottom for line in rows[-1])))
    return _grid(xs, sorted(ys), header_rows, bands, short_rules, finder)


def column_bands(anchors: Sequence[TextLine]) -> list[Band]:
    """Where columns stand, from left to right.

    Amounts make columns first; text that overlaps an amount column is a mark in it (无, --), and
    what remains makes columns of its own.
    """
    amounts = _merged([(s.x0, s.x1) for line in anchors for s in line.segments if s.is_amount])
    texts = _merged(
        [
            (s.x0, s.x1)
            for line in anchors
            for s in line.segments
            if not s.is_amount and not any(s.x0 < b[1] and b[0] < s.x1 for b in amounts)
        ]
    )
    return sorted(amounts + texts)


def _widened(bands: list[Band], header: Sequence[TextLine]) -> list[Band]:
    """Bands with the labels of a header line that has one for each: labels may stand at another edge."""
    for line in header:
        if len(line.segments) == len(bands):
            wider = [
                (min(band[0], segment.x0), max(band[1], segment.x1))
                for band, segment in zip(bands, line.segments, strict=True)
            ]
            if all(left[1] <= right[0] for left, right in itertools.pairwise(wider)):
                bands = wider
    return bands


def _merged(spans: list[Band]) -> list[Band]:
    merged: list[Band] = []
    for x0, x1 in sorted(spans):
        if merged and x0 < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _covered(segment: Segment, line: TextLine, bands: Sequence[Band], rules: Sequence[Ruling]) -> list[int]:
    """The bands a header segment stands over: those its own ruling spans, else those it covers itself."""
    x0, x1 = segment.x0, segment.x1
    for rule in rules:
        if 0 <= rule.at - line.middle < 2 * (line.bottom - line.top) and rule.start <= x0 and x1 <= rule.end:
            x0, x1 = rule.start, rule.end
    return [i for i, band in enumerate(bands) if x0 <= (band[0] + band[1]) / 2 <= x1]


def _header_rows(
    header: Sequence[TextLine], bands: Sequence[Band], rules: Sequence[Ruling]
) -> list[list[TextLine]]:
    """Header lines by rows: lines of wrapped labels are one row, a label over several columns ends one."""
    rows: list[list[TextLine]] = []
    ended = True
    for line in header:
        if ended:
            rows.append([])
        rows[-1].append(line)
        ended = any(len(_covered(segment, line, bands, rules)) > 1 for segment in line.segments)
    return rows


def _data_rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Data lines by rows: each line with amounts is a row, wrapped lines of its labels go with it."""
    rows: list[list[TextLine]] = []
    anchors = [line for line in lines if line.is_anchor]
    home: dict[int, list[TextLine]] = {id(anchor): [anchor] for anchor in anchors}
    alone: list[list[TextLine]] = []
    steps = sorted(b.middle - a.middle for a, b in itertools.pairwise(anchors))
    step = steps[len(steps) // 2] if steps else 0.0
    for line in lines:
        if line.is_anchor:
            continue
        height = line.bottom - line.top
        nearest = min(anchors, key=lambda anchor: abs(anchor.middle - line.middle))
        away = line.middle - nearest.middle
        if abs(away) < SAME_ROW * height or (0 < away <= WRAPPED * height < 0.95 * step):
            home[id(nearest)].append(line)
        else:
            alone.append([line])
    rows = [*home.values(), *alone]
    return sorted(rows, key=lambda row: row[0].middle)


def _grid(
    xs: list[float],
    ys: list[float],
    header_rows: Sequence[Sequence[TextLine]],
    bands: Sequence[Band],
    rules: Sequence[Ruling],
    finder: str,
) -> Grid:
    """Cells one by one, but header labels over several columns in one cell."""
    rows, cols = len(ys) - 1, len(xs) - 1
    cells: list[GridCell] = []
    owner = [[-1] * cols for _ in range(rows)]
    for row, lines in enumerate(header_rows):
        for line in lines:
            for segment in line.segments:
                over = _covered(segment, line, bands, rules)
                if len(over) > 1 and all(owner[row][col] == -1 for col in range(over[0], over[-1] + 1)):
                    for col in range(over[0], over[-1] + 1):
                        owner[row][col] = len(cells)
                    cells.append(GridCell(row, over[0], 1, over[-1] - over[0] + 1))
    for row in range(rows):
        for col in range(cols):
            if owner[row][col] == -1:
                owner[row][col] = len(cells)
                cells.append(GridCell(row, col, 1, 1))
    return Grid(xs, ys, cells, owner, [], finder)
