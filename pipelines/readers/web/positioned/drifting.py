"""Texts of several lines for which it cannot be known in which rows they are.

Exporters join lines of several cells into one text and state its place once: where the others are follows
from the size of the font and the height of a line. Where these are wrong or not stated, lines drift into the
rows of others, and the figures of those rows would have wrong labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from pipelines.readers.figures import looks_like_amount
from pipelines.readers.pdf.ink.characters import UNKNOWN_CHARACTER
from pipelines.readers.pdf.ink.matrix import Rectangle
from pipelines.readers.pdf.ink.paths import THICKEST_RULING
from pipelines.readers.placed import PlacedPage, PlacedText
from pipelines.readers.web.positioned.pens import Pen
from pipelines.readers.web.positioned.squeezing import levels

# A ruling goes through a text within this part of its height.
_THROUGH = (0.35, 0.65)
# Lines that drift end at most so many times as far below the first one.
_FARTHEST = 2.0


class _Band(NamedTuple):
    """The rows that lines of one text may be in, and where that text begins."""

    top: float
    bottom: float
    left: float


def with_unknown_figures(
    texts: Sequence[PlacedText], page: PlacedPage, pens: Sequence[Pen]
) -> list[PlacedText]:
    """The texts, those of them unknown that are amounts in rows which a drifting line may be in.

    ``pens`` wrote the texts of ``page``.
    """
    bands = list(_bands(page, pens))
    return [_unknown(text) if any(_is_figure_in(text, band) for band in bands) else text for text in texts]


def _bands(page: PlacedPage, pens: Sequence[Pen]) -> Iterator[_Band]:
    rulings = levels(page)
    for pen in pens:
        lines = _lines(pen)
        if len(lines) < 2:
            continue
        x0, top, x1, bottom = _around(lines)
        own = sorted(y for left, y, right, _ in rulings if left <= x0 and x1 <= right)
        if not own:
            continue
        first = lines[0][3]
        below = [
            text.boxes[0][1]
            for text in page.texts
            if first <= text.boxes[0][1]
            and text.boxes[0][0] < x1
            and x0 < text.boxes[-1][2]
            and text not in pen.texts
        ]
        end = min(max(bottom, min(below, default=bottom)), top + _FARTHEST * (bottom - top))
        is_astride = any(_goes_through(y, line) for y in own for line in lines)
        if is_astride:
            end = max(end, min((y for y in own if y >= bottom), default=end))
        start = max((y for y in own if y <= first), default=top)
        if is_astride or (
            not pen.has_stated_size and _leave_out_a_row(lines, [y for y in own if start <= y <= end])
        ):
            yield _Band(start, end, x0)


def _leave_out_a_row(lines: Sequence[Rectangle], edges: Sequence[float]) -> bool:
    """Whether one row has several lines, and another one before the next text has none."""
    counts = [
        sum(top < (line[1] + line[3]) / 2 < bottom for line in lines)
        for top, bottom in pairwise(edges)
        if bottom - top > THICKEST_RULING
    ]
    return bool(counts) and min(counts) == 0 and max(counts) > 1


def _lines(pen: Pen) -> list[Rectangle]:
    boxes = [box for text in pen.texts if text.is_upright for box in text.boxes]
    return [_around(list(line)) for _, line in groupby(boxes, key=itemgetter(1))]


def _around(boxes: Sequence[Rectangle]) -> Rectangle:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def _goes_through(y: float, line: Rectangle) -> bool:
    height = line[3] - line[1]
    return line[1] + _THROUGH[0] * height < y < line[1] + _THROUGH[1] * height


def _is_figure_in(text: PlacedText, band: _Band) -> bool:
    """Whether an amount is in the rows; whole numbers at the left of the text are codes."""
    x0, top, _, bottom = text.boxes[0]
    is_code = text.characters.isdecimal() and x0 < band.left
    return band.top < (top + bottom) / 2 < band.bottom and looks_like_amount(text.characters) and not is_code


def _unknown(text: PlacedText) -> PlacedText:
    """The text with an unknown character at its end."""
    x0, top, x1, bottom = text.boxes[-1]
    middle = (x0 + x1) / 2
    boxes = [*text.boxes[:-1], (x0, top, middle, bottom), (middle, top, x1, bottom)]
    return PlacedText(text.characters + UNKNOWN_CHARACTER, boxes)
