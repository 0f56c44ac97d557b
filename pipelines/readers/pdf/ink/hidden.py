"""Text of a page that a person cannot see, separated from the text that can be seen."""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.pdf.ink.characters import Glyph, HiddenGlyph, Reason, runs_of
from pipelines.readers.pdf.ink.clipping import clip_of, is_number, with_unknown
from pipelines.readers.pdf.ink.doubts import UNPAINTED, are_alike, ink_of
from pipelines.readers.pdf.ink.looking import Look, contested
from pipelines.readers.pdf.ink.paths import Drawn, Rectangle
from pipelines.readers.pdf.ink.upright import Upright

# A picture over this share of a page is a scan of it.
SCAN = 0.6
# CJK characters begin here; pdfium draws them only where the file or the machine has the font.
_FIRST_CJK = "\u2e80"


def split_hidden(
    page: pdfium.PdfPage,
    text_page: pdfium.PdfTextPage,
    glyphs: Sequence[Glyph],
    drawn: Drawn,
    upright: Upright,
) -> tuple[list[Glyph], list[HiddenGlyph]]:
    """The visible and the hidden glyphs of a page, both in drawing order.

    The judge is the picture of the page: a glyph without which the page looks the same is hidden.
    """
    items = _items_of(text_page, glyphs)
    reasons: dict[int, Reason] = {}
    for number, item in items.items():
        unpainted = _reason_unpainted(item)
        if unpainted:
            reasons[number] = unpainted
    left = [glyph for glyph in glyphs if glyph.number in items and glyph.number not in reasons]
    if left:
        look = Look(page, text_page, upright, items)
        for glyph in _unseen(look, left, items, drawn):
            if not _is_cut(look, text_page, glyph, upright, drawn):
                reasons[glyph.number] = _reason_unseen(look, glyph, items[glyph.number], drawn)
    hidden = [HiddenGlyph(g, reasons[g.number]) for g in glyphs if g.number in reasons]
    return _visible(glyphs, reasons), _with_scans(hidden, drawn, upright)


def _visible(glyphs: Sequence[Glyph], hidden: Collection[int]) -> list[Glyph]:
    """The glyphs without the hidden ones; a number that has lost only some of its glyphs is unknown there."""
    visible: list[Glyph] = []
    for run in runs_of(glyphs):
        lost = [glyph for glyph in run if glyph.number in hidden]
        if not lost:
            visible += run
        elif is_number(run):
            # Of a number that is mostly hidden, the rest is seen because other print has the same sign there.
            rest = [glyph for glyph in run if glyph.number not in hidden]
            visible += with_unknown(run, lost) if len(lost) < len(rest) else rest
        else:
            visible += [glyph for glyph in run if glyph.number not in hidden]
    return visible


def _is_cut(look: Look, text_page: pdfium.PdfTextPage, glyph: Glyph, upright: Upright, drawn: Drawn) -> bool:
    """Whether a clipping path cuts the ink of a glyph, which is another question (see ``clipping``)."""
    limits = clip_of(text_page, glyph.number, upright, drawn.moved)
    if limits is None:
        return False
    x0, top, x1, bottom = look.ink_box(glyph)
    return x0 < limits[0] or top < limits[1] or x1 > limits[2] or bottom > limits[3]


def is_doubtful(
    text_page: pdfium.PdfTextPage, runs: Sequence[list[Glyph]], drawn: Drawn, any_layers: bool
) -> bool:
    """Whether a page is worth a closer look; ``any_layers`` says that the file has layers that may be off."""
    doubts = drawn.doubts
    # A run is drawn in one go: its first and its last glyph show how it is painted.
    doubts.add_inks(text_page, (end.number for run in runs for end in (run[0], run[-1])))
    return any_layers or doubts.arise() or any(_inside_any(run[0], drawn.pictures) for run in runs)


def _items_of(text_page: pdfium.PdfTextPage, glyphs: Sequence[Glyph]) -> dict[int, Any]:
    """The text objects by the numbers of their glyphs; glyphs that pdfium does not know are left out."""
    found = ((g.number, raw.FPDFText_GetTextObject(text_page, g.number)) for g in glyphs if g.number >= 0)
    return {number: item for number, item in found if item}


def _reason_unpainted(item: Any) -> Reason | None:
    """The reason for text that is not painted at all, whatever is under it."""
    if raw.FPDFTextObj_GetTextRenderMode(item) in UNPAINTED:
        return Reason.UNPAINTED
    channels = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(item, *channels)
    return Reason.TRANSPARENT if known and not channels[3].value and ink_of(item) is None else None


def _unseen(look: Look, glyphs: Sequence[Glyph], items: Mapping[int, Any], drawn: Drawn) -> list[Glyph]:
    """The glyphs without which the page looks the same."""
    seen = look.without_text()
    unseen = [
        glyph for glyph in glyphs if not seen(glyph) and not _only_lacks_font(look, glyph, items, drawn)
    ]
    gone = {glyph.number for glyph in unseen}
    for layer in contested([glyph for glyph in glyphs if glyph.number not in gone], items):
        seen = look.without([items[glyph.number] for glyph in layer])
        unseen += [glyph for glyph in layer if not seen(glyph)]
    return unseen


def _only_lacks_font(look: Look, glyph: Glyph, items: Mapping[int, Any], drawn: Drawn) -> bool:
    """Whether a glyph leaves no ink only because this machine does not have its font."""
    item = items[glyph.number]
    if glyph.char < _FIRST_CJK or raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(item)):
        return False
    ink = ink_of(item)
    return (
        ink is not None
        and not _inside_any(glyph, drawn.doubts.covers)
        and not are_alike(ink, look.paper_under(glyph))
    )


def _reason_unseen(look: Look, glyph: Glyph, item: Any, drawn: Drawn) -> Reason:
    ink = ink_of(item)
    if ink is not None and are_alike(ink, look.paper_under(glyph)):
        return Reason.COLOUR_OF_PAPER
    if _inside_any(glyph, drawn.doubts.covers):
        return Reason.COVERED
    return Reason.TRANSPARENT if ink is None else Reason.LAYER_OFF


def _with_scans(hidden: Sequence[HiddenGlyph], drawn: Drawn, upright: Upright) -> list[HiddenGlyph]:
    """Hidden text over or under the picture of a whole page is what text recognition made of it."""
    area = upright.width * upright.height
    scans = [p for p in drawn.pictures if (p[2] - p[0]) * (p[3] - p[1]) >= SCAN * area]
    return [
        HiddenGlyph(glyph, Reason.OCR_LAYER if _inside_any(glyph, scans) else reason)
        for glyph, reason in hidden
    ]


def _inside_any(glyph: Glyph, boxes: Sequence[Rectangle]) -> bool:
    if not boxes:
        return False
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in boxes)
