"""Where lines of text are within a cell, by their ink."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.scan.engine import Grey, PixelBox

# A pixel darker than this is ink.
INK = 160
# Ends of strokes are fainter: so light a pixel belongs to a line that it touches. At its sides it may be
# so near (heights of the line), as thin brackets do.
_FAINT, _NEAR = 235, 1.2
# What is as flat as this (font sizes) may be the only dark stroke of a digit, which is broken by so much.
_FLAT, _BROKEN = 0.4, 0.15
# A spot smaller than this in both directions is dust (points); a text is at least so large in one of them.
_DUST, _SMALLEST_TEXT = 0.6, 1.8
# So many points around rulings are not ink of text; so many more are none where they are this light.
_EDGE, _HALO, _HALO_LIGHT = 0.5, 1.0, 110
# Boxes that overlap by this share of their height are side by side.
_SAME_LINE = 0.7
# Digits are lower than other characters: so many lines of a hundred are no higher than the font.
_TALL = 85
# Strokes of one line (二) are together at most so high, and two lines that touch at least (font sizes).
_ONE_LINE, _TWO_LINES = 1.3, 1.75


def without_rulings(grey: Grey, rulings: NDArray[np.uint8], point: float) -> Grey:
    """The print of a page without its rulings and without dust; ``point`` is in pixels."""
    near, far = (2 * round(reach * point) + 1 for reach in (_EDGE, _EDGE + _HALO))
    edge = cv2.dilate(rulings, np.ones((near, near), np.uint8)) > 0
    halo = cv2.dilate(rulings, np.ones((far, far), np.uint8)) > 0
    print_alone = np.where(edge | (halo & (grey > _HALO_LIGHT)), 255, grey).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats((print_alone < INK).astype(np.uint8))
    dust = [n for n in range(1, count) if max(stats[n][2], stats[n][3]) <= _DUST * point]
    print_alone[np.isin(labels, dust)] = 255
    return print_alone


def lines_in(grey: Grey, box: PixelBox, size: float, point: float) -> list[PixelBox]:
    """The boxes around the ink of each line in a box, from top to bottom; ``size`` is that of the font."""
    x0, top, x1, bottom = box
    part = grey[top:bottom, x0:x1]
    ink = part < INK
    lines: list[PixelBox] = []
    bands = list(_bands(ink.sum(axis=1), size))
    ends = [0, *(last for _, last in bands)], [*(first for first, _ in bands), len(part)]
    for (first, last), above, below in zip(bands, ends[0], ends[1][1:], strict=False):
        columns = np.flatnonzero(ink[first:last].any(axis=0))
        rows = np.flatnonzero(ink[first:last].any(axis=1))
        if not len(columns):
            continue
        left, right, upper, lower = columns[0], columns[-1] + 1, first + rows[0], first + rows[-1] + 1
        if max(right - left, lower - upper) >= _SMALLEST_TEXT * point:
            inked = (int(left), int(upper), int(right), int(lower))
            broken = round(_BROKEN * size) if lower - upper < _FLAT * size else 0
            own = _with_faint(part < _FAINT, inked, above, below, broken)
            lines.append((x0 + own[0], top + own[1], x0 + own[2], top + own[3]))
    return lines


def _with_faint(faint: NDArray[np.bool_], box: PixelBox, above: int, below: int, broken: int) -> PixelBox:
    """The box of a line with its faint strokes, between the lines above and below.

    They may be ``broken`` by so many rows of pixels.
    """
    left, upper, right, lower = box
    inked = np.flatnonzero(faint[above:below, left:right].any(axis=1)) + above
    for row in inked[inked < upper][::-1].tolist():
        if upper - row > 1 + broken:
            break
        upper = row
    for row in inked[inked >= lower].tolist():
        if row - lower > broken:
            break
        lower = row + 1
    near = round(_NEAR * (lower - upper))
    start = max(0, left - near)
    columns = start + np.flatnonzero(faint[upper:lower, start : right + near].any(axis=0))
    return int(columns[0]), upper, int(columns[-1]) + 1, lower


def joined_along(boxes: list[PixelBox]) -> list[PixelBox]:
    """Boxes that are side by side, closer than they are high, as one: so is what is between them."""
    lines: list[PixelBox] = []
    for box in sorted(boxes):
        for number, line in enumerate(lines):
            height = min(box[3] - box[1], line[3] - line[1])
            overlap = min(box[3], line[3]) - max(box[1], line[1])
            if overlap > _SAME_LINE * height and box[0] - line[2] < height:
                lines[number] = (
                    min(line[0], box[0]), min(line[1], box[1]), max(line[2], box[2]), max(line[3], box[3])
                )  # fmt: skip
                break
        else:
            lines.append(box)
    return sorted(lines, key=lambda box: (box[1] + box[3], box[0]))


def font_size(grey: Grey, boxes: list[PixelBox], point: float) -> float:
    """The height of full lines in boxes, in pixels; that of small print where there is none."""
    heights = [
        last - first
        for x0, top, x1, bottom in boxes
        for first, last in _runs((grey[top:bottom, x0:x1] < INK).any(axis=1))
    ]
    usual = [height for height in heights if 4 * point <= height <= 30 * point]
    return float(np.percentile(usual, _TALL)) if usual else 9 * point


def _bands(profile: NDArray[np.int64], size: float) -> Iterator[tuple[int, int]]:
    """Rows of a cell, line by line, by how much ink is in each row."""
    joined: list[tuple[int, int]] = []
    for first, last in _runs(profile > 0):
        if joined and last - joined[-1][0] <= _ONE_LINE * size:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    for first, last in joined:
        count = round((last - first) / (1.25 * size)) if last - first > _TWO_LINES * size else 1
        edges = [first]
        for number in range(1, count):
            middle, reach = first + (last - first) * number // count, max(1, round(size / 3))
            start = max(edges[-1] + 1, middle - reach)
            edges.append(start + int(np.argmin(profile[start : middle + reach])))
        yield from zip(edges, [*edges[1:], last], strict=True)


def _runs(inked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last (exclusive) of each run of rows with ink."""
    steps = np.diff(np.concatenate(([0], inked.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))
