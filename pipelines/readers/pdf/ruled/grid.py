"""The grid of a table on one page: the edges of its columns and rows, and its cells with their spans."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.readers.pdf.ink.paths import Rectangle


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell by its place in the grid: its first row and column (from 0) and its spans.

    ``column_by_place`` is as in :class:`~pipelines.readers.document.Cell`.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    column_by_place: bool = False


@dataclass(slots=True)
class Grid:
    """The grid of a table on one page.

    ``xs`` and ``ys`` are the edges of columns and rows in points on the upright page. ``owner[row][col]`` is
    the index in ``cells`` of the cell that covers this place. ``open_below[col]`` is True where no ruling
    closes the last row, because the page end cuts it; ``open_above[col]`` where none closes the first row.
    """

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    owner: list[list[int]]
    open_below: list[bool] = field(default_factory=list)
    finder: str = "rulings"
    open_above: list[bool] = field(default_factory=list)

    @property
    def box(self) -> Rectangle:
        """The outer box of the grid."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def is_open_below(self, cell: GridCell) -> bool:
        """Whether a cell reaches the last row and no ruling closes it there."""
        return (
            bool(self.open_below)
            and cell.row + cell.row_span == len(self.ys) - 1
            and all(self.open_below[cell.col : cell.col + cell.col_span])
        )

    def is_open_above(self, cell: GridCell) -> bool:
        """Whether a cell begins in the first row and no ruling closes it there."""
        return (
            bool(self.open_above)
            and cell.row == 0
            and all(self.open_above[cell.col : cell.col + cell.col_span])
        )

    def box_of(self, cell: GridCell) -> Rectangle:
        """The box of one cell."""
        return (
            self.xs[cell.col],
            self.ys[cell.row],
            self.xs[cell.col + cell.col_span],
            self.ys[cell.row + cell.row_span],
        )
