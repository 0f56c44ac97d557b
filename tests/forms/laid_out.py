"""A document of tables laid out on sheets of paper, each line of a cell as one text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from forms.flow import flow, rows
from forms.printed import Piece, Sheet, sheets_of
from pipelines.readers.document import Cell, Document, Line, Table
from pipelines.readers.figures import holds_figure
from pipelines.readers.placed.page import natural_width

# A4 landscape, in points.
_WIDTH, _HEIGHT, _MARGIN = 842.0, 595.0, 36.0
_SIZE, _PADDING, _LINE, _ROOM = 9.0, 3.0, 11.0, 2.5
# What looks like a header of so many rows is a table without figures.
_HIGHEST_HEADER = 6
# Columns of words are at least this wide: longer words wrap.
_NARROWEST = 30.0


def sheets_from(source: Path | Document) -> list[Sheet]:
    """The print of a PDF, or a document laid out: its lines and ruled tables below each other."""
    return sheets_of(source) if isinstance(source, Path) else _laid_out(source)


def _laid_out(document: Document) -> list[Sheet]:
    paper = _Paper()
    for part in flow(document):
        if isinstance(part, Line):
            paper.add_line(part)
        else:
            paper.add_table(part)
    return paper.sheets


class _Paper:
    def __init__(self) -> None:
        self.sheets = [Sheet(_WIDTH, _HEIGHT)]
        self._top = _MARGIN

    def add_line(self, line: Line) -> None:
        """Each part of the line that wide gaps set apart is a text of its own."""
        for row in _wrapped(line.text, _WIDTH - 2 * _MARGIN):
            self._make_room(18.0)
            x = _MARGIN
            for text in row.split("  "):
                self._add_text(text, x, self._top + 4)
                x += _width(text) + 3 * _SIZE
            self._top += 18.0

    def add_table(self, table: Table) -> None:
        """Amounts stand at the right of their cells, header labels in the middle, other texts at the left."""
        edges = _edges(table)
        texts = {id(cell): _lines_of(cell, edges) for row in rows(table) for cell in row}
        heights = [
            max((len(texts[id(cell)]) for cell in row if cell.row_span == 1), default=1) * _LINE + 2 * _ROOM
            for row in rows(table)
        ]
        for cell in (cell for row in rows(table) for cell in row if cell.row_span > 1):
            own = slice(cell.row_no - 1, cell.row_no - 1 + cell.row_span)
            lacking = len(texts[id(cell)]) * _LINE + 2 * _ROOM - sum(heights[own])
            heights[cell.row_no - 1] += max(0.0, lacking)
        covered = {
            (cell.row_no - 1 + down, cell.col_no - 1 + across)
            for row in rows(table)
            for cell in row
            for down in range(cell.row_span)
            for across in range(cell.col_span)
        }
        for last_row, row in enumerate(rows(table)):
            # Merged rows stay together, and the header with the row below it.
            together = max((cell.row_span for cell in row), default=1)
            if last_row == 0 and table.header_row_count < _HIGHEST_HEADER:
                together = max(together, table.header_row_count + 1)
            self._make_room(sum(heights[last_row : last_row + together]))
            for cell in row:
                height = sum(heights[last_row : last_row + cell.row_span])
                self._add_cell(cell, texts[id(cell)], edges, height, last_row < table.header_row_count)
            for column in range(table.column_count):
                if (last_row, column) not in covered:
                    self._frame(edges[column], edges[column + 1], heights[last_row])
            self._top += heights[last_row]

    def _add_cell(
        self, cell: Cell, lines: Sequence[str], edges: Sequence[float], height: float, is_header: bool
    ) -> None:
        x0, x1 = edges[cell.col_no - 1], edges[cell.col_no - 1 + cell.col_span]
        top = self._top + (height - len(lines) * _LINE) / 2 + (_LINE - _SIZE) / 2
        for number, line in enumerate(lines):
            x = x0 + _PADDING
            if is_header:
                x = (x0 + x1 - _width(line)) / 2
            elif holds_figure(line):
                x = x1 - _PADDING - _width(line)
            self._add_text(line, x, top + number * _LINE)
        self._frame(x0, x1, height)

    def _frame(self, x0: float, x1: float, height: float) -> None:
        top, bottom = self._top, self._top + height
        self.sheets[-1].rulings.extend(
            [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
        )

    def _add_text(self, text: str, x: float, top: float) -> None:
        if text.strip():
            self.sheets[-1].pieces.append(Piece(text.strip(), x, top, _width(text.strip()), _SIZE))

    def _make_room(self, height: float) -> None:
        if self._top + height > _HEIGHT - _MARGIN:
            self.sheets.append(Sheet(_WIDTH, _HEIGHT))
            self._top = _MARGIN


def _edges(table: Table) -> list[float]:
    """The sides of the columns: as wide as their figures, and as far as there is room as their words."""
    least, wanted = [_NARROWEST] * table.column_count, [_NARROWEST] * table.column_count
    for cell in table.cells:
        if cell.col_span == 1:
            column = cell.col_no - 1
            width = max(map(_width, cell.text.split("\n"))) + 2 * _PADDING
            wanted[column] = max(wanted[column], width)
            if holds_figure(cell.text):
                least[column] = max(least[column], width)
    room = _WIDTH - 2 * _MARGIN - sum(least)
    lacking = sum(wanted) - sum(least)
    share = max(0.0, min(1.0, room / lacking)) if lacking else 0.0
    widths = [a + (b - a) * share for a, b in zip(least, wanted, strict=True)]
    return list(accumulate(widths, initial=_MARGIN))


def _lines_of(cell: Cell, edges: Sequence[float]) -> list[str]:
    width = edges[cell.col_no - 1 + cell.col_span] - edges[cell.col_no - 1] - 2 * _PADDING
    texts = [" ".join(text.split()) for text in cell.text.split("\n")]
    return [line.strip() for text in texts for line in _wrapped(text, width)]


def _wrapped(text: str, width: float) -> Iterator[str]:
    line = ""
    for character in text:
        if line and _width(line + character) > width + 0.01:
            yield line
            line = ""
        line += character
    yield line


def _width(text: str) -> float:
    return sum(map(natural_width, text)) * _SIZE
