"""What the reader finds on one page, before pages are put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Protocol

from PIL import Image

from pipelines.readers.document import HiddenText, Notice, Page, RefusedTable
from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.paths import Rectangle


@dataclass(slots=True)
class PageLine:
    """One printed line outside all tables; its box is in points on the upright page.

    ``recognition_score`` is as in :class:`~pipelines.readers.document.Cell`.
    """

    text: str
    box: Rectangle
    glyphs: Sequence[Glyph] = field(default=(), compare=False)
    recognition_score: float | None = field(default=None, compare=False)

    @staticmethod
    def around(glyphs: Sequence[Glyph], text: str) -> PageLine:
        """The line of these glyphs, with the box around them."""
        x0, x1 = min(g.x0 for g in glyphs), max(g.x1 for g in glyphs)
        top, bottom = min(g.top for g in glyphs), max(g.bottom for g in glyphs)
        return PageLine(text, (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)), glyphs)


@dataclass(slots=True)
class PieceCell:
    """One cell of a piece, which may be empty: its row and column (from 0), spans, text, page and box.

    ``open_below`` says that the page end cuts the cell: it reaches the last row and no ruling closes it.
    ``open_above`` says that no ruling closes a cell of the first row. ``glyphs`` are kept as long as the cell
    may continue on the next page. The last seven are as in :class:`~pipelines.readers.document.Cell`.
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
    column_by_place: bool = False
    text_x0: float | None = None
    alignment: str | None = None
    known_by_shape: bool = False
    recognition_score: float | None = None
    lines_end_early: bool = False


@dataclass(slots=True)
class Piece:
    """The part of a table on one page.

    ``xs`` are its column edges from left to right, ``ys`` its row edges from top to bottom.
    """

    page_no: int
    box: Rectangle
    xs: list[float]
    row_count: int
    cells: list[PieceCell]
    finder: str
    ys: list[float] = field(default_factory=list)

    def rows(self) -> list[list[PieceCell]]:
        """The cells with text by the row in which they begin, left to right; empty rows are left out."""
        by_row: dict[int, list[PieceCell]] = {}
        for cell in sorted([cell for cell in self.cells if cell.text], key=attrgetter("row", "col")):
            by_row.setdefault(cell.row, []).append(cell)
        return list(by_row.values())


@dataclass(slots=True)
class PageReading:
    """One page: its lines and table pieces from top to bottom, refused grids and hidden text.

    ``gutter`` is the x between two sheets side by side on it, if there are two. ``back`` gives the place of a
    box on the page as it lies in the file, where the page was laid straight to be read.
    """

    page: Page
    lines: list[PageLine] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    refused: list[RefusedTable] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    gutter: float | None = None
    hidden: list[HiddenText] = field(default_factory=list)
    back: Callable[[Rectangle], Rectangle] | None = None


class OpenTableView(Protocol):
    """What the reader of a page asks about the table at the end of the page before, if there is one."""

    def goes_on_with(self, box: Rectangle) -> bool:
        """Whether a box has the same left and right edges as that table."""
        ...

    def stands_beside(self, ys: Sequence[float]) -> bool:
        """Whether rows at these heights may be those of a page of that table, on its facing page."""
        ...

    def unruled_edges(self) -> list[float] | None:
        """The column edges of that table, if it was found without vertical rulings."""
        ...


# Reads the picture of a page by text recognition: the picture, the number of the page, its width in points,
# and the table at the end of the page before.
PageRecogniser = Callable[[Image.Image, int, float, OpenTableView], PageReading]
