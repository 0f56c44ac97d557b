"""Everything that is printed on one page, collected from pdfium."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.pdf.ink.characters import (
    Glyph,
    HiddenGlyph,
    Reason,
    drawn_together,
    glyphs_of,
    runs_of,
    without_doubles,
)
from pipelines.readers.pdf.ink.clipping import visible_runs
from pipelines.readers.pdf.ink.fields import ShownValues, page_with_values
from pipelines.readers.pdf.ink.hidden import is_doubtful, split_hidden
from pipelines.readers.pdf.ink.overlays import split_overlays
from pipelines.readers.pdf.ink.paths import Drawn, drawn_on
from pipelines.readers.pdf.ink.plumber import PlumberFile
from pipelines.readers.pdf.ink.struck import with_strokes
from pipelines.readers.pdf.ink.unembedded import completed
from pipelines.readers.pdf.ink.unknown import with_known_shapes
from pipelines.readers.pdf.ink.upright import Upright, upright_of
from pipelines.readers.pdf.ink.wrapped import with_lost_lines


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The print of one page; all boxes are in points on the upright page.

    ``glyphs`` are all its visible characters, ``hidden`` those that a person cannot see. ``runs`` are those
    of its text, clipped to what is visible, and ``overlays`` those laid over the text. All are in drawing
    order. ``drawn_together`` says whether the file draws two glyphs as one text; it can be asked only while
    the page is open. ``shown_values`` are those of form fields and notes, which are among the glyphs.
    ``repaired`` are the numbers of glyphs without a Unicode value that are known by their shape. ``scores``
    (0 to 1) say how sure text recognition was of each glyph, by its number; any other print has none.
    """

    page_no: int
    upright: Upright
    glyphs: list[Glyph]
    runs: list[list[Glyph]]
    overlays: list[Glyph]
    drawn: Drawn
    drawn_together: Callable[[Glyph, Glyph], bool]
    shown_values: ShownValues
    hidden: list[HiddenGlyph]
    repaired: frozenset[int]
    scores: Mapping[int, float] = field(default_factory=dict)


@contextmanager
def printed_page(
    document: pdfium.PdfDocument, index: int, plumber: PlumberFile | None, any_layers: bool = False
) -> Generator[PrintedPage]:
    """The page at ``index`` (from 0), which stays open within the ``with`` block.

    ``plumber`` reads the characters that pdfium leaves out. ``any_layers`` says that the file has layers,
    which may be off. Raises ``pdfium.PdfiumError`` where pdfium cannot load the page, and
    :class:`~pipelines.readers.pdf.ink.plumber.PlumberError` where characters are left out and cannot be read.
    """
    page, shown_values = page_with_values(document, index)
    text_page = page.get_textpage()
    try:
        count = max(0, raw.FPDFText_CountChars(text_page))
        upright = upright_of(page, text_page, count)
        glyphs, hidden = glyphs_of(text_page, count, upright)
        drawn = drawn_on(page, upright)
        if drawn.left_out and plumber:
            glyphs = completed(plumber.page(index), drawn.left_out, glyphs, upright)
        glyphs, repaired = with_known_shapes(page, text_page, glyphs, upright)
        straight, overlays = split_overlays(text_page, glyphs, upright.slanted)
        runs = runs_of(straight)
        if is_doubtful(text_page, runs, drawn, any_layers):
            glyphs, unseen = split_hidden(page, text_page, glyphs, drawn, upright)
            hidden += unseen
            straight, overlays = split_overlays(text_page, glyphs, upright.slanted)
            runs = runs_of(straight)
        runs, clipped = visible_runs(runs, text_page, upright, drawn.moved)
        hidden += [HiddenGlyph(glyph, Reason.CLIPPED) for glyph in clipped]
        runs = with_lost_lines(without_doubles(runs), hidden)
        struck_out = [upright.box(*box) for box in shown_values.struck_out]
        runs = with_strokes(runs, drawn.horizontal, struck_out)
        together = partial(drawn_together, text_page)
        yield PrintedPage(
            index + 1, upright, glyphs, runs, overlays, drawn, together, shown_values, hidden, repaired
        )
    finally:
        text_page.close()
        page.close()
