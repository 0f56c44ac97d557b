"""The styles of an .ods workbook by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.readers.spreadsheet.numbers import decimal
from pipelines.readers.spreadsheet.sheet import Style

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(cm|mm|in|pt|pc|px)")
_POINTS = {"cm": 72 / 2.54, "mm": 7.2 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
_ALIGNMENTS = {"start": "left", "left": "left", "center": "centre", "end": "right", "right": "right"}
_WHITE, _RED = "#ffffff", "#ff0000"
_NO_LINE, _NO_COLOUR = (None, "none", "hidden"), (None, "transparent")
_NUMBER_STYLES = frozenset(("number-style", "currency-style", "percentage-style"))
_PROPERTIES = frozenset(
    (
        "table-cell-properties",
        "paragraph-properties",
        "text-properties",
        "table-column-properties",
        "table-properties",
    )
)


@dataclass(slots=True)
class _Named:
    """What a style says itself, and the style from which it has the rest."""

    parent: str
    properties: dict[str, str] = field(default_factory=dict)


class OdsStyles:
    """Gathers styles while a part is read, and answers by name."""

    def __init__(self) -> None:
        self._styles: dict[str, _Named] = {}
        self._open: _Named | None = None
        self._cells: dict[str, Style] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "style":
            self._open = _Named(attributes.get("parent-style-name", ""))
            self._open.properties.update(_format_of(attributes))
            self._styles[attributes.get("name", "")] = self._open
        elif name in _NUMBER_STYLES:
            self._open = self._styles[attributes.get("name", "")] = _Named("")
        elif name in _PROPERTIES and self._open is not None:
            self._open.properties.update(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "style" or name in _NUMBER_STYLES:
            self._open = None

    def data(self, text: str) -> None:
        """Text says nothing of styles."""

    def cell(self, name: str) -> Style:
        """How cells of the style with this name look."""
        if name not in self._cells:
            self._cells[name] = _style(self._properties(name))
        return self._cells[name]

    def is_raised(self, name: str) -> bool:
        """Whether text of the style with this name is raised or lowered."""
        height = self._properties(name).get("text-position", "").split(" ")[0]
        return height in ("super", "sub") or decimal(height.removesuffix("%")) != 0

    def is_white(self, name: str) -> bool:
        """Whether text of the style with this name is white."""
        return self._properties(name).get("color", "").lower() == _WHITE

    def reddens_negatives(self, name: str) -> bool:
        """Whether the format of cells with this style shows negative numbers in red."""
        number_format = self._properties(name).get("data-style-name", "")
        return self._properties(number_format).get("color", "").lower() == _RED

    def width(self, name: str) -> float:
        """The width of columns with this style in points, 0 where it has none."""
        return length(self._properties(name).get("column-width"))

    def is_shown(self, name: str) -> bool:
        """Whether sheets with this style are shown."""
        return self._properties(name).get("display") != "false"

    def _properties(self, name: str) -> dict[str, str]:
        chain: list[str] = []
        while name in self._styles and name not in chain:
            chain.append(name)
            name = self._styles[name].parent
        found: dict[str, str] = {}
        for one in reversed(chain):
            found.update(self._styles[one].properties)
        return found


def _style(properties: Mapping[str, str]) -> Style:
    by_value = properties.get("text-align-source") == "value-type"
    ground = properties.get("background-color")
    every_side = properties.get("border")
    return Style(
        alignment=None if by_value else _ALIGNMENTS.get(properties.get("text-align", "")),
        indent=max(0.0, length(properties.get("margin-left"))),
        in_paper_colour=properties.get("color", "").lower() == (_WHITE if ground in _NO_COLOUR else ground),
        on_white=ground in _NO_COLOUR or ground == _WHITE,
        struck=properties.get("text-line-through-style", "none") != "none",
        framed=all(
            properties.get(f"border-{side}", every_side) not in _NO_LINE for side in ("left", "right")
        ),
    )


def _format_of(attributes: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in attributes.items() if key == "data-style-name"}


def length(text: str | None) -> float:
    """A length in points; 0 where it is not one."""
    found = _LENGTH.fullmatch(text or "")
    return decimal(found.group(1)) * _POINTS[found.group(2)] if found else 0.0
