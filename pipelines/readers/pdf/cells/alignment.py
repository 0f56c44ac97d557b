"""Where the text of a cell is in its box."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.paths import Rectangle

# Text is centred when the room on both sides differs by less than this (points) ...
SAME_ROOM = 2.0
# ... or this share of the room, and anything fits a box with less room than this (font sizes).
SAME_SHARE, LEAST_ROOM = 0.1, 0.5
# A cell keeps at most this free at each side of a full line (points); Word keeps 5.4.
PADDING = 6.0


def alignment_of(lines: Sequence[Sequence[Glyph]], box: Rectangle) -> str | None:
    """``left``, ``centre`` or ``right``; None where there is no text, or where it fills the box."""
    if not lines:
        return None
    left = min([line[0].x0 for line in lines]) - box[0]
    right = box[2] - max([line[-1].x1 for line in lines])
    room = left + right
    if room < LEAST_ROOM * (lines[0][0].bottom - lines[0][0].top):
        return None
    if abs(left - right) <= max(SAME_ROOM, SAME_SHARE * room):
        return "centre"
    return "left" if left < right else "right"


def lines_end_early(lines: Sequence[Sequence[Glyph]], box: Rectangle) -> bool:
    """Whether a line has room for the first character of the next one, beside what the cell keeps free."""
    for line, following in itertools.pairwise(lines):
        left, right = line[0].x0 - box[0], box[2] - line[-1].x1
        room = left + right - 2 * min(left, right, PADDING)
        if room >= following[0].x1 - following[0].x0:
            return True
    return False
