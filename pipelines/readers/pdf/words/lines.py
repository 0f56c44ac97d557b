"""From glyphs to the text a person reads: printed lines from top to bottom, horizontal or vertical."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from pipelines.readers.pdf.ink.characters import UNKNOWN_CHARACTER, Glyph
from pipelines.readers.pdf.words.small_print import has_small_digits, with_small_print
from pipelines.readers.pdf.words.turned import stood_up

# Glyphs are on one line if their middles differ by less than this share of their height.
SAME_LINE = 0.5
# A gap wider than this share of the font size is a space between two Latin letters or digits.
SPACE = 0.28
# ... and a gap wider than this is one next to a single Latin letter or digit (教育部 105).
SET_OFF = 1.5
# ... and a gap wider than this between two Latin letters or digits sets columns apart: two spaces.
APART = 1.0
# The same character drawn again this close (share of its width) is bold print made by drawing it twice.
DRAWN_TWICE = 0.34
# Different digits that share this much of the narrower one are printed over each other.
DRAWN_OVER = 0.6
_DIGITS = frozenset("0123456789" + UNKNOWN_CHARACTER)
# Text is vertical when at least this share of its steps, in drawing order, go straight down.
DOWNWARD_STEPS = 0.6


def cell_text(glyphs: Sequence[Glyph], lines: Sequence[Sequence[Glyph]] | None = None) -> str:
    """The text of one cell: printed lines joined by a line feed, no spaces between Chinese characters.

    ``lines`` are the :func:`lines_of` the glyphs, where they are known.
    """
    upright = stood_up(glyphs)
    if upright is not None:
        return "\n".join(line_text(line) for line in lines_of(upright))
    if _is_vertical(glyphs):
        return "\n".join(_vertical_columns(glyphs))
    return "\n".join(line_text(line) for line in (lines_of(glyphs) if lines is None else lines))


def lines_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs grouped into printed lines, from top to bottom, each sorted from left to right."""
    if not glyphs:
        return []
    ordered = sorted(glyphs, key=_twice_middle)
    lines: list[list[Glyph]] = [[ordered[0]]]
    middle = _twice_middle(ordered[0])
    near = 2 * SAME_LINE * (ordered[0].bottom - ordered[0].top)
    for glyph in ordered[1:]:
        below = glyph.top + glyph.bottom - middle
        if below > near or (below > 0 and below > 2 * SAME_LINE * (glyph.bottom - glyph.top)):
            lines.append([])
            middle, near = glyph.top + glyph.bottom, 2 * SAME_LINE * (glyph.bottom - glyph.top)
        lines[-1].append(glyph)
    lines = _with_signs([_once(sorted(line)) for line in lines])
    return with_small_print(lines) if has_small_digits(glyphs) else lines


def _with_signs(lines: list[list[Glyph]]) -> list[list[Glyph]]:
    """The lines with the signs put back that are printed a little lower or higher than their line.

    Such a sign (、 after a number) is alone at its height, in a gap or at an end of the line beside it.
    """
    kept: list[list[Glyph]] = []
    for number, line in enumerate(lines):
        home = None
        if len(lines) > 1 and not any(glyph.char.isalnum() for glyph in line):
            neighbours = (*kept[-1:], *lines[number + 1 : number + 2])
            home = next((other for other in neighbours if _has_gap_for(line, other)), None)
        if home is None:
            kept.append(line)
        else:
            home[:] = sorted(home + line)
    return kept


def _has_gap_for(signs: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    """Whether signs are beside glyphs of another line, within their heights, and over none of them."""
    for sign in signs:
        middle, size = (sign.top + sign.bottom) / 2, sign.bottom - sign.top
        near = [g for g in line if g.x0 - size < sign.x1 and sign.x0 < g.x1 + size]
        if not any(glyph.top < middle < glyph.bottom for glyph in near):
            return False
        if any(min(sign.x1, g.x1) - max(sign.x0, g.x0) > DRAWN_TWICE * (sign.x1 - sign.x0) for g in near):
            return False
    return True


def _twice_middle(glyph: Glyph) -> float:
    return glyph.top + glyph.bottom


def _once(line: list[Glyph]) -> list[Glyph]:
    """Drop glyphs that print the same character again on one spot; different digits there are unknown."""
    kept: list[Glyph] = []
    reach = -math.inf
    for glyph in line:
        if glyph.x0 >= reach:
            kept.append(glyph)
            reach = glyph.x1
            continue
        for other in kept[-2:]:
            if other.char == glyph.char and glyph.x0 - other.x0 < DRAWN_TWICE * (other.x1 - other.x0):
                break
        else:
            if _are_over_each_other(kept[-1], glyph):
                kept[-1] = kept[-1]._replace(char=UNKNOWN_CHARACTER)
            else:
                kept.append(glyph)
                reach = max(reach, glyph.x1)
    return kept


def _are_over_each_other(one: Glyph, other: Glyph) -> bool:
    """Whether two digits are printed over each other, so they cannot be read."""
    if not (one.char in _DIGITS and other.char in _DIGITS):
        return False
    return one.x1 - other.x0 > DRAWN_OVER * min(one.x1 - one.x0, other.x1 - other.x0)


def line_text(line: Sequence[Glyph], column_gap: float = 0.0) -> str:
    """One printed line as text.

    A visible gap between two Latin letters or digits becomes one space, and so does a wide gap next to one.
    A gap between Chinese characters does not. With ``column_gap`` (in font sizes), every wider gap becomes
    two spaces: text set apart on the same line.
    """
    parts: list[str] = []
    previous: Glyph | None = None
    for glyph in line:
        if previous is not None:
            gap = glyph.x0 - previous.x1
            if gap > 0:
                parts.append(_space(previous, glyph, gap, column_gap))
        parts.append(glyph.char)
        previous = glyph
    return "".join(parts)


def _space(before: Glyph, after: Glyph, gap: float, column_gap: float) -> str:
    """The white space in a gap between two glyphs of a line."""
    size = after.bottom - after.top
    if column_gap and gap > column_gap * size:
        return "  "
    if gap <= SPACE * size:
        return ""
    latin = _is_latin(before.char) + _is_latin(after.char)
    if not latin or gap <= (SPACE if latin == 2 else SET_OFF) * size:
        return ""
    # Two numbers of two columns, not one with a gap in it.
    return "  " if latin == 2 and gap > APART * size else " "


def _is_latin(char: str) -> bool:
    return char < "\u2e80" and (char.isalnum() or char in ".,()-+%")


def _is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether the drawing order runs straight down; wrapped digits, one below the other, do not count."""
    if len(glyphs) < 2 or all(g.char.isascii() for g in glyphs):
        return False
    down = 0
    for before, after in itertools.pairwise(glyphs):
        size = before.bottom - before.top
        sideways = abs((after.x0 + after.x1) - (before.x0 + before.x1)) / 2
        if sideways < 0.35 * size and 0.5 * size < after.top - before.top < 2.5 * size:
            down += 1
    return down >= DOWNWARD_STEPS * (len(glyphs) - 1)


def _vertical_columns(glyphs: Sequence[Glyph]) -> list[str]:
    """Columns of vertical text in drawing order; a step back up starts the next column."""
    columns = [glyphs[0].char]
    for before, after in itertools.pairwise(glyphs):
        if after.top < before.top - (before.bottom - before.top) / 2:
            columns.append("")
        columns[-1] += after.char
    return columns
