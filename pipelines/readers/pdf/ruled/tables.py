"""The grids of a page that its rulings make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipelines.readers.pdf.ink.printed import PrintedPage
from pipelines.readers.pdf.ruled.charts import is_chart
from pipelines.readers.pdf.ruled.frames import Frame
from pipelines.readers.pdf.ruled.grid import Grid
from pipelines.readers.pdf.ruled.grid_from_frame import grid_from_frame
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid


def ruled_grids(
    frames: Iterable[Frame],
    printed: PrintedPage,
    stands_beside: Callable[[Sequence[float]], bool],
    refused: list[RefusedGrid],
) -> list[Grid]:
    """One grid for each frame; boxes around text and charts are added to ``refused``.

    One column alone may be the last one of the page before: ``stands_beside`` says so of row edges. Raises
    :class:`~.grid_from_frame.TooManyRulingsError` where a frame is too fine for any table.
    """
    grids: list[Grid] = []
    for grid in map(grid_from_frame, frames):
        if len(grid.xs) <= 2 and not stands_beside(grid.ys):
            refused.append(RefusedGrid(grid.box, grid.finder, Reason.ONE_COLUMN))
        elif is_chart(grid, printed.drawn.shaded, printed.runs):
            refused.append(RefusedGrid(grid.box, grid.finder, Reason.CHART))
        else:
            grids.append(grid)
    return grids
