"""From the lines of a text file to rows of cells, for each kind of conversion.

Both kinds return :class:`Block` objects in reading order: a run of text lines, or a run of table rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MARKUP = re.compile(
    r"</?(?:b|p|i|u|strong|table|thead|tbody|tr|th|td|br)\b[^<>]*>|\[bookmark:[^\[\]]*\]|\*\*"
)
_HEADING_MARK = re.compile(r"^#{1,6}\s+")
_RULE_CELL = re.compile(r"^-{2,}$")
_DUMP_CELL = re.compile(r"^\t[^\t]*$")


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell of a text file: its text without conversion markup and its line (1-based)."""

    text: str
    source_line: int


@dataclass(slots=True)
class Block:
    """Either text lines (``rows`` empty) or the rows of one table (``lines`` empty)."""

    lines: list[tuple[int, str]] = field(default_factory=list)
    rows: list[list[SourceCell]] = field(default_factory=list)


def clean(text: str) -> str:
    """Text as printed: conversion markup and outer white space removed."""
    return _HEADING_MARK.sub("", _MARKUP.sub("", text)).strip()


def is_word_dump(lines: list[str]) -> bool:
    """Whether the lines are a word processor's dump: one cell per line, each after a single leading tab."""
    tabbed = [line for line in lines if "\t" in line]
    single = sum(bool(_DUMP_CELL.match(line)) for line in tabbed)
    return len(tabbed) > 0 and single / len(tabbed) > 0.9


def tabbed_blocks(lines: list[str]) -> Iterator[Block]:
    """Blocks of a conversion with tabs between the cells of a row.

    Rows separated only by blank lines (a page break of the original) are in one table.
    """
    block = Block()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        is_row = "\t" in line
        if (is_row and block.lines) or (not is_row and block.rows):
            yield block
            block = Block()
        if not is_row:
            if text := clean(line):
                block.lines.append((number, text))
        elif not _is_printed_rule(line):
            block.rows.append([SourceCell(clean(cell), number) for cell in line.split("\t")])
    yield block


def dumped_blocks(lines: list[str]) -> Iterator[Block]:
    """Blocks of a word processor's dump: one blank line ends a row, two end a table.

    A line without a tab inside a row is the next paragraph of the cell above it.
    """
    block, blank_lines = Block(), 0
    row: list[tuple[list[str], int]] = []  # the paragraphs and the line of each cell
    for number, line in enumerate([*lines, "", ""], start=1):
        if not line.strip(" \u3000\r") and not line.startswith("\t"):
            blank_lines += 1
            if row:
                block.rows.append([SourceCell("\n".join(paragraphs), first) for paragraphs, first in row])
                row = []
            if blank_lines > 1 and block.rows:
                yield block
                block = Block()
            continue
        blank_lines = 0
        if line.startswith("\t"):
            if block.lines:
                yield block
                block = Block()
            row.append(([clean(line)], number))
        elif row:
            row[-1][0].append(clean(line))
        else:
            if block.rows:
                yield block
                block = Block()
            if text := clean(line):
                block.lines.append((number, text))
    yield block


def _is_printed_rule(line: str) -> bool:
    cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
    return bool(cells) and all(_RULE_CELL.match(cell) for cell in cells)
