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


def with_strokes(
    runs: Sequence[list[Glyph]], strokes: Sequence[Rectangle], struck_out: Sequence[Rectangle] = ()
) -> list[list[Glyph]]:
    """The runs, where the characters of numbers that are struck through are marked.

    ``strokes`` are the level lines of the page; some of them may be rulings. ``struck_out`` are the boxes of
    text that notes strike out.
    """
    bands: dict[int, list[Rectangle]] = defaultdict(list)
    for stroke in strokes:
        bands[int(stroke[1] // BAND)].append(stroke)
    return [
        [glyph._replace(char=glyph.char + STRUCK) for glyph in run]
        if _is_of_number(run) and (_is_struck(run, bands) or (struck_out and _is_in(run, struck_out)))
        else run
        for run in runs
    ]


def _is_of_number(run: list[Glyph]) -> bool:
    return run[-1].char in OF_NUMBERS and run[0].char in OF_NUMBERS


def _is_in(run: list[Glyph], boxes: Sequence[Rectangle]) -> bool:
    """Whether the middle line of one of the boxes goes through most of a run."""
    x0, top, x1, bottom = run[0].x0, run[0].top, run[-1].x1, run[0].bottom
    return any(
        top < (box[1] + box[3]) / 2 < bottom
        and min(box[2], x1) - max(box[0], x0) >= LEAST_COVERED * (x1 - x0)
        for box in boxes
    )


def _is_struck(run: list[Glyph], bands: dict[int, list[Rectangle]]) -> bool:
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
