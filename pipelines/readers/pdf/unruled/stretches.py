"""Stretches of lines that may be the body of a table without vertical rulings."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.readers.pdf.ruled.rulings import Ruling
from pipelines.readers.pdf.unruled.closed_rows import joined_by_rulings
from pipelines.readers.pdf.unruled.segments import TextLine

# Rows of one table follow each other within this many line heights.
ROW_STEP = 3.2


def stretches_of(lines: Sequence[TextLine], rulings: Sequence[Ruling]) -> list[list[TextLine]]:
    """Stretches of table rows, from top to bottom, each with all lines between its first and last row.

    A stretch continues while the next row is near, or while long rulings close every row.
    """
    return joined_by_rulings(_near_rows(lines), lines, rulings)


def _near_rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Anchor lines close below each other, with the lines between them."""
    stretches: list[list[TextLine]] = []
    last_anchor: TextLine | None = None
    for line in lines:
        if line.is_anchor:
            step = ROW_STEP * (line.bottom - line.top)
            if last_anchor is None or line.middle - last_anchor.middle > step:
                stretches.append([])
            else:
                stretches[-1] += [
                    between for between in lines if last_anchor.middle < between.middle < line.middle
                ]
            stretches[-1].append(line)
            last_anchor = line
    return stretches
