"""The structure of a block: which line is the sum of which, and which column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from pipelines.structure.block import Block
from pipelines.structure.evidence import Evidence, Figures, Places, try_sum, weigh
from pipelines.structure.hints import Hinted, hinted_columns, hinted_lines
from pipelines.structure.proposals import ENOUGH_BITS
from pipelines.structure.sums import find_sums

FULL, PARTIAL, REPEATS = "full", "partial", "repeats"
# Printed codes and numbers fix what a line is made of.
PRINTED = frozenset({"codes", "numbering"})
# What the words of a header say of its columns.
NAMED = frozenset({"headers", "kinds"})
# Of more columns beside a sum, some would add up to any difference.
MOST_COLUMNS_BESIDE = 5
# A reading that is this much less likely than another is not a rival of it.
CLEARLY_BETTER = 6.0


@dataclass(frozen=True, slots=True)
class Division:
    """``whole`` is divided into ``parts``: fully, partially (some are not listed), or it is printed again.

    ``hints`` name what on paper says so, empty where sums alone do. ``places`` lists the columns (for a
    division of columns: the lines) by outcome. ``is_open``: another reading is as good, and no figure may be
    contradicted by this one.
    """

    whole: int
    parts: tuple[int, ...]
    kind: str
    hints: frozenset[str]
    evidence: Evidence
    places: Places
    is_open: bool = False

    @property
    def is_proven(self) -> bool:
        """Its sums are too surprising to be chance, and no other reading is as good."""
        return self.evidence.bits >= ENOUGH_BITS and not self.is_open and self.kind != REPEATS

    @property
    def is_fixed_by_codes(self) -> bool:
        """Printed codes say so, whether or not the sums hold."""
        return "codes" in self.hints


@dataclass(frozen=True, slots=True)
class Tree:
    """The divisions of the lines, or the columns, of a block.

    ``parents[item]``: what it is a part of, None for a top one and for an item whose place is open.
    ``divisions`` form the tree; ``further`` also hold, and divide a whole a second time or skip a level.
    """

    parents: tuple[int | None, ...]
    divisions: tuple[Division, ...]
    further: tuple[Division, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """The two trees of a block."""

    lines: Tree
    columns: Tree


def read_structure(block: Block) -> Structure:
    """Both trees of a block; hints propose, sums decide."""
    return Structure(line_tree(block), column_tree(block))


def line_tree(block: Block) -> Tree:
    """The tree of the lines of a block."""
    figures = block.figures()
    return read_tree(figures, hinted_lines(block.lines, figures, printed(figures)), ordered=False)


def column_tree(block: Block) -> Tree:
    """The tree of the columns of a block."""
    figures = block.figures().transposed()
    return read_tree(figures, hinted_columns(block, printed(figures)), ordered=True)


def printed(figures: Figures) -> list[bool]:
    """For each item whether it prints a number, known or not."""
    unknown = {item for item, _ in figures.unknown}
    return [k in unknown or any(v is not None for v in row) for k, row in enumerate(figures.values)]


def read_tree(figures: Figures, hinted: Iterable[Hinted], ordered: bool) -> Tree:
    """The tree of the items of ``figures``."""
    candidates = candidate_divisions(figures, hinted, ordered)
    return grow(figures, candidates + repeated(figures, candidates))


def candidate_divisions(figures: Figures, hinted: Iterable[Hinted], ordered: bool) -> list[Division]:
    """What hints propose and what the search finds, each once, with all hints for it and its evidence."""
    found: dict[tuple[int, tuple[int, ...]], Division] = {}
    every_place = range(figures.place_count)
    for s in find_sums(figures, ordered):
        places = try_sum(figures, s.whole, s.parts, every_place, ordered)
        evidence = replace(weigh(places, 0.0, ordered), bits=s.evidence.bits)
        found[s.whole, s.parts] = Division(s.whole, s.parts, FULL, frozenset(), evidence, places)
    for hint in hinted:
        key = (hint.whole, hint.parts)
        places = try_sum(figures, hint.whole, hint.parts, every_place, ordered)
        evidence = weigh(places, hint.price, ordered)
        known = found.get(key)
        hints = frozenset({hint.hint}) | (known.hints if known else frozenset())
        if known and known.evidence.bits > evidence.bits:
            evidence = replace(evidence, bits=known.evidence.bits)
        kind = PARTIAL if hint.is_partial else FULL
        found[key] = Division(hint.whole, hint.parts, kind, hints, evidence, places)
    return list(with_hints_of_wider(figures, list(found.values())))


def with_hints_of_wider(figures: Figures, candidates: Sequence[Division]) -> Iterator[Division]:
    """The candidates; a sum without a hint takes over what the header says of a wider one.

    The header names 基本支出, 项目支出 and 经营支出 below 合计. Where 合计 is the sum of the first two in
    more lines than of all three, the third is some of them, and the header still names the two.
    """
    named = [d for d in candidates if d.kind == FULL and d.hints & NAMED]
    for d in candidates:
        wider = [] if d.hints else [other for other in named if is_beside_the_point(figures, other, d)]
        yield replace(d, hints=d.hints.union(*(other.hints & NAMED for other in wider)))


def is_beside_the_point(figures: Figures, wider: Division, d: Division) -> bool:
    """Whether the further parts of ``wider`` are some of the parts of ``d``, which nearly always holds.

    Where ``d`` fails, none of them closes the gap: else the line may add up as printed.
    """
    beside = sorted(set(wider.parts) - set(d.parts))
    if wider.whole != d.whole or not set(wider.parts) > set(d.parts) or not outdoes(d, wider):
        return False
    failed = d.places.failed
    return (
        2 * len(failed) <= d.evidence.held
        and len(beside) <= MOST_COLUMNS_BESIDE
        and not any(
            len(try_sum(figures, d.whole, (*d.parts, *some), failed).failed) < len(failed)
            for count in range(1, len(beside) + 1)
            for some in combinations(beside, count)
        )
    )


def repeated(figures: Figures, candidates: Sequence[Division]) -> list[Division]:
    """A proven whole that prints the figures of another with the same parts repeats it, the nearer one."""
    nearest: dict[tuple[int, ...], Division] = {}
    repeats: list[Division] = []
    for d in sorted(candidates, key=lambda d: min(abs(d.whole - part) for part in d.parts)):
        if d.evidence.bits < ENOUGH_BITS or d.kind != FULL:
            continue
        first = nearest.setdefault(d.parts, d)
        if first.whole != d.whole:
            places = try_sum(figures, d.whole, (first.whole,), range(figures.place_count))
            repeats.append(
                Division(d.whole, (first.whole,), REPEATS, d.hints, weigh(places, 0.0, False), places)
            )
    return repeats


def skipping(candidates: Sequence[Division]) -> set[int]:
    """The candidates, by index, some of whose parts make up a line between: they leave out a level."""
    by_first: dict[int, list[Division]] = defaultdict(list)
    for d in candidates:
        if d.kind == FULL and d.evidence.bits >= ENOUGH_BITS:
            by_first[d.parts[0]].append(d)
    skips = set()
    for k, d in enumerate(candidates):
        members = {d.whole, *d.parts}
        for inner in (inner for part in d.parts for inner in by_first.get(part, ())):
            if (
                len(inner.parts) < len(d.parts)
                and inner.whole not in members
                and members.issuperset(inner.parts)
            ):
                skips.add(k)
    return skips


def outdone_by_another(candidates: Sequence[Division]) -> set[int]:
    """The candidates, by index, beside which another division of the same whole explains more.

    It fails less often, or paper supports it and it only has more parts, which are all zero where it holds.
    """
    of_whole: dict[int, list[Division]] = defaultdict(list)
    for d in candidates:
        if d.kind == FULL and (d.hints or d.evidence.bits >= ENOUGH_BITS):
            of_whole[d.whole].append(d)
    return {
        k
        for k, d in enumerate(candidates)
        if d.kind == FULL and any(outdoes(other, d) for other in of_whole[d.whole])
    }


def outdoes(other: Division, d: Division) -> bool:
    """Whether a division explains more than another one of the same whole."""
    if other.evidence.held < d.evidence.held or other.evidence.failed > d.evidence.failed:
        return False
    # What is on the far side of a total is seldom in it.
    straddles = other.parts[0] < other.whole < other.parts[-1]
    has_more_parts = bool(other.hints) and not straddles and set(other.parts) > set(d.parts)
    return other.evidence.failed < d.evidence.failed or has_more_parts


def rank(d: Division) -> tuple[bool, bool, bool, int, float, int]:
    """The order of entering the tree: proven ones that paper supports, and the lowest level, first."""
    low, high = min(d.whole, *d.parts), max(d.whole, *d.parts)
    is_proven = d.kind == REPEATS or d.evidence.bits >= ENOUGH_BITS
    return (not is_proven, not d.hints, high - low > len(d.parts), len(d.parts), -d.evidence.bits, d.whole)


def grow(figures: Figures, candidates: Sequence[Division]) -> Tree:
    """Takes divisions into the tree as long as no item gets a second parent."""
    parents: list[int | None] = [None] * figures.item_count
    taken: list[Division] = []
    further: list[Division] = []
    full: set[int] = set()
    skips, outdone = skipping(candidates), outdone_by_another(candidates)
    order = sorted(
        range(len(candidates)),
        key=lambda k: (rank(candidates[k])[0], k in outdone, k in skips, rank(candidates[k])),
    )
    for d in (candidates[k] for k in order):
        if contradicted(d):
            continue
        fits = all(parents[part] is None and not reaches(parents, d.whole, part) for part in d.parts)
        if fits and not (d.kind != PARTIAL and d.whole in full):
            for part in d.parts:
                parents[part] = d.whole
            taken.append(d)
            if d.kind != PARTIAL:
                full.add(d.whole)
        elif d.evidence.bits >= ENOUGH_BITS:
            further.append(d)
    divisions = [replace(d, is_open=any(rivals(d, other, parents) for other in further)) for d in taken]
    for d in divisions:
        if d.is_open:
            for part in d.parts:
                parents[part] = None
    return Tree(tuple(parents), tuple(divisions), tuple(further))


def contradicted(d: Division) -> bool:
    """Its sums fail and nothing proves it; what is printed is kept, whether or not the sums hold."""
    if d.kind in (PARTIAL, REPEATS) or d.evidence.bits >= ENOUGH_BITS or d.hints & PRINTED:
        return False
    return d.evidence.failed > 0


def reaches(parents: Sequence[int | None], item: int | None, ancestor: int) -> bool:
    """Whether ``ancestor`` is the item or is above it."""
    while item is not None:
        if item == ancestor:
            return True
        item = parents[item]
    return False


def rivals(d: Division, other: Division, parents: Sequence[int | None]) -> bool:
    """Whether ``other`` says something else of the same items and is as good; a level up is not a rival."""
    shared = set(d.parts) & set(other.parts)
    if not shared or d.kind == REPEATS or other.kind != FULL:
        return False
    if all(reaches(parents, part, other.whole) for part in other.parts) or set(d.parts) == set(other.parts):
        return False
    as_good = rank(other)[:3] <= rank(d)[:3]
    return as_good and other.evidence.bits > d.evidence.bits - CLEARLY_BETTER
