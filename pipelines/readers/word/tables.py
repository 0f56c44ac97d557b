"""The cells of a table: in which rows and columns each of them is, as it is merged with others.

Word counts the columns of a row by the grid of the table, but draws by the widths of the cells. Where the
spans of a row do not fill the grid, its cells are put where their widths say. Where the edges of cells were
drawn by hand, those of one row are a little beside those of another: the grid has a column between them
that no cell fills, and is narrower than a character. Both are one edge.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipelines.readers.word.names import CELL, ROW, VALUE, Element, held, w
from pipelines.readers.word.properties import is_on, points, value_of, whole

# A row of a table has no more columns in any word processor.
_MOST_COLUMNS = 63
# Edges of cells less far apart (points) are the same edge.
_NEAR = 8.0


@dataclass
class TableCell:
    """A cell that is shown: its row and column (from 0), and its spans.

    ``file_row`` and ``file_col`` are those of the file (from 0), with the rows that cannot be seen.
    ``covered`` are the cells that a merged cell covers.
    """

    element: Element
    row: int
    col: int
    file_row: int
    file_col: int
    col_span: int
    row_span: int
    covered: list[Element]


@dataclass
class _Cell:
    """A cell of one row: the columns that it spans, and whether it continues from the row above."""

    element: Element
    span: int
    continues: bool
    covered: list[Element]


def widths_of(table: Element) -> list[float]:
    """The widths of the columns of the grid, in points."""
    return [points(column.get(w("w"))) for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]


def why_gone(row: Element) -> str:
    """Why a row cannot be seen: ``deleted_text``, ``hidden_row`` or ""."""
    properties = row.findall(w("trPr"))
    if any(entry.find(w("del")) is not None for entry in properties):
        return "deleted_text"
    return "hidden_row" if is_on(properties, "hidden") else ""


def rows_of(table: Element) -> list[Element]:
    """All rows, also those that cannot be seen."""
    return list(held(table, frozenset((ROW,))))


def cells_of(rows: Sequence[Element], widths: Sequence[float]) -> tuple[list[TableCell], list[float]]:
    """The cells that are shown, by rows, and the widths of the columns in which they are."""
    shown = [(number, list(_placed(row, widths))) for number, row in enumerate(rows) if not why_gone(row)]
    columns = _columns(((start, end) for _, row in shown for start, end, _ in row), widths)
    found: list[TableCell] = []
    above: dict[int, TableCell] = {}
    for row_no, (file_row, row) in enumerate(shown):
        now: dict[int, TableCell] = {}
        for start, end, cell in row:
            col, span = columns[start], columns[end] - columns[start]
            owner = above.get(col) if cell.continues else None
            if owner is not None:
                owner.row_span += 1
                owner.covered += [cell.element, *cell.covered]
            else:
                owner = TableCell(cell.element, row_no, col, file_row, start, span, 1, cell.covered)
                found.append(owner)
            now[col] = owner
        above = now
    shown_widths = [0.0] * columns[-1]
    for col, width in zip(columns, widths, strict=False):
        shown_widths[min(col, columns[-1] - 1)] += width
    return found, shown_widths if all(shown_widths) else []


def _columns(cells: Iterable[tuple[int, int]], widths: Sequence[float]) -> list[int]:
    """The column that begins at each edge of the grid; edges that are the same begin the same column."""
    begins: dict[int, int] = {}
    for start, end in cells:
        begins[end] = max(start, begins.get(end, 0))
    count = max(begins, default=1)
    columns, kept, away = [0], 0, 0.0
    for edge in range(1, count + 1):
        width = widths[edge - 1] if edge <= len(widths) else 0.0
        away += width or _NEAR
        if away >= _NEAR or begins.get(edge, -1) >= kept:
            columns.append(columns[-1] + 1)
            kept, away = edge, 0.0
        else:
            columns.append(columns[-1])
    return columns


def _placed(row: Element, widths: Sequence[float]) -> Iterator[tuple[int, int, _Cell]]:
    """The cells of a row, each with the edges of the grid (from 0) where it begins and ends."""
    properties = row.findall(w("trPr"))
    before = whole(value_of(properties, "gridBefore"), _MOST_COLUMNS)
    after = whole(value_of(properties, "gridAfter"), _MOST_COLUMNS)
    cells = list(_cells_of_row(row))
    ends = list(accumulate((cell.span for cell in cells), initial=before))
    if ends[-1] + after != len(widths):
        left = points(_width(properties, "wBefore"))
        ends = _ends_by_width(cells, widths, left) or ends
    yield from zip(ends, ends[1:], cells, strict=False)


def _cells_of_row(row: Element) -> Iterator[_Cell]:
    last: _Cell | None = None
    for element in held(row, frozenset((CELL,))):
        properties = element.findall(w("tcPr"))
        if any(entry.find(w("cellDel")) is not None for entry in properties):
            continue
        span = whole(value_of(properties, "gridSpan"), _MOST_COLUMNS, 1) or 1
        if last is not None and value_of(properties, "hMerge") == "continue":
            last.span += span
            last.covered.append(element)
            continue
        if last is not None:
            yield last
        last = _Cell(element, span, _continues(properties), [])
    if last is not None:
        yield last


def _continues(properties: Sequence[Element]) -> bool:
    """Whether a cell is merged with the one above; a merge without a value is one that continues."""
    merges = [entry.find(w("vMerge")) for entry in properties]
    return any(merge is not None and merge.get(VALUE, "continue") == "continue" for merge in merges)


def _width(properties: Sequence[Element], name: str) -> str:
    """A width in twips, as its attributes say it; empty where it is a share, or left open."""
    found = next((each for entry in properties if (each := entry.find(w(name))) is not None), None)
    return "" if found is None or found.get(w("type"), "dxa") != "dxa" else found.get(w("w"), "")


def _ends_by_width(cells: Sequence[_Cell], widths: Sequence[float], left: float) -> list[int]:
    """The columns at which the cells of a row begin and the last one ends; empty where widths do not say."""
    edges = list(accumulate(widths, initial=0.0))
    own = [points(_width(cell.element.findall(w("tcPr")), "tcW")) for cell in cells]
    if not all(width > 0 for width in (*widths, *own)):
        return []
    ends: list[int] = []
    for x in accumulate(own, initial=left):
        after = bisect_left(edges, x)
        nearest = min((n for n in (after - 1, after) if 0 <= n < len(edges)), key=lambda n: abs(edges[n] - x))
        if abs(edges[nearest] - x) > _NEAR or (ends and nearest <= ends[-1]):
            return []
        ends.append(nearest)
    return ends
