"""The characters of a page with their boxes, in drawing order, on the upright page."""

from __future__ import annotations

import ctypes
import math
import struct
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.pdf.ink.radicals import RADICALS
from pipelines.readers.pdf.ink.upright import FARTHEST, Upright, on_paper

# Two glyphs drawn one after the other are in one run up to this gap and rise (shares of the font size).
RUN_GAP, RUN_RISE = 0.35, 0.3
# What pdfium reports for a glyph that has no Unicode value; kept, so that no character is lost.
UNKNOWN_CHARACTER = "\ufffd"
# Characters that numbers are made of.
OF_NUMBERS = frozenset("0123456789.,-+%()")
# A text printed again at most this far aside (points) is one print.
SHADOW = 1.5
# Print of a smaller size (points) cannot be read.
SMALLEST = 2.0
# A box lower than this share of the one before, or of the font size, is the ink of a flat sign: fonts without
# proper heights have such boxes. The box that is in its place is 1 font size high, most of it above the
# baseline.
FLAT = 0.6
BELOW_BASELINE, ABOVE_BASELINE = 0.15, 0.85
# The glyph of a control character at least this thick (points) is seen.
THINNEST = 0.2
# Characters that may have ink: a hyphen at the end of a line (pdfium reports it so), a soft hyphen, and
# control characters, which pdfium also reports for glyphs that have no Unicode value.
_HYPHENS = frozenset("\x02\u00ad\ufffe")
_DOUBTFUL = _HYPHENS | {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))}
# White space and marks that carry no ink: real and generated spaces, zero width signs.
_INKLESS = _DOUBTFUL | frozenset(
    " \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\uffff"
)
# The four numbers of pdfium's rectangle, read at once.
_LEFT_TOP_RIGHT_BOTTOM = struct.Struct("4f")


class Glyph(NamedTuple):
    """One printed character.

    The box is its advance width by its font size, in points on the upright page. ``number`` is its index in
    pdfium's text page, negative for characters that pdfium does not know (see ``unembedded``).
    """

    x0: float
    top: float
    x1: float
    bottom: float
    char: str
    number: int


class Reason(StrEnum):
    """Why a text is hidden."""

    UNPAINTED = "unpainted"
    TRANSPARENT = "transparent"
    CLIPPED = "clipped"
    OFF_PAGE = "off_page"
    TOO_SMALL = "too_small"
    COVERED = "covered"
    COLOUR_OF_PAPER = "colour_of_paper"
    LAYER_OFF = "layer_off"
    OCR_LAYER = "ocr_layer"


class HiddenGlyph(NamedTuple):
    """A character that a person cannot see, and why."""

    glyph: Glyph
    reason: Reason


def glyphs_of(
    text_page: pdfium.PdfTextPage, character_count: int, upright: Upright
) -> tuple[list[Glyph], list[HiddenGlyph]]:
    """All characters with their middle on the page, and those beyond its edge or of no size to be read."""
    if character_count == 0:
        return [], []
    text = _text_by_index(text_page, character_count)
    inkless, loose_box, tight_box = _INKLESS, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharBox
    rect = raw.FS_RECTF()
    rect_at, edges_of = ctypes.byref(rect), _LEFT_TOP_RIGHT_BOTTOM.unpack_from
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    handle = text_page.raw
    turn, left, top = upright.turn, upright.left, upright.top
    right, below = 2 * upright.width, 2 * upright.height
    glyphs: list[Glyph] = []
    hidden: list[HiddenGlyph] = []
    lowest = 0.0
    for index, char in enumerate(text):
        if char in inkless:
            char = _shown(handle, text, index) if char in _DOUBTFUL else ""
            if not char:
                continue
        loose_box(handle, index, rect_at)
        ax, by, bx, ay = edges_of(rect)
        if bx - ax < 0.05 or by - ay < SMALLEST:
            if bx - ax < 0.05 or by - ay < 0.05:
                # Loose boxes collapse for turned text and fonts without metrics: take the ink instead.
                tight_box(handle, index, x0, x1, y0, y1)
                ax, ay, bx, by = x0.value, y0.value, x1.value, y1.value
                if char == UNKNOWN_CHARACTER and (bx - ax < 0.05 or by - ay < 0.05):
                    ax, ay, bx, by = _place_of(handle, index, ax, ay)
            if _is_small(handle, index):
                box = upright.box(ax, ay, bx, by)
                hidden.append(HiddenGlyph(Glyph(*box, RADICALS.get(char, char), index), Reason.TOO_SMALL))
                continue
        if turn == 0:
            ax, ay, bx, by = ax - left, top - by, bx - left, top - ay
        else:
            ax, ay, bx, by = upright.box(ax, ay, bx, by)
        if by - ay < lowest:
            ay, by = _heights_of(handle, index, upright, by - ay) or (ay, by)
        lowest = FLAT * (by - ay)
        glyph = Glyph(ax, ay, bx, by, RADICALS.get(char, char), index)
        if 0 <= ax + bx <= right and 0 <= ay + by <= below and bx - ax + by - ay < FARTHEST:
            glyphs.append(glyph)
        else:
            hidden.append(HiddenGlyph(glyph, Reason.OFF_PAGE))
    return glyphs, list(_on_paper(hidden))


