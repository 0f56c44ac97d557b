"""Tables drawn with shaded boxes only: every cell is a filled rectangle, and there are no rulings."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.readers.pdf.ink.paths import Rectangle, box_around
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid

# Boxes of one table are this close (points) to their neighbours.
NEIGHBOUR = 3.0
# A table has at least this many shaded cells.
FEWEST_CELLS = 4


def edges_of_shaded_cells(
    shaded: Sequence[Rectangle], refused: list[RefusedGrid]
) -> tuple[list[Rectangle], list[Rectangle]]:
    """The horizontal and the vertical edges of shaded cells on a page without rulings.

    A cell has a neighbour on its left or right, and one above or below. A page background, a shaded heading
    and the bars of a chart have not. Enough boxes of which too few are cells are added to ``refused``.
    """
    if len(shaded) < FEWEST_CELLS:
        return [], []
    cells = [box for box in shaded if _beside(box, shaded) and _above_or_below(box, shaded)]
    if len(cells) < FEWEST_CELLS:
        refused.append(RefusedGrid(box_around(shaded), "rulings", Reason.SHADED_BOXES_APART))
        return [], []
    horizontal = [(x0, y, x1, y) for x0, top, x1, bottom in cells for y in (top, bottom)]
    vertical = [(x, top, x, bottom) for x0, top, x1, bottom in cells for x in (x0, x1)]
    return horizontal, vertical


def _beside(box: Rectangle, others: Sequence[Rectangle]) -> bool:
    """Whether a box of the same row touches the left or right side."""
    return any(
        abs(other[1] - box[1]) <= NEIGHBOUR
        and (abs(other[0] - box[2]) <= NEIGHBOUR or abs(other[2] - box[0]) <= NEIGHBOUR)
        for other in others
    )


def _above_or_below(box: Rectangle, others: Sequence[Rectangle]) -> bool:
    """Whether a box of the same column touches the upper or lower side."""
    return any(
        abs(other[0] - box[0]) <= NEIGHBOUR
        and (abs(other[1] - box[3]) <= NEIGHBOUR or abs(other[3] - box[1]) <= NEIGHBOUR)
        for other in others
    )
