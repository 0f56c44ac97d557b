"""The records of an .xls workbook, and whether they follow each other without a gap.

The library reads on past a record that is too long, into whatever comes after it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pipelines.readers.spreadsheet.package import damaged

_BEGIN, _END = (0x0809, 0x0409, 0x0209, 0x0009), 0x000A
# What is longer continues in further records ([MS-XLS] 2.1.4).
_LONGEST = 8224
# From this version on (Excel 5), a workbook has a part for each of its sheets.
_SHEETS_APART = 50
# The library states no types of what it reads.
Book = Any


def records(book: Book, position: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of the records of a sheet without those of the charts in it."""
    depth = 0
    for kind, begin, end in _walk(book.mem, position):
        depth += (kind in _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, book.mem[begin:end]


def refuse_broken(book: Book) -> None:
    """Raises :class:`UnreadableDocument` where the records of the workbook or of a sheet lead nowhere."""
    if book.biff_version < _SHEETS_APART:
        return
    names = ["the workbook", *(f"sheet {name}" for name in book.sheet_names())]
    places = sorted(zip([book.base, *book._sh_abs_posn], names, strict=False))
    for (position, name), (following, _) in pairwise([*places, (len(book.mem), "")]):
        if not _is_whole(book.mem, position, following):
            raise damaged(f"the records of {name} are broken")


def _is_whole(content: bytes, position: int, following: int) -> bool:
    """Whether records follow each other from a begin to its end, before the ``following`` part begins."""
    depth = 0
    for kind, begin, end in _walk(content, position):
        depth += (kind in _BEGIN) - (kind == _END)
        if depth <= 0:
            return depth == 0 and kind == _END and end <= following
        if kind == 0 or end - begin > _LONGEST or end > following:
            return False
    return False


def _walk(content: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Kind of each record, and where its content begins and ends."""
    while position + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, position)
        yield kind, position + 4, position + 4 + length
        position += 4 + length
