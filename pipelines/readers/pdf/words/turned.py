"""Text in a cell turned by 90 degrees: read as if the page were turned, so that it stands upright."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipelines.readers.pdf.ink.characters import Glyph

# Text is turned when at least this share of its steps, in drawing order, go straight up (or down).
TURNED_STEPS = 0.6
# The middles of glyphs in one turned line differ by less than this sideways, and follow within this (sizes).
SIDEWAYS, FARTHEST = 0.35, 2.5


def stood_up(glyphs: Sequence[Glyph]) -> list[Glyph] | None:
    """The glyphs of turned text in a frame of their own in which it runs to the right; None for other text.

    Text that runs up is turned, unless a letter or digit in it stands upright. Text that runs down may also
    be upright characters below each other, so it is turned only where its letters and digits lie on their
    side.
    """
    if len(glyphs) < 2 or _runs_across(glyphs):
        return None
    latin = [glyph for glyph in glyphs if glyph.char.isascii() and glyph.char.isalnum()]
    if not all(glyph.x1 - glyph.x0 > glyph.bottom - glyph.top for glyph in latin):
        return None
    steps = [_step(before, after) for before, after in pairwise(glyphs)]
    if steps.count(-1) >= TURNED_STEPS * len(steps):
        return [Glyph(-g.bottom, g.x0, -g.top, g.x1, g.char, g.number) for g in glyphs]
    if latin and steps.count(1) >= TURNED_STEPS * len(steps):
        return [Glyph(g.top, -g.x1, g.bottom, -g.x0, g.char, g.number) for g in glyphs]
    return None


def _runs_across(glyphs: Sequence[Glyph]) -> bool:
    """Whether the first glyphs are plainly at one height: a cheap test, since most text is not turned."""
    level, near = glyphs[0].top, _size(glyphs[0]) / 2
    return all(abs(glyph.top - level) < near for glyph in glyphs[1:3])


def _step(before: Glyph, after: Glyph) -> int:
    """-1 for a step straight up from one glyph to the next, 1 for one straight down, 0 for any other."""
    size = _size(before)
    aside = abs(after.x0 + after.x1 - before.x0 - before.x1) / 2
    down = (after.top + after.bottom - before.top - before.bottom) / 2
    if aside >= SIDEWAYS * size or not 0.2 * size < abs(down) < FARTHEST * size:
        return 0
    return 1 if down > 0 else -1


def _size(glyph: Glyph) -> float:
    return max(glyph.x1 - glyph.x0, glyph.bottom - glyph.top)
