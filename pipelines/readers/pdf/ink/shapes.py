"""The shape of one printed glyph: its ink, and where that is on the line."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from functools import reduce

import pypdfium2 as pdfium
from PIL import Image, ImageChops
from pypdfium2 import raw

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.upright import Upright

# A glyph is drawn so large that its font size has this many pixels.
PIXELS = 128
# White room around the ink (font sizes).
ROOM = 0.06
# Ink is darker than this (of 255), where the darkest is 255.
INK = 128
# Shapes are compared as pictures of this size, whatever their proportions.
COMPARED = (24, 32)


@dataclass(frozen=True, slots=True)
class Shape:
    """The ink of a glyph: its width and height, and how high its lower edge is over the line, in font sizes.

    ``picture`` is the ink alone, stretched to one size for all shapes, 255 where it is full.
    """

    width: float
    height: float
    rise: float
    picture: Image.Image

    @property
    def fullness(self) -> float:
        """The share of the box around the ink that has ink."""
        return _mean(self.picture)

    def difference(self, other: Shape) -> float:
        """How far two shapes differ: the largest of the differences of their sizes, places and pictures."""
        return max(
            abs(self.width - other.width),
            abs(self.height - other.height),
            abs(self.rise - other.rise),
            _mean(ImageChops.difference(self.picture, other.picture)),
        )


def shape_of(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, glyph: Glyph, upright: Upright
) -> Shape | None:
    """The shape of a glyph that pdfium knows; None where it leaves no ink on the page."""
    item = raw.FPDFText_GetTextObject(text_page, glyph.number) if glyph.number >= 0 else None
    line = _line_of(text_page, glyph, upright)
    if not item or line is None:
        return None
    height, width, size = line
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text_page, glyph.number, left, right, bottom, top)
    x0, y0, x1, y1 = upright.box(left.value, bottom.value, right.value, top.value)
    if x1 - x0 < 0.05 or y1 - y0 < 0.05 or max(x1 - x0, y1 - y0) > 4 * size:
        return None
    room, scale = ROOM * size, PIXELS / size
    window = (x0 - room, y0 - room, x1 + room, y1 + room)
    seen = _picture(page, upright, window, scale)
    raw.FPDFPageObj_SetIsActive(item, False)
    try:
        bare = _picture(page, upright, window, scale)
    finally:
        raw.FPDFPageObj_SetIsActive(item, True)
    ink = reduce(ImageChops.lighter, ImageChops.difference(seen, bare).split())
    darkest = ink.getextrema()[1]
    assert isinstance(darkest, (int, float))
    if darkest < INK / 2:
        return None
    ink = ink.point([min(255, round(value * 255 / darkest)) for value in range(256)])
    box = ink.point([255 if value >= INK else 0 for value in range(256)]).getbbox()
    if box is None:
        return None
    return Shape(
        width=(box[2] - box[0]) / scale / width,
        height=(box[3] - box[1]) / scale / size,
        rise=(height - window[1] - box[3] / scale) / size,
        picture=ink.crop(box).resize(COMPARED, Image.Resampling.BOX),
    )


def _line_of(
    text_page: pdfium.PdfTextPage, glyph: Glyph, upright: Upright
) -> tuple[float, float, float] | None:
    """The height of the line that a glyph is on, and its font size across and up; None if it leans."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    if not raw.FPDFText_GetCharOrigin(text_page, glyph.number, x, y):
        return None
    if not raw.FPDFText_GetMatrix(text_page, glyph.number, matrix):
        return None
    size = raw.FPDFText_GetFontSize(text_page, glyph.number)
    across, up = math.hypot(matrix.a, matrix.b) * size, math.hypot(matrix.c, matrix.d) * size
    if across <= 0 or up <= 0:
        return None
    return upright.point(x.value, y.value)[1], across, up


def _picture(
    page: pdfium.PdfPage, upright: Upright, window: tuple[float, float, float, float], scale: float
) -> Image.Image:
    """A part of the upright page."""
    x0, y0, x1, y1 = window
    size = math.ceil((x1 - x0) * scale), math.ceil((y1 - y0) * scale)
    bitmap = pdfium.PdfBitmap.new_native(*size, raw.FPDFBitmap_BGRx, rev_byteorder=True)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
    raw.FPDF_RenderPageBitmap(
        bitmap, page, -round(x0 * scale), -round(y0 * scale), round(upright.width * scale),
        round(upright.height * scale), (upright.turn - page.get_rotation()) % 360 // 90,
        raw.FPDF_REVERSE_BYTE_ORDER,
    )  # fmt: skip
    return bitmap.to_pil().convert("RGB")


def _mean(picture: Image.Image) -> float:
    """The mean of a picture without colours, from 0 to 1."""
    value = picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(value, (int, float))
    return value / 255
