"""Lines of text for a terminal: a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipelines.command.plain_text import fit, padded, width_of

_GAP = "  "
_LEAST = 12
# Words in a width: what they leave out is for them to choose.
Words = Callable[[int], str]


def aligned(header: Sequence[str], rows: Sequence[tuple[Words, Sequence[str]]], width: int) -> list[str]:
    """A table as lines, its header first: a column of words, then columns of numbers.

    Numbers keep their width; words get what is left of ``width``.
    """
    title, *names = header
    widths = [max(map(width_of, column)) for column in zip(names, *(row for _, row in rows), strict=True)]
    left = max(_LEAST, width - sum(widths) - len(_GAP) * len(widths))
    words = [fit(title, left), *(shown(left) for shown, _ in rows)]
    room = max(map(width_of, words))
    numbers = [names, *(row for _, row in rows)]
    return [
        _GAP.join([padded(text, room), *map(_right, row, widths)])
        for text, row in zip(words, numbers, strict=True)
    ]


def _right(number: str, width: int) -> str:
    return padded(number, width, right=True)
