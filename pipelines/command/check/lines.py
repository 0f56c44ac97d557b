"""Lines of text for a terminal: a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len, set_cell_size

_GAP = "  "
_LEAST = 12
# Words in a width: what they leave out is for them to choose.
Words = Callable[[int], str]


def fit(text: str, width: int) -> str:
    """The text, cut where it is wider than ``width`` columns, which … says."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(1, width - 1)).rstrip() + "…"


def padded(text: str, width: int, *, right: bool = False) -> str:
    """The text with spaces to ``width`` columns, before it where it goes to the right."""
    spaces = " " * max(0, width - cell_len(text))
    return spaces + text if right else text + spaces


def aligned(header: Sequence[str], rows: Sequence[tuple[Words, Sequence[str]]], width: int) -> list[str]:
    """A table as lines, its header first: a column of words, then columns of numbers.

    Numbers keep their width; words get what is left of ``width``.
    """
    title, *names = header
    widths = [max(map(cell_len, column)) for column in zip(names, *(row for _, row in rows), strict=True)]
    left = max(_LEAST, width - sum(widths) - len(_GAP) * len(widths))
    words = [fit(title, left), *(shown(left) for shown, _ in rows)]
    room = max(map(cell_len, words))
    numbers = [names, *(row for _, row in rows)]
    return [
        _GAP.join([padded(text, room), *map(_right, row, widths)])
        for text, row in zip(words, numbers, strict=True)
    ]


def _right(number: str, width: int) -> str:
    return padded(number, width, right=True)
