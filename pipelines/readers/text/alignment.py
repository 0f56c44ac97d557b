"""Moves rows that lost an empty cell in the conversion back under their columns, by their contents."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.readers.text.rows import SourceCell

Grid = list[list[SourceCell]]
IsNumber = Callable[[str], bool]
# Columns with numbers and columns with words, each a number with one bit for each column.
Marks = tuple[int, int]


def with_aligned_rows(rows: Grid, is_number: IsNumber) -> Grid:
    """Pad short rows on the left where that puts numbers under numbers and words under words.

    A column has the kind (number or words) of most of its cells in rows of full length. A row moves only if
    more of its cells then match their columns, and only if there is one best shift.
    """
    width = max(len(row) for row in rows)
    full = [_marks(row, is_number) for row in rows if len(row) == width]
    columns = _most_of(full, width)
    return [row if len(row) == width else _shifted(row, width, columns, is_number) for row in rows]


def _marks(row: list[SourceCell], is_number: IsNumber) -> Marks:
    """Where a row has numbers, and where it has words."""
    numbers = words = 0
    for column, cell in enumerate(row):
        if cell.text and is_number(cell.text):
            numbers |= 1 << column
        elif cell.text:
            words |= 1 << column
    return numbers, words


def _most_of(rows: list[Marks], width: int) -> Marks:
    """The kind of most cells of each column; of as many of both kinds, that of the first."""
    numbers = words = 0
    for column in range(width):
        kinds = [bool(row[0] >> column & 1) for row in rows if (row[0] | row[1]) >> column & 1]
        count = sum(kinds)
        if 2 * count > len(kinds) or (kinds and 2 * count == len(kinds) and kinds[0]):
            numbers |= 1 << column
        elif kinds:
            words |= 1 << column
    return numbers, words


def _shifted(row: list[SourceCell], width: int, columns: Marks, is_number: IsNumber) -> list[SourceCell]:
    numbers, words = _marks(row, is_number)
    scores = [
        (numbers & columns[0] >> shift).bit_count() + (words & columns[1] >> shift).bit_count()
        for shift in range(width - len(row) + 1)
    ]
    best = max(scores)
    if best == scores[0] or scores.count(best) > 1:
        return row
    return [SourceCell("", row[0].source_line)] * scores.index(best) + row
