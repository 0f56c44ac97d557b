"""From the rulings of one frame to grid cells with their spans."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.ruled.rulings import JOIN, SNAP, Frame, Ruling

# Two grid cells are one when the ruling between them covers less than this share of their common side.
RULED_SHARE = 0.5
# More grid cells than this on one page is no table a person could read (a chart, a drawing).
MOST_GRID_CELLS = 60_000


class TooManyRulingsError(Exception):
    """The rulings of a frame make a grid finer than any table."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell by its place in the grid: first row and column (from 0) and how far it reaches."""

    row: int
    col: int
    row_span: int
    col_span: int


@dataclass(slots=True)
class Grid:
    """A table's grid on one page.

    ``xs`` and ``ys`` are the edges of columns and rows in upright points; ``owner[row][col]`` is the
    index in ``cells`` of the cell which covers that place. ``open_below[col]`` is True where no ruling
    closes the last row: the page end cut it; ``open_above[col]`` where none closes the first row.
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


def grid_of(frame: Frame) -> Grid:
    """The grid of a frame, its outer box closed, with merged cells found by union of open neighbours.

    Half-ruled tables (no left or right border) and rows cut by the page end lack outer rulings;
    closing the outer box gives their cells back.
    """
    x0, top, x1, bottom = frame.box
    xs = _edges([r.at for r in frame.vertical], x0, x1)
    ys = _edges([r.at for r in frame.horizontal], top, bottom)
    rows, cols = len(ys) - 1, len(xs) - 1
    if rows * cols > MOST_GRID_CELLS:
        raise TooManyRulingsError(f"{rows} x {cols} grid cells")
    walls = _ruled(frame.vertical, xs, ys)
    floors = _ruled(frame.horizontal, ys, xs)
    cells, owner = _merged(rows, cols, walls, floors)
    open_below, open_above = ([not ruled for ruled in floors[edge]] for edge in (rows, 0))
    return Grid(xs, ys, cells, owner, open_below, open_above=open_above)


def _edges(positions: list[float], first: float, last: float) -> list[float]:
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > SNAP / 2:
            edges.append(position)
    if edges[0] - first > JOIN:
        edges.insert(0, first)
    if last - edges[-1] > JOIN:
        edges.append(last)
    if len(edges) == 1:
        edges.append(edges[0] + SNAP)
    return edges


def _ruled(rulings: list[Ruling], across: list[float], along: list[float]) -> list[list[bool]]:
    """``[edge][place]``: whether the edge is ruled beside that row (or column) of the grid."""
    by_edge: dict[int, list[Ruling]] = defaultdict(list)
    for ruling in rulings:
        nearest = min(range(len(across)), key=lambda i: abs(across[i] - ruling.at))
        by_edge[nearest].append(ruling)
    ruled = [[False] * (len(along) - 1) for _ in across]
    for edge, lines in by_edge.items():
        for place in range(len(along) - 1):
            start, end = along[place], along[place + 1]
            covered = sum(max(0.0, min(end, r.end) - max(start, r.start)) for r in lines)
            ruled[edge][place] = covered >= RULED_SHARE * (end - start)
    return ruled


def _merged(
    rows: int, cols: int, walls: list[list[bool]], floors: list[list[bool]]
) -> tuple[list[GridCell], list[list[int]]]:
    """Cells as unions of grid places with no ruling between; a union that is no rectangle is cut in rows."""
    parent = list(range(rows * cols))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for row in range(rows):
        for col in range(cols):
            place = row * cols + col
            if col + 1 < cols and not walls[col + 1][row]:
                parent[root(place + 1)] = root(place)
            if row + 1 < rows and not floors[row + 1][col]:
                parent[root(place + cols)] = root(place)
    unions: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in range(rows):
        for col in range(cols):
            unions[root(row * cols + col)].append((row, col))
    cells: list[GridCell] = []
    owner = [[0] * cols for _ in range(rows)]
    for places in unions.values():
        for part in _rectangles(places):
            top, left = part[0]
            bottom, right = part[-1]
            for row, col in part:
                owner[row][col] = len(cells)
            cells.append(GridCell(top, left, bottom - top + 1, right - left + 1))
    return cells, owner


def _rectangles(places: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The union itself when it is a rectangle, else its unbroken stretches row by row."""
    rows = [row for row, _ in places]
    cols = [col for _, col in places]
    if (max(rows) - min(rows) + 1) * (max(cols) - min(cols) + 1) == len(places):
        return [sorted(places)]
    stretches: list[list[tuple[int, int]]] = []
    for row, col in sorted(places):
        if stretches and stretches[-1][-1] == (row, col - 1):
            stretches[-1].append((row, col))
        else:
            stretches.append([(row, col)])
    return stretches
