"""From lines that were read to glyphs with boxes, as other print has them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.scan.engine import Grey
from pipelines.readers.scan.lines import INK
from pipelines.readers.scan.reading import Line

# Characters further apart than this (heights of the line) stand apart also where no space was read.
_APART = 1.2
# A glyph is at least this high (font sizes): flat signs have the height of their line.
_LEAST_HEIGHT = 0.8


def glyphs_of(line: Line, grey: Grey, size: float, point: float, first_number: int) -> Iterator[Glyph]:
    """The glyphs of a line, in points; they are numbered from ``first_number``.

    Glyphs of one word touch each other, whatever white is between them; spaces are gaps.
    """
    x0, top, x1, bottom = line.box
    height = max(bottom - top, _LEAST_HEIGHT * size)
    middle = (top + bottom) / 2
    text = line.read.text
    centres = [line.x0 + place * line.width for place in line.read.places]
    columns = np.flatnonzero((grey[top:bottom, x0:x1] < INK).any(axis=0)) + x0
    shown = [n for n, char in enumerate(text) if not char.isspace()]
    for place, number in enumerate(shown):
        left, right = float(x0), float(x1)
        if place:
            left = _edge(shown[place - 1], number, centres, columns, height, text)[1]
        if place + 1 < len(shown):
            right = _edge(number, shown[place + 1], centres, columns, height, text)[0]
        yield Glyph(
            left / point,
            (middle - height / 2) / point,
            max(right, left + 0.1 * height) / point,
            (middle + height / 2) / point,
            text[number],
            first_number + number,
        )


def _edge(
    before: int, after: int, centres: list[float], columns: np.ndarray, height: float, text: str
) -> tuple[float, float]:
    """Where a character ends and the next begins: at one place, unless there is a space or a wide gap."""
    middle = (centres[before] + centres[after]) / 2
    inked = columns[(columns >= centres[before]) & (columns <= centres[after])]
    if not len(inked):
        return middle, middle
    gaps = np.diff(inked)
    widest = int(np.argmax(gaps)) if len(gaps) else 0
    start, end = (float(inked[widest]) + 1, float(inked[widest + 1])) if len(gaps) else (middle, middle)
    if after - before > 1 or end - start > _APART * height:
        return start, end
    return middle, middle
