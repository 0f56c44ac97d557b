"""The divisions of many blocks as rows, for a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipelines.structure.block import Row, blocks_from_rows
from pipelines.structure.reading import Division, read_structure


def division_rows(
    lines: Iterable[Row], columns: Iterable[Row], figures: Iterable[Row]
) -> Iterator[dict[str, Any]]:
    """One row for each part of each division of the lines and the columns of all blocks.

    The arguments are those of :func:`blocks_from_rows`. ``is_main``: the division belongs to the tree of its
    block; others divide a whole a second time or leave out a level.
    """
    for block_key, line_keys, column_keys, block in blocks_from_rows(lines, columns, figures):
        structure = read_structure(block)
        for axis, keys, tree in (
            ("lines", line_keys, structure.lines),
            ("columns", column_keys, structure.columns),
        ):
            divisions = [*((d, True) for d in tree.divisions), *((d, False) for d in tree.further)]
            for number, (division, is_main) in enumerate(divisions, start=1):
                about = {"block_key": block_key, "axis": axis, "division_no": number, "is_main": is_main}
                yield from part_rows(division, keys, about)


def part_rows(division: Division, keys: list[str], about: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of one division, whose items have these keys."""
    for part in division.parts:
        yield about | {
            "whole_key": keys[division.whole],
            "part_key": keys[part],
            "kind": division.kind,
            "hints": sorted(division.hints),
            "is_proven": division.is_proven,
            "is_open": division.is_open,
            "exact_count": division.evidence.exact,
            "failed_count": division.evidence.failed,
        }
