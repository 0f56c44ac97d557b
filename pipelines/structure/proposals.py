"""Where sums are looked for: few shapes, each with the price of its freedom.

A printed table puts a total beside its parts. So a whole may be the sum of the run of items right after or
before it, of a run with a step (every third column), of the totals nearby, or of two single items. Anything
else is not proposed: with enough hypotheses something always adds up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

from pipelines.structure.evidence import Figures

# A sum is looked at more closely from so many bits on, after its choices are paid for.
ENOUGH_BITS = 8.0
LONGEST_STRIDE = 8
WIDEST_GAP = 3
REACH_OF_PAIRS = 40
# Two numbers that make less are in every table.
SMALLEST_IN_A_PAIR = 5
CANDIDATES_OF_A_WHOLE = 3
# Of the places where a whole is printed a sum must hold in one of so many; in stacked tables of fewer.
RAREST = 4
RAREST_IN_A_STRETCH = 12
LONGEST_LIST_WITH_A_STRIDE = 300
NEAR_STEPS = 6
PLACES_OF_A_SEARCH = 30
PLACES_OF_A_WIDE_SEARCH = 8
Start = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Perhaps ``whole`` = the sum of ``parts``; found among 2 ** ``choice_bits`` that were equally likely."""

    whole: int
    parts: tuple[int, ...]
    choice_bits: float


