"""The columns of a table, from where the texts of its rows are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.readers.pdf.pages.continuation import is_page_number_text
from pipelines.readers.placed.unruled.texts import Text, TextLine, is_row

# Lines of one table are at most so far below each other (heights of a line, from bottom to top).
MOST_APART = 2.5
# A text nearer than this to the line above is of the same row (heights of a line, from bottom to top).
_NEAR = 0.35
# The left sides of the texts of a column agree within this many points.
_SAME_SIDE = 1.0


@dataclass(slots=True)
class Column:
    """The texts of one column of the body, and the lines that they are in."""

    x0: float
    x1: float
    texts: list[Text] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)

    def meets(self, text: Text) -> bool:
        """Whether a text is over it."""
        return text.x0 < self.x1 and self.x0 < text.x1

    def take(self, other: Column) -> None:
        """Take the texts of another column, which are of this one."""
        self.lines |= other.lines
        self.texts += other.texts
        self.x0, self.x1 = min(self.x0, other.x0), max(self.x1, other.x1)

    def copied(self) -> Column:
        """The same column, to be changed."""
        return Column(self.x0, self.x1, list(self.texts), set(self.lines))


@dataclass(slots=True)
class Body:
    """The lines ``first`` to ``last`` of a page, as columns.

    ``is_broken``: a row, or a line of the last one, follows that does not fit in them.
    """

    columns: list[Column]
    first: int
    last: int
    is_broken: bool


def body_from(lines: Sequence[TextLine], first: int) -> Body:
    """The rows from one line on, down to the last line that fits the columns.

    A text alone on its line may be a note below the table, but not where rows continue below it, or at the
    end of the page.
    """
    columns: list[Column] = []
    last = wrapped = first
    is_broken = False
    for number in range(first, len(lines)):
        line = lines[number]
        if number > first and distance(lines[number - 1], line) > MOST_APART * line[0].height:
            break
        grown = columns_with(columns, line, number)
        if grown is None:
            is_broken = is_row(line)
            break
        if number > first and len(line) == 1 and not _continues(columns, line[0]):
            is_near = distance(lines[number - 1], line) < _NEAR * line[0].height
            is_broken = is_near or _rows_go_on(lines, number)
            break
        columns = grown
        if len(line) > 1 or (number == len(lines) - 1 and not is_page_number_text(line[0].text)):
            last = number
        elif distance(lines[number - 1], line) < _NEAR * line[0].height:
            wrapped = number
    # A line of the last row below its figures may be the first one of a note as well.
    return Body(columns_of(lines, first, last), first, last, is_broken or wrapped > last)


def _rows_go_on(lines: Sequence[TextLine], number: int) -> bool:
    """Whether a row follows a text alone on its line, or several of them, where a header would be."""
    for upper, lower in pairwise(lines[number:]):
        if len(upper) > 1 or distance(upper, lower) > MOST_APART * upper[0].height:
            return False
        if is_row(lower):
            return True
    return False


def columns_of(lines: Sequence[TextLine], first: int, last: int) -> list[Column]:
    """The columns of lines that fit each other."""
    columns: list[Column] = []
    for number in range(first, last + 1):
        columns = columns_with(columns, lines[number], number) or columns
    return columns


def _continues(columns: Sequence[Column], text: Text) -> bool:
    """Whether a text alone on its line is in a column: labels begin where those above do, or are indented."""
    over = [column for column in columns if column.meets(text)]
    return len(over) == 1 and (text.is_amount or text.x0 >= over[0].x0 - _SAME_SIDE)


def columns_with(columns: Sequence[Column], line: TextLine, number: int) -> list[Column] | None:
    """The columns with one more line; None where a text of it is over two of them."""
    grown = [column.copied() for column in columns]
    for text in line:
        over = [column for column in grown if column.meets(text)]
        for one in over[1:]:
            # Texts at the left and at the right of one column are joined by those that fill it.
            if over[0].lines & one.lines:
                return None
            over[0].take(one)
            grown.remove(one)
        if not over:
            over = [Column(text.x0, text.x1)]
            grown.append(over[0])
        own = over[0]
        if own.texts and number in own.lines and any(t.top == text.top for t in own.texts[-1:]):
            return None
        own.x0, own.x1 = min(own.x0, text.x0), max(own.x1, text.x1)
        own.texts.append(text)
        own.lines.add(number)
    return sorted(grown, key=lambda column: column.x0)


def distance(upper: TextLine, lower: TextLine) -> float:
    """The room between two lines."""
    return min(text.top for text in lower) - max(text.bottom for text in upper)
