"""Lays a scanned page straight: turned upright, and by the small angle at which it lay on the glass."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.scan.engine import Grey, PixelBox, find_lines, read_lines
from pipelines.readers.scan.paper import Ink, ink_of

# Paper lies askew by at most so many degrees; the angle is found this exactly.
_LARGEST_ANGLE, _EXACT = 6.0, 0.02
# The angle is measured on a page with this many pixels on its longer side.
_MEASURED_SIDE = 1500
_DARK = 150
# So many lines say which way is up, and how sure the model is of lines that stand upright.
_SAMPLED_LINES, _UPRIGHT_SCORE = 6, 0.93
# A line is lying or upright when it is so many times as long as high.
_LYING = 1.5
# ... of which so many characters are read.
_LONGEST_SAMPLE = 10
# Most pages lie upright; sheets of landscape format are scanned sideways.
_LIKELY_TURNS = (0, 1, 3, 2)


@dataclass(frozen=True, slots=True)
class Laying:
    """How a page was laid straight: quarter turns clockwise, then an angle in degrees, counter-clockwise.

    ``width`` and ``height`` are those of the page as it was turned.
    """

    quarter_turns: int
    angle: float
    width: float
    height: float

    def back(self, box: Rectangle) -> Rectangle:
        """The place of a box on the page as it lay: its middle is exact, its size is kept."""
        x, y = (box[0] + box[2]) / 2 - self.width / 2, (box[1] + box[3]) / 2 - self.height / 2
        wide, high = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
        cosine, sine = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        x, y = x * cosine - y * sine, x * sine + y * cosine
        width, height = self.width, self.height
        for _ in range(self.quarter_turns):
            x, y, wide, high, width, height = y, -x, high, wide, height, width
        x, y = x + width / 2, y + height / 2
        return x - wide, y - high, x + wide, y + high


@dataclass(frozen=True, slots=True)
class StraightPage:
    """The print of a page that lies straight, how it was laid so, and the boxes of its lines in pixels."""

    ink: Ink
    laying: Laying
    lines: list[PixelBox]


def laid_straight(picture: NDArray[np.uint8], dpi: float) -> StraightPage:
    """The print of a page as it has to be read: upright, and not askew; ``picture[y, x, channel]``.

    A page whose lines cannot be read as it lies is turned by quarters until they can.
    """
    best, best_score = None, -1.0
    for turns in _LIKELY_TURNS:
        page = _laid(picture, turns, dpi)
        score = _score(page)
        if score > best_score:
            best, best_score = page, score
        if score >= _UPRIGHT_SCORE or not page.lines:
            break
    assert best is not None
    return best


def _laid(picture: NDArray[np.uint8], turns: int, dpi: float) -> StraightPage:
    turned = np.ascontiguousarray(np.rot90(picture, -turns))
    angle = _angle(cv2.cvtColor(turned, cv2.COLOR_RGB2GRAY))
    height, width = turned.shape[:2]
    if angle:
        matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, 1.0)
        white = (255, 255, 255)
        turned = cv2.warpAffine(turned, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=white)
    ink = ink_of(turned, dpi)
    return StraightPage(ink, Laying(turns, angle, width, height), find_lines(ink.grey))


def _angle(grey: Grey) -> float:
    """The angle by which the page has to be turned so that rows of ink and blank rows are furthest apart."""
    scale = min(1.0, _MEASURED_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (small < _DARK).astype(np.float32)
    best, reach, step = 0.0, _LARGEST_ANGLE, 0.5
    while step >= _EXACT:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(angles[np.argmax([_sharpness(ink, angle) for angle in angles])])
        reach, step = step, step / 5
    return round(best, 2)


def _sharpness(ink: NDArray[np.float32], angle: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, 1.0)
    rows = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def _score(page: StraightPage) -> float:
    """How well some lines of a page can be read as they are; 0 where most of them run up or down."""
    lying = [box for box in page.lines if box[2] - box[0] > _LYING * (box[3] - box[1])]
    standing = [box for box in page.lines if box[3] - box[1] > _LYING * (box[2] - box[0])]
    # By their length: a lone digit is higher than wide as well.
    if sum(box[3] - box[1] for box in standing) > sum(box[2] - box[0] for box in lying):
        return 0.0
    longest = sorted(lying, key=lambda box: box[0] - box[2])[:_SAMPLED_LINES]
    samples = [
        page.ink.grey[top:bottom, x0 : min(x1, x0 + _LONGEST_SAMPLE * (bottom - top))]
        for x0, top, x1, bottom in longest
    ]
    scores = [sum(line.scores) / len(line.scores) for line in read_lines(samples) if line.scores]
    return sum(scores) / len(scores) if scores else 0.0
