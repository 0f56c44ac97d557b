"""From rulings to frames: rulings that cross each other, one frame for each table."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid
from pipelines.readers.pdf.ruled.rulings import JOIN, Ruling, Rulings

# A border around a page keeps more than this distance (points) from the tables in it.
BORDER = 8.0


@dataclass(slots=True)
class Frame:
    """Rulings that may be one table: every horizontal one crosses a vertical one of the same frame."""

    horizontal: list[Ruling]
    vertical: list[Ruling]

    @property
    def box(self) -> Rectangle:
        """The outer box of all rulings."""
        xs = [r.at for r in self.vertical] + [x for r in self.horizontal for x in (r.start, r.end)]
        ys = [r.at for r in self.horizontal] + [y for r in self.vertical for y in (r.start, r.end)]
        return min(xs), min(ys), max(xs), max(ys)


def frames_of(rulings: Rulings, refused: list[RefusedGrid]) -> list[Frame]:
    """The frames of a page from top to bottom; outer borders are added to ``refused``."""
    crossing = _crossing(rulings)
    frames: list[Frame] = []
    for frame in crossing:
        if _is_outer_border(frame, crossing):
            refused.append(RefusedGrid(frame.box, "rulings", Reason.OUTER_BORDER))
        else:
            frames.append(frame)
    return _folded(sorted(frames, key=lambda f: f.box[1]))


def rulings_outside(frames: Sequence[Frame], rulings: Rulings) -> list[Ruling]:
    """The horizontal rulings that are in no frame."""
    framed = {id(ruling) for frame in frames for ruling in frame.horizontal}
    return [ruling for ruling in rulings.horizontal if id(ruling) not in framed]


def _crossing(rulings: Rulings) -> list[Frame]:
    """Connected components of crossing rulings.

    A vertical ruling that crosses nothing but is exactly as high as a frame is a border of cells that
    continue over both page ends, so it is in that frame.
    """
    vertical = rulings.vertical
    parent = list(range(len(rulings.horizontal) + len(vertical)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    ordered = sorted(rulings.horizontal, key=lambda r: r.at)
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
    return crossing


def _is_outer_border(frame: Frame, frames: list[Frame]) -> bool:
    """Whether a frame divides nothing and keeps a distance from the tables in it: decoration of the page."""
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
    """Join frames where one is inside the box of another, or directly below one of the same width."""
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
    """Whether a box begins where another of the same width ends: rows drawn apart, with no room for text."""
    return (
        abs(upper[0] - lower[0]) <= JOIN
        and abs(upper[2] - lower[2]) <= JOIN
        and -JOIN <= lower[1] - upper[3] <= 2 * JOIN
    )
