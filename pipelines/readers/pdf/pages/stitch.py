"""Stitches the pieces of tables on consecutive pages together."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.readers.document import Box, Line, Notice, Table
from pipelines.readers.pdf.cells.pieces import PageLine, PageReading, Piece, PieceCell
from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.pages.continuation import (
    begins_another_form,
    equal_leading_rows,
    had_room,
    has_amount,
    is_page_number,
    is_running,
    repeats_labels_of_form,
    same_edges,
)
from pipelines.readers.pdf.pages.joining import Tail, join_cut_cells, tails_of
from pipelines.readers.pdf.pages.whole import whole_table
from pipelines.readers.pdf.words.figures import holds_figure
from pipelines.readers.pdf.words.lines import squeezed


@dataclass(slots=True)
class OpenTable:
    """A table that may continue on the next page; ``head`` is its first piece with all its rows.

    ``row_count`` counts the rows of all pieces. ``tails`` are the cells that reach the end of the last piece.
    """

    after_line_no: int
    titles: set[str]
    head: Piece
    pieces: list[Piece] = field(default_factory=list)
    row_count: int = 0
    tails: list[Tail] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        """Continue with a piece: its rows count on from those before, its cut cells are joined to theirs."""
        for cell in piece.cells:
            cell.row += self.row_count
        wholes = join_cut_cells(self.tails, piece)
        tails = tails_of(piece, wholes)
        ends = {id(tail.part) for tail in tails}
        for cell in piece.cells + [tail.part for tail in self.tails]:
            if id(cell) not in ends:
                cell.glyphs = ()
        piece.cells = [cell for cell in piece.cells if id(cell) not in wholes or cell.printed_again]
        self.pieces.append(piece)
        self.row_count += piece.row_count
        self.tails = tails


class Stitcher:
    """Takes pages in order; ``tables``, ``lines`` and ``warnings`` are complete after :meth:`finish`."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self.warnings: list[Notice] = []
        self._open: OpenTable | None = None
        self._before: PageReading | None = None
        self._titles_before: set[str] = set()

    def goes_on_with(self, box: Rectangle) -> bool:
        """Whether a box at the top of the next page has the same left and right edges as the open table."""
        return self._open is not None and same_edges(self._open.pieces[-1].box, box)

    def unruled_edges(self) -> list[float] | None:
        """The column edges of the open table, if it was found without vertical rulings."""
        if self._open is None or self._open.pieces[-1].finder == "rulings":
            return None
        return self._open.pieces[-1].xs

    def add(self, reading: PageReading) -> None:
        """Take the next page."""
        running = [
            line
            for line in reading.lines
            if is_page_number(line) or is_running(line, reading, self._before, self._titles_before)
        ]
        titles_here: set[str] = set()
        remaining = reading.lines
        for number, piece in enumerate(reading.pieces):
            above = [line for line in remaining if _middle(line) < (piece.box[1] + piece.box[3]) / 2]
            remaining = remaining[len(above) :]
            self._add_lines(above, reading.page.page_no)
            titles = {squeezed(line.text) for line in above if line not in running}
            titles_here |= titles
            repeated = self._repeated_rows(piece, titles) if number == 0 else None
            if repeated is None or self._open is None:
                self._close()
                self._open = OpenTable(len(self.lines), titles, piece)
            else:
                self._mark_repeated(piece, repeated)
            self._open.add(piece)
        self._add_lines(remaining, reading.page.page_no)
        if any(line not in running for line in remaining):
            self._close()
        self._before, self._titles_before = reading, titles_here

    def finish(self) -> None:
        """Close the last table."""
        self._close()

    def _add_lines(self, lines: list[PageLine], page_no: int) -> None:
        for line in lines:
            self.lines.append(Line(len(self.lines) + 1, page_no, line.text, Box(*line.box)))

    def _repeated_rows(self, piece: Piece, titles: set[str]) -> int | None:
        """How many header rows the first piece of a page repeats; None where it begins another table.

        The title may be printed again above the piece, but then the header must be, too: forms on
        consecutive pages often have the same title and edges. With neither, a piece continues the table
        only where the page before was full.
        """
        if self._open is None or self._before is None:
            return None
        last = self._open.pieces[-1]
        if last.page_no != piece.page_no - 1 or not same_edges(last.box, piece.box):
            return None
        if not titles <= self._open.titles:
            return None
        head = self._open.head
        repeated = equal_leading_rows(head, piece)
        if repeated:
            return None if repeats_labels_of_form(head, piece, repeated) else repeated
        cut = any(tail.part.open_below for tail in self._open.tails)
        if titles or begins_another_form(head, piece):
            return None
        return None if not cut and had_room(last, piece, self._before) else 0

    def _mark_repeated(self, piece: Piece, count: int) -> None:
        """Remove the first ``count`` rows with text from a piece, and the blank rows among them.

        Rows with figures are kept and marked as printed again. A row with amounts gets a warning:
        spreadsheets can print a total row with the header.
        """
        rows = piece.rows()
        kept: list[PieceCell] = []
        for row in rows[:count]:
            if not any(holds_figure(cell.text) for cell in row):
                continue
            kept += row
            for cell in row:
                cell.printed_again = True
            if not has_amount(row):
                continue
            text = " ".join(squeezed(cell.text) for cell in row)
            first_page = self._open.pieces[0].page_no if self._open else piece.page_no
            message = (
                f"The row '{text}' is printed again from the top of the table on page {first_page} and "
                "counts once."
            )
            self.warnings.append(Notice("printed_again", (piece.page_no,), message))
        first_kept = rows[count][0].row if count < len(rows) else piece.row_count
        if count:
            piece.cells = kept + [cell for cell in piece.cells if cell.row >= first_kept]

    def _close(self) -> None:
        if self._open is not None:
            table_no = len(self.tables) + 1
            self.tables.append(whole_table(self._open.pieces, table_no, self._open.after_line_no))
            self._open = None


def _middle(line: PageLine) -> float:
    return (line.box[1] + line.box[3]) / 2
