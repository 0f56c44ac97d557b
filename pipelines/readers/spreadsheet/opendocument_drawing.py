"""What is drawn over a sheet of an .ods workbook: texts in boxes, and pictures, which are only reported."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.readers.spreadsheet.opendocument_styles import length
from pipelines.readers.spreadsheet.sheet import Sheet

# The longest text of boxes that is read.
_LONGEST_TEXT = 100_000
_SHAPES = frozenset(("frame", "custom-shape", "rect", "ellipse"))
# Notes of reviewers, and a chart, which has a picture of itself for other programs.
_NO_DRAWINGS = frozenset(("annotation", "sub-table", "tracked-changes", "ruby-text", "object"))


class DrawingEvents:
    """Adds the texts of boxes, and the area of the largest picture, to a sheet."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._area = 0.0
        self._shapes = self._aside = self._in_paragraph = 0
        self._has_picture = self._has_object = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins, in what is beside the cells."""
        self._aside += name in _NO_DRAWINGS
        self._has_object = self._has_object or name == "object"
        if self._aside:
            return
        if name in _SHAPES:
            if not self._shapes:
                self._pieces, self._has_picture, self._has_object = [], False, False
                self._area = length(attributes.get("width")) * length(attributes.get("height"))
            self._shapes += 1
        elif name == "image":
            self._has_picture = True
        self._in_paragraph += name == "p"

    def end(self, name: str, sheet: Sheet) -> None:
        """An element ends."""
        if name in _NO_DRAWINGS:
            self._aside -= 1
        if self._aside:
            return
        if name == "p" and self._in_paragraph:
            self._in_paragraph -= 1
            self._pieces.append("\n")
        elif name in _SHAPES:
            self._shapes -= 1
            if not self._shapes:
                self._add_to(sheet)

    def data(self, text: str) -> None:
        """A piece of text."""
        if self._shapes and self._in_paragraph and not self._aside:
            self._length += len(text)
            if self._length <= _LONGEST_TEXT:
                self._pieces.append(" ".join(text.split()))

    def _add_to(self, sheet: Sheet) -> None:
        text = "".join(self._pieces).strip()
        if text:
            sheet.boxes.append(text)
        if self._has_picture and not self._has_object:
            sheet.largest_picture = max(sheet.largest_picture, self._area)
