"""The content of a document in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.readers.document import Cell, Document, Line, Table


def flow(document: Document) -> Iterator[Line | Table]:
    """Lines and tables, as they follow each other on the page."""
    lines = iter(document.lines)
    line_no = 0
    for table in document.tables:
        while line_no < table.after_line_no:
            yield next(lines)
            line_no += 1
        yield table
    yield from lines


def rows(table: Table) -> list[list[Cell]]:
    """The cells of each row, from left to right; a cell that is only printed again is left out."""
    found: list[list[Cell]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        if not cell.printed_again:
            found[cell.row_no - 1].append(cell)
    return found
