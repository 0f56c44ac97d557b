"""Text hidden by a clipping path.

A cell that continues on the next page is often drawn completely on both pages, and each page shows its part.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.upright import Upright

# A line with fewer visible points than this counts as hidden on this page.
LEAST_VISIBLE = 1.0


def visible_runs(
    runs: Sequence[list[Glyph]], text_page: pdfium.PdfTextPage, upright: Upright
) -> list[list[Glyph]]:
    """The visible runs, clipped at their top and bottom; hidden runs are left out.

    Clipping on the left or right is ignored: half an amount would be another amount, and the file holds the
    whole.
    """
    kept: list[list[Glyph]] = []
    for run in runs:
        limits = _clip_limits(text_page, run[0].number, upright)
        if limits is None or (limits[0] <= run[0].top and run[0].bottom <= limits[1]):
            kept.append(run)
            continue
        above, below = limits
        visible = min(run[0].bottom, below) - max(run[0].top, above)
        if visible >= LEAST_VISIBLE:
            kept.append([g._replace(top=max(g.top, above), bottom=min(g.bottom, below)) for g in run])
    return kept


def _clip_limits(text_page: pdfium.PdfTextPage, index: int, upright: Upright) -> tuple[float, float] | None:
    """Top and bottom of the area that a character's clipping paths leave visible; None without clipping."""
    item = raw.FPDFText_GetTextObject(text_page, index)
    if not item:
        return None
    clip = raw.FPDFPageObj_GetClipPath(item)
    count = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    above, below = float("-inf"), float("inf")
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(count):
        heights: list[float] = []
        for number in range(raw.FPDFClipPath_CountPathSegments(clip, path)):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, number), x, y)
            heights.append(upright.point(x.value, y.value)[1])
        if heights:
            above, below = max(above, min(heights)), min(below, max(heights))
    return (above, below) if count > 0 and above > float("-inf") else None
