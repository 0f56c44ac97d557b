"""Single characters that pdfium leaves out because their font is not embedded in the file.

pdfium then takes a font of the machine. If that font has no shape for the character, a text of this one
character has no width, and pdfium drops it. The character codes are in the file, so pdfminer can read them.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.ink.plumber import PlumberChar, PlumberPage
from pipelines.readers.pdf.ink.radicals import RADICALS
from pipelines.readers.pdf.ink.upright import Upright

# The ``number`` of a glyph that pdfium does not know.
NO_NUMBER = -1
# ... and of one that is printed slanted: its text matrix leans by more than this share.
SLANTED_NUMBER = -2
LEAST_LEAN = 0.14
# Both programs draw in the same order; pdfium leaves out at most so many characters in between.
LOOK_AHEAD = 50
# A character belongs to a left-out text at most this many of its own sizes away.
NEAR = 0.6


def completed(
    page: PlumberPage, left_out: Sequence[Rectangle], known: Sequence[Glyph], upright: Upright
) -> list[Glyph]:
    """The ``known`` glyphs of a page, with those that are at ``left_out``, as pdfplumber reads them.

    All in drawing order, which shows what continues the text before it.
    """
    complete = list(known)
    drawn = 0
    for char in page.chars:
        glyph = _glyph(char, page, upright)
        if glyph is None:
            continue
        ahead = range(drawn, min(drawn + LOOK_AHEAD, len(complete)))
        place = next((at for at in ahead if _same(glyph, complete[at])), None)
        if place is not None:
            drawn = place + 1
        elif any(_near(glyph, box) for box in left_out) and not any(_same(glyph, k) for k in known):
            complete.insert(drawn, glyph)
            drawn += 1
    return complete


def _glyph(char: PlumberChar, page: PlumberPage, upright: Upright) -> Glyph | None:
    """A character of pdfminer as a glyph; None for white space and ligatures."""
    if len(char.text) != 1 or not char.text.strip():
        return None
    box = upright.box(*_unrotated(page, *char.bottom_up))
    a, b = map(abs, char.slope)
    leans = min(a, b) > LEAST_LEAN * max(a, b)
    text = RADICALS.get(char.text, char.text)
    return Glyph(*box, text, SLANTED_NUMBER if leans else NO_NUMBER)


def _near(glyph: Glyph, place: Rectangle) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    reach = NEAR * max(glyph.x1 - glyph.x0, glyph.bottom - glyph.top)
    return place[0] - reach <= x <= place[2] + reach and place[1] - reach <= y <= place[3] + reach


def _same(glyph: Glyph, known: Glyph) -> bool:
    """Whether both glyphs are the same printed character."""
    width, height = known.x1 - known.x0, known.bottom - known.top
    return (
        glyph.char == known.char
        and width < 2 * (glyph.x1 - glyph.x0)
        and abs(glyph.x0 + glyph.x1 - known.x0 - known.x1) < width
        and abs(glyph.top + glyph.bottom - known.top - known.bottom) < height
    )


def _unrotated(page: PlumberPage, x0: float, y0: float, x1: float, y1: float) -> Rectangle:
    """A box of pdfminer, turned back by the /Rotate entry of the page to the page space of the file."""
    left, bottom, right, top = page.media_box
    rotation = page.rotation
    if rotation == 90:
        return right - y1, x0 + bottom, right - y0, x1 + bottom
    if rotation == 180:
        return right - x1, top - y1, right - x0, top - y0
    if rotation == 270:
        return y0 + left, top - x1, y1 + left, top - x0
    return x0 + left, y0 + bottom, x1 + left, y1 + bottom
