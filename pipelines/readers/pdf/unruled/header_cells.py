"""The header of a table without vertical rulings: its rows, and labels that span several columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipelines.readers.pdf.ruled.grid import GridCell
from pipelines.readers.pdf.ruled.rulings import SNAP, Ruling
from pipelines.readers.pdf.unruled.bands import Band
from pipelines.readers.pdf.unruled.segments import Segment, TextLine


def _covered(segment: Segment, line: TextLine, bands: Sequence[Band], rulings: Sequence[Ruling]) -> list[int]:
    """The bands below a header segment: those that its own ruling spans, else those that it covers itself."""
    x0, x1 = segment.x0, segment.x1
    for ruling in rulings:
        just_below = 0 <= ruling.at - line.middle < 2 * (line.bottom - line.top)
        if just_below and ruling.start <= x0 and x1 <= ruling.end:
            x0, x1 = ruling.start, ruling.end
    return [i for i, band in enumerate(bands) if x0 <= (band[0] + band[1]) / 2 <= x1]


def header_rows(
    header: Sequence[TextLine], bands: Sequence[Band], rulings: Sequence[Ruling]
) -> list[list[TextLine]]:
    """Header lines by rows: wrapped labels are one row, and a label above several columns ends a row."""
    rows: list[list[TextLine]] = []
    ended = True
    for line in header:
        if ended:
            rows.append([])
        rows[-1].append(line)
        ended = any(len(_covered(segment, line, bands, rulings)) > 1 for segment in line.segments)
    return rows


def ruled_levels(rulings: Sequence[Ruling], header: Sequence[TextLine]) -> list[float]:
    """The heights of the short rulings between header lines."""
    if not header:
        return []
    top, bottom = min(line.middle for line in header), max(line.middle for line in header)
    levels: list[float] = []
    for at in sorted(ruling.at for ruling in rulings if top < ruling.at < bottom):
        if not levels or at - levels[-1] > SNAP:
            levels.append(at)
    return levels


def cells_by_rulings(
    levels: Sequence[float],
    rulings: Sequence[Ruling],
    bands: Sequence[Band],
    header: Sequence[TextLine],
) -> list[GridCell]:
    """Header cells as short rulings divide them: the label above a ruling is one cell above its columns.

    A label of one column spans the rows that its lines are in.
    """
    cells: list[GridCell] = []
    middles = [(x0 + x1) / 2 for x0, x1 in bands]
    start = [0] * len(bands)
    for row, level in enumerate(levels):
        for ruling in rulings:
            if abs(ruling.at - level) > SNAP:
                continue
            over = [i for i, middle in enumerate(middles) if ruling.start <= middle <= ruling.end]
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


def cells_by_words(
    rows: Sequence[Sequence[TextLine]], bands: Sequence[Band], rulings: Sequence[Ruling]
) -> list[GridCell]:
    """Header labels that span several columns, as cells."""
    cells: list[GridCell] = []
    for row, lines in enumerate(rows):
        taken: set[int] = set()
        for line in lines:
            for segment in line.segments:
                over = _covered(segment, line, bands, rulings)
                if len(over) > 1 and taken.isdisjoint(over):
                    taken.update(over)
                    cells.append(GridCell(row, over[0], 1, over[-1] - over[0] + 1))
    return cells
