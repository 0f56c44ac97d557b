"""Moves rows that lost an empty cell in the conversion back under their columns, by their contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from pipelines.readers.text.rows import SourceCell

Grid = list[list[SourceCell]]
IsNumber = Callable[[str], bool]


def with_aligned_rows(rows: Grid, is_number: IsNumber) -> Grid:
    """Pad short rows on the left where that puts numbers under numbers and words under words.

    A column has the kind (number or words) of most of its cells in rows of full length. A row moves only if
    more of its cells then match their columns, and only if there is one best shift.
    """
    width = max(len(row) for row in rows)
    kinds = _column_kinds([row for row in rows if len(row) == width], width, is_number)
    return [row if len(row) == width else _shifted(row, width, kinds, is_number) for row in rows]


def _column_kinds(rows: Grid, width: int, is_number: IsNumber) -> list[str]:
    kinds = []
    for column in range(width):
        counts = Counter(_kind(row[column].text, is_number) for row in rows if row[column].text)
        kinds.append(counts.most_common(1)[0][0] if counts else "")
    return kinds


def _kind(text: str, is_number: IsNumber) -> str:
    return "number" if is_number(text) else "words"


def _shifted(row: list[SourceCell], width: int, kinds: list[str], is_number: IsNumber) -> list[SourceCell]:
    scores = [
        sum(
            bool(cell.text) and _kind(cell.text, is_number) == kinds[column + shift]
            for column, cell in enumerate(row)
        )
        for shift in range(width - len(row) + 1)
    ]
    best = max(scores)
    if best == scores[0] or scores.count(best) > 1:
        return row
    return [SourceCell("", row[0].source_line)] * scores.index(best) + row
