"""Slanted text: labels of charts and watermarks. It stands in no cell, whatever it lies over."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.pdf.characters import Glyph
from pipelines.readers.pdf.pieces import PageLine

# Text that leans by more than this many degrees from upright or lying is slanted.
LEAST_SLANT = 8.0
# Slanted glyphs follow each other within this many font sizes.
SLANTED_STEP = 2.0


def split_slanted(text_page: pdfium.PdfTextPage, glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """The straight glyphs and the slanted ones, both in drawing order."""
    straight: list[Glyph] = []
    slanted: list[Glyph] = []
    for glyph in glyphs:
        lean = math.degrees(raw.FPDFText_GetCharAngle(text_page, glyph.number)) % 90
        (slanted if LEAST_SLANT < lean < 90 - LEAST_SLANT else straight).append(glyph)
    return straight, slanted


def slanted_lines(glyphs: Sequence[Glyph]) -> list[PageLine]:
    """Slanted glyphs as lines in drawing order, each placed where its box lies."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs:
            last = runs[-1][-1]
            step = math.dist((glyph.x0, glyph.top), (last.x0, last.top))
            if step <= SLANTED_STEP * max(last.bottom - last.top, last.x1 - last.x0):
                runs[-1].append(glyph)
                continue
        runs.append([glyph])
    return [PageLine.around(run, "".join(g.char for g in run)) for run in runs]
