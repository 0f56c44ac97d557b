"""Reads a page with pdfplumber where pdfium cannot: slower, simpler, and rarely needed."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.readers.document import Notice, Page
from pipelines.readers.pdf.cells.alignment import lines_end_early
from pipelines.readers.pdf.cells.pieces import PageLine, PageReading, Piece, PieceCell
from pipelines.readers.pdf.cells.reading import refused_table
from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.ink.plumber import PlumberChar, PlumberError, PlumberFile, PlumberTable
from pipelines.readers.pdf.ink.radicals import RADICALS
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid
from pipelines.readers.pdf.words.lines import cell_text, line_text, lines_of


def read_page_plainly(plumber: PlumberFile, index: int, reason: str) -> PageReading:
    """The page at ``index`` (from 0) by pdfplumber's own table finder; a warning gives the ``reason``.

    A page with too many rulings has no tables.
    """
    page_no = index + 1
    message = f"Read the slower way because {reason}; compare it by eye."
    try:
        page = plumber.page(index, with_tables=True)
    except PlumberError as error:
        return unread_page(index, f"{reason}; {error}")
    glyphs = _glyphs(page.chars)
    found = [_piece(table, glyphs, page_no) for table in page.tables or ()]
    reasons = [_reason_against(piece) for piece in found]
    pieces = [piece for piece, reason in zip(found, reasons, strict=True) if reason is None]
    refused = [RefusedGrid(p.box, p.finder, r) for p, r in zip(found, reasons, strict=True) if r is not None]
    if page.tables is None:
        refused.append(RefusedGrid((0.0, 0.0, page.width, page.height), "pdfplumber", Reason.TOO_FINE))
    outside = [glyph for glyph in glyphs if not any(_inside(glyph, piece.box) for piece in pieces)]
    return PageReading(
        Page(page_no, round(page.width, 2), round(page.height, 2), character_count=len(glyphs)),
        lines=[PageLine.around(line, line_text(line)) for line in lines_of(outside)],
        pieces=sorted(pieces, key=lambda piece: piece.box[1]),
        refused=[refused_table(page_no, grid) for grid in refused],
        warnings=[Notice("read_more_simply", (page_no,), message)],
    )


def unread_page(index: int, reason: str) -> PageReading:
    """The page at ``index`` (from 0) with nothing but a warning, which gives the ``reason``."""
    lost = Notice("unreadable_pages", (index + 1,), f"It cannot be read ({reason}). Export the file again.")
    return PageReading(Page(index + 1, 0.0, 0.0), warnings=[lost])


def _reason_against(piece: Piece) -> Reason | None:
    """Why a piece is not a table; None where it is one."""
    if len(piece.xs) <= 2:
        return Reason.ONE_COLUMN
    filled = sum(bool(cell.text) for cell in piece.cells)
    if filled > 1:
        return None
    return Reason.ONE_CELL_WITH_TEXT if filled else Reason.NO_TEXT


def _glyphs(chars: Iterable[PlumberChar]) -> list[Glyph]:
    return [
        Glyph(*char.box, RADICALS.get(char.text, char.text), number)
        for number, char in enumerate(chars)
        if char.text.strip()
    ]


def _inside(glyph: Glyph, box: Rectangle) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _piece(table: PlumberTable, glyphs: list[Glyph], page_no: int) -> Piece:
    xs = sorted({x for cell in table.cells for x in (cell[0], cell[2])})
    ys = sorted({y for cell in table.cells for y in (cell[1], cell[3])})
    cells: list[PieceCell] = []
    for box in table.cells:
        row, col = ys.index(box[1]), xs.index(box[0])
        inside = [glyph for glyph in glyphs if _inside(glyph, box)]
        lines = lines_of(inside)
        spans = ys.index(box[3]) - row, xs.index(box[2]) - col
        end_early = lines_end_early(lines, box)
        cells.append(
            PieceCell(row, col, *spans, cell_text(inside, lines), page_no, box, lines_end_early=end_early)
        )
    return Piece(page_no, table.box, xs, len(ys) - 1, cells, "pdfplumber", ys)
