"""The rows of a grid, and what the shape of one row shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipelines.readers.figures import is_column_number_row, is_year, looks_like_amount, squeezed
from pipelines.readers.structured.blocks import Grid, GridCell

# A number that the form shows with its unit: 1,234.56万元.
_WITH_UNIT = re.compile(r"[-−－+(（]?\D{0,2}\d[\d,.]*\D{0,3}")
# The number of a page, alone in its row.
_PAGE_NUMBER = re.compile(r"[-—–]?\s*\d{1,3}\s*[-—–]?")
_COLONS = re.compile("[:：]")


@dataclass(frozen=True)
class Row:
    """The cells with text that begin in one row, from left to right.

    ``below_blank`` says that the row above it is blank: no cell begins in it or reaches into it.
    """

    number: int
    cells: Sequence[GridCell]
    below_blank: bool

    @cached_property
    def has_amounts(self) -> bool:
        """Whether a cell is an amount; years, and the numbers of columns and of a page, are not amounts."""
        if len(self.cells) == 1 and not self.is_framed and _PAGE_NUMBER.fullmatch(self.text.strip()):
            return False
        return any(map(_is_amount, self.cells)) and not is_column_number_row(c.text for c in self.cells)

    @property
    def is_single(self) -> bool:
        """Whether the row has one text, which is not an amount."""
        return len(self.cells) == 1 and not self.has_amounts

    @property
    def is_wordy(self) -> bool:
        """Whether the row has several texts and no amount, as those of a header."""
        return len(self.cells) > 1 and not self.has_amounts

    @cached_property
    def is_framed(self) -> bool:
        """Whether lines are drawn around its cells."""
        return any(cell.framed for cell in self.cells)

    @cached_property
    def colons(self) -> int:
        """How many of its texts have a colon: they name what they say themselves."""
        return sum(bool(_COLONS.search(cell.text)) for cell in self.cells)

    @property
    def text(self) -> str:
        """Its texts as running text."""
        if len(self.cells) == 1:
            return self.cells[0].text
        return " ".join(" ".join(cell.text.split()) for cell in self.cells)

    def covers(self, first: int, last: int) -> bool:
        """Whether its cells leave no column free between these (from 0)."""
        free = set(range(first, last + 1))
        for cell in self.cells:
            free -= set(range(cell.col, cell.col + cell.col_span))
        return not free


def rows_of_grid(grid: Grid) -> list[Row]:
    """The rows with text, from top to bottom."""
    by_number: dict[int, list[GridCell]] = {}
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.col)):
        if cell.text.strip():
            by_number.setdefault(cell.row, []).append(cell)
    rows: list[Row] = []
    reached = next(iter(by_number), 0)
    for number, cells in by_number.items():
        rows.append(Row(number, cells, number > reached))
        reached = max(reached, *(cell.row + cell.row_span for cell in cells))
    return rows


def columns_of(rows: Sequence[Row]) -> tuple[int, int]:
    """The first and the last column that the cells of rows cover."""
    cells = [cell for row in rows for cell in row.cells]
    return min(cell.col for cell in cells), max(cell.col + cell.col_span - 1 for cell in cells)


def has_letters(text: str) -> bool:
    """Whether a text has a letter or a Chinese character."""
    return any(map(str.isalpha, text))


def _is_amount(cell: GridCell) -> bool:
    if looks_like_amount(cell.text):
        return True
    text = squeezed(cell.text)
    return cell.stored_value is not None and bool(_WITH_UNIT.fullmatch(text)) and not is_year(text)
