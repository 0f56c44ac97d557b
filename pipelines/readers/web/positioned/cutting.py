"""Texts that run from one cell into the next are cut: exporters write as one what touches on a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.readers.pdf.ink.matrix import Rectangle
from pipelines.readers.placed import PlacedPage, PlacedText
from pipelines.readers.web.positioned.squeezing import BESIDE_RULING, uprights

# Characters farther apart than this have white space between them (share of the height).
_SPACE = 0.15
# An amount as it is printed in tables, whole, and no share.
_AMOUNT = re.compile(r"(?<![\d.,])-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2,})(?![\d.,%％])")


def cut_texts(page: PlacedPage) -> list[PlacedText]:
    """The texts of a page, those cut in two where an amount ends or begins at a vertical ruling.

    Where that is, is an estimate: by the width of one character. Words that meet words are left as one.
    """
    rulings = uprights(page)
    return [part for text in page.texts for part in _parts(text, rulings)]


def _parts(text: PlacedText, rulings: Sequence[Rectangle]) -> Iterator[PlacedText]:
    first, top, _, bottom = text.boxes[0]
    last, middle, size = text.boxes[-1][2], (top + bottom) / 2, bottom - top
    crossed = [x for x, y0, _, y1 in rulings if first < x < last and y0 <= middle <= y1]
    for edge in _edges(text) if text.is_upright and crossed else ():
        x = text.boxes[edge][0]
        ruling = min(crossed, key=lambda each: abs(each - x))
        if abs(ruling - x) < size:
            room = BESIDE_RULING * size
            yield _before(PlacedText(text.characters[:edge], text.boxes[:edge]), ruling - room)
            yield from _parts(
                _after(PlacedText(text.characters[edge:], text.boxes[edge:]), ruling + room), rulings
            )
            return
    yield text


def _edges(text: PlacedText) -> list[int]:
    """Where an amount ends or begins within a text; none continues beyond white space."""
    starts = [0, *_after_spaces(text), len(text.characters)]
    spans = {
        first + place
        for first, end in pairwise(starts)
        for amount in _AMOUNT.finditer(text.characters[first:end])
        for place in amount.span()
    }
    return sorted(spans - {0, len(text.characters)})


def _after_spaces(text: PlacedText) -> list[int]:
    return [
        number
        for number, (before, box) in enumerate(pairwise(text.boxes), 1)
        if box[0] - before[2] > _SPACE * (box[3] - box[1])
    ]


def _before(text: PlacedText, end: float) -> PlacedText:
    """The text moved to the left, so that it ends there at the latest."""
    return _moved(text, min(0.0, end - text.boxes[-1][2]))


def _after(text: PlacedText, start: float) -> PlacedText:
    """The text moved to the right, so that it begins there at the earliest."""
    return _moved(text, max(0.0, start - text.boxes[0][0]))


def _moved(text: PlacedText, by: float) -> PlacedText:
    boxes = [(x0 + by, top, x1 + by, bottom) for x0, top, x1, bottom in text.boxes]
    return PlacedText(text.characters, boxes)
