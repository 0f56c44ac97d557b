"""Dashed, dotted and dash-dot rulings that the file draws piece by piece: each is one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipelines.readers.pdf.ink.paths import THICKEST_RULING

# A piece of a ruling: ``(at, start, end)`` in points; ``at`` is its place across, the others are along it.
Stroke = tuple[float, float, float]

# Dashes of one line differ by at most this across it, and pieces this close touch (points).
SAME_LINE, TOUCHING = 0.5, 1.0
# A dash is at most this long, and the gaps between dashes, or between two dots, at most this wide (points).
LONGEST_DASH, WIDEST_GAP, WIDEST_DOT_GAP = 24.0, 10.5, 6.0
# A gap this many times as wide as most of its line parts two lines, unless it is very small (points).
RHYTHM, SMALL_GAP = 2.0, 4.0
# A line has at least this many dashes, or its page has another one that has.
FEWEST_DASHES = 5


def dashed_lines(
    horizontal: Iterable[Stroke], vertical: Iterable[Stroke]
) -> tuple[list[Stroke], list[Stroke]]:
    """The horizontal and the vertical lines of dashes and dots; longer pieces are left out.

    A short line may have only two dashes, where the page has a long one with gaps as wide.
    """
    both = [list(_stretches(strokes)) for strokes in (horizontal, vertical)]
    widest = max(map(_widest_gap, (s for stretches in both for s in stretches if _is_long(s))), default=0.0)
    lines_across, lines_down = (
        [_line(s) for s in stretches if _is_long(s) or (_has_dash(s) and _widest_gap(s) < widest + TOUCHING)]
        for stretches in both
    )
    return lines_across, lines_down


def _stretches(strokes: Iterable[Stroke]) -> Iterator[list[Stroke]]:
    """Two or more short strokes of one line with gaps that a dashed line may have."""
    short = sorted(stroke for stroke in strokes if stroke[2] - stroke[1] <= LONGEST_DASH)
    first = 0
    for index in range(1, len(short) + 1):
        if index < len(short) and short[index][0] - short[first][0] <= SAME_LINE:
            continue
        if index - first > 1:
            yield from _dashed(sorted(short[first:index], key=lambda stroke: stroke[1]))
        first = index


def _dashed(row: Sequence[Stroke]) -> Iterator[list[Stroke]]:
    """Cut the strokes of one line where no dash follows; single ones are left out."""
    for stretch in _cut(_without_touching(row), WIDEST_GAP):
        if len(stretch) > 1:
            parts = _cut(stretch, max(SMALL_GAP, RHYTHM * median(_gaps(stretch))))
            yield from (part for part in parts if len(part) > 1)


def _without_touching(row: Iterable[Stroke]) -> list[Stroke]:
    """Pieces that touch as one, so that a line drawn in pieces is not a row of dashes; dots stay dots."""
    pieces: list[Stroke] = []
    for stroke in row:
        if pieces and stroke[1] - pieces[-1][2] <= (
            -TOUCHING / 2 if _are_dots(pieces[-1], stroke) else TOUCHING
        ):
            at, start, end = pieces[-1]
            pieces[-1] = (at, start, max(end, stroke[2]))
        else:
            pieces.append(stroke)
    return pieces


def _cut(pieces: Iterable[Stroke], widest: float) -> list[list[Stroke]]:
    """Cut a row at wider gaps, at solid lines, and at gaps between two dots that are wide for dots."""
    stretches: list[list[Stroke]] = [[]]
    for piece in pieces:
        if _length(piece) > LONGEST_DASH:
            stretches.append([])
            continue
        if stretches[-1]:
            before = stretches[-1][-1]
            if piece[1] - before[2] > (min(widest, WIDEST_DOT_GAP) if _are_dots(before, piece) else widest):
                stretches.append([])
        stretches[-1].append(piece)
    return stretches


def _length(piece: Stroke) -> float:
    return piece[2] - piece[1]


def _are_dots(one: Stroke, other: Stroke) -> bool:
    return max(_length(one), _length(other)) <= THICKEST_RULING


def _gaps(stretch: Sequence[Stroke]) -> list[float]:
    return [after[1] - before[2] for before, after in pairwise(stretch)]


def _is_long(stretch: Sequence[Stroke]) -> bool:
    return len(stretch) >= FEWEST_DASHES


def _widest_gap(stretch: Sequence[Stroke]) -> float:
    return max(_gaps(stretch))


def _has_dash(stretch: Iterable[Stroke]) -> bool:
    """Whether not all pieces are dots: dots of two lines above each other are not a line downwards."""
    return any(_length(piece) > THICKEST_RULING for piece in stretch)


def _line(stretch: Sequence[Stroke]) -> Stroke:
    return stretch[0][0], stretch[0][1], stretch[-1][2]