def _on_paper(hidden: Iterable[HiddenGlyph]) -> Iterator[HiddenGlyph]:
    """Those that are anywhere, none of them enormously far away or large."""
    for glyph, reason in hidden:
        box = on_paper(glyph[:4])
        if box is not None:
            yield HiddenGlyph(Glyph(*box, glyph.char, glyph.number), reason)


def _place_of(text_page: Any, index: int, x: float, y: float) -> tuple[float, float, float, float]:
    """A narrow box before ``x`` on the baseline ``y``, as high as the font, for a glyph without outline."""
    size = max(SMALLEST, raw.FPDFText_GetFontSize(text_page, index))
    return x - 0.05 * size, y - 0.2 * size, x, y + 0.8 * size


def _heights_of(text_page: Any, index: int, upright: Upright, height: float) -> tuple[float, float] | None:
    """Top and bottom by the baseline and the font size, where a box of this ``height`` is flat; else None."""
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetMatrix(text_page, index, matrix):
        return None
    raw.FPDFText_GetCharOrigin(text_page, index, x, y)
    size = raw.FPDFText_GetFontSize(text_page, index)
    rise, lean = size * matrix.d, size * matrix.c
    x0, top, x1, bottom = upright.box(
        x.value - BELOW_BASELINE * lean,
        y.value - BELOW_BASELINE * rise,
        x.value + ABOVE_BASELINE * lean,
        y.value + ABOVE_BASELINE * rise,
    )
    flat = height < FLAT * (bottom - top)
    return (top, bottom) if flat and x1 - x0 < bottom - top else None


def _shown(text_page: Any, text: Sequence[str], index: int) -> str:
    """What a doubtful character shows: a hyphen, an unknown glyph, or nothing."""
    char = text[index]
    if (char == "\n" and text[index - 1] == "\r") or raw.FPDFText_IsGenerated(text_page, index) == 1:
        return ""
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text_page, index, x0, x1, y0, y1)
    thickness = min(x1.value - x0.value, y1.value - y0.value)
    if char == "\u00ad" or raw.FPDFText_IsHyphen(text_page, index) == 1:
        return "-" if thickness > 0.05 else ""
    return UNKNOWN_CHARACTER if thickness > THINNEST else ""


def _is_small(text_page: Any, index: int) -> bool:
    """Whether the size of a character on the page is below what a person can read."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(text_page, index, matrix):
        return False
    size = raw.FPDFText_GetFontSize(text_page, index)
    scale = max(math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d))
    return 0 < size * scale < SMALLEST


def drawn_together(text_page: pdfium.PdfTextPage, one: Glyph, other: Glyph) -> bool:
    """Whether the file draws two glyphs as one text object."""
    first = raw.FPDFText_GetTextObject(text_page, one.number)
    second = raw.FPDFText_GetTextObject(text_page, other.number)
    return (
        bool(first) and bool(second) and ctypes.addressof(first.contents) == ctypes.addressof(second.contents)
    )


def runs_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Cut glyphs in drawing order into runs: touching glyphs on one line, drawn one after the other."""
    runs: list[list[Glyph]] = []
    reach = rise = size = -1000.0
    for glyph in glyphs:
        gap = glyph.x0 - reach
        if -size < gap < RUN_GAP * size and abs(glyph.top - rise) < RUN_RISE * size:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
        reach, rise, size = glyph.x1, glyph.top, glyph.bottom - glyph.top
    return runs


def without_doubles(runs: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """The runs without those that print the same text again beside itself: bold print and shadows."""
    kept: list[list[Glyph]] = []
    places: dict[tuple[str, int, int], list[list[Glyph]]] = {}
    for run in runs:
        first, length, step = run[0], len(run), int(run[0].x0 // SHADOW)
        for number in (step - 1, step, step + 1):
            others = places.get((first.char, length, number))
            if others and any(_doubles(run, other) for other in others):
                break
        else:
            kept.append(run)
            places.setdefault((first.char, length, step), []).append(run)
    return kept


def _doubles(run: Sequence[Glyph], other: Sequence[Glyph]) -> bool:
    first, again = other[0], run[0]
    return (
        abs(first.x0 - again.x0) <= SHADOW
        and abs(first.top - again.top) <= SHADOW
        and all(one.char == two.char for one, two in zip(run, other, strict=True))
    )


def _text_by_index(text_page: pdfium.PdfTextPage, count: int) -> list[str]:
    """One string per character index; unknown characters as U+FFFD."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text_page, 0, count, buffer)
    if written == count + 1:
        text = bytes(buffer)[: count * 2].decode("utf-16-le", "replace")
        if len(text) == count and "\x00" not in text:
            return list(text)
    codes = (raw.FPDFText_GetUnicode(text_page, index) for index in range(count))
    return [chr(code) if 0 < code <= 0x10FFFF else UNKNOWN_CHARACTER for code in codes]
