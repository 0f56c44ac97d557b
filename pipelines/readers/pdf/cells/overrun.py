"""Text that runs over its ruling into the text of the next cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median

from pipelines.readers.figures import is_year, looks_like_amount
from pipelines.readers.pdf.ink.characters import Glyph

# A glyph that covers this share of the font size more of the one before than others do begins another text.
COVERED = 0.25
# Fewer digits before words may be a part of them (13个).
SHORTEST_CODE = 3


def texts_of(run: Sequence[Glyph], together: Callable[[Glyph, Glyph], bool]) -> list[list[Glyph]]:
    """Cut a run of touching glyphs where another text begins.

    That is where the file draws a text of its own that covers the one before, unless one character is drawn
    twice as bold print, or that is an amount with decimals after words, or words after a code
    that begins the run. Boxes of some fonts are wider than their steps, so that all glyphs cover each other.
    """
    texts: list[list[Glyph]] = [[run[0]]]
    usual = median(before.x1 - glyph.x0 for before, glyph in pairwise(run))
    code_end = _code_end(run)
    for index in range(1, len(run)):
        before, glyph = run[index - 1], run[index]
        covered = before.x1 - glyph.x0 - max(usual, 0.0)
        covers = covered > COVERED * (glyph.bottom - glyph.top) and glyph.char != before.char
        begins = covers or index == code_end or _begins_amount(run, index)
        if begins and not together(before, glyph):
            texts.append([])
        texts[-1].append(glyph)
    return texts


def is_code(glyphs: Sequence[Glyph]) -> bool:
    """Whether a text is digits only, and no year."""
    code = "".join(glyph.char for glyph in glyphs)
    return len(code) >= SHORTEST_CODE and code.isdecimal() and not is_year(code)


def _code_end(run: Sequence[Glyph]) -> int | None:
    """Where words begin after a code at the begin of a run; None where there is no such code."""
    end = next((index for index, glyph in enumerate(run) if not glyph.char.isdecimal()), 0)
    words = not run[end].char.isascii() and run[end].char.isalnum()
    return end if words and is_code(run[:end]) else None


def _begins_amount(run: Sequence[Glyph], index: int) -> bool:
    """Whether the rest of a run, after a word, is an amount with decimals."""
    if not run[index].char.isdigit() and run[index].char not in "-(":
        return False
    if run[index - 1].char.isascii():
        return False
    rest = "".join(glyph.char for glyph in run[index:])
    return "." in rest and looks_like_amount(rest)
