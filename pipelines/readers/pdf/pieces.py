"""What is found on one page, before pages are put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.readers.document import Page
from pipelines.readers.pdf.paths import Rectangle

_WHITE_SPACE = re.compile(r"\s+")


def squeezed(text: str) -> str:
    """Text without any white space: two prints of one text compare equal."""
    return _WHITE_SPACE.sub("", text)


@dataclass(slots=True)
class PageLine:
    """One printed line outside all tables, upright points."""

    text: str
    box: Rectangle


@dataclass(slots=True)
class PieceCell:
    """One non-empty cell: row and column (from 0) in its piece, spans, text, page and box."""

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    page_no: int
    box: Rectangle
    cut_below: bool = False


@dataclass(slots=True)
class Piece:
    """The part of a table that stands on one page; ``xs`` are its column edges from left to right."""

    page_no: int
    box: Rectangle
    xs: list[float]
    row_count: int
    cells: list[PieceCell]
    finder: str
    bottom_ruled: bool = True

    def rows(self) -> list[list[PieceCell]]:
        """Cells by the row they begin in, left to right; rows in which none begins are left out."""
        by_row: dict[int, list[PieceCell]] = {}
        for cell in sorted(self.cells, key=lambda c: (c.row, c.col)):
            by_row.setdefault(cell.row, []).append(cell)
        return list(by_row.values())


@dataclass(slots=True)
class PageReading:
    """One page as lines and table pieces, both from top to bottom."""

    page: Page
    lines: list[PageLine] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
