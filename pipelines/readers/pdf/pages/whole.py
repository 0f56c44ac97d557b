"""One whole table from its pieces on consecutive pages."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from pipelines.readers.document import Box, Cell, Table, spanned
from pipelines.readers.figures import header_row_count
from pipelines.readers.pdf.cells.pieces import Piece, PieceCell
from pipelines.readers.pdf.pages.columns import WANDERING_EDGE, WANDERING_GAP, column_places


def whole_table(pieces: Sequence[Piece], table_no: int, after_line_no: int) -> Table:
    """The table of its pieces: the union of their columns, all their rows, without empty rows and columns."""
    wandering = WANDERING_EDGE if pieces[0].finder == "rulings" else WANDERING_GAP
    places = column_places([piece.xs for piece in pieces], wandering)
    cells: list[PieceCell] = []
    for piece, columns in zip(pieces, places, strict=True):
        for cell in piece.cells:
            if not cell.text:
                continue
            first, last = columns[cell.col], columns[cell.col + cell.col_span]
            cell.col, cell.col_span = first, last - first
            cells.append(cell)
    rows_used, cols_used = sorted({cell.row for cell in cells}), sorted({cell.col for cell in cells})
    row_numbers = {row: number for number, row in enumerate(rows_used, 1)}
    col_numbers = {col: number for number, col in enumerate(cols_used, 1)}
    whole = tuple(
        Cell(
            row_no=row_numbers[cell.row],
            col_no=col_numbers[cell.col],
            text=cell.text,
            page_no=cell.page_no,
            row_span=spanned(rows_used, cell.row, cell.row_span),
            col_span=spanned(cols_used, cell.col, cell.col_span),
            box=Box(*[round(value, 2) for value in cell.box]),
            printed_again=cell.printed_again,
            column_by_place=cell.column_by_place,
            text_x0=cell.text_x0,
            alignment=cell.alignment,
            known_by_shape=cell.known_by_shape,
            recognition_score=cell.recognition_score,
            lines_end_early=cell.lines_end_early,
        )
        for cell in sorted(cells, key=attrgetter("row", "col"))
    )
    texts: list[list[str]] = [[] for _ in row_numbers]
    for cell in whole:
        texts[cell.row_no - 1].append(cell.text)
    return Table(
        table_no=table_no,
        after_line_no=after_line_no,
        page_first=pieces[0].page_no,
        page_last=max([pieces[-1].page_no, *(cell.page_no for cell in whole)]),
        row_count=len(row_numbers),
        column_count=len(col_numbers),
        header_row_count=header_row_count(texts),
        finder=pieces[0].finder,
        cells=whole,
    )
