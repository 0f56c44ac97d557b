"""Boxes on pages as they lie in the file, where pages were laid straight to be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from pipelines.readers.document import Box, Cell, Document, Line, RefusedTable
from pipelines.readers.pdf.ink.paths import Rectangle

Back = Mapping[int, Callable[[Rectangle], Rectangle]]


def as_it_lies(document: Document, back: Back) -> Document:
    """The document with the boxes of some pages, by their numbers, put ``back``.

    Texts keep their distance from the left side of their cell, as they were read.
    """
    return replace(
        document,
        lines=tuple(_line(line, back) for line in document.lines),
        tables=tuple(
            replace(table, cells=tuple(_cell(cell, back) for cell in table.cells))
            for table in document.tables
        ),
        refused_tables=tuple(_refused(table, back) for table in document.refused_tables),
    )


def _line(line: Line, back: Back) -> Line:
    return line if line.box is None else replace(line, box=_box(line.box, line.page_no, back))


def _refused(table: RefusedTable, back: Back) -> RefusedTable:
    return replace(table, box=_box(table.box, table.page_no, back))


def _cell(cell: Cell, back: Back) -> Cell:
    if cell.box is None or cell.page_no not in back:
        return cell
    box = _box(cell.box, cell.page_no, back)
    text_x0 = None if cell.text_x0 is None else round(cell.text_x0 - cell.box.x0 + box.x0, 2)
    return replace(cell, box=box, text_x0=text_x0)


def _box(box: Box, page_no: int, back: Back) -> Box:
    if page_no not in back:
        return box
    return Box(*(round(edge, 2) for edge in back[page_no]((box.x0, box.top, box.x1, box.bottom))))
