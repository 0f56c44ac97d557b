"""Reads one text file as a :class:`Document`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pipelines.readers.document import Cell, Document, Line, Page, Table
from pipelines.readers.encodings import lost_characters
from pipelines.readers.text.alignment import with_aligned_rows
from pipelines.readers.text.decoding import decode
from pipelines.readers.text.rows import Block, SourceCell, dumped_blocks, is_word_dump, tabbed_blocks
from pipelines.readers.text.spans import dumped_row_widths, header_cells

_AMOUNT = re.compile(r"^[-−－]?[\d,，]+([.．。]\d+)?[%％]?$")
_YEAR = re.compile(r"^(19|20)\d\d$")

# No statement has more columns. The cells of a wider table stay where the file has them: neither its header
# nor its short rows show where else they belong, and looking for it takes long.
MOST_COLUMNS = 256

Grid = list[list[SourceCell]]
Placed = dict[int, list[tuple[int, int, SourceCell]]]


def read_text(path: Path) -> Document:
    """Read a plain-text conversion of a disclosure.

    The whole file is page 1. Raises :class:`UnreadableDocument` (``empty_file``, ``not_text``).
    """
    content = path.read_bytes()
    text, encoding = decode(content)
    source = text.splitlines()
    dump = is_word_dump(source)
    lines, tables = lines_and_tables(source, dump)
    return Document(
        media_type="text/plain",
        reader=f"text:{'word_dump' if dump else 'tabs'}:{encoding}",
        page_count=1,
        lines=tuple(lines),
        tables=tuple(tables),
        pages=(Page(1, 0.0, 0.0, character_count=len(text)),),
        warnings=tuple(lost_characters(content, text)),
    )


def lines_and_tables(source: list[str], dump: bool) -> tuple[list[Line], list[Table]]:
    """The lines and tables of the lines of a text; ``dump`` says that they are words without tabs."""
    blocks: Iterable[Block] = dumped_blocks(source) if dump else tabbed_blocks(source)
    lines: list[Line] = []
    tables: list[Table] = []
    for block in blocks:
        for source_line, text in block.lines:
            lines.append(Line(len(lines) + 1, 1, text, source_line=source_line))
        if _is_contents(block.rows):
            for row in block.rows:
                text = " ".join(cell.text for cell in row if cell.text)
                lines.append(Line(len(lines) + 1, 1, text, source_line=row[0].source_line))
        elif any(cell.text for row in block.rows for cell in row):
            tables.append(_table(block.rows, len(tables) + 1, len(lines), dump))
    return lines, tables


def _table(rows: Grid, table_no: int, after_line_no: int, dump: bool) -> Table:
    header_rows = _header_row_count(rows)
    spans: Placed = {}
    if max(len(row) for row in rows) <= MOST_COLUMNS:
        if not dump and header_rows < len(rows):
            rows = rows[:header_rows] + with_aligned_rows(rows[header_rows:], _is_amount)
        spans = _dumped_spans(rows) if dump else _header_spans(rows, header_rows)
    cells = []
    for row_index, row in enumerate(rows):
        for column, width, source in spans.get(row_index) or [(i, 1, cell) for i, cell in enumerate(row)]:
            if source.text:
                place = row_index + 1, column + 1
                cells.append(
                    Cell(
                        *place, source.text, 1, 1, width, None, source.source_line,
                        lines_end_early="\n" in source.text,
                    )
                )  # fmt: skip
    return Table(
        table_no=table_no,
        after_line_no=after_line_no,
        page_first=1,
        page_last=1,
        row_count=len(rows),
        column_count=max(cell.col_no + cell.col_span - 1 for cell in cells),
        header_row_count=header_rows,
        finder="word_dump" if dump else "tabs",
        cells=tuple(cells),
    )


def _is_contents(rows: Grid) -> bool:
    """Whether the rows are a table of contents: titles with page numbers that never decrease."""
    texts = [[cell.text for cell in row if cell.text] for row in rows]
    if len(rows) < 4 or any(len(row) != 2 or not row[1].isdigit() for row in texts):
        return False
    numbers = [int(row[1]) for row in texts]
    return numbers == sorted(numbers)


def _header_spans(rows: Grid, header_rows: int) -> Placed:
    """Column (from 0), width and cell of each header cell, by row."""
    header = rows[:header_rows]
    placed: Placed = {}
    remaining = [iter([cell for cell in row if cell.text]) for row in header]
    for found in header_cells([[cell.text for cell in row] for row in header]):
        source = next(remaining[found.row])
        placed.setdefault(found.row, []).append((found.column, found.width, source))
    return placed


def _dumped_spans(rows: Grid) -> Placed:
    """Column (from 0), width and cell of each cell of the short rows of a dump, from the row below each."""
    placed: Placed = {}
    for index in range(len(rows) - 1):
        row, below = rows[index], rows[index + 1]
        if len(row) >= len(below):
            continue
        widths = dumped_row_widths([cell.text for cell in row], [cell.text for cell in below])
        if widths is None:
            continue
        column = 0
        placed[index] = []
        for cell, width in zip(row, widths, strict=True):
            placed[index].append((column, width, cell))
            column += width
    return placed


def _is_amount(text: str) -> bool:
    return bool(_AMOUNT.match("".join(text.split())))


def _header_row_count(rows: Grid) -> int:
    """How many rows are above the first row with an amount (all rows where there is none)."""
    for index, row in enumerate(rows):
        texts = ["".join(cell.text.split()) for cell in row]
        if not _counts_columns(texts) and any(_AMOUNT.match(t) and not _YEAR.match(t) for t in texts):
            return index
    return len(rows)


def _counts_columns(texts: list[str]) -> bool:
    """Whether the texts of a row number the columns: 1, 2, 3 …"""
    numbers = [int(text) for text in texts if text.isdigit()]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
