"""Cheap signs that a page holds text that a person cannot see, gathered while its objects are walked."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

# Text modes that paint nothing: invisible, and clip only.
UNPAINTED = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
# Text modes whose ink is the stroke.
STROKED = frozenset({raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP})
_UNFILLED = UNPAINTED | STROKED
# Ink with every channel above this is light: it may not be seen on white paper.
LIGHT = 190
# Colours closer than this in every channel may look alike.
ALIKE = 40
# Texts are kept in bands of this height (points), so that few are compared with a shape drawn later.
BAND = 24.0
# A shape hides a text when it reaches this far into it (points).
REACH = 1.5
# Annotations that draw nothing over the text: links and form fields.
_CLEAR_ANNOTATIONS = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_POPUP})

Rectangle = tuple[float, float, float, float]
Colour = tuple[int, int, int]
# A page object of pdfium's raw API, and the matrix of the form around it; neither has a static type here.
Placed = tuple[Any, Any]

_RED, _GREEN, _BLUE, _ALPHA = _CHANNELS = tuple(ctypes.c_uint() for _ in range(4))


class Doubts:
    """The doubts about the text of one page.

    ``measure`` gives the box of a placed text on the upright page. ``covers`` are the shapes and pictures
    drawn over earlier text. ``texts`` are the latest texts, over which nothing was drawn yet.
    """

    def __init__(self, measure: Callable[[Placed], Rectangle | None]) -> None:
        self.covers: list[Rectangle] = []
        self.found = False
        self._measure = measure
        self._inks: set[Colour] = set()
        self._fills: set[Colour] = set()
        self.texts: list[Placed] = []
        self._bands: dict[int, list[Rectangle]] = defaultdict(list)

    def arise(self) -> bool:
        """Whether a closer look at the page is worth its time."""
        return self.found or any(are_alike(ink, fill) for ink in self._inks for fill in self._fills)

    def add_page(self, page: pdfium.PdfPage) -> None:
        """Note what is known of the page as a whole: see-through objects, and notes laid over it."""
        if raw.FPDFPage_HasTransparency(page):
            self.found = True
        for index in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, index)
            self.found |= raw.FPDFAnnot_GetSubtype(annotation) not in _CLEAR_ANNOTATIONS
            raw.FPDFPage_CloseAnnot(annotation)

    def add_inks(self, text_page: pdfium.PdfTextPage, numbers: Iterable[int]) -> None:
        """Note how the texts of these glyphs are painted."""
        handle, before = text_page.raw, 0
        for number in numbers:
            item = raw.FPDFText_GetTextObject(handle, number) if number >= 0 else None
            if not item:
                continue
            address = ctypes.addressof(item.contents)
            if address == before:
                continue
            before = address
            if (
                raw.FPDFTextObj_GetTextRenderMode(item) in _UNFILLED
                or not raw.FPDFPageObj_GetFillColor(item, _RED, _GREEN, _BLUE, _ALPHA)
                or _ALPHA.value < 255
            ):
                self.found = True
                return
            ink = _RED.value, _GREEN.value, _BLUE.value
            self._inks.add(ink)
            self.found |= min(ink) > LIGHT

    def add_fill(self, item: Any, boxes: Sequence[Rectangle]) -> None:
        """Note the parts of a filled shape that are not lines."""
        if not boxes:
            return
        red, green, blue, alpha = _CHANNELS
        if raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
            if not alpha.value:
                return
            self._fills.add((red.value, green.value, blue.value))
        for box in boxes:
            self.add_cover(box)

    def add_cover(self, box: Rectangle) -> None:
        """Note something that may hide what was drawn before it."""
        for text in filter(None, map(self._measure, self.texts)):
            self._bands[int((text[1] + text[3]) / 2 // BAND)].append(text)
        self.texts.clear()
        bands = range(int(box[1] // BAND), int(box[3] // BAND) + 1) if self._bands else ()
        if any(_covers(box, text) for band in bands for text in self._bands.get(band, ())):
            self.covers.append(box)
            self.found = True


def ink_of(item: Any) -> Colour | None:
    """The colour that paints a text object; None where it is not painted, see-through, or no plain colour."""
    mode = raw.FPDFTextObj_GetTextRenderMode(item)
    if mode in UNPAINTED:
        return None
    red, green, blue, alpha = _CHANNELS
    colour_of = raw.FPDFPageObj_GetStrokeColor if mode in STROKED else raw.FPDFPageObj_GetFillColor
    if not colour_of(item, red, green, blue, alpha) or alpha.value < 255:
        return None
    return red.value, green.value, blue.value


def are_alike(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two colours can hardly be told apart."""
    return all(abs(a - b) < ALIKE for a, b in zip(one, other, strict=True))


def _covers(box: Rectangle, text: Rectangle) -> bool:
    middle = (text[1] + text[3]) / 2
    return box[1] <= middle <= box[3] and box[0] < text[2] - REACH and text[0] + REACH < box[2]
