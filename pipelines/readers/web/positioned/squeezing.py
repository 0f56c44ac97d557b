"""Texts that would run into the next one are written narrower: the widths of characters are estimates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.readers.pdf.ink.matrix import Rectangle
from pipelines.readers.pdf.ink.paths import THICKEST_RULING
from pipelines.readers.placed import PlacedPage, PlacedText

# Texts are on one line where their middles differ by less than this share of their height.
_SAME_LINE = 0.3
# A text is not written narrower than this share of its natural width: such texts really overlap.
_NARROWEST = 0.35
# Room between two amounts (share of the height), which are never one number; other texts may touch.
_ROOM = 0.4
# Room between a text and a ruling beside it (share of the height).
BESIDE_RULING = 0.1
_AMOUNT = re.compile(r"-?[\d,]+\.\d+%?")


def squeezed_texts(page: PlacedPage) -> list[PlacedText]:
    """The texts of a page in their order, each ending before the next one on its line begins."""
    limits = _limits(page.texts, uprights(page))
    return [
        _squeezed(text, limits[number]) if number in limits else text
        for number, text in enumerate(page.texts)
    ]


def _limits(texts: Sequence[PlacedText], rulings: Sequence[Rectangle]) -> dict[int, float]:
    """Where a text has to end: before the next one, or before a ruling that is between the two."""
    limits: dict[int, float] = {}
    for line in _lines(texts):
        line.sort(key=lambda number: texts[number].boxes[0][0])
        for one, other in pairwise(line):
            first, top, _, bottom = texts[one].boxes[0]
            start, end = texts[other].boxes[0][0], texts[one].boxes[-1][2]
            room = _ROOM * (bottom - top)
            if not first < start < end + room:
                continue
            middle = (top + bottom) / 2
            between = [x for x, y0, _, y1 in rulings if first < x <= start and y0 <= middle <= y1]
            if between:
                limits[one] = min(end, min(between) - BESIDE_RULING * (bottom - top))
            elif start < end or _are_amounts(texts[one], texts[other]):
                limits[one] = start - room * _are_amounts(texts[one], texts[other])
    return limits


def uprights(page: PlacedPage) -> list[Rectangle]:
    """The vertical rulings, each at its middle."""
    thin = [box for box in _drawn(page) if box[2] - box[0] <= THICKEST_RULING < box[3] - box[1]]
    return [((x0 + x1) / 2, top, x1, bottom) for x0, top, x1, bottom in thin]


def levels(page: PlacedPage) -> list[Rectangle]:
    """The horizontal rulings, each at its middle."""
    thin = [box for box in _drawn(page) if box[3] - box[1] <= THICKEST_RULING < box[2] - box[0]]
    return [(x0, (top + bottom) / 2, x1, bottom) for x0, top, x1, bottom in thin]


def _drawn(page: PlacedPage) -> list[Rectangle]:
    """The boxes of all that is filled, and around all strokes."""
    return [*page.fills, *((min(x, u), min(y, v), max(x, u), max(y, v)) for x, y, u, v in page.strokes)]


def _are_amounts(*texts: PlacedText) -> bool:
    return all(_AMOUNT.fullmatch(text.characters) for text in texts)


def _lines(texts: Sequence[PlacedText]) -> Iterator[list[int]]:
    """The numbers of the texts that are on one line."""
    line: list[int] = []
    upright = [number for number, text in enumerate(texts) if text.is_upright]
    for number in sorted(upright, key=lambda number: _middle(texts[number])):
        _, top, _, bottom = texts[number].boxes[0]
        if line and _middle(texts[number]) - _middle(texts[line[0]]) > _SAME_LINE * (bottom - top):
            yield line
            line = []
        line.append(number)
    yield line


def _middle(text: PlacedText) -> float:
    return (text.boxes[0][1] + text.boxes[0][3]) / 2


def _squeezed(text: PlacedText, end: float) -> PlacedText:
    start = text.boxes[0][0]
    share = (end - start) / (text.boxes[-1][2] - start)
    if share < _NARROWEST:
        return text
    boxes = [
        (start + (x0 - start) * share, top, start + (x1 - start) * share, bottom)
        for x0, top, x1, bottom in text.boxes
    ]
    return PlacedText(text.characters, boxes)
