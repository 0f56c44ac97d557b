"""Which items are sums of others, from the numbers alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipelines.structure.evidence import Evidence, Figures, Places, try_sum, weigh
from pipelines.structure.proposals import ENOUGH_BITS, Finder, Proposal

DEEPEST_TREE = 8
PASSES = 2
Key = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Sum:
    """``whole`` = the sum of ``parts``; ``places`` says where it holds and where not."""

    whole: int
    parts: tuple[int, ...]
    evidence: Evidence
    places: Places

    @property
    def straddles(self) -> bool:
        """Whether parts are on both sides of the whole."""
        return self.parts[0] < self.whole < self.parts[-1]


def find_sums(figures: Figures, ordered: bool = False) -> list[Sum]:
    """All sums that are too surprising to be chance, the most surprising first.

    ``ordered`` says that places are under each other, so that a sum may hold in a stretch of them only.
    What one pass leaves unexplained is searched again by itself: a list can be flat in one column and
    nested in the next.
    """
    search = Search(figures, ordered)
    places = list(range(figures.place_count))
    for _ in range(PASSES):
        if not places or not search.run(places):
            break
        explained = {p for s in search.found.values() for p in (*s.places.exact, *s.places.rounding)}
        places = [p for p in places if p not in explained]
    return sorted(search.found.values(), key=lambda s: (-s.evidence.bits, s.whole, s.parts))


class Search:
    """The sums found so far, and the proposals that were weighed and found too light."""

    def __init__(self, figures: Figures, ordered: bool) -> None:
        self.figures = figures
        self.ordered = ordered
        self.found: dict[Key, Sum] = {}
        self.nearest: dict[tuple[int, ...], int] = {}
        printed = [k for k, row in enumerate(figures.values) if any(value is not None for value in row)]
        self.position = {item: k for k, item in enumerate(printed)}

    def run(self, places: list[int]) -> bool:
        """One pass over ``places``, level by level: parts that are explained make room for the sums above."""
        finder = Finder(self.figures, places, self.ordered)
        everything = finder.active
        weighed: set[Key] = set(self.found)
        before = len(self.found)
        for _ in range(DEEPEST_TREE):
            for propose in (finder.next_to_it, finder.of_wholes, finder.with_a_stride, finder.further_off):
                new = self.best(propose(), finder, places, weighed)
                if new:
                    break
            else:
                break
            self.keep(new, finder)
            gone = {part for s in new for part in s.parts}
            finder.active = [item for item in finder.active if item not in gone]
        if len(self.found) == before:
            return False
        # A second classification has parts that the first has used up already.
        finder.active = everything
        finder.targets -= {s.whole for s in self.found.values()}
        for propose in (finder.with_a_stride, finder.further_off):
            self.keep(self.best(propose(), finder, places, weighed), finder)
        return len(self.found) > before

    def keep(self, sums: list[Sum], finder: Finder) -> None:
        """Adds the sums, also for a total that is printed twice."""
        for s in (*sums, *self.printed_twice(sums)):
            self.found.setdefault((s.whole, s.parts), s)
            self.nearest[s.parts] = min(self.nearest.get(s.parts, self.distance(s)), self.distance(s))
            finder.wholes.add(s.whole)

    def printed_twice(self, sums: list[Sum]) -> Iterator[Sum]:
        """The line beside a whole with the same figures has the same parts."""
        for s in sums:
            figures = self.figures.values[s.whole]
            for other in (s.whole - 1, s.whole + 1):
                is_item = 0 <= other < self.figures.item_count and other not in s.parts
                if is_item and self.figures.values[other] == figures:
                    yield replace(s, whole=other)

    def best(
        self, proposals: Iterable[Proposal], finder: Finder, places: list[int], weighed: set[Key]
    ) -> list[Sum]:
        """Of the proposals that are not chance, the best for each whole and each side of it."""
        best: dict[object, Sum] = {}
        for proposal in proposals:
            key = (proposal.whole, proposal.parts)
            if key in weighed:
                continue
            weighed.add(key)
            s = self.weigh(proposal, finder, places)
            if s is None:
                continue
            side = s.parts if s.straddles else s.parts[0] > s.whole
            rival = best.get((s.whole, side))
            if rival is None or (s.evidence.bits, len(s.parts)) > (rival.evidence.bits, len(rival.parts)):
                best[s.whole, side] = s
        nearest = dict(self.nearest)
        for s in best.values():
            nearest[s.parts] = min(nearest.get(s.parts, self.distance(s)), self.distance(s))
        near = [s for s in best.values() if self.distance(s) <= nearest[s.parts] + 1]
        return sorted(near, key=lambda s: -s.evidence.bits)

    def weigh(self, proposal: Proposal, finder: Finder, places: list[int]) -> Sum | None:
        """The sum that a proposal is, or None where it may be chance; first in a sample, then everywhere."""
        whole, parts, price = proposal.whole, proposal.parts, proposal.choice_bits
        if len(finder.sample) < len(places):
            tried = try_sum(self.figures, whole, parts, finder.sample, self.ordered)
            if weigh(tried, 0.0, self.ordered).bits * finder.scale < ENOUGH_BITS + price:
                return None
        tried = try_sum(self.figures, whole, parts, places, self.ordered)
        evidence = weigh(tried, price, self.ordered)
        if evidence.bits < ENOUGH_BITS:
            return None
        s = Sum(whole, self.without_far_zeros(whole, parts, tried), evidence, tried)
        return self.fitting(s)

    def fitting(self, s: Sum) -> Sum | None:
        """The sum where it may hold, or None if it fails too often for its shape."""
        places = s.places.span() if self.ordered else s.places
        if len(places.exact) + len(places.rounding) < 3:
            places = s.places
        exact, held, failed = len(places.exact), len(places.exact) + len(places.rounding), len(places.failed)
        ends = [self.position[item] for item in (s.whole, s.parts[0], s.parts[-1])]
        skipped = max(ends) - min(ends) - len(s.parts)
        if not skipped:
            fits = failed <= 2 * held
        elif s.straddles:
            fits = failed * 9 <= held and exact >= 0.9 * held
        elif skipped == 1 and len(s.parts) > 2:
            fits = failed <= 0.4 * held
        else:
            fits = failed <= 0.4 * held and exact >= 0.9 * held
        return replace(s, places=places) if fits else None

    def distance(self, s: Sum) -> int:
        """Printed items from the whole to its nearest part."""
        return min(abs(self.position[s.whole] - self.position[part]) for part in s.parts)

    def without_far_zeros(self, whole: int, parts: tuple[int, ...], tried: Places) -> tuple[int, ...]:
        """The parts up to the last that has a figure, and the zeros that follow it without a gap."""
        held = (*tried.exact, *tried.rounding)
        near_first = parts if parts[0] > whole else parts[::-1]
        last = max(k for k, part in enumerate(near_first) if any(self.figures.values[part][p] for p in held))
        while last + 1 < len(parts) and abs(near_first[last + 1] - near_first[last]) == 1:
            last += 1
        return tuple(sorted(near_first[: last + 1]))
