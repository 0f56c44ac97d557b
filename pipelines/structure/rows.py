"""The divisions of many blocks as rows, for a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pipelines.structure.block import Block, Row, blocks_from_rows
from pipelines.structure.evidence import Figures, try_sum, weigh
from pipelines.structure.lists import sums_of_lists
from pipelines.structure.proposals import ENOUGH_BITS
from pipelines.structure.reading import FULL, Division, Tree, read_structure

# Hints that say where in an outline a line stands.
OUTLINE = frozenset({"indents", "numbering"})


def division_rows(
    lines: Iterable[Row], columns: Iterable[Row], figures: Iterable[Row]
) -> Iterator[dict[str, Any]]:
    """One row for each part of each division of the lines and the columns of all blocks.

    The arguments are those of :func:`blocks_from_rows`. ``is_main``: the division belongs to the tree of its
    block; others divide a whole a second time or leave out a level. ``is_settled``: it is proven, or its hint
    is.
    """
    for block_key, line_keys, column_keys, block in blocks_from_rows(lines, columns, figures):
        structure = read_structure(block)
        for axis, keys, divisions in (
            ("lines", line_keys, with_lists(block, structure.lines)),
            ("columns", column_keys, in_tree_or_not(structure.columns)),
        ):
            reliable = reliable_hints(divisions)
            for number, (division, is_main) in enumerate(divisions, start=1):
                about = {
                    "block_key": block_key,
                    "axis": axis,
                    "division_no": number,
                    "is_main": is_main,
                    "is_settled": is_main and is_settled(division, reliable),
                }
                yield from part_rows(division, keys, about)


def reliable_hints(divisions: Iterable[tuple[Division, bool]]) -> frozenset[str]:
    """The hints of outline that some proven division of the block confirms."""
    proven = [d.hints for d, is_main in divisions if is_main and d.is_proven and d.kind == FULL]
    return OUTLINE & frozenset().union(*proven)


def is_settled(division: Division, reliable: frozenset[str]) -> bool:
    """Proven, or said by a hint that is reliable in its block and fails nowhere, as for a single part."""
    if division.kind != FULL or division.is_open:
        return False
    return division.is_proven or bool(division.hints & reliable and not division.evidence.failed)


def in_tree_or_not(tree: Tree) -> list[tuple[Division, bool]]:
    """The divisions of a tree, then those that also hold."""
    return [*((d, True) for d in tree.divisions), *((d, False) for d in tree.further)]


def with_lists(block: Block, tree: Tree) -> list[tuple[Division, bool]]:
    """The divisions of the lines with those of whole lists, which leave no line without its place."""
    sums = dict(sums_of_lists(block))
    parents = {part: whole for whole, parts in sums.items() for part in parts}
    divisions = [
        (d, is_main and all(parents.get(part, d.whole) == d.whole for part in d.parts))
        for d, is_main in in_tree_or_not(tree)
    ]
    known = {(d.whole, d.parts) for d, is_main in divisions if is_main and d.is_proven}
    figures = block.figures()
    added = [
        division_of_list(figures, whole, parts)
        for whole, parts in sums.items()
        if (whole, tuple(sorted(parts))) not in known
    ]
    repeated = {d.whole for d in added}
    return [
        *((d, is_main and d.whole not in repeated) for d, is_main in divisions),
        *((d, True) for d in added),
    ]


def division_of_list(figures: Figures, whole: int, parts: tuple[int, ...]) -> Division:
    """A division that the one reading of its list proves."""
    parts = tuple(sorted(parts))
    places = try_sum(figures, whole, parts, range(figures.place_count))
    evidence = replace(weigh(places, 0.0, False), bits=ENOUGH_BITS)
    return Division(whole, parts, FULL, frozenset({"list"}), evidence, places)


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
