"""Statements within one grid that begin with a title, a text with a colon (单位：万元), and a header.

Without such a text, a title below amounts begins a statement where the first header of the grid is printed
again.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipelines.readers.figures import looks_like_amount, squeezed
from pipelines.readers.structured.blocks import Block, Grid, Paragraph
from pipelines.readers.structured.grid_rows import Row, has_letters, rows_of_grid

# So many rows around a title are looked at for what makes it one.
_NEAR = 8


def cut_at_repeated_headers(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with each grid cut above a title, where its header is printed again below it.

    Whatever draws the grid: below another unit, the same columns hold other amounts. Titles and units become
    paragraphs; those that are repeated show that the table continues.
    """
    for block in blocks:
        if not isinstance(block, Grid):
            yield block
            continue
        rows = rows_of_grid(block)
        begins = [0, *_repeated_headers(rows), len(rows)]
        if len(begins) == 2:
            yield block
            continue
        for begin, end in itertools.pairwise(begins):
            part = rows[begin:end]
            above = list(itertools.takewhile(_is_caption, part))
            yield from (Paragraph(row.text, block.page_no) for row in above)
            yield replace(block, cells=[cell for row in part[len(above) :] for cell in row.cells])


def _is_caption(row: Row) -> bool:
    return row.is_single or (row.colons > 0 and not row.has_amounts)


def _repeated_headers(rows: Sequence[Row]) -> Iterator[int]:
    """The titles below which a header of the rows above is printed again."""
    headers: set[tuple[tuple[int, str], ...]] = set()
    first_header = next((row for row in rows if row.is_wordy and not row.colons), None)
    for index, row in enumerate(rows):
        header = header_below_caption(rows, index)
        if header is not None and _texts(header) in headers:
            yield index
        elif first_header is not None and index and rows[index - 1].has_amounts and row.is_single:
            below = next((row for row in rows[index : index + _NEAR] if not _is_caption(row)), None)
            if below is not None and below.is_wordy and _texts(below) == _texts(first_header):
                yield index
        if row.is_wordy:
            headers.add(_texts(row))


def _texts(row: Row) -> tuple[tuple[int, str], ...]:
    return tuple((cell.col, squeezed(cell.text)) for cell in row.cells)


def header_below_caption(rows: Sequence[Row], index: int) -> Row | None:
    """The header below a title and a text with a colon, both over columns of amounts, if there is one.

    Where the former is in another column, the header has to fill all of those.
    """
    if not rows[index].is_single:
        return None
    columns = _columns_of_amounts(rows[max(0, index - _NEAR) : index])
    has_colon = is_over_amounts = False
    for row in rows[index + 1 : index + _NEAR]:
        if not _is_caption(row):
            named = {cell.col for cell in row.cells if has_letters(cell.text)}
            is_header = row.is_wordy and has_colon and columns and (is_over_amounts or columns <= named)
            return row if is_header else None
        has_colon = has_colon or row.colons > 0
        with_colon = (cell for cell in row.cells if ":" in cell.text or "：" in cell.text)
        is_over_amounts = is_over_amounts or any(
            columns & set(range(cell.col, cell.col + cell.col_span)) for cell in with_colon
        )
    return None


def _columns_of_amounts(rows: Sequence[Row]) -> set[int]:
    """The columns in which the last of the rows with amounts has them."""
    last = next((row for row in reversed(rows) if row.has_amounts), None)
    return {cell.col for cell in last.cells if looks_like_amount(cell.text)} if last is not None else set()
