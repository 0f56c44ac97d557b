"""Looks at a page as a person does: draws it with and without some of its texts."""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageChops
from pypdfium2 import raw

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.doubts import Rectangle
from pipelines.readers.pdf.ink.upright import Upright

# Pixels for a point, and at most so many pixels for a page.
SCALE, MOST_PIXELS = 2.0, 4_000_000
# A person sees ink that differs from the paper by this much (of 255) in one channel.
VISIBLE = 24
# Ink longer than this (pixels) is looked at without its ends, where other ink may touch it.
LONG = 5
# Ink thinner than this (pixels) may be drawn beside its place, where pdfium fits it to the grid.
THIN = 2
# Two glyphs meet when they share this much of the smaller one's width and height.
SHARED = 0.08


class Look:
    """The picture of a page, to be compared with the page without some of its texts.

    ``items`` are the text objects of the page by the numbers of their glyphs.
    """

    def __init__(
        self,
        page: pdfium.PdfPage,
        text_page: pdfium.PdfTextPage,
        upright: Upright,
        items: Mapping[int, Any],
    ) -> None:
        self._page, self._text_page, self._upright = page, text_page, upright
        self._scale = min(SCALE, (MOST_PIXELS / max(1.0, upright.width * upright.height)) ** 0.5)
        self._whole = self._picture()
        self._bare = self._picture_without(items.values())
        self._edges = tuple(ctypes.c_double() for _ in range(4))

    def without(self, items: Iterable[Any]) -> Callable[[Glyph], bool]:
        """A judge of whether a glyph leaves ink on the page that is not there without these text objects."""
        return self._judge(self._picture_without(items))

    def without_text(self) -> Callable[[Glyph], bool]:
        """A judge of whether a glyph is where text leaves any ink."""
        return self._judge(self._bare)

    def paper_under(self, glyph: Glyph) -> tuple[int, ...]:
        """The mean colour under a glyph, on the page without its texts."""
        colour = self._bare.crop(self._pixels(glyph)).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
        assert isinstance(colour, tuple)
        return colour

    def ink_box(self, glyph: Glyph) -> Rectangle:
        """The box of a glyph's ink on the upright page, in points."""
        left, right, bottom, top = self._edges
        if not raw.FPDFText_GetCharBox(self._text_page, glyph.number, left, right, bottom, top):
            return glyph[:4]
        return self._upright.box(left.value, bottom.value, right.value, top.value)

    def _judge(self, other: Image.Image) -> Callable[[Glyph], bool]:
        strongest = reduce(ImageChops.lighter, ImageChops.difference(self._whole, other).split())

        def seen(glyph: Glyph) -> bool:
            most = strongest.crop(self._pixels(glyph)).getextrema()[1]
            assert isinstance(most, (int, float))
            return most >= VISIBLE

        return seen

    def _picture(self) -> Image.Image:
        rotation = (self._upright.turn - self._page.get_rotation()) % 360
        bitmap = self._page.render(
            scale=self._scale,
            rotation=rotation,
            rev_byteorder=True,
        )
        picture = bitmap.to_pil()
        return picture if picture.mode == "RGB" else picture.convert("RGB")

    def _picture_without(self, items: Iterable[Any]) -> Image.Image:
        switched = list({ctypes.addressof(item.contents): item for item in items}.values())
        for item in switched:
            raw.FPDFPageObj_SetIsActive(item, False)
        try:
            return self._picture()
        finally:
            for item in switched:
                raw.FPDFPageObj_SetIsActive(item, True)

    def _pixels(self, glyph: Glyph) -> tuple[int, int, int, int]:
        """The pixels of a glyph's ink."""
        x0, y0, x1, y1 = (value * self._scale for value in self.ink_box(glyph))
        columns = _inner(x0, x1, self._whole.width)
        rows = _inner(y0, y1, self._whole.height)
        return columns[0], rows[0], columns[1], rows[1]


def _inner(start: float, end: float, most: int) -> tuple[int, int]:
    """The pixels from ``start`` to ``end``: of a long stretch without its ends, of a thin one with more."""
    length = end - start
    margin = 1 if length > LONG else -1 if length < THIN else 0
    first = min(max(int(start) + margin, 0), most - 1)
    return first, max(first + 1, min(math.ceil(end) - margin, most))


def contested(glyphs: Sequence[Glyph], items: Mapping[int, Any]) -> list[list[Glyph]]:
    """Different characters of different texts that meet: the earlier and the later ones.

    The same character twice is bold print.
    """
    bands: dict[int, list[tuple[int, Glyph]]] = defaultdict(list)
    earlier: dict[int, Glyph] = {}
    later: dict[int, Glyph] = {}
    for glyph in glyphs:
        address = ctypes.addressof(items[glyph.number].contents)
        first, last = int(glyph.top // 16), int(glyph.bottom // 16)
        for band in range(first, last + 1):
            for other_address, other in bands[band]:
                if other_address != address and meet(other, glyph):
                    earlier[other.number], later[glyph.number] = other, glyph
            bands[band].append((address, glyph))
    return [list(layer.values()) for layer in (earlier, later) if layer]


def meet(one: Glyph, other: Glyph) -> bool:
    """Whether the places of two different characters meet."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return (
        width > SHARED * min(one.x1 - one.x0, other.x1 - other.x0)
        and height > SHARED * min(one.bottom - one.top, other.bottom - other.top)
        and one.char != other.char
    )
