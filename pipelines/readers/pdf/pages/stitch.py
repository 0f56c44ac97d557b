"""Stitches the pieces of tables on consecutive pages together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.readers.document import Box, Line, Notice, Table
from pipelines.readers.figures import holds_figure, squeezed
from pipelines.readers.pdf.cells.pieces import PageLine, PageReading, Piece, PieceCell
from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.pages.columns import aligned
from pipelines.readers.pdf.pages.continuation import (
    begins_another_form,
    begins_with_amounts,
    had_room,
    has_amount,
    is_page_number,
    is_running,
    repeats_labels_of_form,
    same_edges,
)
from pipelines.readers.pdf.pages.cut_off import spoil_cut_off_figures
from pipelines.readers.pdf.pages.facing import faces, move_rows, repeats_captions, rows_agree, widened
from pipelines.readers.pdf.pages.joining import Tail, join_cut_cells, tails_of
from pipelines.readers.pdf.pages.same_columns import (
    Continuation,
    edges_wander,
    equal_leading_rows,
    order_anchors,
    repeats_inner_header,
    with_header_again,
)
from pipelines.readers.pdf.pages.sheets import sheets_of
from pipelines.readers.pdf.pages.whole import whole_table


@dataclass(slots=True)
class OpenTable:
    """A table that may continue on the next page; ``head`` is its first piece with all its rows.

    ``captions`` are the texts of the lines above it, ``titles`` those without running heads.
    ``row_count`` counts the rows of all pieces. ``tails`` are the cells that reach the end of the last piece.
    The first ``widened_count`` pieces have more columns on facing pages, the first of which is
    ``facing_head``.
    """

    after_line_no: int
    titles: set[str]
    captions: set[str]
    head: Piece
    last_page: int
    pieces: list[Piece] = field(default_factory=list)
    row_count: int = 0
    tails: list[Tail] = field(default_factory=list)
    widened_count: int = 0
    facing_head: Piece | None = None

    def add(self, piece: Piece, anchors: Mapping[int, int]) -> None:
        """Continue with a piece: its rows count on from those before, its cut cells are joined to theirs.

        ``anchors`` says which of its column edges are which of the table's, as far as that is known.
        """
        piece.xs = aligned(piece.xs, anchors, self.head.xs)
        for cell in piece.cells:
            cell.row += self.row_count
        before = self.pieces[-1].cells if self.pieces else ()
        wholes = join_cut_cells(self.tails, piece, before)
        tails = tails_of(piece, wholes)
        ends = {id(tail.part) for tail in tails}
        for cell in piece.cells + [tail.part for tail in self.tails]:
            if id(cell) not in ends:
                cell.glyphs = ()
        piece.cells = [cell for cell in piece.cells if id(cell) not in wholes or cell.printed_again]
        self.pieces.append(piece)
        self.row_count += piece.row_count
        self.tails = tails
        self.last_page = piece.page_no

    @property
    def one_sided(self) -> int | None:
        """The place of the first piece that has no facing page yet."""
        return self.widened_count if self.widened_count < len(self.pieces) else None

    def widen(self, place: int, facing: Piece) -> None:
        """Add the columns of a facing page to the piece at ``place``."""
        first_row = sum(piece.row_count for piece in self.pieces[:place])
        wide, rows = widened(self.pieces[place], facing, first_row)
        moved = {id(cell) for cell in wide.cells}
        others = [cell for piece in self.pieces for cell in piece.cells]
        others += [cell for tail in self.tails for cell in tail]
        for cell in others:
            if id(cell) not in moved:
                moved.add(id(cell))
                move_rows(cell, rows, first_row)
        self.row_count += wide.row_count - self.pieces[place].row_count
        self.pieces[place] = wide
        self.widened_count = place + 1
        self.facing_head = self.facing_head or facing
        self.last_page = facing.page_no


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

    def stands_beside(self, ys: Sequence[float]) -> bool:
        """Whether rows at these heights may be those of a page of the open table, on its facing page."""
        place = self._open.one_sided if self._open is not None else None
        return place is not None and self._open is not None and rows_agree(self._open.pieces[place].ys, ys)

    def unruled_edges(self) -> list[float] | None:
        """The column edges of the open table, if it was found without vertical rulings."""
        if self._open is None or self._open.pieces[-1].finder == "rulings":
            return None
        return self._open.pieces[-1].xs

    def add(self, reading: PageReading) -> None:
        """Take the next page, sheet by sheet."""
        for sheet in sheets_of(reading):
            self._add_sheet(sheet)

    def _add_sheet(self, reading: PageReading) -> None:
        before = self._before
        if before is not None and before.page.page_no == reading.page.page_no:
            before = None  # the sheet on the left, whose heads are its own
        running = [
            line
            for line in reading.lines
            if is_page_number(line) or is_running(line, reading, before, self._titles_before)
        ]
        titles_here: set[str] = set()
        remaining = reading.lines
        for number, piece in enumerate(reading.pieces):
            above = [line for line in remaining if _middle(line) < (piece.box[1] + piece.box[3]) / 2]
            remaining = remaining[len(above) :]
            self._add_lines(above, reading.page.page_no)
            captions = [line for line in above if line not in running]
            titles = {squeezed(line.text) for line in captions}
            titles_here |= titles
            if number == 0 and self._goes_beside(piece, captions):
                continue
            continuation = self._continuation(piece, titles) if number == 0 else None
            if number == 0:
                self._spoil_cut_off_figures(reading, continuation)
            if continuation is None or self._open is None:
                self._close()
                captions_here = {squeezed(line.text) for line in above}
                self._open = OpenTable(len(self.lines), titles, captions_here, piece, piece.page_no)
                self._open.add(piece, {})
            else:
                self._mark_repeated(piece, continuation.repeated)
                self._open.add(piece, continuation.anchors)
        if not reading.pieces:
            self._spoil_cut_off_figures(reading, None)
        self._add_lines(remaining, reading.page.page_no)
        known = self._open.captions if self._open is not None else set[str]()
        if any(line not in running and squeezed(line.text) not in known for line in remaining):
            self._close()
        self._before, self._titles_before = reading, titles_here

    def finish(self) -> None:
        """Close the last table."""
        self._close()

    def _add_lines(self, lines: list[PageLine], page_no: int) -> None:
        for line in lines:
            box, score = Box(*line.box), line.recognition_score
            self.lines.append(Line(len(self.lines) + 1, page_no, line.text, box, recognition_score=score))

    def _goes_beside(self, piece: Piece, captions: list[PageLine]) -> bool:
        """Add a piece with more columns of the open table, if it is one.

        ``captions`` are the lines above it; next to it may be parts of header labels that the page cuts.
        """
        table = self._open
        place = table.one_sided if table is not None else None
        if table is None or place is None or table.last_page != piece.page_no - 1:
            return False
        above = [line for line in captions if _middle(line) < piece.box[1]]
        if not repeats_captions(above, table.titles, piece):
            return False
        first = table.facing_head
        if not faces(table.head if place == 0 else table.pieces[place], piece, first):
            return False
        if first is not None:
            self._mark_repeated(piece, equal_leading_rows(first, piece))
        if captions:
            table.after_line_no = len(self.lines)
        table.widen(place, piece)
        return True

    def _continuation(self, piece: Piece, titles: set[str]) -> Continuation | None:
        """How the first piece of a page continues the open table; None where it begins another one.

        The title may be printed again above the piece, but then the header must be, too: forms on
        consecutive pages often have the same title and edges. With neither, a piece continues the table
        only where the page before was full, or where it begins with amounts.
        """
        table = self._open
        if table is None or self._before is None:
            return None
        same_page = table.last_page == piece.page_no  # the sheet on its left
        if table.last_page < piece.page_no - 1 or not titles <= table.titles:
            return None
        head, last = table.head, table.pieces[-1]
        same_box = same_edges(last.box, piece.box)
        again = with_header_again(head, piece, same_box)
        if again is not None:
            return None if repeats_labels_of_form(head, piece, again.repeated) else again
        if titles or same_page or begins_another_form(head, piece):
            return None
        if same_box and repeats_inner_header((head, last), piece):
            return Continuation(1, {})
        if same_box:
            cut = any(tail.part.open_below for tail in table.tails)
            if not cut and had_room(last, piece, self._before):
                return None
            return Continuation(0, order_anchors(head, piece) if edges_wander(head, piece) else {})
        anchors = order_anchors(head, piece) if begins_with_amounts(piece) else {}
        return Continuation(0, anchors) if anchors else None

    def _spoil_cut_off_figures(self, reading: PageReading, continuation: Continuation | None) -> None:
        """Make figures at the end of the open table unknown where their rest stands apart on this page."""
        table, before = self._open, self._before
        if table is None or before is None or before.page.page_no != table.last_page:
            return
        if table.pieces[-1].finder != "rulings" and table.last_page == reading.page.page_no - 1:
            joined = continuation.repeated if continuation is not None else None
            spoil_cut_off_figures(table.tails, (table.head, table.pieces[-1]), reading, before, joined)

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
            for cell in piece.cells:
                end = cell.row + cell.row_span
                if cell.row < first_kept < end and not cell.printed_again:
                    cell.row, cell.row_span = first_kept, end - first_kept
            piece.cells = kept + [cell for cell in piece.cells if cell.row >= first_kept]

    def _close(self) -> None:
        if self._open is not None:
            table_no = len(self.tables) + 1
            self.tables.append(whole_table(self._open.pieces, table_no, self._open.after_line_no))
            self._open = None


def _middle(line: PageLine) -> float:
    return (line.box[1] + line.box[3]) / 2
