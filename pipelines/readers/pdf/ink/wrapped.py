"""Numbers wrapped over two lines of which the page shows only one: what is left is another number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.readers.pdf.ink.characters import UNKNOWN_CHARACTER, Glyph, HiddenGlyph, Reason, runs_of

# A number that a narrow cell breaks after its point, and the digits on the line below.
_FIRST_LINE = re.compile(r"[-(]?[\d,]+\.\d*")
_SECOND_LINE = re.compile(r"\d{1,6}[%)]?")
# Lines of one cell lie within these shares of their height below each other, and end or begin alike.
LEAST_GAP, MOST_GAP, MOST_SHIFT = -0.5, 0.6, 0.6
_CUT_AWAY = frozenset({Reason.CLIPPED, Reason.OFF_PAGE})


def with_lost_lines(runs: Sequence[list[Glyph]], hidden: Sequence[HiddenGlyph]) -> list[list[Glyph]]:
    """The runs, where a number whose other line is cut away has an unknown character in its place."""
    cut = runs_of([each.glyph for each in hidden if each.reason in _CUT_AWAY])
    first_lines = [run for run in cut if _FIRST_LINE.fullmatch(_text(run))]
    second_lines = [run for run in cut if _SECOND_LINE.fullmatch(_text(run))]
    if not first_lines and not second_lines:
        return list(runs)
    return [_completed(run, first_lines, second_lines) for run in runs]


def _completed(
    run: list[Glyph], first_lines: Sequence[list[Glyph]], second_lines: Sequence[list[Glyph]]
) -> list[Glyph]:
    text = _text(run)
    if _SECOND_LINE.fullmatch(text) and any(_continues(first, run) for first in first_lines):
        return [run[0]._replace(char=UNKNOWN_CHARACTER + run[0].char), *run[1:]]
    if _FIRST_LINE.fullmatch(text) and any(_continues(run, second) for second in second_lines):
        return [*run[:-1], run[-1]._replace(char=run[-1].char + UNKNOWN_CHARACTER)]
    return run


def _continues(first: Sequence[Glyph], second: Sequence[Glyph]) -> bool:
    """Whether the second run is right below the first one, as the next line of one cell is."""
    height = first[0].bottom - first[0].top
    gap = second[0].top - first[0].bottom
    left, right = second[0].x0 - first[0].x0, second[-1].x1 - first[-1].x1
    shift = min(abs(left), abs(right), abs(left + right) / 2)
    return LEAST_GAP * height <= gap <= MOST_GAP * height and shift <= MOST_SHIFT * height


def _text(run: Sequence[Glyph]) -> str:
    return "".join(glyph.char for glyph in run).strip()
