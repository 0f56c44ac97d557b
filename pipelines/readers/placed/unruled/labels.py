"""The header of a table: a label in the middle of each column, and labels in the middle of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from pipelines.readers.placed.unruled.columns import Column
from pipelines.readers.placed.unruled.rows import WRAPPED, Row
from pipelines.readers.placed.unruled.texts import Text, TextLine

# Lines of one label are so far below each other, or else farther (heights of a line).
_STEPS = (WRAPPED, 2.0)
# Labels are in the middle of their cells within this share of their height.
_CENTRED = 0.5
# ... and of the rows that they reach over, within this one.
_UPRIGHT = 0.6
# Some label of a header has one line: it is no higher than this (heights of a line).
_ONE_LINE = 1.5
# A text that keeps to one side of its columns has so much more room at the other one: a name, a unit.
_ASIDE = 3.0
# The outer edges of a table are at most so far from its texts (heights of a line).
_OUTER = 30.0
# The best reading of a header is better than the next one by this share of the height of a line.
_CLEARLY = 0.4
# No more readings than this are compared.
_MOST_READINGS = 200


@dataclass(frozen=True, slots=True)
class Label:
    """A label with the box around its lines, the columns it is over, and its row (from 0)."""

    box: Text
    first: int = 0
    last: int = 0
    row: int = 0

    def covers(self, other: Label) -> bool:
        """Whether all columns of another label are among those of this one."""
        return self.first <= other.first and other.last <= self.last

    def is_above(self, other: Label) -> bool:
        """Whether it is higher, and not beside."""
        return self.box.bottom - 0.2 * self.box.height <= other.box.top or self.box.bottom <= other.box.middle


@dataclass(frozen=True, slots=True)
class Header:
    """The labels above others and those of single columns, and the edges of the columns.

    A label above others is in one of the rows, the others reach from theirs to the last one.
    """

    uppers: list[Label]
    leaves: list[Label]
    edges: list[float]
    row_count: int

    @property
    def levels(self) -> list[Row]:
        """The top and the bottom of the labels in each row that are in no other."""
        last = self.row_count - 1
        own = [*self.uppers, *(leaf for leaf in self.leaves if leaf.row == last)]
        return [
            (
                min(label.box.top for label in own if label.row == row),
                max(label.box.bottom for label in own if label.row == row),
            )
            for row in range(self.row_count)
        ]


def header_of(lines: Sequence[TextLine], columns: Sequence[Column]) -> Header | None:
    """The header that lines make above columns; None where they do not fit, or fit in two ways."""
    for step in _STEPS:
        header = _header_of(_labels(lines, step), columns)
        if header is not None:
            return header
    return None


def _header_of(boxes: Sequence[Text], columns: Sequence[Column]) -> Header | None:
    columns = _whole(columns, boxes)
    spans = _with_labels([(column.x0, column.x1) for column in columns], boxes)
    lowest = [max(over, key=lambda box: box.middle, default=None) for over in _over(spans, boxes)]
    leaves = [
        Label(box, number, number)
        for number, box in enumerate(lowest)
        if box is not None and not box.is_amount and sum(_meets(box, span) for span in spans) == 1
    ]
    if len(leaves) != len(spans) or len(spans) < 2:
        return None
    height = min(text.height for column in columns for text in column.texts)
    if any(_is_at_left(leaf.box, column) for leaf in leaves for column in columns):
        return None
    if all(leaf.box.height > _ONE_LINE * height for leaf in leaves):
        # Rows below each other, and no labels.
        return None
    own = {id(leaf.box) for leaf in leaves}
    uppers = [box for box in boxes if id(box) not in own]
    edges = _edges(spans, leaves, height)
    if edges is None:
        return None
    readings = sorted(_readings(uppers, leaves, spans, edges, height), key=lambda reading: reading[0])
    if not readings or (len(readings) > 1 and readings[1][0] - readings[0][0] < _CLEARLY * height):
        return None
    return readings[0][1]


def _labels(lines: Sequence[TextLine], step: float) -> list[Text]:
    """The labels, the lines of each joined: they follow each other closely, with one middle or left side.

    ``step`` is how far below each other they are at most, in heights of a line.
    """
    cells: list[list[Text]] = []
    for text in (text for line in lines for text in line):
        tolerance = _CENTRED * text.height
        home = [
            cell
            for cell in cells
            if 0 < text.middle - cell[-1].middle <= step * text.height
            and (abs(cell[-1].centre - text.centre) <= tolerance or abs(cell[-1].x0 - text.x0) <= tolerance)
        ]
        if home:
            min(home, key=lambda cell: abs(cell[-1].centre - text.centre)).append(text)
        else:
            cells.append([text])
    return [
        Text(
            min(t.x0 for t in cell), cell[0].top, max(t.x1 for t in cell), cell[-1].bottom,
            "".join(t.text for t in cell),
        )
        for cell in cells
    ]  # fmt: skip


def _whole(columns: Sequence[Column], boxes: Sequence[Text]) -> list[Column]:
    """The columns, those joined that are one below their label: texts at its left and at its right side.

    They are below one label, if below any but those of several columns, and never beside each other.
    """
    whole: list[Column] = []
    labels: list[Text | None] = []
    for column in columns:
        label = max((box for box in boxes if column.meets(box)), key=lambda box: box.middle, default=None)
        if (
            whole
            and not whole[-1].lines & column.lines
            and (label is None or labels[-1] is None or whole[-1].meets(label) or column.meets(labels[-1]))
        ):
            whole[-1].take(column)
            labels[-1] = max(filter(None, (labels[-1], label)), key=lambda box: box.middle, default=None)
        else:
            whole.append(column.copied())
            labels.append(label)
    return whole


def _is_at_left(box: Text, column: Column) -> bool:
    """Whether a text is at the left of wider words: it is one of them, and no label above them."""
    if not column.meets(box) or 2 * sum(text.is_amount for text in column.texts) > len(column.texts):
        return False
    return box.x0 - column.x0 < box.height and column.x1 - box.x1 > _ASIDE * box.height


def _meets(box: Text, span: tuple[float, float]) -> bool:
    return box.x0 < span[1] and span[0] < box.x1


def _over(spans: Sequence[tuple[float, float]], boxes: Sequence[Text]) -> list[list[Text]]:
    return [[box for box in boxes if _meets(box, span)] for span in spans]


def _with_labels(spans: Sequence[tuple[float, float]], boxes: Sequence[Text]) -> list[tuple[float, float]]:
    """The sides of the columns, as wide as their labels, and those of columns that have a label only."""
    found = list(spans)
    labelled: set[int] = set()
    for box in sorted(boxes, key=lambda box: -box.middle):
        over = [number for number, span in enumerate(found) if _meets(box, span)]
        if not over:
            labelled.add(len(found))
            found.append((box.x0, box.x1))
        elif len(over) == 1 and over[0] not in labelled:
            labelled.add(over[0])
            found[over[0]] = min(found[over[0]][0], box.x0), max(found[over[0]][1], box.x1)
    return sorted(found)


def _edges(
    spans: Sequence[tuple[float, float]], leaves: Sequence[Label], height: float
) -> list[tuple[float, float]] | None:
    """Between which two heights each edge of the columns is, as their labels are in the middle of them."""
    lows = [spans[0][0] - _OUTER * height, *(span[1] for span in spans)]
    highs = [*(span[0] for span in spans), spans[-1][1] + _OUTER * height]
    edges = list(zip(lows, highs, strict=True))
    if any(low > high for low, high in edges):
        return None
    room = _CENTRED * height
    for _ in range(len(edges)):
        for number, leaf in enumerate(leaves):
            (low, high), (next_low, next_high) = edges[number], edges[number + 1]
            twice = 2 * leaf.box.centre
            edges[number + 1] = max(next_low, twice - high - room), min(next_high, twice - low + room)
            edges[number] = max(low, twice - next_high - room), min(high, twice - next_low + room)
    return edges if all(low <= high for low, high in edges) else None


def _readings(
    uppers: Sequence[Text],
    leaves: Sequence[Label],
    spans: Sequence[tuple[float, float]],
    edges: Sequence[tuple[float, float]],
    height: float,
) -> Iterator[tuple[float, Header]]:
    """The ways to spread the labels above others over columns, each with how far they are off the middle."""
    choices = [list(_choices(box, leaves, spans, edges, height)) for box in uppers]
    middles = [(low + high) / 2 for low, high in edges]

    def spread(number: int, chosen: list[Label]) -> Iterator[list[Label]]:
        if number == len(uppers):
            yield chosen
            return
        for label in choices[number]:
            if all(_agree(other, label) for other in chosen):
                yield from spread(number + 1, [*chosen, label])

    for chosen in islice(spread(0, []), _MOST_READINGS):
        header = _header(chosen, leaves, middles, height)
        if header is not None:
            off = [
                abs(label.box.centre - (middles[label.first] + middles[label.last + 1]) / 2)
                for label in chosen
            ]
            yield sum(off), header


def _choices(
    box: Text,
    leaves: Sequence[Label],
    spans: Sequence[tuple[float, float]],
    edges: Sequence[tuple[float, float]],
    height: float,
) -> Iterator[Label]:
    """The columns that a label may be in the middle of: two or more; what is above all is a title."""
    room = _CENTRED * height
    for first in range(len(spans)):
        for last in range(first + 1, len(spans)):
            label = Label(box, first, last)
            left, right = edges[first], edges[last + 1]
            if not all(label.is_above(leaf) for leaf in leaves[first : last + 1]):
                break
            gaps = box.x0 - spans[first][0], spans[last][1] - box.x1
            if (
                (first, last) != (0, len(spans) - 1)
                and left[0] - room <= box.x0
                and box.x1 <= right[1] + room
                and left[0] + right[0] - 2 * room <= 2 * box.centre <= left[1] + right[1] + 2 * room
                and not (min(gaps) < height and max(gaps) > _ASIDE * height)
            ):
                yield label


def _agree(one: Label, other: Label) -> bool:
    """Whether two labels share no columns, or the lower one is below the other with all of its own."""
    if one.last < other.first or other.last < one.first:
        return True
    return (one.is_above(other) and one.covers(other)) or (other.is_above(one) and other.covers(one))


def _header(
    uppers: Sequence[Label], leaves: Sequence[Label], edges: Sequence[float], height: float
) -> Header | None:
    """The header with these labels; None where one is beside the middle of the rows that it has."""
    placed_uppers, placed_leaves = (
        [
            replace(label, row=sum(u.is_above(label) and u.covers(label) for u in uppers if u is not label))
            for label in labels
        ]
        for labels in (uppers, leaves)
    )
    row_count = 1 + max(leaf.row for leaf in placed_leaves)
    header = Header(placed_uppers, placed_leaves, list(edges), row_count)
    levels = header.levels
    in_last = [leaf for leaf in header.leaves if leaf.row == header.row_count - 1]
    if any(lower[0] < upper[1] - 0.2 * height for upper, lower in pairwise(levels)):
        return None
    bottom = sum(levels[-1]) / 2
    for number, leaf in enumerate(header.leaves):
        middles = [(levels[leaf.row][0] + levels[-1][1]) / 2]
        if len(in_last) > 1:
            # The cells below it are blank, and not one with it.
            middles.append(sum(levels[leaf.row]) / 2)
        if all(abs(leaf.box.middle - middle) > _UPRIGHT * height for middle in middles):
            # The label above it reaches down to it.
            if leaf.row == 0 or abs(leaf.box.middle - bottom) > _UPRIGHT * height:
                return None
            header.leaves[number] = replace(leaf, row=row_count - 1)
    return header
