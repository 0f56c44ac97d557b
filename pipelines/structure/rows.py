"""The divisions of many blocks as rows, for a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipelines.structure.block import Block, Row, blocks_from_rows
from pipelines.structure.evidence import Figures, try_sum, weigh
from pipelines.structure.lists import sums_of_lists
from pipelines.structure.proposals import ENOUGH_BITS
from pipelines.structure.reading import FULL, Division, Tree, column_tree, line_tree

AXES = ("lines", "columns")
# Hints that say where in an outline a line is.
OUTLINE = frozenset({"indents", "numbering"})
# A line with one part that is not zero is settled by these where a sum above counts it once.
PLACE = OUTLINE | {"codes"}


def division_rows(
    lines: Iterable[Row], columns: Iterable[Row], figures: Iterable[Row], axes: Iterable[str] = AXES
) -> Iterator[dict[str, Any]]:
    """One row for each part of each division of the lines and the columns of all blocks.

    ``axes`` says which of both are wanted, the other arguments are those of :func:`blocks_from_rows`.
    ``is_main``: the division belongs to the tree of its block; others divide a whole a second time or leave
    out a level. ``is_settled``: it is proven, or its hint is.
    """
    for block_key, line_keys, column_keys, block in blocks_from_rows(lines, columns, figures):
        for axis in axes:
            if axis == "lines":
                keys, divisions = line_keys, with_lists(block, line_tree(block))
            else:
                keys, divisions = column_keys, in_tree_or_not(column_tree(block))
            settled = settled_divisions(block, divisions)
            for number, (division, is_main) in enumerate(divisions):
                about = {
                    "block_key": block_key,
                    "axis": axis,
                    "division_no": number + 1,
                    "is_main": is_main,
                    "is_settled": number in settled,
                }
                yield from part_rows(division, keys, about)


def settled_divisions(block: Block, divisions: Sequence[tuple[Division, bool]]) -> set[int]:
    """The numbers of the divisions of the tree that are proven, or whose hint is, or that a total needs.

    A total that counts a line, and not the line's only part with a figure, closes only if the part is
    under the line. So does a settled line above both.
    """
    reliable = reliable_hints(divisions)
    settled = {k for k, (d, is_main) in enumerate(divisions) if is_main and is_settled(d, reliable)}
    counting = [
        d for d, _ in divisions if d.kind == FULL and d.evidence.bits >= ENOUGH_BITS and not d.evidence.failed
    ]
    while True:
        needed = [
            k
            for k, (d, is_main) in enumerate(divisions)
            if is_main and k not in settled and is_needed(block, d, counting)
        ]
        if not needed:
            return settled
        settled.update(needed)
        counting += [divisions[k][0] for k in needed]


def is_needed(block: Block, division: Division, counting: Sequence[Division]) -> bool:
    """Whether paper says so, no sum fails, and a sum that holds counts the whole and none of its parts.

    A sum that counts a part instead has the same total as one that does not: the figures are the same.
    """
    if division.kind != FULL or division.evidence.failed or not division.hints & PLACE:
        return False
    if not any(block.values[division.whole]):
        return False
    parts = {part for part in division.parts if any(block.values[part])}
    sums = [(other.whole, parts.intersection((other.whole, *other.parts)), other) for other in counting]
    without_parts = {whole for whole, shared, _ in sums if not shared}
    return any(division.whole in other.parts for _, shared, other in sums if not shared) and all(
        whole in without_parts or whole == division.whole for whole, shared, _ in sums if shared
    )


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
