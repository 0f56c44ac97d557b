"""Tables drawn with shaded boxes alone: every cell a filled rectangle, no ruling anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.readers.pdf.ink.paths import Drawn, Rectangle

# Boxes of one table lie this close (points) to their neighbours.
NEIGHBOUR = 3.0
# A table has at least this many shaded cells.
FEWEST_CELLS = 4


def add_edges_of_shaded_cells(drawn: Drawn) -> None:
    """Give the edges of shaded cells to the rulings of a page that has none of its own.

    Only boxes with a neighbour at a side and one above or below are cells; a page background, a shaded
    heading or the bars of a chart stand alone.
    """
    if drawn.horizontal or drawn.vertical or len(drawn.shaded) < FEWEST_CELLS:
        return
    cells = [box for box in drawn.shaded if _beside(box, drawn.shaded) and _above_or_below(box, drawn.shaded)]
    if len(cells) < FEWEST_CELLS:
        return
    for x0, top, x1, bottom in cells:
        drawn.horizontal += [(x0, top, x1, top), (x0, bottom, x1, bottom)]
        drawn.vertical += [(x0, top, x0, bottom), (x1, top, x1, bottom)]


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
