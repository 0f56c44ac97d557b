"""From the rulings of one frame to a grid with merged cells."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.ruled.frames import Frame
from pipelines.readers.pdf.ruled.grid import Grid, GridCell
from pipelines.readers.pdf.ruled.rulings import JOIN, SNAP, Ruling

# Two grid cells are one when the ruling between them covers less than this share of their common side.
RULED_SHARE = 0.5
# A grid with more cells than this on one page is not a table that a person could read (a chart, a drawing).
MOST_GRID_CELLS = 60_000


class TooManyRulingsError(Exception):
    """The rulings of a frame make a grid finer than any table; ``box`` is the box of the frame."""

    def __init__(self, message: str, box: Rectangle) -> None:
        super().__init__(message)
        self.box = box


def grid_from_frame(frame: Frame) -> Grid:
    """The grid of a frame; places without a ruling between them are one merged cell.

    The outer box is always closed: tables without a left or right border, and rows cut by the page end, lack
    outer rulings. Raises :class:`TooManyRulingsError`.
    """
    x0, top, x1, bottom = frame.box
    xs = _edges([r.at for r in frame.vertical], x0, x1)
    ys = _edges([r.at for r in frame.horizontal], top, bottom)
    rows, cols = len(ys) - 1, len(xs) - 1
    if rows * cols > MOST_GRID_CELLS:
        raise TooManyRulingsError(f"{rows} x {cols} grid cells", frame.box)
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
    """``[edge][place]``: whether the edge is ruled next to that row (or column) of the grid."""
    by_edge: dict[int, list[Ruling]] = defaultdict(list)
    for ruling in rulings:
        by_edge[_nearest(across, ruling.at)].append(ruling)
    ruled = [[False] * (len(along) - 1) for _ in across]
    for edge, lines in by_edge.items():
        for place in range(len(along) - 1):
            start, end = along[place], along[place + 1]
            covered = 0.0
            for r in lines:
                if r.end > start and r.start < end:
                    covered += min(end, r.end) - max(start, r.start)
            ruled[edge][place] = covered >= RULED_SHARE * (end - start)
    return ruled


def _nearest(edges: list[float], at: float) -> int:
    """The index of the edge nearest to ``at``; the first of two."""
    after = bisect_left(edges, at)
    if after == len(edges) or (after > 0 and at - edges[after - 1] <= edges[after] - at):
        return after - 1
    return after


def _merged(
    rows: int, cols: int, walls: list[list[bool]], floors: list[list[bool]]
) -> tuple[list[GridCell], list[list[int]]]:
    """Cells as unions of places without a ruling between; others than rectangles are cut into rows."""
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
    """The union itself where it is a rectangle, else its unbroken stretches row by row."""
    if len(places) == 1:
        return [places]
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
