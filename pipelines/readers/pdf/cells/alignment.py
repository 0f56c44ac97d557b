"""Where the text of a cell is in its box."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.paths import Rectangle

# Text is centred when the room on both sides differs by less than this (points) ...
SAME_ROOM = 2.0
# ... or this share of the room, and anything fits a box with less room than this (font sizes).
SAME_SHARE, LEAST_ROOM = 0.1, 0.5


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
