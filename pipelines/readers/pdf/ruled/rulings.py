"""From drawn lines and dots to the rulings of a page: snapped to one height or side, and joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.readers.pdf.ink.paths import Drawn
from pipelines.readers.pdf.ruled.refused import RefusedGrid
from pipelines.readers.pdf.ruled.shading import edges_of_shaded_cells

# Lines with coordinates this close (points) to the first of their cluster are one ruling.
SNAP = 2.2
# Pieces of one ruling up to this far apart (points) are joined, and crossing ones may miss each other by it.
JOIN = 3.5
# A dotted line: at least this many dots, at most this far apart (points).
FEWEST_DOTS, WIDEST_DOT_GAP = 5, 4.0
# Shorter rulings (points) are glyph parts, tick marks or stray dashes.
SHORTEST_RULING = 4.0


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line at ``at`` (y of a horizontal, x of a vertical one) from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rulings:
    """The horizontal and the vertical rulings of a page."""

    horizontal: list[Ruling]
    vertical: list[Ruling]


def rulings_of(drawn: Drawn, refused: list[RefusedGrid]) -> Rulings:
    """The rulings of a page; where it has none, the edges of shaded boxes that touch like cells.

    Dots are joined into lines before anything is snapped: snapping thousands of tiny squares first would
    chain their coordinates together and destroy the lines. What is refused is added to ``refused``.
    """
    lines, uprights = drawn.horizontal, drawn.vertical
    if not lines and not uprights:
        lines, uprights = edges_of_shaded_cells(drawn.shaded, refused)
    horizontal = [((b[1] + b[3]) / 2, b[0], b[2]) for b in lines]
    vertical = [((b[0] + b[2]) / 2, b[1], b[3]) for b in uprights]
    if len(drawn.dots) >= FEWEST_DOTS:
        horizontal += _dotted_lines([((b[1] + b[3]) / 2, b[0], b[2]) for b in drawn.dots])
        vertical += _dotted_lines([((b[0] + b[2]) / 2, b[1], b[3]) for b in drawn.dots])
    return Rulings(_snapped_and_joined(horizontal), _snapped_and_joined(vertical))


def _dotted_lines(dots: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Rows of dots ``(at, start, end)`` as lines. Dots of one line have the same ``at`` to half a point."""
    rows: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for dot in dots:
        rows[round(dot[0] * 2)].append(dot)
    lines: list[tuple[float, float, float]] = []
    for row in rows.values():
        row.sort(key=lambda dot: dot[1])
        first = 0
        for index in range(1, len(row) + 1):
            if index < len(row) and row[index][1] - row[index - 1][2] <= WIDEST_DOT_GAP:
                continue
            if index - first >= FEWEST_DOTS:
                lines.append((row[first][0], row[first][1], row[index - 1][2]))
            first = index
    return lines


def _snapped_and_joined(pieces: list[tuple[float, float, float]]) -> list[Ruling]:
    """Cluster pieces by their distance to the first of the cluster (so no chains form), then join them."""
    pieces.sort()
    rulings: list[Ruling] = []
    first = 0
    for index in range(1, len(pieces) + 1):
        if index < len(pieces) and pieces[index][0] - pieces[first][0] <= SNAP:
            continue
        rulings += _joined(pieces[first:index])
        first = index
    return [r for r in rulings if r.end - r.start >= SHORTEST_RULING]


def _joined(cluster: list[tuple[float, float, float]]) -> list[Ruling]:
    length = sum(end - start for _, start, end in cluster) or 1.0
    at = sum(at * (end - start) for at, start, end in cluster) / length
    spans = sorted((start, end) for _, start, end in cluster)
    joined: list[Ruling] = []
    begin, reach = spans[0]
    for start, end in spans[1:]:
        if start - reach <= JOIN:
            reach = max(reach, end)
        else:
            joined.append(Ruling(at, begin, reach))
            begin, reach = start, end
    joined.append(Ruling(at, begin, reach))
    return joined
