"""The print of a PDF as texts and rulings with their places, to write it in forms of placed texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.printed import PrintedPage, printed_page
from pipelines.readers.pdf.opening import open_pdf

# The box of a ruling: left, top, right, bottom.
Ruling = tuple[float, float, float, float]
# A wider gap within a run (font sizes) is a space.
_SPACE = 0.2
# Characters whose steps are less than this share of their widths are seen smaller than the font states.
_OVERLAPPING = 0.8


@dataclass(frozen=True)
class Piece:
    """One text of a page with its box, in points."""

    text: str
    x: float
    top: float
    width: float
    size: float


@dataclass(frozen=True)
class Sheet:
    """A page of a PDF: its size, its texts, and the boxes of its rulings, in points."""

    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)


def sheets_of(pdf: Path) -> list[Sheet]:
    """What is printed on each page of a PDF; a text is what the file draws as one."""
    document = open_pdf(pdf.read_bytes())
    try:
        sheets = []
        for index in range(len(document)):
            with printed_page(document, index, None) as printed:
                sheets.append(_sheet(printed))
        return sheets
    finally:
        document.close()


def _sheet(printed: PrintedPage) -> Sheet:
    runs = map(_as_seen, printed.runs)
    pieces = [_piece(part) for run in runs for part in _drawn_together(run, printed)]
    drawn = printed.drawn
    rulings = [*drawn.horizontal, *drawn.vertical, *drawn.dots]
    return Sheet(printed.upright.width, printed.upright.height, pieces, rulings)


def _as_seen(run: list[Glyph]) -> list[Glyph]:
    """The glyphs of a run in boxes of the size in which they are seen: some fonts state twice that size."""
    if len(run) == 1:
        return run
    share = median((after.x0 - glyph.x0) / (glyph.x1 - glyph.x0) for glyph, after in pairwise(run))
    if not 0 < share < _OVERLAPPING:
        return run
    seen = []
    for glyph in run:
        room = (1 - share) * (glyph.bottom - glyph.top) / 2
        right = glyph.x0 + share * (glyph.x1 - glyph.x0)
        seen.append(glyph._replace(x1=right, top=glyph.top + room, bottom=glyph.bottom - room))
    return seen


def _drawn_together(run: list[Glyph], printed: PrintedPage) -> Iterator[list[Glyph]]:
    part = [run[0]]
    for before, glyph in pairwise(run):
        if not printed.drawn_together(before, glyph):
            yield part
            part = []
        part.append(glyph)
    yield part


def _piece(glyphs: list[Glyph]) -> Piece:
    text = glyphs[0].char
    size = glyphs[0].bottom - glyphs[0].top
    for before, glyph in pairwise(glyphs):
        text += (" " if glyph.x0 - before.x1 > _SPACE * size else "") + glyph.char
    return Piece(text, glyphs[0].x0, glyphs[0].top, glyphs[-1].x1 - glyphs[0].x0, size)
