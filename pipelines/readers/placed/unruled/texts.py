"""The texts of a page outside all tables, each of which is one cell or a line of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.readers.figures import looks_like_amount
from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.unruled.segments import COLUMN_GAP
from pipelines.readers.pdf.words.lines import line_text

# Texts are on one line where their middles differ by less than this share of their height.
SAME_LINE = 0.3
# Words that the file writes one after the other touch: their gap is smaller than this share of the height.
_TOUCHING = 0.1


@dataclass(frozen=True, slots=True)
class Text:
    """One text with its box, in points on the upright page."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """The x of its middle."""
        return (self.x0 + self.x1) / 2

    @property
    def height(self) -> float:
        """The size of its font, about."""
        return self.bottom - self.top

    @property
    def is_amount(self) -> bool:
        """Whether it is one number."""
        return looks_like_amount(self.text)


TextLine = list[Text]


def text_lines(
    printed: Iterable[Sequence[Glyph]], together: Callable[[Glyph, Glyph], bool]
) -> list[TextLine]:
    """The texts by lines, from top to bottom and from left to right.

    ``together`` says whether two glyphs are of one text of the file; a wide gap within one sets cells apart.
    """
    texts = [text for line in printed for text in _texts(line, together)]
    lines: list[TextLine] = []
    for text in sorted(texts, key=lambda text: text.middle):
        if lines and text.middle - lines[-1][0].middle <= SAME_LINE * text.height:
            lines[-1].append(text)
        else:
            lines.append([text])
    return [_with_whole_words(sorted(line, key=lambda text: text.x0)) for line in lines]


def _texts(line: Sequence[Glyph], together: Callable[[Glyph, Glyph], bool]) -> Iterator[Text]:
    groups: list[list[Glyph]] = []
    for glyph in line:
        own = next((group for group in reversed(groups) if together(group[-1], glyph)), None)
        if own is not None and glyph.x0 - own[-1].x1 <= COLUMN_GAP * (glyph.bottom - glyph.top):
            own.append(glyph)
        else:
            groups.append([glyph])
    for group in groups:
        top, bottom = min(g.top for g in group), max(g.bottom for g in group)
        yield Text(group[0].x0, top, max(g.x1 for g in group), bottom, line_text(group))


def _with_whole_words(line: TextLine) -> TextLine:
    """The line, its words that touch joined; amounts are never parts of others."""
    whole = line[:1]
    for before, text in pairwise(line):
        touching = abs(text.x0 - before.x1) <= _TOUCHING * text.height
        if touching and not (before.is_amount or text.is_amount):
            last = whole[-1]
            whole[-1] = Text(
                last.x0,
                min(last.top, text.top),
                text.x1,
                max(last.bottom, text.bottom),
                last.text + text.text,
            )
        else:
            whole.append(text)
    return whole


def is_row(line: TextLine) -> bool:
    """Whether a line looks like a row of a table: an amount next to other texts."""
    return len(line) > 1 and any(text.is_amount for text in line)
