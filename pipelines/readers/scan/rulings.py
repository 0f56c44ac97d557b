"""The rulings in the picture of a page: long thin runs of ink across and down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.scan.engine import Grey

# A ruling across or down is at least this long, and its unbroken parts (points): most strokes of letters are
# shorter. So much of it is unbroken.
_SHORTEST, _UNBROKEN, _FILLED = (24.0, 14.0), 10.0, 0.78
# Strokes of letters are no longer than this (points).
_LONGER_THAN_LETTERS = 30.0
# No stroke of a letter is as long as this, and no strokes of neighbours stand in line so far (points).
_NO_STROKE, _NO_STROKES = 40.0, 120.0
# A ruling down reaches one across, or misses it by so much (points).
_MISSED = 3.5
# Parts of one ruling up to this far apart (points) are one; they lean and curl by as much aside.
_GAP, _ASIDE = 7.0, 1.2
# A ruling is at most this thick (points).
_THICKEST = 4.0
# Ink at least this much darker than what is around it is part of a ruling, also of a faint one.
_DARKER = 12


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
    dark = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, _DARKER)
    across, parts_across = _runs(dark, point, _SHORTEST[0])
    upright, parts_down = _runs(np.ascontiguousarray(dark.T), point, _SHORTEST[1])
    down = [(top, x0, bottom, x1) for x0, top, x1, bottom in upright]
    long_across = [
        n
        for n, (x0, _, x1, _) in enumerate(across)
        if parts_across.longest[n] >= _NO_STROKE * point or x1 - x0 >= _NO_STROKES * point
    ]
    kept_down = _framed(down, [across[n] for n in long_across], point)
    # A short one across divides a cell: it goes from ruling to ruling as well.
    turned = [(top, x0, bottom, x1) for x0, top, x1, bottom in across]
    kept_across = sorted({*long_across, *_framed(turned, [upright[n] for n in kept_down], point)})
    kept_down = _framed(down, [across[n] for n in kept_across], point)
    ink = _marked(parts_across, kept_across) | _marked(parts_down, kept_down).T
    return PictureRulings([across[n] for n in kept_across], [down[n] for n in kept_down], ink)


def _framed(down: list[Rectangle], across: list[Rectangle], point: float) -> list[int]:
    """The numbers of runs down that reach rulings across."""
    return [number for number, line in enumerate(down) if _is_framed(line, across, point)]


def _is_framed(down: Rectangle, across: list[Rectangle], point: float) -> bool:
    """Whether a run down reaches rulings across: a short one at both ends, since letters have strokes."""
    met = [line for line in across if _meet(down, line, _MISSED * point)]
    if down[3] - down[1] >= _LONGER_THAN_LETTERS * point:
        return bool(met)
    return all(any(abs(line[1] - end) <= _MISSED * point for line in met) for end in (down[1], down[3]))


def _meet(down: Rectangle, across: Rectangle, miss: float) -> bool:
    return across[0] - miss <= down[0] <= across[2] + miss and down[1] - miss <= across[1] <= down[3] + miss


def _runs(dark: NDArray[np.uint8], point: float, shortest: float) -> tuple[list[Rectangle], _Parts]:
    """The boxes of long runs across, and the parts that they are made of."""
    unbroken = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, round(_UNBROKEN * point)), np.uint8))
    count, labels, stats, middles = cv2.connectedComponentsWithStats(unbroken, connectivity=8)
    parts: list[_Part] = []
    for number in range(1, count):
        x, y, width, height = (int(value) for value in stats[number][:4])
        if height <= _THICKEST * point:
            parts.append((float(middles[number][1]), number, x, y, width, height))
    boxes: list[Rectangle] = []
    numbers: list[list[int]] = []
    longest: list[int] = []
    for line in _joined(parts, point):
        x0, x1 = min(part[2] for part in line), max(part[2] + part[4] for part in line)
        length = sum(part[4] for part in line)
        if x1 - x0 >= shortest * point and length >= _FILLED * (x1 - x0):
            middle = sum(part[0] * part[4] for part in line) / length + 0.5
            thick = min(max(1.0, sum(part[5] * part[4] for part in line) / length), 1.5 * point)
            boxes.append((float(x0), middle - thick / 2, float(x1), middle + thick / 2))
            numbers.append([part[1] for part in line])
            longest.append(max(part[4] for part in line))
    return boxes, _Parts(labels, numbers, longest)


def _marked(parts: _Parts, runs: Iterable[int]) -> NDArray[np.uint8]:
    """The pixels of some runs."""
    numbers = [number for run in runs for number in parts.numbers[run]]
    return np.isin(parts.labels, numbers).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The unbroken parts of runs: a picture with the number of each, and for each run their numbers and the
    length of the longest one.
    """

    labels: NDArray[np.int32]
    numbers: list[list[int]]
    longest: list[int]


_Part = tuple[float, int, int, int, int, int]


def _joined(parts: list[_Part], point: float) -> list[list[_Part]]:
    """Parts of one ruling together: ``(middle, number, x, y, width, height)``, from left to right."""
    lines: list[list[_Part]] = []
    for part in sorted(parts, key=lambda part: part[2]):
        near = [
            line
            for line in lines
            if abs(line[-1][0] - part[0]) <= _ASIDE * point
            and part[2] - (line[-1][2] + line[-1][4]) <= _GAP * point
        ]
        if near:
            min(near, key=lambda line: abs(line[-1][0] - part[0])).append(part)
        else:
            lines.append([part])
    return lines
