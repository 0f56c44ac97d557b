"""Figures whose rest stands apart at the top of the next page, in no row that continues the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.readers.figures import squeezed
from pipelines.readers.pdf.cells.pieces import PageLine, PageReading, Piece
from pipelines.readers.pdf.ink.characters import UNKNOWN_CHARACTER, Glyph
from pipelines.readers.pdf.pages.continuation import SAME_HEIGHT, is_page_number, is_running
from pipelines.readers.pdf.pages.cut_figures import Cut, cut_between, usual_decimals
from pipelines.readers.pdf.pages.joining import Tail, stands_below
from pipelines.readers.pdf.pages.same_columns import header_rows
from pipelines.readers.pdf.words.lines import APART, line_text

# The rest of a figure is in this uppermost share of the page.
UPPER = 0.5


def spoil_cut_off_figures(
    tails: Sequence[Tail],
    pieces: tuple[Piece, Piece],
    reading: PageReading,
    before: PageReading,
    joined: int | None,
) -> None:
    """Make the figures at the end of a table unknown whose rest seems to begin the next page.

    Without rulings around it, a rest that stands alone looks like a page number or like another table.
    ``pieces`` are the first and the last piece of the table, ``before`` is the page of the last one. The row
    ``joined`` of the first piece on this page, if there is one, is left to those that join cells.
    """
    head, last = pieces
    ends = {id(tail.part) for tail in tails}
    usual = usual_decimals(cell.text for cell in last.cells if id(cell) not in ends)
    for glyphs in _first_texts(reading, before, head, joined):
        rest = line_text(glyphs)
        for tail in tails:
            cut = stands_below(glyphs, tail.part.glyphs) and cut_between(tail.whole.text, rest, usual)
            if cut and cut is not Cut.NONE:
                tail.whole.text += UNKNOWN_CHARACTER


def _first_texts(
    reading: PageReading, before: PageReading, head: Piece, joined: int | None
) -> Iterator[Sequence[Glyph]]:
    """The texts of the first line or row of a page that neither is running nor repeats the header."""
    header = {"".join(squeezed(cell.text) for cell in row) for row in head.rows()[: header_rows(head)]}
    piece = reading.pieces[0] if reading.pieces else None
    end = UPPER * reading.page.height if piece is None else min(piece.box[1], UPPER * reading.page.height)
    for line in reading.lines:
        if line.box[1] >= end:
            break
        if not _is_running(line, reading, before) and squeezed(line.text) not in header:
            yield from _set_apart(line.glyphs)
            return
    for number, row in enumerate(piece.rows() if piece is not None else ()):
        if "".join(squeezed(cell.text) for cell in row) not in header:
            if number != joined:
                yield from (cell.glyphs for cell in row)
            return


def _is_running(line: PageLine, reading: PageReading, before: PageReading) -> bool:
    """Whether a line is a running head; a number is one only where the page before has one as high."""
    if not is_page_number(line) or reading.page.height != before.page.height:
        return is_running(line, reading, before, set())
    return any(
        is_page_number(other) and abs(other.box[1] - line.box[1]) <= SAME_HEIGHT for other in before.lines
    )


def _set_apart(line: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The texts of a line, cut at gaps that set columns apart."""
    text = list(line[:1])
    for glyph, after in pairwise(line):
        if after.x0 - glyph.x1 > APART * (after.bottom - after.top):
            yield text
            text = []
        text.append(after)
    if text:
        yield text
