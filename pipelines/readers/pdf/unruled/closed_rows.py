"""Rows that rulings close, in tables ruled only from left to right."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipelines.readers.pdf.ruled.rulings import Ruling
from pipelines.readers.pdf.unruled.segments import TextLine

# Rulings of one table share their ends within this many points.
SAME_END = 6.0
# A ruling of a table spans at least this many points; shorter ones underline words.
SHORTEST_TABLE_RULE = 120.0
# Rows closed by rulings are no higher than this many line heights.
RULED_ROW_STEP = 8.0
# Rows of one table differ in height by wrapped labels: none is higher than this many times the highest known.
HIGHER_ROW = 1.3


def closed_row_step(below: Sequence[float], stretch: Sequence[TextLine]) -> float:
    """How far apart the rulings that close the rows of a stretch stand at most; 0 where none close them.

    ``below`` are the heights of rulings under the first line. Three lines close a table, not its rows.
    """
    inner = [at for at in below if at < stretch[-1].bottom]
    anchors = sum(line.is_anchor for line in stretch)
    if len(inner) < 2 or 2 * (len(inner) + 1) < anchors:
        return 0.0
    edges = [stretch[0].top, *inner]
    return HIGHER_ROW * max(b - a for a, b in itertools.pairwise(edges))


def joined_by_rules(
    stretches: list[list[TextLine]], lines: Sequence[TextLine], rules: Sequence[Ruling]
) -> list[list[TextLine]]:
    """Stretches as one where long rulings of equal ends close every row from one to the next."""
    joined: list[list[TextLine]] = []
    for stretch in stretches:
        if joined and _rows_closed_between(joined[-1][-1], stretch[0], rules):
            last, first = joined[-1][-1].middle, stretch[0].middle
            joined[-1] += [line for line in lines if last < line.middle < first]
            joined[-1] += stretch
        else:
            joined.append(stretch)
    return joined


def _rows_closed_between(upper: TextLine, lower: TextLine, rules: Sequence[Ruling]) -> bool:
    """Whether rulings of equal ends follow each other in row steps from one line to another."""
    between = sorted(
        (
            rule
            for rule in rules
            if upper.middle < rule.at < lower.middle and rule.end - rule.start >= SHORTEST_TABLE_RULE
        ),
        key=lambda rule: rule.at,
    )
    if len(between) < 2 or any(
        abs(rule.start - between[0].start) > SAME_END or abs(rule.end - between[0].end) > SAME_END
        for rule in between
    ):
        return False
    edges = [upper.middle, *(rule.at for rule in between), lower.middle]
    step = RULED_ROW_STEP * (upper.bottom - upper.top)
    return all(below - above <= step for above, below in itertools.pairwise(edges))
