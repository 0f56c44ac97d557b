"""The place of every line and cell on a drawn page: blocks one below another, columns as wide as they need.

The form has no paper, or prints on any. What is drawn keeps its order, its columns and its indents, so that a
person finds a cell, and the structure of a list can be seen as on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.readers.document import Box, Cell
from pipelines.readers.structured.blocks import Block, Grid, GridCell, Paragraph
from pipelines.readers.structured.text_size import FONT_SIZE, text_width

# Sizes of what is drawn, in points.
LINE_HEIGHT = 13.0
PADDING = 3.0
MARGIN = 36.0
BETWEEN_BLOCKS = 8.0
NARROWEST, WIDEST = 24.0, 260.0
PARAGRAPH_WIDTH = 520.0


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line of running text with its box, in points."""

    text: str
    page_no: int
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """The cells of one grid, by rows and columns of that grid from 1; blank rows and columns are counted.

    ``is_apart`` is as in :class:`Grid`.
    """

    cells: tuple[Cell, ...]
    is_apart: bool = False

    @property
    def columns(self) -> set[int]:
        """The columns in which a cell begins."""
        return {cell.col_no for cell in self.cells}


Placed = PlacedLine | PlacedTable


def placed(blocks: Iterable[Block]) -> list[Placed]:
    """The blocks with their places; those without any text are left out."""
    found: list[Placed] = []
    below: dict[int, float] = {}
    for block in blocks:
        top = below.get(block.page_no, MARGIN)
        if isinstance(block, Paragraph):
            for text in map(str.strip, block.text.splitlines()):
                if text:
                    right = MARGIN + min(text_width(text), PARAGRAPH_WIDTH)
                    bottom = top + LINE_HEIGHT * wrapped_count(text, PARAGRAPH_WIDTH)
                    box = Box(MARGIN, top, round(right, 2), bottom)
                    found.append(PlacedLine(text, block.page_no, box))
                    top = bottom
        elif any(cell.text.strip() for cell in block.cells):
            top += BETWEEN_BLOCKS
            table, bottom = _placed_grid(block, top)
            found.append(table)
            top = bottom + BETWEEN_BLOCKS
        below[block.page_no] = top
    return found


def wrapped_count(text: str, width: float) -> int:
    """On how many lines a text is drawn where each may be so wide."""
    return sum(max(1, -int(-text_width(line) // max(width, FONT_SIZE))) for line in text.split("\n"))


def _placed_grid(grid: Grid, top: float) -> tuple[PlacedTable, float]:
    """The table of a grid whose first row begins at ``top``, and where its last row ends."""
    cells = sorted((cell for cell in grid.cells if cell.text.strip()), key=lambda cell: (cell.row, cell.col))
    first = cells[0].row
    xs = _edges(MARGIN, _widths(cells, grid.widths))
    ys = _edges(top, _heights(cells, first, xs))
    shown = tuple(_placed_cell(cell, first, xs, ys, grid.page_no) for cell in cells)
    return PlacedTable(shown, grid.is_apart), ys[-1]


def _placed_cell(
    cell: GridCell, first_row: int, xs: Sequence[float], ys: Sequence[float], page_no: int
) -> Cell:
    row = cell.row - first_row
    first = cell.text.lstrip("\n").split("\n")[0]
    indent = cell.indent + text_width(first[: len(first) - len(first.lstrip())])
    text = "\n".join(map(str.strip, cell.text.strip().split("\n")))
    return Cell(
        row_no=row + 1,
        col_no=cell.col + 1,
        text=text,
        page_no=page_no,
        row_span=cell.row_span,
        col_span=cell.col_span,
        box=Box(xs[cell.col], ys[row], xs[cell.col + cell.col_span], ys[row + cell.row_span]),
        text_x0=round(xs[cell.col] + PADDING + indent, 2) if cell.alignment in (None, "left") else None,
        alignment=cell.alignment,
        reference=cell.reference,
        stored_value=cell.stored_value,
        lines_end_early="\n" in text,
    )


def _widths(cells: Sequence[GridCell], widths: Sequence[float]) -> list[float]:
    """The width of each column: that of the form, where it is stated, else what its texts need."""
    needed = [NARROWEST] * max(cell.col + cell.col_span for cell in cells)
    for col, width in enumerate(widths[: len(needed)]):
        needed[col] = max(NARROWEST, width)
    for cell in cells:
        if cell.col_span == 1 and cell.col >= len(widths):
            longest = max(map(text_width, cell.text.split("\n")))
            needed[cell.col] = max(needed[cell.col], min(longest + 2 * PADDING, WIDEST))
    return needed


def _heights(cells: Sequence[GridCell], first_row: int, xs: Sequence[float]) -> list[float]:
    """The height of each row, in which the texts of its cells have room."""
    heights = [LINE_HEIGHT + 2.0] * (max(cell.row + cell.row_span for cell in cells) - first_row)
    for cell in cells:
        if cell.row_span == 1:
            width = xs[cell.col + cell.col_span] - xs[cell.col] - 2 * PADDING
            lines = wrapped_count(cell.text.strip(), width)
            row = cell.row - first_row
            heights[row] = max(heights[row], lines * LINE_HEIGHT + 2.0)
    return heights


def _edges(first: float, sizes: Iterable[float]) -> list[float]:
    edges = [first]
    for size in sizes:
        edges.append(round(edges[-1] + size, 2))
    return edges
