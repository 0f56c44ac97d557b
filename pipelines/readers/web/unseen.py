"""What a style says of an element that a person cannot see."""

from __future__ import annotations

import re

from pipelines.readers.web.css import Declarations, points

_WHITE = re.compile(r"white|#fff|#ffff|#ffffff|#ffffffff|rgba?\(255,255,255(?:,1(?:\.0+)?|,100%)?\)")
_ZERO = r"0*\.?0+%?"
_NOTHING = re.compile(_ZERO)
_CLEAR = re.compile(
    rf"transparent|#[0-9a-f]{{3}}0|#[0-9a-f]{{6}}00|(?:rgb|hsl)a?\((?:(?:[^,/]+,){{3}}|[^/]*/){_ZERO}\)"
)
_RECTANGLE = re.compile(r"rect\((.*)\)")
_INSET = re.compile(r"inset\((?:50|100)%\)")
_OUT_OF_FLOW = ("absolute", "fixed")
# Texts so far to the left or above (points) are beside any page.
_FAR_AWAY = -700.0
# Nothing is read in a box so small, in points.
_SMALLEST = 1.0


def is_undrawn(style: Declarations) -> bool:
    """Whether nothing within an element is drawn, whatever the elements within it say themselves."""
    return (
        style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or _NOTHING.fullmatch(style.get("opacity", "")) is not None
    )


def is_out_of_sight(style: Declarations) -> bool:
    """Whether an element is drawn far from the page, or all of it is clipped away."""
    return is_drawn_elsewhere(style) or _INSET.fullmatch(style.get("clip-path", "")) is not None


def is_drawn_elsewhere(style: Declarations) -> bool:
    """Whether an element that is out of sight leaves no gap where it would be."""
    return style.get("position") in _OUT_OF_FLOW and (_is_far_away(style) or _is_clipped(style))


def why_without_ink(style: Declarations) -> str:
    """The property by which the text of an element is not drawn; elements within may set it otherwise."""
    if style.get("visibility") in ("hidden", "collapse"):
        return "visibility"
    if points(style.get("font-size")) == 0:
        return "font-size"
    if (points(style.get("text-indent")) or 0.0) < _FAR_AWAY:
        return "text-indent"
    return "color" if is_clear(style.get("color", "")) and not _is_painted_otherwise(style) else ""


def is_white(colour: str) -> bool:
    """Whether a colour is that of paper."""
    return _WHITE.fullmatch("".join(colour.lower().split())) is not None


def is_clear(colour: str) -> bool:
    """Whether a colour lets all that is behind it be seen."""
    return _CLEAR.fullmatch("".join(colour.lower().split())) is not None


def _is_painted_otherwise(style: Declarations) -> bool:
    """Whether a text without colour is filled by its ground, or has a shadow."""
    return "text" in (style.get("background-clip"), style.get("-webkit-background-clip")) or (
        style.get("text-shadow", "none") != "none"
    )


def _is_far_away(style: Declarations) -> bool:
    return any((points(style.get(side)) or 0.0) < _FAR_AWAY for side in ("left", "top"))


def _is_clipped(style: Declarations) -> bool:
    """Whether a rectangle without room is all that is shown: ``rect(0, 0, 0, 0)``."""
    found = _RECTANGLE.fullmatch(style.get("clip", ""))
    edges = [points(edge) for edge in found[1].replace(",", " ").split()] if found else []
    if len(edges) != 4:
        return False
    top, right, bottom, left = (edge if edge is not None else 1e6 for edge in edges)
    return bottom - top < _SMALLEST or right - left < _SMALLEST
