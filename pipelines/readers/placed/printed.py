"""The print of a page with placed texts, as the finders of the PDF reader take it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.readers.pdf.ink.characters import (
    SMALLEST,
    Glyph,
    HiddenGlyph,
    Reason,
    runs_of,
    without_doubles,
)
from pipelines.readers.pdf.ink.doubts import Doubts
from pipelines.readers.pdf.ink.fields import ShownValues
from pipelines.readers.pdf.ink.matrix import Rectangle
from pipelines.readers.pdf.ink.paths import THICKEST_RULING, Drawn
from pipelines.readers.pdf.ink.printed import PrintedPage
from pipelines.readers.pdf.ink.radicals import RADICALS
from pipelines.readers.pdf.ink.struck import with_strokes
from pipelines.readers.pdf.ink.upright import FARTHEST, Upright, on_paper
from pipelines.readers.placed.page import PlacedPage, PlacedText


def printed_of(page: PlacedPage, page_no: int) -> PrintedPage:
    """The print of a page; what is beside the page, or is too small to be read, is hidden."""
    glyphs: list[Glyph] = []
    overlays: list[Glyph] = []
    hidden: list[HiddenGlyph] = []
    text_of: list[int] = []
    for number, text in enumerate(page.texts):
        first = len(text_of)
        text_of += [number] * len(text.characters)
        for glyph in _glyphs(text, first):
            reason = _reason_against(glyph, page)
            if reason is not None:
                hidden.append(HiddenGlyph(glyph, reason))
            else:
                (glyphs if text.is_upright else overlays).append(glyph)
    for text in page.hidden:
        hidden += [HiddenGlyph(glyph, Reason.UNPAINTED) for glyph in _glyphs(text, -1)]
    drawn = _drawn(page)
    runs = with_strokes(without_doubles(runs_of(glyphs)), drawn.horizontal)
    return PrintedPage(
        page_no,
        Upright(0, 0.0, 0.0, page.width, page.height),
        glyphs + overlays,
        runs,
        overlays,
        drawn,
        lambda one, other: text_of[one.number] == text_of[other.number],
        ShownValues(),
        hidden,
        frozenset(),
    )


def _glyphs(text: PlacedText, first: int) -> Iterable[Glyph]:
    for place, (character, box) in enumerate(zip(text.characters, text.boxes, strict=True)):
        near = on_paper(box)
        if near is not None:
            yield Glyph(*near, RADICALS.get(character, character), first + place)


def _reason_against(glyph: Glyph, page: PlacedPage) -> Reason | None:
    """Why a person cannot see a glyph."""
    if glyph.bottom - glyph.top < SMALLEST:
        return Reason.TOO_SMALL
    on_page = 0 <= glyph.x0 + glyph.x1 <= 2 * page.width and 0 <= glyph.top + glyph.bottom <= 2 * page.height
    return None if on_page else Reason.OFF_PAGE


def _drawn(page: PlacedPage) -> Drawn:
    """Lines, shaded boxes and pictures of the page."""
    drawn = Drawn(Doubts(lambda _: None))
    for box in _near(page.fills):
        drawn.add_thin_or_shaded(box)
    for line in _near(page.strokes):
        drawn.add_stroke(*line)
    for box in _near(page.pictures):
        if min(box[2] - box[0], box[3] - box[1]) <= THICKEST_RULING:
            drawn.add_thin_or_shaded(box)
        else:
            drawn.pictures.append(box)
    return drawn


def _near(boxes: Sequence[Rectangle]) -> list[Rectangle]:
    return [box for box in boxes if all(abs(edge) < FARTHEST for edge in box)]
