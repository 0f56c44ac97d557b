"""Puts the objects of a page at their places: texts, paths and pictures.

Lengths are millimetres. Each object has a box on the page, its ``Boundary``; its own coordinates begin at the
upper left corner of the box, after the map of its ``CTM``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from pipelines.readers.ofd.package import Element, children, name_of
from pipelines.readers.pdf.ink.matrix import UNMOVED, Matrix, joined, mapped, mapped_box, moved
from pipelines.readers.placed import PlacedPage, placed_text
from pipelines.readers.placed.page import natural_width

POINTS = 72 / 25.4
# The box of a glyph above its baseline, in font sizes; the rest of it is below.
_ASCENT = 0.85
# Every channel of a colour above this is paper white.
_PAPER_WHITE = 250
# A group of more equal steps is made to cost memory.
_MOST_STEPS = 100_000
_COMMAND = re.compile(r"[A-Z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OBJECTS = ("TextObject", "PathObject", "ImageObject")
# How many numbers the attributes hold that place an object or a code of its text; a blank is not a number.
_PLACES = {"Boundary": 4, "CTM": 6, "Size": 1, "X": 1, "Y": 1}
_NUMBERS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7}


def add_objects(page: PlacedPage, group: Element, matrix: Matrix, is_hidden: bool = False) -> None:
    """Add what a layer, or a block within one, holds; ``matrix`` maps millimetres of the page to points."""
    todo = [(group, is_hidden)]
    while todo:
        around, hidden = todo.pop()
        inner = [(each, hidden or each.get("Visible", "true").lower() == "false") for each in around]
        for element, is_unseen in inner:
            name = name_of(element)
            if name in _OBJECTS and not _has_its_place(element):
                page.lost = f"It holds an object without its place ({name}). Export the file again."
            elif name == "TextObject":
                _add_text(page, element, joined(_own(element), matrix), is_unseen)
            elif name == "PathObject" and not is_unseen:
                _add_path(page, element, joined(_own(element), matrix))
            elif name == "ImageObject" and not is_unseen:
                page.pictures.append(mapped_box(_picture_box(element), matrix))
        todo += [each for each in reversed(inner) if name_of(each[0]) in ("PageBlock", "Layer")]


def _has_its_place(element: Element) -> bool:
    """Whether all that places an object is complete: in another place it is in another cell."""
    if not element.get("Boundary", "").strip():
        return False
    for part in (element, *children(element, "TextCode")):
        for name, count in _PLACES.items():
            words = part.get(name, "").split()
            if words and (len(words) != count or None in map(_number, words)):
                return False
        steps = f"{part.get('DeltaX', '')} {part.get('DeltaY', '')}".split()
        if None in (_number(word) for word in steps if word != "g"):
            return False
    return True


def _number(word: str) -> float | None:
    """The number that a word is; None for other words, and a number without end."""
    try:
        number = float(word)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def numbers_of(text: str | None) -> list[float]:
    """The numbers of an attribute; what is none, or without end, is 0."""
    return [_number(word) or 0.0 for word in (text or "").split()]


def _own(element: Element) -> Matrix:
    """The map from the coordinates of an object to the page."""
    boundary = numbers_of(element.get("Boundary"))
    ctm = numbers_of(element.get("CTM"))
    inner: Matrix = (*ctm,) if len(ctm) == 6 else UNMOVED  # type: ignore[assignment]
    return joined(inner, moved(boundary[0], boundary[1]) if len(boundary) == 4 else UNMOVED)


def _picture_box(element: Element) -> tuple[float, float, float, float]:
    x, y, width, height = (*numbers_of(element.get("Boundary")), 0.0, 0.0, 0.0, 0.0)[:4]
    return x, y, x + width, y + height


def _add_text(page: PlacedPage, element: Element, matrix: Matrix, is_hidden: bool) -> None:
    size = (numbers_of(element.get("Size")) or [0.0])[0]
    across = (numbers_of(element.get("HScale")) or [1.0])[0] or 1.0
    is_hidden = is_hidden or element.get("Alpha") == "0"
    x = y = 0.0
    for code in children(element, "TextCode"):
        text = code.text or ""
        # A further code without a place continues from the one before.
        x = numbers_of(code.get("X"))[0] if numbers_of(code.get("X")) else x
        y = numbers_of(code.get("Y"))[0] if numbers_of(code.get("Y")) else y
        widths = [natural_width(character) * size * across for character in text]
        steps = _steps(code.get("DeltaX"), len(text))
        rises = _steps(code.get("DeltaY"), len(text))
        if steps is None:
            steps = [0.0] * len(text) if rises is not None else widths
        starts = list(accumulate(steps[: max(0, len(text) - 1)], initial=x))
        for number, step in enumerate(steps[: len(widths)]):
            widths[number] = min(widths[number], step) if step > 0 else widths[number]
        heights = list(accumulate((rises or [0.0] * len(text))[: max(0, len(text) - 1)], initial=y))
        for part in _level_parts(heights):
            baseline = heights[part.start] if heights else y
            put = placed_text(
                text[part], starts[part], widths[part], baseline - _ASCENT * size,
                baseline + (1 - _ASCENT) * size, matrix,
            )  # fmt: skip
            if put is not None:
                (page.hidden if is_hidden else page.texts).append(put)


def _level_parts(heights: list[float]) -> Iterator[slice]:
    """The parts of a text that are at one height."""
    first = 0
    for number, (one, other) in enumerate(pairwise(heights), 1):
        if abs(one - other) > 0.01:
            yield slice(first, number)
            first = number
    yield slice(first, len(heights))


def _steps(written: str | None, count: int) -> list[float] | None:
    """The steps from each character to the next; ``g 3 2.5`` are three of 2.5. None where none are stated."""
    words = (written or "").split()
    if not words:
        return None
    steps: list[float] = []
    place = 0
    while place < len(words) and len(steps) < count:
        if words[place] == "g" and place + 2 < len(words):
            times, step = numbers_of(f"{words[place + 1]} {words[place + 2]}")
            steps += [step] * int(min(max(times, 0), _MOST_STEPS, count))
            place += 3
        else:
            steps += numbers_of(words[place])
            place += 1
    last = steps[-1] if steps else 0.0
    return (steps + [last] * (count - len(steps)))[:count]


def _add_path(page: PlacedPage, element: Element, matrix: Matrix) -> None:
    stroked = element.get("Stroke", "true").lower() != "false" and not _is_white(element, "StrokeColor")
    filled = element.get("Fill", "false").lower() == "true" and not _is_white(element, "FillColor")
    if not (stroked or filled) or element.get("Alpha") == "0":
        return
    for corners in _lines(element):
        points = [mapped(x, y, matrix) for x, y in corners]
        if stroked:
            page.strokes += [(*one, *other) for one, other in pairwise(points)]
        elif len(points) in (4, 5):
            xs, ys = zip(*points, strict=True)
            page.fills.append((min(xs), min(ys), max(xs), max(ys)))


def _is_white(element: Element, name: str) -> bool:
    colour = next(children(element, name), None)
    channels = numbers_of(colour.get("Value")) if colour is not None else []
    return bool(channels) and len(channels) != 4 and min(channels) > _PAPER_WHITE


def _lines(element: Element) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path; a curve is left out, as if the pen were lifted."""
    data = next(children(element, "AbbreviatedData"), None)
    tokens = _COMMAND.findall((data.text or "") if data is not None else "")
    corners: list[tuple[float, float]] = []
    place, command = 0, ""
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
            if command == "C" and corners:
                corners.append(corners[0])
            continue
        count = _NUMBERS.get(command, 0)
        following = tokens[place : place + count]
        if not count or len(following) < count or any(map(str.isalpha, following)):
            place += 1
            continue
        place += count
        x, y = numbers_of(f"{following[-2]} {following[-1]}")
        if command == "L":
            corners.append((x, y))
            continue
        if len(corners) > 1:
            yield corners
        corners = [(x, y)]
    if len(corners) > 1:
        yield corners
