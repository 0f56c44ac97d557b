"""Reads lines of text on a page, figures more than once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.scan.engine import Grey, PixelBox, ReadLine, read_lines
from pipelines.readers.scan.figures import agreed, is_like_figure, unknown

# White around a line, above and at its sides, in heights of the line; more makes it smaller for the model.
_CLOSE, _WIDE = (0.12, 0.3), (0.35, 0.5)
# Strokes end fainter than ink, within so much of the height of a line above and at its sides.
_FAINT = (0.12, 0.3)
# A line is at least this high (font sizes): a dash alone is not a large stroke.
_LEAST_HEIGHT = 0.8
_NUMBERED = re.compile(r"^([一二三四五六七八九十]+)[·.]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the box around its ink, what it says, and where the white around it ends."""

    box: PixelBox
    read: ReadLine
    x0: float
    width: float


def read_boxes(grey: Grey, stained: NDArray[np.bool_], boxes: Sequence[PixelBox], size: float) -> list[Line]:
    """What the lines in boxes say.

    A line that looks like a figure is read again, smaller and sharper: see :func:`~.figures.agreed`. One
    where a stamp was taken away may have lost digits: all of it is unknown. ``size`` is that of the font.
    """
    crops = [_crop(grey, box, size, _CLOSE) for box in boxes]
    lines = [_numbered(line) for line in read_lines(crops)]
    figures = [number for number, line in enumerate(lines) if is_like_figure(line.text)]
    again = read_lines([_sharper(_crop(grey, boxes[number], size, _WIDE)) for number in figures])
    for number, second in zip(figures, again, strict=True):
        lines[number] = agreed(lines[number], second)
        if _is_stained(stained, boxes[number]):
            lines[number] = unknown(lines[number])
    found: list[Line] = []
    for box, crop, line in zip(boxes, crops, lines, strict=True):
        found.append(Line(box, line, (box[0] + box[2] - crop.shape[1]) / 2, crop.shape[1]))
    return found


def _numbered(line: ReadLine) -> ReadLine:
    """A line whose numbering ends with 、, which in small print looks like a point."""
    return replace(line, text=_NUMBERED.sub(r"\1、", line.text))


def _is_stained(stained: NDArray[np.bool_], box: PixelBox) -> bool:
    x0, top, x1, bottom = box
    aside = bottom - top
    return bool(stained[top:bottom, max(0, x0 - aside) : x1 + aside].any())


def _crop(grey: Grey, box: PixelBox, size: float, around: tuple[float, float]) -> Grey:
    """A line alone on white, with the faint ends of its strokes."""
    x0, top, x1, bottom = box
    height = max(bottom - top, round(_LEAST_HEIGHT * size))
    faint_above, faint_aside = (max(1, round(share * height)) for share in _FAINT)
    above, aside = round((0.5 + around[0]) * height - (bottom - top) / 2), round(around[1] * height)
    canvas = np.full((bottom - top + 2 * above, x1 - x0 + 2 * aside), 255, np.uint8)
    left, upper = min(faint_aside, aside, x0), min(faint_above, above, top)
    part = grey[top - upper : bottom + min(faint_above, above), x0 - left : x1 + min(faint_aside, aside)]
    y, x = above - upper, aside - left
    canvas[y : y + part.shape[0], x : x + part.shape[1]] = part
    return canvas


def _sharper(line: Grey) -> Grey:
    twice = cv2.resize(line, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    blurred = cv2.GaussianBlur(twice, (0, 0), 2)
    return cv2.addWeighted(twice, 1.8, blurred, -0.8, 0)
