"""An answer for people: a table where it fits, else one record after the other. Nothing is folded or cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.command.plain_text import padded, printable, width_of, wrapped
from pipelines.command.query.values import for_people, is_number

Rows = Sequence[tuple[Any, ...]]
_GAP = "  "


def table_lines(columns: Sequence[str], rows: Rows, width: int | None) -> Iterator[str]:
    """The lines of an answer in a width (None: as wide as it is), with the number of rows below."""
    names = [printable(column) for column in columns]
    texts = [[for_people(value) for value in row] for row in rows]
    widths = [max(map(width_of, column)) for column in zip(names, *texts, strict=True)]
    if width is not None and sum(widths) + len(_GAP) * (len(widths) - 1) > width:
        yield from _records(names, texts, width)
    else:
        right = [any(is_number(row[index]) for row in rows) for index in range(len(names))]
        yield _line(names, widths, right)
        yield _GAP.join("─" * size for size in widths)
        for row in texts:
            yield _line(row, widths, right)
    yield ""
    yield counted(len(rows))


def record_lines(columns: Sequence[str], rows: Rows, width: int | None) -> Iterator[str]:
    """The lines of an answer with one field to a line, with the number of rows below."""
    texts = [[for_people(value) for value in row] for row in rows]
    yield from _records([printable(column) for column in columns], texts, width)
    yield ""
    yield counted(len(rows))


def counted(number: int) -> str:
    """``1 row``, ``2,000 rows``."""
    return f"{number:,} row" + ("" if number == 1 else "s")


def _line(texts: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = (padded(text, size, right=flag) for text, size, flag in zip(texts, widths, right, strict=True))
    return _GAP.join(cells).rstrip()


def _records(names: Sequence[str], texts: Sequence[Sequence[str]], width: int | None) -> Iterator[str]:
    """Names to the left, texts to the right of them; below, where the longest name leaves no room."""
    margin = max(map(width_of, names)) + len(_GAP)
    is_beside = width is None or width - margin >= 20
    for number, row in enumerate(texts, start=1):
        title = f"── row {number:,} "
        yield title + "─" * (min(width or 80, 80) - len(title))
        for name, text in zip(names, row, strict=True):
            if is_beside:
                parts = wrapped(text, width - margin if width else None)
                yield (padded(name, margin) + parts[0]).rstrip()
                yield from (" " * margin + part for part in parts[1:])
            else:
                yield name
                yield from (_GAP + part for part in wrapped(text, (width or 80) - len(_GAP)))
