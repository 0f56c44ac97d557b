"""Text laid over a page, slanted or very large: watermarks and labels of charts. It belongs to no cell."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.pdf.ink.characters import Glyph, runs_of
from pipelines.readers.pdf.ink.unembedded import SLANTED_NUMBER

# Text that leans by more than this many degrees from horizontal or vertical is slanted.
LEAST_SLANT = 8.0
# Glyphs of one slanted line follow each other within this many font sizes.
SLANTED_STEP = 2.0
# Glyphs this many times as high as the median glyph of the page are large.
LARGE = 1.8
# ... which is taken from every eighth glyph.
SAMPLED = 8


def split_overlays(
    text_page: pdfium.PdfTextPage, glyphs: Sequence[Glyph], any_slanted: bool
) -> tuple[list[Glyph], list[Glyph]]:
    """Split the glyphs of a page into its text and those laid over it, both in drawing order.

    Slanted glyphs are laid over, and large ones where they cover others. ``any_slanted`` says that the page
    is known to have slanted text; without it, only large glyphs are checked.
    """
    large = _large(glyphs)
    if not any_slanted and not large:
        return list(glyphs), []
    numbers = {id(glyph) for glyph in large}
    slanted = {id(g) for g in (glyphs if any_slanted else large) if _is_slanted(text_page, g.number)}
    straight = [glyph for glyph in large if id(glyph) not in slanted]
    if straight:
        middles = sorted(_middle(glyph) for glyph in glyphs if id(glyph) not in numbers)
        laid_over = [run for run in runs_of(straight) if any(_lies_over(glyph, middles) for glyph in run)]
        slanted |= {id(glyph) for run in laid_over for glyph in run}
    return [g for g in glyphs if id(g) not in slanted], [g for g in glyphs if id(g) in slanted]


def _large(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs much higher than the median glyph."""
    if not glyphs:
        return []
    heights = sorted([glyph.bottom - glyph.top for glyph in glyphs[::SAMPLED]])
    limit = LARGE * heights[len(heights) // 2]
    return [glyph for glyph in glyphs if glyph.bottom - glyph.top > limit]


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2


def _lies_over(glyph: Glyph, middles: Sequence[tuple[float, float]]) -> bool:
    """Whether one of the sorted middles of other glyphs is within the inner half of this one."""
    x0, x1 = glyph.x0 + (glyph.x1 - glyph.x0) / 4, glyph.x1 - (glyph.x1 - glyph.x0) / 4
    top, bottom = glyph.top + (glyph.bottom - glyph.top) / 4, glyph.bottom - (glyph.bottom - glyph.top) / 4
    first, last = bisect_left(middles, (x0, top)), bisect_right(middles, (x1, bottom))
    return any(top <= y <= bottom for _, y in middles[first:last])


def _is_slanted(text_page: pdfium.PdfTextPage, number: int) -> bool:
    if number < 0:
        return number == SLANTED_NUMBER
    lean = math.degrees(raw.FPDFText_GetCharAngle(text_page, number)) % 90
    return LEAST_SLANT < lean < 90 - LEAST_SLANT


def overlay_lines(overlays: Sequence[Glyph]) -> list[list[Glyph]]:
    """The overlay glyphs of a page cut into lines, in drawing order."""
    runs: list[list[Glyph]] = []
    for glyph in overlays:
        if runs:
            last = runs[-1][-1]
            step = math.dist((glyph.x0, glyph.top), (last.x0, last.top))
            if step <= SLANTED_STEP * max(last.bottom - last.top, last.x1 - last.x0):
                runs[-1].append(glyph)
                continue
        runs.append([glyph])
    return runs
