"""What is drawn over a sheet of an .xlsx workbook: texts in boxes, and pictures, which are only reported."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.readers.spreadsheet.numbers import whole
from pipelines.readers.spreadsheet.sheet import Sheet

# English Metric Units in a point, and the longest text of a box that is read.
_EMU, _LONGEST_TEXT = 12_700, 100_000
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


class DrawingEvents:
    """Adds the texts of boxes, and the area of the largest picture, to a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._pieces: list[str] = []
        self._length = 0
        self._area = 0.0
        self._has_picture = self._in_text = False
        # A second form of the same drawing, for older programs.
        self._aside = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._aside += name == "Fallback"
        if self._aside:
            return
        if name in _ANCHORS:
            self._pieces, self._area, self._has_picture = [], 0.0, False
        elif name == "ext" and "cx" in attributes:
            self._area = whole(attributes["cx"]) / _EMU * whole(attributes.get("cy")) / _EMU
        elif name == "blip":
            self._has_picture = True
        elif name == "p" and self._pieces:
            self._pieces.append("\n")
        self._in_text = name == "t"

    def end(self, name: str) -> None:
        """An element ends."""
        self._aside -= name == "Fallback"
        self._in_text = False
        if name in _ANCHORS:
            text = "".join(self._pieces).strip()
            if text:
                self._sheet.boxes.append(text)
            if self._has_picture:
                self._sheet.largest_picture = max(self._sheet.largest_picture, self._area)

    def data(self, text: str) -> None:
        """A piece of text."""
        self._length += len(text) if self._in_text else 0
        if self._in_text and not self._aside and self._length <= _LONGEST_TEXT:
            self._pieces.append(text)
