"""From drawn lines and dots to the rulings of a page: snapped to one height or side, and joined."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.readers.pdf.ink.paths import Drawn
from pipelines.readers.pdf.ruled.dashes import dashed_lines
from pipelines.readers.pdf.ruled.refused import RefusedGrid
from pipelines.readers.pdf.ruled.shading import edges_of_shaded_cells

# Lines with coordinates this close (points) to the first of their cluster are one ruling.
SNAP = 2.2
# Pieces of one ruling up to this far apart (points) are joined, and crossing ones may miss each other by it.
JOIN = 3.5
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

    Dashes and dots are joined into lines before anything is snapped: snapping thousands of tiny squares
    first would chain their coordinates together and destroy the lines. What is refused is added to
    ``refused``.
    """
    lines, uprights = drawn.horizontal, drawn.vertical
    if not lines and not uprights:
        lines, uprights = edges_of_shaded_cells(drawn.shaded, refused)
    horizontal = [((b[1] + b[3]) / 2, b[0], b[2]) for b in lines]
    vertical = [((b[0] + b[2]) / 2, b[1], b[3]) for b in uprights]
    across, down = dashed_lines(
        [*horizontal, *(((b[1] + b[3]) / 2, b[0], b[2]) for b in drawn.dots)],
        [*vertical, *(((b[0] + b[2]) / 2, b[1], b[3]) for b in drawn.dots)],
    )
    horizontal += across
    vertical += down
    return Rulings(_snapped_and_joined(horizontal), _snapped_and_joined(vertical))


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
