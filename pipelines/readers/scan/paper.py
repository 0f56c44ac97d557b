"""The ink of a scanned page: print in black and grey on white, without stamps and watermarks."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.scan.engine import Grey

# A pixel is coloured where its channels are this far apart (of 255).
_COLOURED = 60
# A stamp is this large in both directions (inches), and this much of its box is ink.
_SMALLEST_STAMP, _LARGEST_STAMP = 0.6, 2.6
_SPARSE, _DENSE = 0.04, 0.7
# Print is darker than this below a stamp.
_PRINT_BELOW_STAMP = 110
# Ink lighter than this share of the paper is a watermark, or the other side of the paper.
_LIGHT, _DARK = 0.78, 0.25


@dataclass(frozen=True, slots=True)
class Ink:
    """The print of a page in grey levels on white, and where a stamp was taken away from it.

    ``with_faint`` also has what is too light for print, as rulings may be.
    """

    grey: Grey
    with_faint: Grey
    stained: NDArray[np.bool_]


def ink_of(picture: NDArray[np.uint8], dpi: float) -> Ink:
    """The print of a page: ``picture[y, x, channel]`` in red, green and blue."""
    lightest, darkest = picture.max(axis=2), picture.min(axis=2)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    coloured = ((lightest.astype(np.int16) - darkest) > _COLOURED).astype(np.uint8)
    stained = np.zeros(grey.shape, np.bool_)
    for x, y, w, h in _stamps(coloured, dpi):
        # The ink of a stamp is light in one channel; black print below it is dark in all.
        place = slice(y, y + h), slice(x, x + w)
        stained[place] = cv2.dilate(coloured[place], np.ones((5, 5), np.uint8)) > 0
        grey[place] = np.where(stained[place] & (lightest[place] > _PRINT_BELOW_STAMP), 255, grey[place])
    share = _share_of_paper(grey, dpi)
    return Ink(_levels(share, _LIGHT), _levels(share, 1.0), stained)


def _stamps(coloured: NDArray[np.uint8], dpi: float) -> list[tuple[int, int, int, int]]:
    """The boxes of coloured shapes that are about as wide as high, and neither lines nor shaded cells."""
    reach = max(3, round(dpi / 15))
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[tuple[int, int, int, int]] = []
    for x, y, w, h, _ in stats[1:count].tolist():
        side, longer = min(w, h), max(w, h)
        inked = float(coloured[y : y + h, x : x + w].mean())
        if (
            _SMALLEST_STAMP * dpi <= side
            and longer <= min(_LARGEST_STAMP * dpi, 1.6 * side)
            and _SPARSE < inked < _DENSE
        ):
            found.append((x, y, w, h))
    return found


def _levels(share: NDArray[np.float32], white: float) -> Grey:
    """Grey levels from the darkest print to what is ``white``."""
    return (np.clip((share - _DARK) / (white - _DARK), 0, 1) * 255).astype(np.uint8)


def _share_of_paper(grey: Grey, dpi: float) -> NDArray[np.float32]:
    """How light each pixel is, as a share of the paper around it."""
    step = max(1, round(dpi / 25))
    small = cv2.resize(grey, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    # The paper shows between letters: the lightest of the surroundings, without their grain.
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 9)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return grey.astype(np.float32) / np.maximum(paper, 80)
