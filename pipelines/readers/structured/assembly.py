"""The document of the blocks that a reader of a structured form found."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.readers.document import Document, HiddenText, Line, Notice, Page, Table, gathered, spanned
from pipelines.readers.figures import header_row_count
from pipelines.readers.structured.blocks import Block
from pipelines.readers.structured.captions import cut_at_repeated_headers
from pipelines.readers.structured.continuation import joined, rows_of
from pipelines.readers.structured.layout import PlacedLine, PlacedTable, placed


def document_of(
    blocks: Iterable[Block],
    *,
    media_type: str,
    reader: str,
    finder: str,
    page_names: Sequence[str] = ("",),
    notices: Iterable[Notice] = (),
    hidden_texts: Iterable[HiddenText] = (),
) -> Document:
    """The document of blocks in reading order.

    ``page_names`` has the name of each page (of a sheet), empty where it has none. ``finder`` says what made
    the tables (``sheet``, ``word_table``, ``html_table``).
    """
    found = joined(placed(cut_at_repeated_headers(blocks)), page_names)
    lines: list[Line] = []
    tables: list[Table] = []
    characters = [0] * len(page_names)
    for block in found:
        if isinstance(block, PlacedLine):
            lines.append(Line(len(lines) + 1, block.page_no, block.text, block.box))
            characters[block.page_no - 1] += len(block.text)
        else:
            tables.append(_table(block, len(tables) + 1, len(lines), finder, page_names))
            for cell in block.cells:
                characters[cell.page_no - 1] += len(cell.text)
    return Document(
        media_type=media_type,
        reader=reader,
        page_count=len(page_names),
        lines=tuple(lines),
        tables=tuple(tables),
        pages=tuple(
            Page(number, 0.0, 0.0, character_count=count, name=name or None)
            for number, (name, count) in enumerate(zip(page_names, characters, strict=True), 1)
        ),
        warnings=gathered(notices),
        hidden_texts=tuple(hidden_texts),
    )


def _table(
    placed_table: PlacedTable, table_no: int, after_line_no: int, finder: str, page_names: Sequence[str]
) -> Table:
    """The table without its blank rows and columns; references name the sheet as well (收支总表!B7)."""
    rows_used = sorted({cell.row_no for cell in placed_table.cells})
    cols_used = sorted(placed_table.columns)
    cells = tuple(
        replace(
            cell,
            row_no=bisect_left(rows_used, cell.row_no) + 1,
            col_no=bisect_left(cols_used, cell.col_no) + 1,
            row_span=spanned(rows_used, cell.row_no, cell.row_span),
            col_span=spanned(cols_used, cell.col_no, cell.col_span),
            reference=_reference(cell.reference, page_names[cell.page_no - 1]),
        )
        for cell in placed_table.cells
    )
    texts = [[cell.text for cell in row] for row in rows_of(cells)]
    return Table(
        table_no=table_no,
        after_line_no=after_line_no,
        page_first=cells[0].page_no,
        page_last=cells[-1].page_no,
        row_count=len(rows_used),
        column_count=len(cols_used),
        header_row_count=header_row_count(texts),
        finder=finder,
        cells=cells,
    )


def _reference(reference: str | None, page_name: str) -> str | None:
    return f"{page_name}!{reference}" if reference and page_name else reference
