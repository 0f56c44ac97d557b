"""What the styles of an element say of its writing; all of it is inherited by the elements within."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from pipelines.readers.web.css import Declarations, points
from pipelines.readers.web.positioned.lengths import length

# The height of a line in usual fonts, in font sizes.
_USUAL_LINE = 1.2
_SHORTHAND = re.compile(r"(?:^|\s)([\d.]+(?:px|pt|em|%))(?:\s*/\s*([\d.]+[a-z%]*))?(?=\s)")
_SIZES = {
    "xx-small": 6.75, "x-small": 7.5, "small": 9.75, "medium": 12.0, "large": 13.5, "x-large": 18.0,
    "xx-large": 24.0,
}  # fmt: skip
_FONT_TAG_SIZES = ("x-small", "small", "medium", "large", "x-large", "xx-large")


@dataclass(frozen=True, slots=True)
class Writing:
    """Size of the font, height of a line and added spaces in points; a line height None is the usual one.

    ``line_factor`` is that height in font sizes, where it is stated so. ``has_stated_size`` says whether the
    size is stated at all.
    """

    size: float = 12.0
    has_stated_size: bool = False
    line: float | None = None
    line_factor: float | None = None
    letter_spacing: float = 0.0
    word_spacing: float = 0.0
    alignment: str = ""
    keeps_white_space: bool = False
    wraps: bool = True

    @property
    def line_height(self) -> float:
        """The height of a line in points."""
        if self.line is not None:
            return self.line
        return self.size * (self.line_factor or _USUAL_LINE)

    def within(self, element: HtmlElement, style: Declarations) -> Writing:
        """The writing of an element in one of this writing."""
        stated, line = _stated_size(element, style)
        size = _size(self.size, stated)
        found = replace(self, size=size, has_stated_size=self.has_stated_size or stated is not None)
        line = style.get("line-height") or line
        if line:
            factor = _factor(line)
            stated = None if factor else length(line, size, size)
            found = replace(found, line=stated, line_factor=factor)
        for name, field in (("letter-spacing", "letter_spacing"), ("word-spacing", "word_spacing")):
            if name in style:
                found = replace(found, **{field: points(style[name], size) or 0.0})
        if "text-align" in style:
            found = replace(found, alignment=style["text-align"])
        white_space = style.get("white-space", "pre" if element.tag == "pre" else "")
        if white_space:
            kept = white_space.startswith(("pre", "break")) and white_space != "pre-line"
            found = replace(found, keeps_white_space=kept, wraps=white_space not in ("nowrap", "pre"))
        return found


def _stated_size(element: HtmlElement, style: Declarations) -> tuple[str | None, str | None]:
    """The size of the font as it is stated, and the line height that a shorthand states with it."""
    stated, line = style.get("font-size"), None
    shorthand = _SHORTHAND.search(style.get("font", ""))
    if stated is None and shorthand:
        stated, line = shorthand[1], shorthand[2]
    if stated is None and element.tag == "font" and element.get("size", "").isdecimal():
        stated = _FONT_TAG_SIZES[max(1, min(6, int(element.get("size")[:2]))) - 1]
    return stated, line


def _size(around: float, stated: str | None) -> float:
    if stated in _SIZES:
        return _SIZES[stated]
    size = length(stated, around, around)
    return size if size is not None and size > 0 else around


def _factor(line_height: str) -> float | None:
    try:
        factor = float(line_height)
    except ValueError:
        return None
    return factor if 0 < factor < 100 else None
