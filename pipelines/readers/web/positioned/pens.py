"""Writes the texts of one positioned box: line by line from its left, as a browser does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from pipelines.readers.pdf.ink.matrix import Matrix
from pipelines.readers.placed import PlacedPage, PlacedText, placed_text
from pipelines.readers.placed.page import natural_width
from pipelines.readers.web.positioned.fonts import Writing

_WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
# A text is as wide as it is stated where it would be so much wider or narrower; fonts differ by that.
_LEAST_STATED, _MOST_STATED = 0.7, 1.25


class _Written(NamedTuple):
    """A character of a line, where it begins, and what it advances, in points."""

    character: str
    start: float
    width: float
    writing: Writing


@dataclass(slots=True)
class Pen:
    """The place in a box where the next text is written; ``width`` is that of the box, where it is stated.

    ``matrix`` maps the box to the page. ``is_hidden``: nothing of it is seen. ``texts`` are those it put on
    the page, and ``has_stated_size`` says whether the size of all of them is stated.
    """

    page: PlacedPage
    matrix: Matrix
    width: float | None = None
    x: float = 0.0
    y: float = 0.0
    left: float = 0.0
    is_hidden: bool = False
    texts: list[PlacedText] = field(default_factory=list)
    has_stated_size: bool = True
    _line: list[_Written] = field(default_factory=list)

    def write(self, text: str | None, writing: Writing) -> None:
        """Write a text as it is in the file."""
        if not text:
            return
        if not writing.keeps_white_space:
            text = _WHITE_SPACE.sub(" ", text)
            if not self._line:
                text = text.lstrip(" ")
        for number, line in enumerate(text.split("\n")):
            if number:
                self.end_line(writing)
            if line:
                self._write_line(line, writing)

    def skip(self, width: float) -> None:
        """Leave a gap, or go back."""
        self.x += width

    def end_line(self, writing: Writing) -> None:
        """End the line and go to the next one."""
        self.finish()
        self.y += writing.line_height

    def finish(self) -> None:
        """Put the line on the page."""
        line, self._line = self._line, []
        if line:
            for number, part in enumerate(self._wrapped(line)):
                self.y += part[0].writing.line_height if number else 0.0
                self._put(part)
        self.x = self.left

    def _write_line(self, text: str, writing: Writing) -> None:
        for character in text:
            width = natural_width(character) * writing.size + writing.letter_spacing
            width += writing.word_spacing if character in " \xa0" else 0.0
            self._line.append(_Written(character, self.x, max(0.0, width), writing))
            self.x += width

    def _fitted(self, line: list[_Written]) -> tuple[float, float]:
        """By how much a line is stretched from the left of its box, and how far it is moved to the right."""
        natural = max((w.start + w.width for w in line if w.character.strip()), default=self.left) - self.left
        if self.width is None or natural <= 0:
            return 1.0, 0.0
        share = {"right": 1.0, "end": 1.0, "center": 0.5}.get(line[0].writing.alignment, 0.0)
        stretch = self.width / natural
        if _LEAST_STATED <= stretch <= (1.0 if share else _MOST_STATED):
            return stretch, 0.0
        return 1.0, max(0.0, self.width - natural) * share

    def _wrapped(self, line: list[_Written]) -> Iterator[list[_Written]]:
        """The line as the lines that a box of this width breaks it into."""
        room = self.width
        end = line[-1].start + line[-1].width - self.left
        if room is None or not line[0].writing.wraps or end * _LEAST_STATED <= room:
            yield line
            return
        part: list[_Written] = []
        shift = 0.0
        for written in line:
            if part and written.start - shift + written.width > self.left + room:
                yield part
                part, shift = [], written.start - self.left
            part.append(written._replace(start=written.start - shift))
        yield part

    def _put(self, line: list[_Written]) -> None:
        scale, shift = self._fitted(line)
        for writing, group in groupby(line, key=lambda written: written.writing):
            part = list(group)
            starts = [self.left + (written.start - self.left) * scale + shift for written in part]
            widths = [written.width * scale for written in part]
            top = self.y + (writing.line_height - writing.size) / 2
            characters = "".join(written.character for written in part)
            text = placed_text(characters, starts, widths, top, top + writing.size, self.matrix)
            if text is not None:
                self._add(text)
                self.has_stated_size = self.has_stated_size and writing.has_stated_size

    def _add(self, text: PlacedText) -> None:
        (self.page.hidden if self.is_hidden else self.page.texts).append(text)
        if not self.is_hidden:
            self.texts.append(text)
