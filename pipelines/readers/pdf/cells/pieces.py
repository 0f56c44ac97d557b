"""What is found on one page, before pages are put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pipelines.readers.document import Page
from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.paths import Rectangle

_WHITE_SPACE = re.compile(r"\s+")


def squeezed(text: str) -> str:
    """Text without any white space: two prints of one text compare equal."""
    return _WHITE_SPACE.sub("", text)


@dataclass(slots=True)
class PageLine:
    """One printed line outside all tables, upright points."""

    text: str
    box: Rectangle

    @staticmethod
    def around(glyphs: Sequence[Glyph], text: str) -> PageLine:
        """A line of these glyphs, boxed around them."""
        x0, x1 = min(g.x0 for g in glyphs), max(g.x1 for g in glyphs)
        top, bottom = min(g.top for g in glyphs), max(g.bottom for g in glyphs)
        return PageLine(text, (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)))


@dataclass(slots=True)
class PieceCell:
    """One cell, also an empty one: row and column (from 0) in its piece, spans, text, page and box.

    ``open_below`` says that the page end cuts the cell: it reaches the last row and no ruling closes it;
    ``open_above`` that none closes a cell of the first row. ``glyphs`` are kept while a page end can matter.
    ``printed_again`` is that of :class:`~pipelines.readers.document.Cell`.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    page_no: int
    box: Rectangle
    open_below: bool = False
    open_above: bool = False
    glyphs: Sequence[Glyph] = ()
    printed_again: bool = False


@dataclass(slots=True)
class Piece:
    """The part of a table that stands on one page; ``xs`` are its column edges from left to right."""

    page_no: int
    box: Rectangle
    xs: list[float]
    row_count: int
    cells: list[PieceCell]
    finder: str

    def rows(self) -> list[list[PieceCell]]:
        """Cells with text by the row they begin in, left to right; rows without text are left out."""
        by_row: dict[int, list[PieceCell]] = {}
        for cell in sorted(self.cells, key=lambda c: (c.row, c.col)):
            if cell.text:
                by_row.setdefault(cell.row, []).append(cell)
        return list(by_row.values())


@dataclass(slots=True)
class PageReading:
    """One page as lines and table pieces, both from top to bottom."""

    page: Page
    lines: list[PageLine] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class OpenTableView(Protocol):
    """What the reader of a page may ask about the table that the page before left open."""

    def goes_on_with(self, box: Rectangle) -> bool:
        """Whether a frame has the outer edges of that table."""
        ...

    def unruled_edges(self) -> list[float] | None:
        """The column edges of that table, where it has been found without rulings."""
        ...
