"""The drawn lines of positioned boxes: borders, and boxes that are filled with a colour."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from pipelines.readers.pdf.ink.matrix import Matrix, mapped, mapped_box
from pipelines.readers.placed import PlacedPage
from pipelines.readers.web.css import Declarations, points
from pipelines.readers.web.positioned.backgrounds import drawing_of, picture_data, rulings_in
from pipelines.readers.web.positioned.vectors import add_vectors

_SIDES = ("top", "right", "bottom", "left")
_DRAWN = re.compile(r"\b(?:solid|dashed|dotted|double|inset|outset|ridge|groove)\b")
_WIDTHS = {"thin": 0.75, "medium": 2.25, "thick": 3.75}
_UNSEEN = re.compile(
    r"\b(?:white|transparent)\b|#fff(?:fff)?\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\)|rgba\([^)]*,\s*0(?:\.0+)?\s*\)"
)
_COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|\b(?!none\b|url\b|no-repeat\b|repeat\b|initial\b)[a-z]{3,}\b"
)


def add_drawn(page: PlacedPage, style: Declarations, size: tuple[float, float], matrix: Matrix) -> None:
    """Add what a box of this width and height draws around and behind its text."""
    width, height = size
    if width > 0 and height > 0 and _is_filled(style):
        page.fills.append(mapped_box((0.0, 0.0, width, height), matrix))
    lines = {
        "top": (0.0, 0.0, width, 0.0),
        "bottom": (0.0, height, width, height),
        "left": (0.0, 0.0, 0.0, height),
        "right": (width, 0.0, width, height),
    }
    for side in _SIDES:
        thickness = _border(style, side)
        x0, top, x1, bottom = lines[side]
        if thickness and (x1 > x0 or bottom > top):
            half = thickness / 2
            across, down = (0.0, half) if side in ("top", "bottom") else (half, 0.0)
            box = (x0 - across, top - down, x1 + across, bottom + down)
            page.fills.append(mapped_box(box, matrix))


def add_picture(page: PlacedPage, element: HtmlElement, size: tuple[float, float], matrix: Matrix) -> None:
    """Add a picture, which may be a ruling, and the rulings in it; files beside the page cannot be seen."""
    width = size[0] or points(element.get("width")) or 0.0
    height = size[1] or points(element.get("height")) or 0.0
    if not (width > 0 and height > 0):
        return
    page.pictures.append(mapped_box((0.0, 0.0, width, height), matrix))
    kind, data = picture_data(element.get("src", "")) or ("", b"")
    if kind == "svg+xml":
        drawing = drawing_of(data)
        if drawing is not None:
            add_vectors(page, drawing, (width, height), matrix)
    elif kind:
        for x, y, other_x, other_y in rulings_in(data, width, height):
            page.strokes.append((*mapped(x, y, matrix), *mapped(other_x, other_y, matrix)))


def _is_filled(style: Declarations) -> bool:
    colour = style.get("background-color") or style.get("background", "")
    return bool(_COLOUR.search(colour)) and not _UNSEEN.search(colour)


def _border(style: Declarations, side: str) -> float:
    """The thickness of a border in points; 0 where none is seen."""
    names = ("border", "border-style", f"border-{side}")
    words = style.get(f"border-{side}") or " ".join(style.get(name, "") for name in names)
    colour = style.get(f"border-{side}-color") or style.get("border-color") or words
    if not _DRAWN.search(style.get(f"border-{side}-style") or words) or _UNSEEN.search(colour):
        return 0.0
    for stated in (f"border-{side}-width", f"border-{side}", "border-width", "border"):
        for word in style.get(stated, "").split():
            thickness = _WIDTHS.get(word, points(word))
            if thickness is not None:
                return thickness
    return _WIDTHS["medium"]