class Finder:
    """Proposes sums among the ``active`` items, for the wholes in ``targets``, from a sample."""

    def __init__(self, figures: Figures, places: Sequence[int], ordered: bool) -> None:
        self.figures = figures
        self.rarest = RAREST_IN_A_STRETCH if ordered else RAREST
        self.sample = sample_places(figures, places)
        if not ordered:
            # The same whatever the order of the places: the fullest first.
            self.sample.sort(key=lambda place: fullness(figures.zeroed[place]), reverse=True)
        step = max(1, len(self.sample) // PLACES_OF_A_WIDE_SEARCH) if ordered else 1
        self.few = self.sample[::step] if ordered else self.sample[:PLACES_OF_A_WIDE_SEARCH]
        self.scale = len(places) / max(len(self.sample), 1)
        self.active: list[int] = [
            item
            for item in range(figures.item_count)
            if any(figures.values[item][place] is not None for place in self.sample)
        ]
        self.targets = set(self.active)
        self.wholes: set[int] = set()

    def next_to_it(self) -> Iterator[Proposal]:
        """The run right after the whole, or right before it."""
        yield from self.after_a_gap(0)

    def after_a_gap(self, gap: int) -> Iterator[Proposal]:
        """The same with so many items between."""
        for order, starts in self.both_ways(self.active):
            later = [(item, at + gap) for item, at in starts]
            yield from self.runs(order, later, self.sample, log2(len(order) + 1) + 1 + 2 * gap)

    def both_ways(self, items: Sequence[int]) -> Iterator[tuple[Sequence[int], list[Start]]]:
        """Items downwards and upwards, with the index of the first item after each target."""
        targets = sorted(self.targets)
        yield items, [(item, bisect_right(items, item)) for item in targets]
        yield items[::-1], [(item, len(items) - bisect_left(items, item)) for item in targets]

    def of_wholes(self) -> Iterator[Proposal]:
        """The sum of totals that are in a row, whatever is between them."""
        totals = sorted(self.wholes.intersection(self.active))
        if len(totals) > 1:
            for order, starts in self.both_ways(totals):
                yield from self.runs(order, starts, self.sample, log2(len(totals)) + 2)

    def with_a_stride(self) -> Iterator[Proposal]:
        """Every second, third … item, as in columns that repeat for each year."""
        if len(self.active) > LONGEST_LIST_WITH_A_STRIDE:
            return
        for items, ranks in self.both_ways(self.active):
            for stride in range(2, min(LONGEST_STRIDE, len(items) // 3) + 1):
                for offset in range(stride):
                    order = items[offset::stride]
                    starts = [
                        (item, (rank - 1 - offset) // stride + further)
                        for item, rank in ranks
                        for further in (1, 2)
                    ]
                    yield from self.runs(order, starts, self.few, log2(len(order)) + 2 * log2(stride) + 2)

    def further_off(self) -> Iterator[Proposal]:
        """A whole between its two parts; any two items; a run after a gap."""
        for item in sorted(self.targets):
            above, below = bisect_left(self.active, item) - 1, bisect_right(self.active, item)
            if above >= 0 and below < len(self.active):
                parts = (self.active[above], self.active[below])
                yield Proposal(item, parts, log2(len(self.active)) + 1)
        yield from self.pairs()
        for gap in range(1, WIDEST_GAP + 1):
            yield from self.after_a_gap(gap)

    def runs(
        self, order: Sequence[int], starts: Sequence[Start], sample: Sequence[int], choice_bits: float
    ) -> Iterator[Proposal]:
        """Each item of ``starts`` as the sum of two or more items of ``order``, from the given index on."""
        votes = Votes()
        printed: dict[int, int] = defaultdict(int)
        values, steps = self.figures.values, self.figures.steps
        starts = [start for start in starts if start[1] + 1 < len(order)]
        for place in sample:
            sums = [0]
            total = lowest = 0
            for item in order:
                value = values[item][place]
                if value:
                    total += value
                    lowest = min(lowest, value)
                sums.append(total)
            wanted = [
                (item, at, value, NEAR_STEPS * steps[item][place])
                for item, at in starts
                if (value := values[item][place])
            ]
            for item in {item for item, *_ in wanted}:
                printed[item] += 1
            (vote_falling if lowest < 0 else vote_rising)(votes, sums, wanted)
        scale = self.scale * len(self.sample) / max(len(sample), 1)
        for (item, at), ends in votes.likely((ENOUGH_BITS + choice_bits) / scale):
            for held, end in ends[:CANDIDATES_OF_A_WHOLE]:
                if held * self.rarest < printed[item]:
                    continue
                parts = order[at:end]
                if item not in parts:
                    yield Proposal(item, tuple(sorted(parts)), choice_bits)

    def pairs(self) -> Iterator[Proposal]:
        """Two items that add up to a third, none far from the others."""
        choice_bits = 2 * log2(len(self.active) + 1) + 1
        bits: dict[tuple[int, int, int], float] = defaultdict(float)
        rank = {item: bisect_left(self.active, item) for item in self.targets}
        for place in self.few:
            column = self.figures.zeroed[place]
            holders: dict[int, list[int]] = defaultdict(list)
            for item in self.targets:
                if abs(column[item]) >= SMALLEST_IN_A_PAIR:
                    holders[column[item]].append(item)
            printed = [(k, item, column[item]) for k, item in enumerate(self.active) if column[item]]
            for n, (k, first, a) in enumerate(printed):
                for _, second, b in printed[n + 1 : n + REACH_OF_PAIRS]:
                    for whole in holders.get(a + b, ()):
                        if whole not in (first, second) and abs(rank[whole] - k) < REACH_OF_PAIRS:
                            bits[whole, first, second] += log2(1 + max(abs(a), abs(b), abs(a + b)))
        scale = self.scale * len(self.sample) / max(len(self.few), 1)
        for (whole, first, second), found in bits.items():
            if found * scale >= ENOUGH_BITS + choice_bits:
                yield Proposal(whole, (first, second), choice_bits)


class Votes:
    """What places say for each (whole, start, end): how many, and bits, the most that can be proven."""

    def __init__(self) -> None:
        self.bits: dict[tuple[int, int, int], float] = defaultdict(float)
        self.held: dict[tuple[int, int, int], int] = defaultdict(int)

    def add(self, item: int, at: int, ends: set[int], bits: float) -> None:
        """One place where the run from ``at`` to each of ``ends`` adds up to the whole."""
        for end in ends:
            self.bits[item, at, end] += bits
            self.held[item, at, end] += 1

    def likely(self, enough: float) -> Iterator[tuple[Start, list[tuple[int, int]]]]:
        """For each whole and start the (places, end) with enough bits, the likeliest first."""
        ends: dict[Start, list[tuple[float, int, int]]] = defaultdict(list)
        for key, bits in self.bits.items():
            if bits >= enough:
                item, at, end = key
                ends[item, at].append((-bits, self.held[key], end))
        for start, ranked in ends.items():
            yield start, [(held, end) for _, held, end in sorted(ranked)]


def vote_rising(votes: Votes, sums: list[int], wanted: list[tuple[int, int, int, int]]) -> None:
    """Looks each target up in sums that never fall; zeros leave the end open between two bounds."""
    last = sums[-1]
    for item, at, value, near in wanted:
        target = sums[at] + value
        if value < 0 or target > last + near:
            continue
        low = bisect_left(sums, target, at + 2)
        nearest, size = target, value
        if low == len(sums) or sums[low] != target:
            below, above = sums[low - 1], sums[low] if low < len(sums) else last
            nearest = below if target - below <= above - target else above
            if abs(nearest - target) > near:
                continue
            low = bisect_left(sums, nearest, at + 2)
            size = value / (2 * near)
        high = bisect_right(sums, nearest, low) - 1
        votes.add(item, at, {end for end in (low, high) if end > at + 1}, log2(1 + size))


def vote_falling(votes: Votes, sums: list[int], wanted: list[tuple[int, int, int, int]]) -> None:
    """The same among sums that rise and fall."""
    ranked = sorted((total, end) for end, total in enumerate(sums))
    totals = [total for total, _ in ranked]
    for item, at, value, near in wanted:
        target = sums[at] + value
        low, high = bisect_left(totals, target), bisect_right(totals, target)
        size: float = abs(value)
        if low == high:
            low, high = bisect_left(totals, target - near), bisect_right(totals, target + near)
            size /= 2 * near
        ends = [end for _, end in ranked[low:high] if end > at + 1]
        if ends:
            votes.add(item, at, {min(ends), max(ends)}, log2(1 + size))


def sample_places(figures: Figures, places: Sequence[int]) -> list[int]:
    """Up to forty places from top to bottom, of those with the more figures."""
    if len(places) <= PLACES_OF_A_SEARCH:
        return list(places)
    counts = {p: sum(1 for row in figures.values if row[p]) for p in places}
    median = sorted(counts.values())[len(places) // 2]
    full = [p for p in places if counts[p] >= max(median, 3)] or list(places)
    stride = max(1.0, len(full) / PLACES_OF_A_SEARCH)
    return [full[int(k * stride)] for k in range(min(PLACES_OF_A_SEARCH, len(full)))]


def fullness(column: Sequence[int]) -> tuple[int, Sequence[int]]:
    """A sort key of the figures of a place."""
    return sum(1 for value in column if value), column
