"""Text hidden by a clipping path.

A cell that continues on the next page is often drawn completely on both pages, and each page shows its part.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Sequence
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.pdf.ink.characters import OF_NUMBERS, UNKNOWN_CHARACTER, Glyph
from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.ink.upright import Upright

# A line with fewer visible points than this counts as hidden on this page.
LEAST_VISIBLE = 1.0

# A rectangle has so many points, of which these are opposite corners.
_RECTANGLE, _OPPOSITE = (4, 5), (0, 2)

_X, _Y = ctypes.c_float(), ctypes.c_float()


def visible_runs(
    runs: Sequence[list[Glyph]], text_page: pdfium.PdfTextPage, upright: Upright, moved: Collection[int]
) -> tuple[list[list[Glyph]], list[Glyph]]:
    """The visible runs, clipped at their top and bottom, and the glyphs that are hidden.

    Text that is cut on the left or right is kept whole. In a number the lost characters are unknown then:
    half an amount would be another amount. Paths of ``moved`` text objects (addresses) cannot be compared.
    """
    kept: list[list[Glyph]] = []
    hidden: list[Glyph] = []
    for run in runs:
        limits = clip_of(text_page, run[0].number, upright, moved)
        if limits is None or _is_within(run, limits):
            kept.append(run)
            continue
        left, above, right, below = limits
        lost = [g for g in run if min(g.x1, right) <= max(g.x0, left)]
        visible = min(run[0].bottom, below) - max(run[0].top, above)
        if visible < LEAST_VISIBLE or len(lost) == len(run):
            hidden += run
            continue
        if lost and is_number(run):
            hidden += lost
            run = with_unknown(run, lost)
        kept.append([g._replace(top=max(g.top, above), bottom=min(g.bottom, below)) for g in run])
    return kept, hidden


def is_number(run: Sequence[Glyph]) -> bool:
    """Whether a run holds only characters that numbers are made of."""
    return all(glyph.char in OF_NUMBERS for glyph in run)


def with_unknown(run: Sequence[Glyph], lost: Collection[Glyph]) -> list[Glyph]:
    """A run with the lost glyphs as unknown ones: what is left of a number is another number."""
    return [g._replace(char=UNKNOWN_CHARACTER) if g in lost else g for g in run]


def _is_within(run: list[Glyph], limits: Rectangle) -> bool:
    left, above, right, below = limits
    first, last = run[0], run[-1]
    return left <= first.x0 and above <= first.top and last.x1 <= right and first.bottom <= below


def clip_of(
    text_page: pdfium.PdfTextPage, index: int, upright: Upright, moved: Collection[int]
) -> Rectangle | None:
    """The box that a character's clipping paths leave visible; None without clipping."""
    item = raw.FPDFText_GetTextObject(text_page, index) if index >= 0 else None
    if not item or (moved and ctypes.addressof(item.contents) in moved):
        return None
    clip = raw.FPDFPageObj_GetClipPath(item)
    paths = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    x0, top, x1, bottom = float("-inf"), float("-inf"), float("inf"), float("inf")
    for path in range(paths):
        corners = _corners(clip, path, upright)
        if corners:
            xs, ys = zip(*corners, strict=True)
            x0, top, x1, bottom = max(x0, min(xs)), max(top, min(ys)), min(x1, max(xs)), min(bottom, max(ys))
    return (x0, top, x1, bottom) if paths > 0 and top > float("-inf") else None


def _corners(clip: Any, path: int, upright: Upright) -> list[tuple[float, float]]:
    """The points of a clipping path; of a rectangle two opposite ones."""
    count = raw.FPDFClipPath_CountPathSegments(clip, path)
    corners: list[tuple[float, float]] = []
    for number in _OPPOSITE if count in _RECTANGLE else range(count):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, number), _X, _Y)
        corners.append(upright.point(_X.value, _Y.value))
    return corners
