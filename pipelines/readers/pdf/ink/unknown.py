"""Glyphs of numbers that have no Unicode value in the file, known again by their shapes."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.pdf.ink.characters import OF_NUMBERS, UNKNOWN_CHARACTER, Glyph, runs_of
from pipelines.readers.pdf.ink.shapes import Shape, shape_of
from pipelines.readers.pdf.ink.upright import Upright

# Characters without a meaning of their own: no value at all, and values for private use.
_UNKNOWN = re.compile(f"[{UNKNOWN_CHARACTER}\ue000-\uf8ff]")
# What an unknown glyph of a number may be known as, by a glyph of the same font.
_KNOWN = frozenset("0123456789.,-")
# Two shapes are one when they differ by at most this (see ``Shape.difference``), and are different when they
# differ by more than this. Between the two it is uncertain.
SAME, OTHER = 0.06, 0.12
# A bar: its width, the most of its height, and how high its middle is over the line (font sizes).
BAR_WIDTH, BAR_HEIGHT, BAR_RISE = (0.15, 0.75), 0.12, (0.15, 0.5)
# ... which is at least so many times as wide as high, and full.
BAR_LENGTH, BAR_FULLNESS = 2.0, 0.9
# A dot on the line: its width and height, how far from the line it ends (font sizes), and its fullness.
DOT_SIZE, DOT_RISE, DOT_FULLNESS = (0.06, 0.22), 0.03, 0.7
# ... and the longer side is at most so many times the shorter one.
DOT_LENGTH = 1.3
# The tag before the name of a font of which only some glyphs are in the file.
_SUBSET = re.compile(r"^[A-Z]{6}\+")
# More unknown glyphs on one page are not looked at.
MOST_GLYPHS = 400


def with_known_shapes(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, glyphs: Sequence[Glyph], upright: Upright
) -> tuple[list[Glyph], frozenset[int]]:
    """The glyphs of a page, those of numbers known by their shapes, and the numbers of the latter.

    A glyph is known when it has the shape of just one known digit or mark of the same font, or else when it
    is plainly a minus or a point. All others stay unknown.
    """
    if not _UNKNOWN.search("".join([glyph.char for glyph in glyphs])):
        return list(glyphs), frozenset()
    asked = list(_unknown_in_numbers(glyphs))[:MOST_GLYPHS]
    fonts = _Fonts(page, text_page, glyphs, upright) if asked else None
    found = {glyph.number: fonts.character(glyph) for glyph in asked} if fonts else {}
    known = {number: char for number, char in found.items() if char}
    repaired = [g._replace(char=known[g.number]) if g.number in known else g for g in glyphs]
    return repaired, frozenset(known)


def _unknown_in_numbers(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """The unknown glyphs that are among the characters of a number."""
    for run in runs_of(glyphs):
        unknown = [glyph for glyph in run if _UNKNOWN.match(glyph.char)]
        others = [glyph.char for glyph in run if not _UNKNOWN.match(glyph.char)]
        if unknown and OF_NUMBERS.issuperset(others) and any(char.isdigit() for char in others):
            yield from unknown


class _Fonts:
    """The shapes of the known digits and marks on a page, by the names of their fonts."""

    def __init__(
        self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, glyphs: Sequence[Glyph], upright: Upright
    ) -> None:
        self._page, self._text_page, self._upright = page, text_page, upright
        self._samples: dict[str, dict[str, Glyph]] = {}
        for glyph in glyphs:
            if glyph.char in _KNOWN and glyph.number >= 0:
                self._samples.setdefault(self._font(glyph), {}).setdefault(glyph.char, glyph)
        self._shapes: dict[str, list[tuple[str, Shape]]] = {}

    def character(self, glyph: Glyph) -> str | None:
        """What an unknown glyph is; None where its shape does not show it."""
        shape = self._shape(glyph)
        if shape is None:
            return None
        far = sorted((shape.difference(other), char) for char, other in self._known(self._font(glyph)))
        if far and far[0][0] <= SAME:
            return far[0][1] if len(far) == 1 or far[1][0] > OTHER else None
        return plain_mark(shape)

    def _known(self, font: str) -> list[tuple[str, Shape]]:
        if font not in self._shapes:
            shapes = [(char, self._shape(glyph)) for char, glyph in self._samples.get(font, {}).items()]
            self._shapes[font] = [(char, shape) for char, shape in shapes if shape is not None]
        return self._shapes[font]

    def _shape(self, glyph: Glyph) -> Shape | None:
        return shape_of(self._page, self._text_page, glyph, self._upright)

    def _font(self, glyph: Glyph) -> str:
        """The name of a glyph's font, without the tag of its subset."""
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._text_page, glyph.number, name, len(name), flags)
        return _SUBSET.sub("", name.value.decode("utf-8", "replace"))


def plain_mark(shape: Shape) -> str | None:
    """A minus for one level bar at the height of digits, a point for one dot on the line."""
    long, short = max(shape.width, shape.height), min(shape.width, shape.height)
    middle = shape.rise + shape.height / 2
    if (
        BAR_WIDTH[0] <= shape.width <= BAR_WIDTH[1]
        and shape.height <= min(BAR_HEIGHT, shape.width / BAR_LENGTH)
        and BAR_RISE[0] <= middle <= BAR_RISE[1]
        and shape.fullness >= BAR_FULLNESS
    ):
        return "-"
    if (
        DOT_SIZE[0] <= short <= long <= min(DOT_SIZE[1], short * DOT_LENGTH)
        and abs(shape.rise) <= DOT_RISE
        and shape.fullness >= DOT_FULLNESS
    ):
        return "."
    return None
