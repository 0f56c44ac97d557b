"""Numbers that are struck through: a person no longer reads them as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipelines.readers.pdf.ink.characters import OF_NUMBERS, Glyph
from pipelines.readers.pdf.ink.paths import Rectangle

# A stroke through the text lies in this part of its height,
MIDDLE = (0.3, 0.75)
# covers at least this share of its length, and ends at most this share of its height beyond it.
LEAST_COVERED, OVERHANG = 0.6, 0.7
# Added to each character that is struck through.
STRUCK = "\u0336"
# Runs are looked up in bands of this height (points).
BAND = 8.0


def with_strokes(runs: Sequence[list[Glyph]], strokes: Sequence[Rectangle]) -> list[list[Glyph]]:
    """The runs, where the characters of numbers under one of the level ``strokes`` are marked as struck."""
    bands: dict[int, list[Rectangle]] = defaultdict(list)
    for stroke in strokes:
        bands[int(stroke[1] // BAND)].append(stroke)
    return [
        [glyph._replace(char=glyph.char + STRUCK) for glyph in run] if _is_struck(run, bands) else run
        for run in runs
    ]


def _is_struck(run: list[Glyph], bands: dict[int, list[Rectangle]]) -> bool:
    if run[-1].char not in OF_NUMBERS or run[0].char not in OF_NUMBERS:
        return False
    x0, top, x1, bottom = run[0].x0, run[0].top, run[-1].x1, run[0].bottom
    height = bottom - top
    first, last = top + MIDDLE[0] * height, top + MIDDLE[1] * height
    for band in range(int(top // BAND), int(bottom // BAND) + 1):
        for stroke in bands.get(band, ()):
            if (
                first <= (stroke[1] + stroke[3]) / 2 <= last
                and x0 - OVERHANG * height <= stroke[0]
                and stroke[2] <= x1 + OVERHANG * height
                and min(stroke[2], x1) - max(stroke[0], x0) >= LEAST_COVERED * (x1 - x0)
            ):
                return True
    return False
