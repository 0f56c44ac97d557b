"""The rows of a table without vertical rulings, from the lines that have amounts."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence

from pipelines.readers.pdf.unruled.segments import TextLine

# A line without amounts this close (line heights, middle to middle) to one with amounts is in its row.
SAME_ROW = 0.95
# A wrapped line is at most this far (line heights) below its row.
WRAPPED = 1.5


def data_rows(lines: Sequence[TextLine], closed: Sequence[float] = ()) -> list[list[TextLine]]:
    """Data lines by rows: each line with amounts is a row, together with the wrapped lines of its labels.

    ``closed`` are the heights of rulings between rows, if there are any; then a row is what is between two.
    """
    if closed:
        places = [bisect_right(closed, line.middle) for line in lines]
        return [
            [line for line, place in zip(lines, places, strict=True) if place == number]
            for number in sorted(set(places))
        ]
    anchors = [line for line in lines if line.is_anchor]
    home: dict[int, list[TextLine]] = {id(anchor): [anchor] for anchor in anchors}
    alone: list[list[TextLine]] = []
    steps = sorted(b.middle - a.middle for a, b in itertools.pairwise(anchors))
    step = steps[len(steps) // 2] if steps else 0.0
    for line in lines:
        if line.is_anchor:
            continue
        height = line.bottom - line.top
        nearest = min(anchors, key=lambda anchor: abs(anchor.middle - line.middle))
        away = line.middle - nearest.middle
        if abs(away) < SAME_ROW * height or (0 < away <= WRAPPED * height < 0.95 * step):
            home[id(nearest)].append(line)
        else:
            alone.append([line])
    return sorted([*home.values(), *alone], key=lambda row: row[0].middle)
