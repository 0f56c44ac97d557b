"""From drawn lines and dots to the rulings of a page: snapped, joined, sorted into tables' frames."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.readers.pdf.ink.paths import Drawn, Rectangle

# Lines whose coordinates lie this close (points) to the first of their cluster are one ruling.
SNAP = 2.2
# Pieces of one ruling this far apart (points) are joined; also how far a ruling may miss the one it meets.
JOIN = 3.5
# A dotted line: at least this many dots, at most this far apart (points).
FEWEST_DOTS, WIDEST_DOT_GAP = 5, 4.0
# Shorter rulings (points) are glyph parts, tick marks or stray dashes.
SHORTEST_RULING = 4.0
# A border around the page keeps more than this distance (points) from the tables in it.
BORDER = 8.0


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line at ``at`` (y of a horizontal, x of a vertical one) from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Frame:
    """The rulings of one table: every horizontal one crosses a vertical one of the same frame."""

    horizontal: list[Ruling]
    vertical: list[Ruling]

    @property
    def box(self) -> Rectangle:
        """The outer box of all rulings."""
        xs = [r.at for r in self.vertical] + [x for r in self.horizontal for x in (r.start, r.end)]
        ys = [r.at for r in self.horizontal] + [y for r in self.vertical for y in (r.start, r.end)]
        return min(xs), min(ys), max(xs), max(ys)


def rulings_of(drawn: Drawn) -> tuple[list[Ruling], list[Ruling]]:
    """The horizontal and the vertical rulings of a page.

    Dots are joined into lines before anything is snapped: snapping thousands of tiny squares first
    chains their coordinates together and destroys the lines.
    """
    horizontal = [((b[1] + b[3]) / 2, b[0], b[2]) for b in drawn.horizontal]
    vertical = [((b[0] + b[2]) / 2, b[1], b[3]) for b in drawn.vertical]
    if len(drawn.dots) >= FEWEST_DOTS:
        horizontal += _dotted_lines([((b[1] + b[3]) / 2, b[0], b[2]) for b in drawn.dots])
        vertical += _dotted_lines([((b[0] + b[2]) / 2, b[1], b[3]) for b in drawn.dots])
    return _snapped_and_joined(horizontal), _snapped_and_joined(vertical)


def _dotted_lines(dots: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Rows of dots ``(at, start, end)`` as lines. Dots of one line share ``at`` to half a point."""
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
    """Cluster pieces by their coordinate (from each cluster's first, so no chains), join along it."""
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


def frames_of(horizontal: list[Ruling], vertical: list[Ruling]) -> list[Frame]:
    """Connected components of crossing rulings, nested ones folded into the frame around them.

    A vertical ruling that crosses nothing but is exactly as high as a frame bounds cells which run
    over both page ends: it belongs to the frame.
    """
    parent = list(range(len(horizontal) + len(vertical)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    ordered = sorted(horizontal, key=lambda r: r.at)
    levels = [r.at for r in ordered]
    for number, line in enumerate(vertical, len(ordered)):
        for index in range(bisect_left(levels, line.start - JOIN), len(ordered)):
            other = ordered[index]
            if other.at > line.end + JOIN:
                break
            if other.start - JOIN <= line.at <= other.end + JOIN:
                parent[root(index)] = root(number)
    frames: dict[int, Frame] = defaultdict(lambda: Frame([], []))
    for number, line in enumerate(ordered):
        frames[root(number)].horizontal.append(line)
    for number, line in enumerate(vertical, len(ordered)):
        frames[root(number)].vertical.append(line)
    crossing = [f for f in frames.values() if f.horizontal and f.vertical]
    for lone in (f.vertical[0] for f in frames.values() if not f.horizontal):
        for frame in crossing:
            if abs(frame.box[1] - lone.start) <= JOIN and abs(frame.box[3] - lone.end) <= JOIN:
                frame.vertical.append(lone)
                break
    tables = [f for f in crossing if not _is_page_border(f, crossing)]
    return _folded(sorted(tables, key=lambda f: f.box[1]))


def _is_page_border(frame: Frame, frames: list[Frame]) -> bool:
    """Whether a frame divides nothing and stands apart around tables: an ornament of the page."""
    x0, _, x1, _ = frame.box
    inner = [f.box for f in frames if _inside(f.box, frame.box) and not _divides_nothing(f)]
    return (
        bool(inner)
        and _divides_nothing(frame)
        and min(min(box[0] - x0, x1 - box[2]) for box in inner) > BORDER
    )


def _divides_nothing(frame: Frame) -> bool:
    x0, top, x1, bottom = frame.box
    return all(min(r.at - top, bottom - r.at) <= JOIN for r in frame.horizontal) and all(
        min(r.at - x0, x1 - r.at) <= JOIN for r in frame.vertical
    )


def _folded(frames: list[Frame]) -> list[Frame]:
    """Join a frame that lies within another's box, or directly under one of the same width, to it."""
    folded: list[Frame] = []
    for frame in frames:
        for whole in folded:
            if (
                _inside(frame.box, whole.box)
                or _inside(whole.box, frame.box)
                or _continues(whole.box, frame.box)
            ):
                whole.horizontal += frame.horizontal
                whole.vertical += frame.vertical
                break
        else:
            folded.append(frame)
    return folded


def _inside(inner: Rectangle, outer: Rectangle) -> bool:
    return (
        inner[0] >= outer[0] - JOIN
        and inner[1] >= outer[1] - JOIN
        and inner[2] <= outer[2] + JOIN
        and inner[3] <= outer[3] + JOIN
    )


def _continues(upper: Rectangle, lower: Rectangle) -> bool:
    """Whether a box starts where another of the same width ends (rows drawn apart, no text fits between)."""
    return (
        abs(upper[0] - lower[0]) <= JOIN
        and abs(upper[2] - lower[2]) <= JOIN
        and -JOIN <= lower[1] - upper[3] <= 2 * JOIN
    )
