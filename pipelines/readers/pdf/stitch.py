"""Puts the pieces of tables on consecutive pages together into whole tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.readers.document import Box, Cell, Line, Table
from pipelines.readers.pdf.columns import column_places
from pipelines.readers.pdf.headers import header_row_count, looks_like_amount
from pipelines.readers.pdf.pieces import PageLine, PageReading, Piece, PieceCell, squeezed

# The outer edges of the pieces of one table agree within this many points.
SAME_EDGE = 4.0
# Lines of two pages at the same height within this many points can be one running head.
SAME_HEIGHT = 3.0
_PAGE_NUMBER = re.compile(r"^[-—–－―_·.]*第?\d{1,4}页?(?:[,，/／-]?共?\d{1,4}页?)?[-—–－―_·.]*$")


@dataclass(slots=True)
class OpenTable:
    """A table whose next page has not been seen yet."""

    after_line_no: int
    titles: set[str]
    pieces: list[Piece]
    row_offsets: list[int] = field(default_factory=list)
    cells: list[PieceCell] = field(default_factory=list)


class Stitcher:
    """Takes pages in order; ``tables`` and ``lines`` are complete after :meth:`finish`."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self._open: OpenTable | None = None
        self._last_page: PageReading | None = None

    def continues_last_table(self, box: tuple[float, float, float, float]) -> bool:
        """Whether a frame at the top of the next page has the outer edges of the table left open."""
        return self._open is not None and _same_edges(self._open.pieces[-1].box, box)

    def add(self, reading: PageReading) -> None:
        """Take the next page."""
        remaining = list(reading.lines)
        for number, piece in enumerate(reading.pieces):
            above = [line for line in remaining if _middle(line) < (piece.box[1] + piece.box[3]) / 2]
            self._add_lines(above, reading.page.page_no)
            remaining = [line for line in remaining if line not in above]
            repeated = self._repeated_rows(piece, above, reading) if number == 0 else None
            if repeated is not None and self._open is not None:
                self._append(self._open, piece, repeated)
            else:
                self._close()
                titles = {squeezed(line.text) for line in above}
                self._open = OpenTable(len(self.lines), titles, [])
                self._append(self._open, piece, 0)
        self._add_lines(remaining, reading.page.page_no)
        if self._open is not None and any(not self._is_marginal(line) for line in remaining):
            self._close()
        self._last_page = reading

    def finish(self) -> None:
        """Close the last table."""
        self._close()

    def _add_lines(self, lines: list[PageLine], page_no: int) -> None:
        for line in lines:
            self.lines.append(Line(len(self.lines) + 1, page_no, line.text, Box(*line.box)))

    def _repeated_rows(self, piece: Piece, above: list[PageLine], reading: PageReading) -> int | None:
        """How many header rows the piece repeats from the open table; None where it does not continue it."""
        if self._open is None or self._last_page is None:
            return None
        last = self._open.pieces[-1]
        if last.page_no != piece.page_no - 1 or not _same_edges(last.box, piece.box):
            return None
        texts = {squeezed(line.text) for line in above if not self._is_marginal(line)}
        if not texts <= self._open.titles:
            return None
        repeated = _equal_leading_rows(self._open.pieces[0], piece)
        if texts and texts >= self._open.titles and repeated == 0:
            return None
        return repeated

    def _is_marginal(self, line: PageLine) -> bool:
        """Whether a line is a page number or stands at the same height on the page before."""
        text = squeezed(line.text)
        if _PAGE_NUMBER.match(text):
            return True
        if self._last_page is None:
            return False
        masked = re.sub(r"\d+", "0", text)
        return any(
            abs(other.box[1] - line.box[1]) <= SAME_HEIGHT and re.sub(r"\d+", "0", squeezed(other.text)) == masked
            for other in self._last_page.lines
        )

    def _append(self, table: OpenTable, piece: Piece, repeated_rows: int) -> None:
        rows = piece.rows()[repeated_rows:]
        table.pieces.append(piece)
        piece.cells = [cell for row in rows for cell in row]

    def _close(self) -> None:
        if self._open is not None:
            self.tables.append(_table(self._open, len(self.tables) + 1))
            self._open = None


def _middle(line: PageLine) -> float:
    return (line.box[1] + line.box[3]) / 2


def _same_edges(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return abs(one[0] - other[0]) <= SAME_EDGE and abs(one[2] - other[2]) <= SAME_EDGE


def _row_texts(row: list[PieceCell]) -> list[str]:
    return [squeezed(cell.text) for cell in row]


def _equal_leading_rows(first: Piece, piece: Piece) -> int:
    """How many rows at the top of a piece print the same texts as the first rows of the table."""
    equal = 0
    for one, other in zip(first.rows(), piece.rows(), strict=False):
        if _row_texts(one) != _row_texts(other):
            break
        equal += 1
    return equal


def _table(open_table: OpenTable, table_no: int) -> Table:
    """One table from its pieces: columns on the union of theirs, rows counted through, no empty ones."""
    pieces = open_table.pieces
    places = column_places([piece.xs for piece in pieces])
    cells: list[PieceCell] = []
    offset = 0
    for piece, columns in zip(pieces, places, strict=True):
        for cell in piece.cells:
            first, last = columns[cell.col], columns[cell.col + cell.col_span]
            cells.append(
                PieceCell(
                    offset + cell.row, first, cell.row_span, last - first, cell.text, cell.page_no, cell.box
                )
            )
        offset += piece.row_count
    row_numbers = _renumbered({cell.row for cell in cells})
    col_numbers = _renumbered({cell.col for cell in cells})
    whole = tuple(
        Cell(
            row_no=row_numbers[cell.row],
            col_no=col_numbers[cell.col],
            text=cell.text,
            page_no=cell.page_no,
            row_span=sum(row in row_numbers for row in range(cell.row, cell.row + cell.row_span)),
            col_span=sum(col in col_numbers for col in range(cell.col, cell.col + cell.col_span)),
            box=Box(*(round(value, 2) for value in cell.box)),
        )
        for cell in sorted(cells, key=lambda c: (c.row, c.col))
    )
    texts: list[list[str]] = [[] for _ in row_numbers]
    for cell in whole:
        texts[cell.row_no - 1].append(cell.text)
    return Table(
        table_no=table_no,
        after_line_no=open_table.after_line_no,
        page_first=pieces[0].page_no,
        page_last=pieces[-1].page_no,
        row_count=len(row_numbers),
        column_count=len(col_numbers),
        header_row_count=header_row_count(texts),
        finder=pieces[0].finder,
        cells=whole,
    )


def _renumbered(used: set[int]) -> dict[int, int]:
    """Numbers from 1 for the rows or columns in which a cell begins."""
    return {old: new for new, old in enumerate(sorted(used), 1)}
