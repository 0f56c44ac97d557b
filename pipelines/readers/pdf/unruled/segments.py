"""Printed lines cut at wide gaps: the words of a table without rulings."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.readers.figures import looks_like_amount
from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.words.lines import line_text

# A gap wider than this many font sizes separates two columns.
COLUMN_GAP = 0.9
# After a decimal amount a smaller gap does: amounts are aligned to the right, labels to the left.
AMOUNT_GAP = 0.35
_DECIMAL = re.compile(r"^-?[\d,]+\.\d+$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one printed line without wide gaps."""

    x0: float
    x1: float
    text: str

    @property
    def is_amount(self) -> bool:
        """Whether the segment is one number."""
        return looks_like_amount(self.text)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line as segments from left to right, in points on the upright page."""

    top: float
    bottom: float
    segments: tuple[Segment, ...]

    @property
    def middle(self) -> float:
        """The height of the line's middle."""
        return (self.top + self.bottom) / 2

    @property
    def box(self) -> Rectangle:
        """The box around all segments."""
        x0s, x1s = [s.x0 for s in self.segments], [s.x1 for s in self.segments]
        return min(x0s), self.top, max(x1s), self.bottom

    @property
    def is_anchor(self) -> bool:
        """Whether the line looks like a row of a table: an amount next to other text, or several amounts."""
        return len(self.segments) >= 2 and any(s.is_amount for s in self.segments)


def text_lines(printed: Sequence[Sequence[Glyph]]) -> list[TextLine]:
    """Printed lines from top to bottom, cut at wide gaps."""
    lines: list[TextLine] = []
    for line in printed:
        cuts = [0]
        for index in range(1, len(line)):
            size = line[index].bottom - line[index].top
            gap = line[index].x0 - line[index - 1].x1
            if gap > COLUMN_GAP * size or (
                gap > AMOUNT_GAP * size
                and not line[index].char.isascii()
                and _DECIMAL.search(line_text(line[cuts[-1] : index]))
            ):
                cuts.append(index)
        cuts.append(len(line))
        segments = tuple(
            Segment(line[a].x0, max(g.x1 for g in line[a:b]), line_text(line[a:b]))
            for a, b in itertools.pairwise(cuts)
        )
        lines.append(TextLine(min(g.top for g in line), max(g.bottom for g in line), segments))
    return lines
