"""Turns pdfium's page space into the upright page that a person reads.

pdfium gives coordinates in the unrotated page space (points, origin bottom left, y growing upwards,
including the offset of the CropBox). Everything else in this package uses the *upright* page: points, origin
top left, y growing downwards, text running from left to right. Pictures of a page are turned the same way.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

# Characters sampled to find the direction of a page's text; the majority wins.
SAMPLED_CHARACTERS = 60
# No paper is as wide (points): what a damaged file draws further away is at this distance.
FARTHEST = 20_000.0
# The key for "no quarter turn" where turns are counted.
SLANTED = -1


@dataclass(frozen=True, slots=True)
class Upright:
    """The clockwise turn (0, 90, 180 or 270 degrees) that makes a page upright, and the page's box.

    ``left bottom right top`` is the visible box of the page in pdfium's unrotated space. ``slanted`` says
    that some sampled characters are turned by another angle (labels of charts, watermarks).
    """

    turn: int
    left: float
    bottom: float
    right: float
    top: float
    slanted: bool = False

    @property
    def width(self) -> float:
        """Width of the upright page in points."""
        return self.right - self.left if self.turn in (0, 180) else self.top - self.bottom

    @property
    def height(self) -> float:
        """Height of the upright page in points."""
        return self.top - self.bottom if self.turn in (0, 180) else self.right - self.left

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Map a point of the unrotated page space to the upright page."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Map a rectangle to ``(x0, top, x1, bottom)`` on the upright page."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def on_paper(box: tuple[float, float, float, float]) -> tuple[float, float, float, float] | None:
    """A box without edges at enormous distances; None where one is not a number. Damaged files have both."""
    if any(map(math.isnan, box)):
        return None
    x0, top, x1, bottom = (min(max(edge, -FARTHEST), FARTHEST) for edge in box)
    return x0, top, x1, bottom


def upright_of(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, character_count: int) -> Upright:
    """The turn that makes a page upright: from most of its characters, else from its /Rotate entry."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    turns = _turns_of_text(text_page, character_count)
    turn, votes = turns.most_common(1)[0] if turns else (SLANTED, 0)
    if turn == SLANTED or votes * 2 <= turns.total():
        turn = page.get_rotation() % 360
    return Upright(turn, box.left, box.bottom, box.right, box.top, SLANTED in turns)


def _turns_of_text(text_page: pdfium.PdfTextPage, character_count: int) -> Counter[int]:
    """How many sampled characters each clockwise turn would make upright; slanted ones under ``SLANTED``."""
    turns: Counter[int] = Counter()
    step = max(1, character_count // SAMPLED_CHARACTERS)
    for index in range(0, character_count, step):
        if raw.FPDFText_GetUnicode(text_page, index) <= 32:
            continue
        angle = raw.FPDFText_GetCharAngle(text_page, index)
        if not angle >= 0:  # also where a damaged matrix gives no number
            continue
        quarters = angle / (math.pi / 2)
        straight = abs(quarters - round(quarters)) < 0.1
        # pdfium measures clockwise in page space: text running upwards has 270 degrees.
        turns[(360 - round(quarters) * 90) % 360 if straight else SLANTED] += 1
    return turns
