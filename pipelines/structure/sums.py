"""Which items are sums of others, from the numbers alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log2

from pipelines.structure.evidence import Evidence, Figures, Places, try_sum, weigh

ENOUGH_BITS = 8.0
SAMPLED_PLACES = 40
ROUNDS = 8
STRIDES = 8
GAPS = 3
PAIR_REACH = 40
CANDIDATES_OF_A_WHOLE = 3
NEAR = 6
Start = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sum:
    """``whole`` = the sum of ``parts``, in the places that ``places`` lists."""

    whole: int
    parts: tuple[int, ...]
    evidence: Evidence
    places: Places


@dataclass(frozen=True, slots=True)
class Proposal:
    whole: int
    parts: tuple[int, ...]
    choice_bits: float


def find_sums(figures: Figures, ordered: bool = False) -> list[Sum]:
    """All sums that are too surprising to be chance, most surprising first.

    ``ordered`` says that places stand in an order that means something, so that a sum may hold
    in a stretch of them only: lines under each other do, in a sheet with several tables.
    """
    found: dict[tuple[int, tuple[int, ...]], Sum] = {}
    places = list(range(figures.place_count))
    for _ in range(3):
        if not places or not search(figures, places, found, ordered):
            break
        explained = {p for s in found.values() for p in (*s.places.exact, *s.places.rounding)}
        places = [p for p in places if p not in explained]
    return sorted(found.values(), key=lambda s: -s.evidence.bits)


def select(figures: Figures, sums: list[Sum], ordered: bool) -> list[Sum]:
    """Leaves out a sum that others explain better: a copy of a nearer whole, or parts picked from afar."""
    kept: list[Sum] = []
    active = [k for k, row in enumerate(figures.values) if any(v is not None for v in row)]
    position = {item: k for k, item in enumerate(active)}

    def distance(s: Sum) -> int:
        return min(abs(position[s.whole] - position[part]) for part in s.parts)

    nearest: dict[tuple[int, ...], int] = {}
    for s in sums:
        nearest[s.parts] = min(nearest.get(s.parts, 1 << 30), distance(s))
    for s in sums:
        if distance(s) > nearest[s.parts] + 1:
            continue
        low, high = min(s.whole, *s.parts), max(s.whole, *s.parts)
        skipped = position[high] - position[low] - len(s.parts)
        straddles = s.parts[0] < s.whole < s.parts[-1]
        places = s.places.span() if ordered else s.places
        if ordered and len(places.exact) + len(places.rounding) < 3:
            places = s.places
        exact, held, failed = len(places.exact), len(places.exact) + len(places.rounding), len(places.failed)
        if not skipped:
            fits = failed <= 2 * held
        elif straddles:
            fits = failed * 9 <= held and exact >= held * 0.9
        elif skipped == 1 and len(s.parts) > 2:
            fits = failed <= held * 0.4
        else:
            fits = failed <= held * 0.4 and exact >= held * 0.9
        if fits:
            kept.append(replace(s, places=places))
    return kept


def search(figures: Figures, places: list[int], found: dict, ordered: bool) -> bool:
    """Adds to ``found`` round by round: parts that are explained make room for the sums above them."""
    sample = sampled(figures, places)
    active = [
        item for item in range(figures.item_count) if any(figures.values[item][p] is not None for p in sample)
    ]
    wholes: set[int] = set()
    any_new = False
    for _ in range(ROUNDS):
        new: list[Sum] = []
        for propose in (adjacent, of_wholes, strided, apart):
            new = best_sums(figures, propose(figures, active, wholes, sample), places, sample, found, ordered)
            if new:
                break
        if not new:
            break
        any_new = True
        for s in new:
            found[s.whole, s.parts] = s
            wholes.add(s.whole)
        for s in copies(figures, new):
            found.setdefault((s.whole, s.parts), s)
        gone = {part for s in new for part in s.parts}
        active = [item for item in active if item not in gone]
    return any_new


def best_sums(
    figures: Figures,
    proposals: Iterable[Proposal],
    places: list[int],
    sample: list[int],
    found: dict,
    ordered: bool,
) -> list[Sum]:
    """Of the proposals that hold against chance the best for each whole, and each side of it."""
    best: dict[object, Sum] = {}
    for proposal in proposals:
        whole, parts = proposal.whole, proposal.parts
        if (whole, parts) in found:
            continue
        tried = try_sum(figures, whole, parts, sample, ordered)
        if sum(tried.bits) - proposal.choice_bits < ENOUGH_BITS:
            continue
        if len(sample) < len(places):
            tried = try_sum(figures, whole, parts, places, ordered)
        evidence = weigh(tried, proposal.choice_bits, ordered)
        if evidence.bits < ENOUGH_BITS:
            continue
        parts = without_far_zeros(figures, whole, parts, tried)
        key = (whole, parts) if parts[0] < whole < parts[-1] else (whole, parts[0] > whole)
        rank = (evidence.bits, len(parts))
        if key not in best or rank > (best[key].evidence.bits, len(best[key].parts)):
            best[key] = Sum(whole, parts, evidence, tried)
    return select(figures, sorted(best.values(), key=lambda s: -s.evidence.bits), ordered)


def without_far_zeros(figures: Figures, whole: int, parts: tuple[int, ...], tried: Places) -> tuple[int, ...]:
    """The parts up to the last that has a figure, and the lines of zero that follow it without a gap."""
    held = (*tried.exact, *tried.rounding)
    near_first = parts if parts[0] > whole else parts[::-1]
    last = max(k for k, part in enumerate(near_first) if any(figures.values[part][p] for p in held))
    while last + 1 < len(parts) and abs(near_first[last + 1] - near_first[last]) == 1:
        last += 1
    return tuple(sorted(near_first[: last + 1]))


def copies(figures: Figures, sums: list[Sum]) -> Iterator[Sum]:
    """A total printed twice: the line beside a whole with the same figures has the same parts."""
    for s in sums:
        for other in (s.whole - 1, s.whole + 1):
            if 0 <= other < figures.item_count and other not in s.parts:
                if figures.values[other] == figures.values[s.whole]:
                    yield replace(s, whole=other)


def sampled(figures: Figures, places: list[int], most: int = SAMPLED_PLACES) -> list[int]:
    if len(places) <= most:
        return places
    full = [p for p in places if sum(1 for item in range(figures.item_count) if figures.values[item][p]) > 2]
    stride = max(1, len(full) / most)
    return [full[int(k * stride)] for k in range(min(most, len(full)))]


def adjacent(figures: Figures, active: list[int], wholes: set[int], sample: list[int]) -> Iterator[Proposal]:
    yield from gapped(figures, active, sample, 0)


def gapped(figures: Figures, active: list[int], sample: list[int], gap: int) -> Iterator[Proposal]:
    for items in (active, active[::-1]):
        starts = [(item, k + 1 + gap) for k, item in enumerate(items)]
        yield from runs(figures, items, starts, sample, log2(max(len(items), 1)) + 1 + 2 * gap)


def strided(figures: Figures, active: list[int], wholes: set[int], sample: list[int]) -> Iterator[Proposal]:
    few = sample[:: max(1, len(sample) // 12)]
    for items in (active, active[::-1]):
        for stride in range(2, min(STRIDES, len(items) // 3) + 1):
            for offset in range(stride):
                order = items[offset::stride]
                starts = [(item, (k - offset) // stride + 1) for k, item in enumerate(items)]
                yield from runs(figures, order, starts, few, log2(len(order)) + 2 * log2(stride) + 1)


def of_wholes(figures: Figures, active: list[int], wholes: set[int], sample: list[int]) -> Iterator[Proposal]:
    sums = sorted(wholes.intersection(active))
    if len(sums) < 2:
        return
    for sign in (1, -1):
        rank = sorted(sign * item for item in sums)
        starts = [(item, bisect_right(rank, sign * item)) for item in active]
        yield from runs(figures, [sign * item for item in rank], starts, sample, log2(len(sums)) + 2)


def between(figures: Figures, active: list[int], sample: list[int]) -> Iterator[Proposal]:
    """A whole between its only two parts."""
    for above, item, below in zip(active, active[1:], active[2:], strict=False):
        yield Proposal(item, (above, below), log2(len(active)) + 1)


def apart(figures: Figures, active: list[int], wholes: set[int], sample: list[int]) -> Iterator[Proposal]:
    yield from between(figures, active, sample)
    yield from pairs(figures, active, sample)
    for gap in range(1, GAPS + 1):
        yield from gapped(figures, active, sample, gap)


def runs(
    figures: Figures, order: Sequence[int], starts: Iterable[Start], sample: list[int], choice_bits: float
) -> Iterator[Proposal]:
    """Each item of ``starts`` as the sum of two or more of ``order``, from the given index on."""
    votes: dict[tuple[int, int, int], float] = defaultdict(float)
    for place in sample:
        cells = [figures.values[item][place] or 0 for item in order]
        sums = [0]
        for cell in cells:
            sums.append(sums[-1] + cell)
        vote = vote_rising if min(cells, default=0) >= 0 else vote_any
        wanted = [
            (item, at, value, NEAR * figures.steps[item][place])
            for item, at in starts
            if (value := figures.values[item][place]) and at + 1 < len(order)
        ]
        vote(votes, sums, wanted)
    by_whole: dict[Start, list[tuple[float, int]]] = defaultdict(list)
    for (item, at, end), bits in votes.items():
        if bits >= ENOUGH_BITS + choice_bits:
            by_whole[item, at].append((bits, end))
    for (item, at), ends in by_whole.items():
        ends.sort(reverse=True)
        for _, end in ends[:CANDIDATES_OF_A_WHOLE]:
            parts = tuple(sorted(order[at:end]))
            if item not in parts:
                yield Proposal(item, parts, choice_bits)


def vote_rising(votes, sums: list[int], wanted) -> None:
    last = sums[-1]
    for item, at, value, near in wanted:
        target = sums[at] + value
        if value < 0 or target > last + near:
            continue
        low = bisect_left(sums, target, at + 2)
        if low == len(sums) or sums[low] != target:
            below, above = sums[low - 1], sums[low] if low < len(sums) else last
            nearest = below if target - below <= above - target else above
            if abs(nearest - target) > near:
                continue
            low = bisect_left(sums, nearest, at + 2)
            bits = log2(1 + value / (2 * near))
        else:
            nearest = target
            bits = log2(1 + value)
        high = bisect_right(sums, nearest, low) - 1
        if low > at + 1:
            votes[item, at, low] += bits
        if high > low:
            votes[item, at, high] += bits


def vote_any(votes, sums: list[int], wanted) -> None:
    ranked = sorted((total, end) for end, total in enumerate(sums))
    totals = [total for total, _ in ranked]
    for item, at, value, near in wanted:
        target = sums[at] + value
        low, high = bisect_left(totals, target), bisect_right(totals, target)
        bits = log2(1 + abs(value))
        if low == high:
            low, high = bisect_left(totals, target - near), bisect_right(totals, target + near)
            bits = log2(1 + abs(value) / (2 * near))
        ends = [end for _, end in ranked[low:high] if end > at + 1]
        if ends:
            for end in {min(ends), max(ends)}:
                votes[item, at, end] += bits


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
            yield Proposal(active[i], (active[j], active[k]), choice_bits)
