"""Which items are sums of others, from the numbers alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

from pipelines.structure.evidence import Evidence, Figures, Places, try_sum, weigh

ENOUGH_BITS = 8.0
SAMPLED_PLACES = 40
ROUNDS = 8
STRIDES = 8
PAIR_REACH = 40
CANDIDATES_OF_A_WHOLE = 3


@dataclass(frozen=True, slots=True)
class Sum:
    """``whole`` = the sum of ``parts``, in the places that ``places`` lists."""

    whole: int
    parts: tuple[int, ...]
    evidence: Evidence
    places: Places


def find_sums(figures: Figures) -> list[Sum]:
    """All sums that are too surprising to be chance, most surprising first."""
    found: dict[tuple[int, tuple[int, ...]], Sum] = {}
    places = list(range(figures.place_count))
    for _ in range(3):
        new = search(figures, places, found)
        if not new:
            break
        explained = {p for s in found.values() for p in (*s.places.exact, *s.places.rounding)}
        places = [p for p in places if p not in explained]
        if not places:
            break
    return sorted(found.values(), key=lambda s: -s.evidence.bits)


def search(figures: Figures, places: list[int], found: dict) -> bool:
    sample = sampled(figures, places)
    active = [
        item for item in range(figures.item_count) if any(figures.values[item][p] is not None for p in sample)
    ]
    any_new = False
    for _ in range(ROUNDS):
        best: dict[tuple[int, int], Sum] = {}
        for whole, parts, choice_bits in candidates(figures, active, sample):
            if (whole, parts) in found:
                continue
            tried = try_sum(figures, whole, parts, sample)
            if sum(tried.bits) - choice_bits < ENOUGH_BITS:
                continue
            if len(sample) < len(places):
                tried = try_sum(figures, whole, parts, places)
            evidence = weigh(tried, choice_bits)
            if evidence.bits < ENOUGH_BITS:
                continue
            key = (whole, parts[0] > whole)
            rank = (evidence.bits, len(parts))
            if key not in best or rank > (best[key].evidence.bits, len(best[key].parts)):
                best[key] = Sum(whole, parts, evidence, tried)
        if not best:
            break
        any_new = True
        gone = set()
        for s in sorted(best.values(), key=lambda s: -s.evidence.bits):
            found[s.whole, s.parts] = s
            gone.update(s.parts)
        left = [item for item in active if item not in gone]
        if left == active:
            break
        active = left
    return any_new


def sampled(figures: Figures, places: list[int]) -> list[int]:
    if len(places) <= SAMPLED_PLACES:
        return places
    full = [p for p in places if sum(1 for item in range(figures.item_count) if figures.values[item][p]) > 2]
    stride = max(1, len(full) / SAMPLED_PLACES)
    return [full[int(k * stride)] for k in range(min(SAMPLED_PLACES, len(full)))]


def candidates(
    figures: Figures, active: list[int], sample: list[int]
) -> Iterator[tuple[int, tuple[int, ...], float]]:
    most = min(STRIDES, len(active) // 3)
    for stride in range(1, max(most, 1) + 1):
        for offset in range(stride):
            order = active[offset::stride]
            if len(order) < 3:
                continue
            bits = log2(len(order)) + log2(stride) + 1
            yield from runs(figures, order, sample, bits)
            yield from runs(figures, order[::-1], sample, bits)
    yield from pairs(figures, active, sample)


def runs(figures: Figures, order: Sequence[int], sample: list[int], choice_bits: float):
    """Each item of ``order`` as the sum of those right after it."""
    votes: dict[tuple[int, int], float] = defaultdict(float)
    for place in sample:
        cells = [figures.values[item][place] for item in order]
        sums = [0]
        for cell in cells:
            sums.append(sums[-1] + (cell or 0))
        if min((c for c in cells if c is not None), default=0) >= 0:
            vote_rising(votes, cells, sums, [figures.steps[item][place] for item in order])
        else:
            vote_any(votes, cells, sums)
    by_whole: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (at, end), bits in votes.items():
        if bits >= ENOUGH_BITS + choice_bits:
            by_whole[at].append((bits, end))
    for at, ends in by_whole.items():
        ends.sort(reverse=True)
        for _, end in ends[:CANDIDATES_OF_A_WHOLE]:
            yield order[at], tuple(sorted(order[at + 1 : end])), choice_bits


def vote_rising(votes, cells, sums, steps) -> None:
    last = sums[-1]
    for at, cell in enumerate(cells):
        if not cell:
            continue
        target = sums[at + 1] + cell
        if target > last + 6 * steps[at]:
            continue
        low = bisect_left(sums, target, at + 2)
        if low < len(sums) and sums[low] == target:
            nearest = target
        else:
            below, above = sums[low - 1], sums[low] if low < len(sums) else last
            nearest = below if target - below <= above - target else above
            if abs(nearest - target) > 6 * steps[at]:
                continue
            low = bisect_left(sums, nearest, at + 2)
        high = bisect_right(sums, nearest, low)
        bits = log2(1 + cell)
        for end in {low, high - 1}:
            if end > at + 2:
                votes[at, end] += bits


def vote_any(votes, cells, sums) -> None:
    ends = defaultdict(list)
    for end, total in enumerate(sums):
        ends[total].append(end)
    for at, cell in enumerate(cells):
        if not cell:
            continue
        hits = ends.get(sums[at + 1] + cell)
        if hits and hits[-1] > at + 2:
            first = bisect_right(hits, at + 2)
            bits = log2(1 + abs(cell))
            for end in {hits[first], hits[-1]}:
                votes[at, end] += bits


def pairs(figures: Figures, active: list[int], sample: list[int]):
    choice_bits = 2 * log2(max(len(active), 2)) + 1
    votes: dict[tuple[int, int, int], float] = defaultdict(float)
    for place in sample[:: max(1, len(sample) // 12)]:
        at_value: dict[int, list[int]] = defaultdict(list)
        cells = [(k, figures.values[item][place]) for k, item in enumerate(active)]
        printed = [(k, v) for k, v in cells if v]
        for k, v in printed:
            at_value[v].append(k)
        for n, (j, a) in enumerate(printed):
            for k, b in printed[n + 1 : n + PAIR_REACH]:
                hits = at_value.get(a + b)
                if hits and len(hits) < 4:
                    for i in hits:
                        if i != j and i != k and abs(i - j) < PAIR_REACH:
                            votes[i, j, k] += log2(1 + max(abs(a), abs(b), abs(a + b)))
    for (i, j, k), bits in votes.items():
        if bits >= ENOUGH_BITS + choice_bits - 3:
            yield active[i], (active[j], active[k]), choice_bits
