"""Lines and boxes of vector graphics (SVG) within a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml.html import HtmlElement

from pipelines.readers.pdf.ink.matrix import Matrix, joined, mapped, mapped_box
from pipelines.readers.placed import PlacedPage
from pipelines.readers.web.css import inline_style, points
from pipelines.readers.web.positioned.lengths import transform

Point = tuple[float, float]
_TOKEN = re.compile(r"[a-zA-Z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# How many numbers each command of a path takes; of curves, only the end counts.
_NUMBERS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7}
_NO_INK = frozenset({"none", "transparent", "white", "#fff", "#ffffff"})


def add_vectors(page: PlacedPage, svg: HtmlElement, size: tuple[float, float], matrix: Matrix) -> None:
    """Add the straight lines and the filled boxes of a drawing whose box has this width and height."""
    width = size[0] or points(svg.get("width")) or 0.0
    height = size[1] or points(svg.get("height")) or 0.0
    view = [float(number) for number in _TOKEN.findall(svg.get("viewbox", "")) if not number.isalpha()]
    scale: Matrix = (0.75, 0.0, 0.0, 0.75, 0.0, 0.0)
    if len(view) == 4 and view[2] > 0 and view[3] > 0 and width > 0 and height > 0:
        across, down = width / view[2], height / view[3]
        scale = (across, 0.0, 0.0, down, -view[0] * across, -view[1] * down)
    matrices = {svg: joined(scale, matrix)}
    for element in svg.iterdescendants():
        outer = matrices.get(element.getparent(), matrix)
        # A transform of SVG counts in its own units, not in those of CSS (0.75 points).
        own = transform(element.get("transform"), "0 0", (0.0, 0.0), 12.0)
        inner = (*own[:4], own[4] / 0.75, own[5] / 0.75)
        matrices[element] = joined(inner, outer)
        _add_shape(page, element, matrices[element])


def _add_shape(page: PlacedPage, element: HtmlElement, matrix: Matrix) -> None:
    style = {**dict(element.items()), **inline_style(element.get("style", ""))[0]}
    stroked = style.get("stroke", "none").lower() not in _NO_INK
    filled = style.get("fill", "black").lower() not in _NO_INK
    if element.tag == "rect":
        x, y, width, height = (_number(element.get(name)) for name in ("x", "y", "width", "height"))
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
        if stroked:
            _add_strokes(page, corners, matrix)
        elif filled and width > 0 and height > 0:
            page.fills.append(mapped_box((x, y, x + width, y + height), matrix))
        return
    for points_of_line in _lines(element):
        is_box = len(points_of_line) in (4, 5)
        if stroked or element.tag == "line":
            _add_strokes(page, points_of_line, matrix)
        elif filled and is_box:
            xs, ys = zip(*points_of_line, strict=True)
            page.fills.append(mapped_box((min(xs), min(ys), max(xs), max(ys)), matrix))


def _lines(element: HtmlElement) -> Iterator[list[Point]]:
    if element.tag == "line":
        x1, y1, x2, y2 = (_number(element.get(name)) for name in ("x1", "y1", "x2", "y2"))
        yield [(x1, y1), (x2, y2)]
    elif element.tag in ("polyline", "polygon"):
        numbers = [float(n) for n in _TOKEN.findall(element.get("points", "")) if not n.isalpha()]
        corners = list(zip(numbers[::2], numbers[1::2], strict=False))
        yield corners + corners[:1] if element.tag == "polygon" else corners
    elif element.tag == "path":
        yield from path_lines(_TOKEN.findall(element.get("d", "")))


def path_lines(tokens: Sequence[str]) -> Iterator[list[Point]]:
    """The corners of each part of a path; a curve is left out, as if the pen were lifted."""
    points_so_far: list[Point] = []
    x = y = 0.0
    command, place = "", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
            if command in "zZ" and points_so_far:
                points_so_far.append(points_so_far[0])
                x, y = points_so_far[0]
            if command in "zZ":
                continue
        count = _NUMBERS.get(command.lower(), 0)
        if (
            not count
            or place + count > len(tokens)
            or any(t.isalpha() for t in tokens[place : place + count])
        ):
            place += 1
            continue
        numbers = [float(token) for token in tokens[place : place + count]]
        place += count
        dx, dy = (x, y) if command.islower() else (0.0, 0.0)
        kind = command.lower()
        if kind == "h":
            x = numbers[0] + dx
        elif kind == "v":
            y = numbers[0] + dy
        else:
            x, y = numbers[-2] + dx, numbers[-1] + dy
        if kind in "lhvt":
            points_so_far.append((x, y))
            continue
        if len(points_so_far) > 1:
            yield points_so_far
        points_so_far = [(x, y)]
        if kind == "m":
            command = "l" if command == "m" else "L"
    if len(points_so_far) > 1:
        yield points_so_far


def _add_strokes(page: PlacedPage, corners: Sequence[Point], matrix: Matrix) -> None:
    for one, other in pairwise(mapped(x, y, matrix) for x, y in corners):
        page.strokes.append((*one, *other))


def _number(text: str | None) -> float:
    found = _TOKEN.match(text or "")
    return float(found[0]) if found and not found[0].isalpha() else 0.0
