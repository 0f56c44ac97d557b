"""Refuses grids with too little text: boxes around prose and empty drawings."""

from __future__ import annotations

from pipelines.readers.pdf.cells.filling import FilledGrids, fill
from pipelines.readers.pdf.cells.pieces import OpenTableView
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid


def refuse_unfilled(
    filled: FilledGrids, open_table: OpenTableView, refused: list[RefusedGrid]
) -> FilledGrids:
    """Fill the page again without the grids that have text in fewer than two cells.

    They are added to ``refused``. One cell is enough for the first grid of a page if it continues the table
    of the page before, below it or on its facing page.
    """
    filled_cells = [0] * len(filled.grids)
    for number, _ in filled.placed:
        filled_cells[number] += 1
    kept = []
    for number, (grid, count) in enumerate(zip(filled.grids, filled_cells, strict=True)):
        goes_on = number == 0 and (open_table.goes_on_with(grid.box) or open_table.stands_beside(grid.ys))
        if count >= 2 or (count == 1 and goes_on):
            kept.append(grid)
        else:
            reason = Reason.ONE_CELL_WITH_TEXT if count else Reason.NO_TEXT
            refused.append(RefusedGrid(grid.box, grid.finder, reason))
    return fill(filled.printed, kept) if len(kept) < len(filled.grids) else filled
