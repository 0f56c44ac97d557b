"""The characters of a page with their boxes, upright, in drawing order."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.pdf.ink.upright import Upright

# Two glyphs drawn one after the other belong to one run up to this gap and rise (shares of the font size).
RUN_GAP, RUN_RISE = 0.35, 0.3
# What pdfium reports for a glyph that has no Unicode value; kept so that nothing vanishes silently.
UNKNOWN_CHARACTER = "\ufffd"
# White space and marks that carry no ink: real and generated spaces, soft hyphen marks, zero width signs.
_INKLESS = frozenset(
    "\t\n\x0b\x0c\r \x02\x85\xa0\u00ad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff"
)


class Glyph(NamedTuple):
    """One printed character.

    The box is its advance width by its font size, in upright points; ``number`` is the one pdfium gives it.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    char: str
    number: int


def glyphs_of(text_page: pdfium.PdfTextPage, character_count: int, upright: Upright) -> list[Glyph]:
    """All characters with ink whose middle is on the page, in the order in which they are drawn."""
    if character_count == 0:
        return []
    text = _text_by_index(text_page, character_count)
    inkless, loose_box, tight_box = _INKLESS, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharBox
    rect = raw.FS_RECTF()
    rect_at = ctypes.byref(rect)
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    handle = text_page.raw
    turn, left, top = upright.turn, upright.left, upright.top
    page_width, page_height = upright.width, upright.height
    glyphs: list[Glyph] = []
    for index, char in enumerate(text):
        if char in inkless:
            continue
        loose_box(handle, index, rect_at)
        ax, ay, bx, by = rect.left, rect.bottom, rect.right, rect.top
        if bx - ax < 0.05 or by - ay < 0.05:
            # Loose boxes collapse for turned text and fonts without metrics: take the ink instead.
            tight_box(handle, index, x0, x1, y0, y1)
            ax, ay, bx, by = x0.value, y0.value, x1.value, y1.value
        box = (ax - left, top - by, bx - left, top - ay) if turn == 0 else upright.box(ax, ay, bx, by)
        if 0 <= box[0] + box[2] <= 2 * page_width and 0 <= box[1] + box[3] <= 2 * page_height:
            glyphs.append(Glyph(*box, RADICALS.get(char, char), index))
    return glyphs


def drawn_together(text_page: pdfium.PdfTextPage, one: Glyph, other: Glyph) -> bool:
    """Whether the file draws two glyphs as one text object."""
    first = raw.FPDFText_GetTextObject(text_page, one.number)
    second = raw.FPDFText_GetTextObject(text_page, other.number)
    return (
        bool(first) and bool(second) and ctypes.addressof(first.contents) == ctypes.addressof(second.contents)
    )


def runs_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs in drawing order cut into runs: touching glyphs on one line, drawn one after the other."""
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


def _radicals() -> dict[str, str]:
    """CJK radicals (U+2E80-2FDF) to the characters they look like.

    Printing from a browser with Noto fonts puts radicals in place of letters. Unicode's compatibility
    mapping is right but for the few radicals whose simplified form differs, and for the supplement block,
    which has no mapping at all.
    """
    mapping = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)}
    mapping["\u2f3e"] = "户"
    supplement = {
        0x2E81: "厂", 0x2E84: "乙", 0x2E85: "亻", 0x2E88: "刀", 0x2E89: "刂", 0x2E8B: "卩", 0x2E8C: "小",
        0x2E8D: "小", 0x2E8E: "兀", 0x2E8F: "尣", 0x2E90: "尢", 0x2E92: "巳", 0x2E93: "幺", 0x2E95: "彐",
        0x2E96: "忄", 0x2E97: "心", 0x2E98: "扌", 0x2E99: "攵", 0x2E9B: "旡", 0x2E9C: "日", 0x2E9D: "月",
        0x2E9E: "歹", 0x2E9F: "母", 0x2EA0: "民", 0x2EA1: "氵", 0x2EA2: "氺", 0x2EA3: "灬", 0x2EA4: "爫",
        0x2EA6: "丬", 0x2EA7: "牛", 0x2EA8: "犭", 0x2EA9: "王", 0x2EAA: "疋", 0x2EAB: "目", 0x2EAC: "示",
        0x2EAD: "礻", 0x2EAE: "竹", 0x2EAF: "糸", 0x2EB0: "纟", 0x2EB1: "罓", 0x2EB2: "罒", 0x2EB6: "羊",
        0x2EB7: "羊", 0x2EB8: "羊", 0x2EB9: "老", 0x2EBB: "聿", 0x2EBC: "肉", 0x2EBD: "臼", 0x2EBE: "艹",
        0x2EBF: "艹", 0x2EC0: "艹", 0x2EC1: "虎", 0x2EC2: "衤", 0x2EC3: "覀", 0x2EC4: "西", 0x2EC5: "见",
        0x2EC6: "角", 0x2EC7: "角", 0x2EC8: "讠", 0x2EC9: "贝", 0x2ECA: "足", 0x2ECB: "车", 0x2ECC: "辶",
        0x2ECD: "辶", 0x2ECE: "辶", 0x2ECF: "阝", 0x2ED0: "钅", 0x2ED1: "長", 0x2ED2: "镸", 0x2ED3: "长",
        0x2ED4: "门", 0x2ED6: "阝", 0x2ED7: "雨", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风",
        0x2EDC: "飞", 0x2EDD: "食", 0x2EDE: "食", 0x2EDF: "飠", 0x2EE0: "饣", 0x2EE1: "首", 0x2EE2: "马",
        0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦", 0x2EE9: "黄",
        0x2EEA: "黾", 0x2EEB: "齐", 0x2EEC: "齐", 0x2EED: "齿", 0x2EEE: "齿", 0x2EEF: "龙", 0x2EF0: "龙",
        0x2EF1: "龟", 0x2EF2: "龟", 0x2EF3: "龟",
    }  # fmt: skip
    mapping.update({chr(code): char for code, char in supplement.items()})
    return mapping


RADICALS = _radicals()
