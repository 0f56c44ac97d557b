"""The rulings in the picture of a page: long thin runs of ink across and down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.scan.dashed import with_gaps_filled
from pipelines.readers.scan.engine import Grey

# A ruling across or down is at least this long, and its unbroken parts (points): most strokes of letters are
# shorter. So much of it is unbroken.
_SHORTEST, _UNBROKEN, _FILLED = (24.0, 14.0), 10.0, 0.78
# Strokes of letters are no longer than this (points).
_LONGER_THAN_LETTERS = 30.0
# No stroke of a letter is as long as this, and no strokes of neighbours are in line so far (points).
_NO_STROKE, _NO_STROKES = 40.0, 120.0
# A ruling down reaches one across, or misses it by so much (points).
_MISSED = 3.5
# Parts of one ruling up to this far apart (points) are one; they lean and curl by as much aside.
_GAP, _ASIDE = 7.0, 1.2
# A ruling is at most this thick (points).
_THICKEST = 4.0
# Ink at least this much darker than what is around it is part of a ruling, also of a faint one.
_DARKER = 12
# One of a dash is darker than grain.
_DARKER_DASH = 40


@dataclass(frozen=True, slots=True)
class PictureRulings:
    """Rulings across and down as boxes in pixels; ``ink`` marks their pixels."""

    across: list[Rectangle]
    down: list[Rectangle]
    ink: NDArray[np.uint8]


def rulings_in(grey: Grey, dpi: float) -> PictureRulings:
    """The rulings of a straight page."""
    point = dpi / 72
    around = round(10 * point) | 1
    dark, dashes = (
        cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, darker)
        for darker in (_DARKER, _DARKER_DASH)
    )
    dark = with_gaps_filled(dark, dashes, point)
    across, parts_across = _runs(dark, point, _SHORTEST[0])
    down, parts_down = _runs(np.ascontiguousarray(dark.T), point, _SHORTEST[1])
    long_across = [run for run in across if _is_longer_than_strokes(run, point)]
    framed_down = _framed(down, long_across, point)
    # A short one across divides a cell: it goes from ruling to ruling as well.
    divide = [run for run in across if run not in long_across]
    kept_across = long_across + _framed(divide, framed_down, point)
    kept_down = _framed(down, kept_across, point)
    ink = _marked(parts_across, kept_across) | _marked(parts_down, kept_down).T
    turned = [(top, x0, bottom, x1) for x0, top, x1, bottom in (_box(run, point) for run in kept_down)]
    return PictureRulings([_box(run, point) for run in kept_across], turned, ink)


@dataclass(frozen=True, slots=True)
class _Part:
    """An unbroken part of a run along the page: its number and box in pixels, and the middle of its ink."""

    number: int
    start: int
    end: int
    thick: int
    middle: float

    @property
    def length(self) -> int:
        return self.end - self.start


# The parts of one run, from its start to its end.
_Run = list[_Part]


def _framed(runs: list[_Run], others: list[_Run], point: float) -> list[_Run]:
    """The runs that reach ``others``, which cross them: a short one at both ends, since letters have strokes.

    A stroke of a letter that is in line with a ruling, beyond the last one that crosses it, is left out.
    """
    miss = _MISSED * point
    crossing = [_box(other, point) for other in others]
    framed: list[_Run] = []
    for run in runs:
        x0, top, x1, bottom = _box(run, point)
        middle = (top + bottom) / 2
        met = [
            (y0 + y1) / 2
            for start, y0, end, y1 in crossing
            if start - miss <= middle <= end + miss and x0 - miss <= (y0 + y1) / 2 <= x1 + miss
        ]
        if not met:
            continue
        own = [
            part
            for part in run
            if part.length >= _LONGER_THAN_LETTERS * point
            or (part.end > min(met) - miss and part.start < max(met) + miss)
        ]
        if not own:
            continue
        ends = own[0].start, max(part.end for part in own)
        if ends[1] - ends[0] >= _LONGER_THAN_LETTERS * point or all(
            any(abs(place - end) <= miss for place in met) for end in ends
        ):
            framed.append(own)
    return framed


def _is_longer_than_strokes(run: _Run, point: float) -> bool:
    return (
        max(part.length for part in run) >= _NO_STROKE * point
        or run[-1].end - run[0].start >= _NO_STROKES * point
    )


def _runs(dark: NDArray[np.uint8], point: float, shortest: float) -> tuple[list[_Run], NDArray[np.int32]]:
    """The long runs across, and a picture with the number of each of their parts."""
    unbroken = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, round(_UNBROKEN * point)), np.uint8))
    count, labels, stats, middles = cv2.connectedComponentsWithStats(unbroken, connectivity=8)
    parts: list[_Part] = []
    for number in range(1, count):
        x, _, width, height = (int(value) for value in stats[number][:4])
        if height <= _THICKEST * point:
            parts.append(_Part(number, x, x + width, height, float(middles[number][1])))
    return [run for run in _joined(parts, point) if _is_filled(run, shortest * point)], labels


def _is_filled(run: _Run, shortest: float) -> bool:
    reach = max(part.end for part in run) - run[0].start
    return reach >= shortest and sum(part.length for part in run) >= _FILLED * reach


def _box(run: _Run, point: float) -> Rectangle:
    """The box around a run across, which is thin whatever touches it."""
    length = sum(part.length for part in run)
    middle = sum(part.middle * part.length for part in run) / length + 0.5
    thick = min(max(1.0, sum(part.thick * part.length for part in run) / length), 1.5 * point)
    start, end = run[0].start, max(part.end for part in run)
    return float(start), middle - thick / 2, float(end), middle + thick / 2


def _marked(labels: NDArray[np.int32], runs: Iterable[_Run]) -> NDArray[np.uint8]:
    """The pixels of some runs."""
    return np.isin(labels, [part.number for run in runs for part in run]).astype(np.uint8)


def _joined(parts: list[_Part], point: float) -> list[_Run]:
    """Parts of one ruling together, from left to right."""
    runs: list[_Run] = []
    for part in sorted(parts, key=lambda part: part.start):
        near = [
            run
            for run in runs
            if abs(run[-1].middle - part.middle) <= _ASIDE * point
            and part.start - run[-1].end <= _GAP * point
        ]
        if near:
            min(near, key=lambda run: abs(run[-1].middle - part.middle)).append(part)
        else:
            runs.append([part])
    return runs
