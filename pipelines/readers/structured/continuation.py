"""Joins grids that are one table: a statement that continues in a second grid, often on the next sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.readers.document import Cell
from pipelines.readers.figures import header_row_count, looks_like_amount, squeezed
from pipelines.readers.structured.layout import Placed, PlacedLine, PlacedTable

# Page numbers and the mark of a continuation may be between two parts of a table.
_BETWEEN = frozenset("-—–·.,/0123456789第共页（）()续表上接下转 ")
# 2024, 24年: no number of a part.
_YEAR = re.compile(r"\d{4,}|\d+(?=年)")


def joined(blocks: Iterable[Placed], page_names: Sequence[str]) -> list[Placed]:
    """The blocks, with each grid that continues the one before it added to that one.

    Nothing may be between the two but page numbers and what was above the first as well. A second grid
    continues the first where both have the same columns, and where it prints the same header again, or
    begins with amounts, with nothing between. One beside or within another continues none, and none is
    continued by one that begins or ends as it does: both are whole, and of two units. Sheets with names that
    differ in more than a number, or in a year, hold different statements, even where nothing else says so.
    What is printed again of the header is left out.
    """
    found: list[Placed] = []
    last: int | None = None
    part: PlacedTable | None = None
    above: set[str] = set()
    between: list[PlacedLine] = []
    for block in blocks:
        if isinstance(block, PlacedLine):
            between.append(block)
            continue
        table = found[last] if last is not None else None
        if isinstance(table, PlacedTable) and not block.is_apart:
            new = [line for line in between if not _says_nothing(line.text)]
            repeated = _repeated_rows(table, block)
            begins_again = repeated > 0 and part is not None and _are_both_whole(part, block)
            goes_on = (repeated > 0 and not begins_again) or (not new and _begins_with_amounts(block))
            known = all(squeezed(line.text) in above for line in new)
            known = known and _is_same_sheet(table, block, page_names)
            if goes_on and known and block.columns <= table.columns and last is not None:
                found[last] = _with_rows(table, block, repeated)
                between, part = [], block
                continue
        above = {squeezed(line.text) for line in between}
        found += [*between, block]
        last, between, part = len(found) - 1, [], block
    return found + between


def _says_nothing(text: str) -> bool:
    return set(text) <= _BETWEEN


def _is_same_sheet(table: PlacedTable, block: PlacedTable, page_names: Sequence[str]) -> bool:
    """Whether the pages of two grids have one name but for numbers of parts and marks of a continuation."""
    names = [page_names[cell.page_no - 1] for cell in (table.cells[-1], block.cells[0])]
    first, second = ("".join(char for char in name if char not in _BETWEEN) for name in names)
    return first == second and _YEAR.findall(names[0]) == _YEAR.findall(names[1])


def _repeated_rows(table: PlacedTable, block: PlacedTable) -> int:
    """The rows of the block up to its last one that is the header of the table again; 0 for another one."""
    first, second = rows_of(table.cells), rows_of(block.cells)
    count = header_row_count([[cell.text for cell in row] for row in first])
    if not 0 < count < len(second):
        return 0
    same = list(map(_texts, first[:count])) == list(map(_texts, second[:count]))
    return second[count - 1][0].row_no if same else 0


def _are_both_whole(part: PlacedTable, block: PlacedTable) -> bool:
    """Whether the first rows below both headers say the same, or the last ones, as those of totals do.

    A total that is printed again with the header, above other rows, begins no other table.
    """
    first, second = _rows_below_header(part), _rows_below_header(block)
    if not first or not second:
        return False
    if _say_the_same(first[-1], second[-1]):
        return True
    printed_again = _texts(first[0]) == _texts(second[0])
    return _say_the_same(first[0], second[0]) and not printed_again


def _rows_below_header(table: PlacedTable) -> list[list[Cell]]:
    rows = rows_of(table.cells)
    return rows[header_row_count([[cell.text for cell in row] for row in rows]) :]


def _say_the_same(first: Sequence[Cell], second: Sequence[Cell]) -> bool:
    """Whether two rows have the same words beside amounts of any size."""
    words = [[text for text in _texts(row) if not looks_like_amount(text[1])] for row in (first, second)]
    has_amounts = all(any(looks_like_amount(cell.text) for cell in row) for row in (first, second))
    return has_amounts and bool(words[0]) and words[0] == words[1]


def _begins_with_amounts(block: PlacedTable) -> bool:
    first = block.cells[0].row_no
    return any(cell.row_no == first and looks_like_amount(cell.text) for cell in block.cells)


def rows_of(cells: Iterable[Cell]) -> list[list[Cell]]:
    """The cells by the row in which they begin."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row_no, []).append(cell)
    return [rows[number] for number in sorted(rows)]


def _texts(row: Sequence[Cell]) -> list[tuple[int, str]]:
    return [(cell.col_no, squeezed(cell.text)) for cell in row]


def _with_rows(table: PlacedTable, block: PlacedTable, repeated: int) -> PlacedTable:
    """The table with the rows of the block, without those up to ``repeated``, below its own."""
    down = max(cell.row_no + cell.row_span - 1 for cell in table.cells) - repeated
    more = tuple(replace(cell, row_no=cell.row_no + down) for cell in block.cells if cell.row_no > repeated)
    return replace(table, cells=table.cells + more)
