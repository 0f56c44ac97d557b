"""Columns and rows of a table without vertical rulings, from where its words stand."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence

from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.ruled.grid import Grid, GridCell
from pipelines.readers.pdf.ruled.rulings import SNAP, Ruling
from pipelines.readers.pdf.unruled.segments import Segment, TextLine

Band = tuple[float, float]

# A line without amounts this close (line heights, middle to middle) to one with amounts is of its row.
SAME_ROW = 0.95
# A line wrapped below its row follows at most this far (line heights) under it.
WRAPPED = 1.5
# A label of a single column stands at this share of the header's height or lower.
HIGH_LABEL = 0.4


def grid_from_lines(
    lines: Sequence[TextLine],
    box: Rectangle,
    short_rules: Sequence[Ruling],
    finder: str,
    header_end: float | None = None,
    closed_rows: Sequence[float] = (),
) -> Grid | None:
    """A grid over the lines of one table, or None where they make no two columns.

    ``header_end`` is the height of the ruling under the header; without it, the header is what stands over
    the first amount. ``closed_rows`` are the heights of rulings between rows, where rows have them.
    """
    body = [line for line in lines if header_end is None or line.middle > header_end]
    anchors = [line for line in body if line.is_anchor]
    bands = column_bands(anchors)
    if len(bands) < 2 or not anchors:
        return None
    if header_end is None:
        header_end = anchors[0].middle
        header = [line for line in lines if line.middle < header_end and not line.is_anchor]
        bands = _widened(bands, header)
    else:
        header = [line for line in lines if line.middle < header_end]
        bands = _with_labels(bands, header, short_rules)
    xs = [min(box[0], bands[0][0])]
    xs += [(left[1] + right[0]) / 2 for left, right in itertools.pairwise(bands)]
    xs.append(max(box[2], bands[-1][1]))
    if any(b <= a for a, b in itertools.pairwise(xs)):
        return None
    data = _data_rows([line for line in lines if line not in header], closed_rows)
    levels = _levels(short_rules, header)
    if levels:
        merged = _merged_by_rules(levels, short_rules, bands, header)
        edges = [box[1], *levels]
        first_data = min(line.top for line in data[0])
        edges.append((max(line.bottom for line in header) + first_data) / 2)
    else:
        header_rows = _header_rows(header, bands, short_rules)
        merged = _merged_by_words(header_rows, bands, short_rules)
        edges = [box[1], *_between(header_rows)]
        if header_rows:
            edges += _between([header_rows[-1], data[0]])
    ys = [*edges, *_between(data), max(box[3], max(line.bottom for line in data[-1]))]
    return _grid(xs, sorted(ys), merged, finder)


def _between(rows: Sequence[Sequence[TextLine]]) -> list[float]:
    """The heights half way between neighbouring rows."""
    return [
        (max(line.bottom for line in above) + min(line.top for line in below)) / 2
        for above, below in itertools.pairwise(rows)
    ]


def column_bands(anchors: Sequence[TextLine]) -> list[Band]:
    """Where columns stand, from left to right.

    Amounts make columns first; text that overlaps an amount column is a mark in it (无, --), and
    what remains makes columns of its own. Among more texts than numbers, a number is a bare code.
    """
    segments = [s for line in anchors for s in line.segments]
    texts = [s for s in segments if not s.is_amount]
    numbers = [s for s in segments if s.is_amount]
    amounts = [
        band
        for band in _merged([(s.x0, s.x1) for s in numbers])
        if sum(_meets(s, band) for s in numbers) >= sum(_meets(s, band) for s in texts)
    ]
    rest = [s for s in segments if not any(_meets(s, band) for band in amounts)]
    return sorted(amounts + _merged([(s.x0, s.x1) for s in rest]))


def _meets(segment: Segment, band: Band) -> bool:
    return segment.x0 < band[1] and band[0] < segment.x1


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


def _with_labels(bands: list[Band], header: Sequence[TextLine], rules: Sequence[Ruling]) -> list[Band]:
    """Bands as wide as their labels, and a band for each label of a column without any data.

    A label that stands over no data is that of a column beside it which has none, before it is a new column.
    A label over its own short ruling names several columns. So does, where no ruling tells, one that stands
    high in the header: labels of single columns stand in its middle or at its foot.
    """
    labels = [
        (segment.x0, segment.x1, line.middle)
        for line in header
        for segment in line.segments
        if not any(rule.at > line.middle and _overlap(segment, rule) for rule in rules)
    ]
    if not labels:
        return bands
    top, bottom = min(line.middle for line in header), max(line.middle for line in header)
    wide = list(bands)
    groups = _merged([(x0, x1) for x0, x1, _ in labels])
    named = {i for i, band in enumerate(bands) if any(x0 < band[1] and band[0] < x1 for x0, x1 in groups)}
    for number, (x0, x1) in enumerate(groups):
        over = [i for i, band in enumerate(bands) if x0 < band[1] and band[0] < x1]
        if len(groups) == len(bands):
            over = [number]
        elif not over:
            beside = bisect_right([band[0] for band in bands], x0)
            nameless = [i for i in (beside - 1, beside) if 0 <= i < len(bands) and i not in named]
            over = sorted(nameless, key=lambda i: max(bands[i][0] - x1, x0 - bands[i][1]))[:1]
            named.update(over)
        if len(over) == 1:
            band = wide[over[0]]
            wide[over[0]] = (min(band[0], x0), max(band[1], x1))
        elif not over:
            lowest = max(middle for a, b, middle in labels if a < x1 and x0 < b)
            if rules or lowest >= top + HIGH_LABEL * (bottom - top):
                wide.append((x0, x1))
    wide.sort()
    return wide if all(left[1] <= right[0] for left, right in itertools.pairwise(wide)) else bands


def _overlap(segment: Segment, rule: Ruling) -> bool:
    return segment.x0 < rule.end and rule.start < segment.x1


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


def _data_rows(lines: Sequence[TextLine], closed: Sequence[float] = ()) -> list[list[TextLine]]:
    """Data lines by rows: each line with amounts is a row, wrapped lines of its labels go with it.

    Where rulings close the rows, what stands between two of them is a row.
    """
    if closed:
        places = [bisect_right(closed, line.middle) for line in lines]
        return [
            [line for line, place in zip(lines, places, strict=True) if place == number]
            for number in sorted(set(places))
        ]
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


def _levels(rules: Sequence[Ruling], header: Sequence[TextLine]) -> list[float]:
    """The heights of short rulings between header lines."""
    if not header:
        return []
    top, bottom = min(line.middle for line in header), max(line.middle for line in header)
    levels: list[float] = []
    for at in sorted(rule.at for rule in rules if top < rule.at < bottom):
        if not levels or at - levels[-1] > SNAP:
            levels.append(at)
    return levels


def _merged_by_rules(
    levels: Sequence[float],
    rules: Sequence[Ruling],
    bands: Sequence[Band],
    header: Sequence[TextLine],
) -> list[GridCell]:
    """Header cells as short rulings divide them: the label over a ruling is one cell over its columns.

    A label of one column takes the rows that its lines stand in.
    """
    cells: list[GridCell] = []
    start = [0] * len(bands)
    for row, level in enumerate(levels):
        for rule in rules:
            if abs(rule.at - level) > SNAP:
                continue
            over = [i for i, band in enumerate(bands) if rule.start <= (band[0] + band[1]) / 2 <= rule.end]
            if over and len({start[i] for i in over}) == 1:
                first = start[over[0]]
                cells.append(GridCell(first, over[0], row - first + 1, len(over)))
                for i in over:
                    start[i] = row + 1
    for i, (x0, x1) in enumerate(bands):
        rows = {
            bisect_right(levels, line.middle)
            for line in header
            for segment in line.segments
            if segment.x0 < x1 and x0 < segment.x1
        }
        below = sorted(row for row in rows if row >= start[i])
        if below:
            cells.append(GridCell(below[0], i, below[-1] - below[0] + 1, 1))
    return cells


def _merged_by_words(
    header_rows: Sequence[Sequence[TextLine]], bands: Sequence[Band], rules: Sequence[Ruling]
) -> list[GridCell]:
    """Header labels that reach over several columns, as cells."""
    cells: list[GridCell] = []
    for row, lines in enumerate(header_rows):
        taken: set[int] = set()
        for line in lines:
            for segment in line.segments:
                over = _covered(segment, line, bands, rules)
                if len(over) > 1 and taken.isdisjoint(over):
                    taken.update(over)
                    cells.append(GridCell(row, over[0], 1, over[-1] - over[0] + 1))
    return cells


def _grid(xs: list[float], ys: list[float], merged: Sequence[GridCell], finder: str) -> Grid:
    """The merged cells, and every other place a cell of its own."""
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
