"""What a sum proves: in how many places it was tried, where it held, and how surprising that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, gcd, lgamma, log, log2

# A single figure, however long, is no more than one witness.
MOST_BITS_OF_ONE_EQUATION = 24.0
Matrix = Sequence[Sequence[int | None]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The equations of one sum, one for each place: a column, for a sum of lines, and the reverse.

    ``tried`` counts the places where the whole is printed and no member is unknown; it is the sum of the
    four others. ``trivial`` equations hold, but prove nothing: all zero, or one part alone is the whole.
    ``rounding`` ones close within half a step for each printed figure. ``bits`` says how surprising it
    is that so many held, after all free choices were paid for: 10 means one chance in 2 ** 10.
    """

    exact: int = 0
    rounding: int = 0
    trivial: int = 0
    failed: int = 0
    bits: float = 0.0

    @property
    def tried(self) -> int:
        """All equations."""
        return self.exact + self.rounding + self.trivial + self.failed

    @property
    def held(self) -> int:
        """The equations that hold and say something."""
        return self.exact + self.rounding


@dataclass(frozen=True, slots=True)
class Places:
    """Where one sum was tried, by outcome; indices of places."""

    exact: tuple[int, ...]
    rounding: tuple[int, ...]
    trivial: tuple[int, ...]
    failed: tuple[int, ...]
    bits: tuple[float, ...]

    def span(self) -> Places:
        """The stretch around those that held: from after the last failure before them to the next after."""
        held = (*self.exact, *self.rounding)
        if not held:
            return self
        first, last = min(held), max(held)
        low = max((p for p in self.failed if p < first), default=-1)
        high = min((p for p in self.failed if p > last), default=1 << 62)
        inside = [tuple(p for p in kind if low < p < high) for kind in (self.trivial, self.failed)]
        return Places(self.exact, self.rounding, inside[0], inside[1], self.bits)


class Figures:
    """The figures of a block seen along one direction: ``items`` add up, once in every ``place``.

    ``values[item][place]`` is an exact integer or None for a blank; ``steps`` likewise holds the rounding
    step of each cell (1 where the unit used is the printed one). ``unknown`` holds (item, place) of cells
    where there is a number that could not be read.
    """

    def __init__(
        self,
        values: Matrix,
        steps: Sequence[Sequence[int]] | int = 1,
        unknown: Iterable[tuple[int, int]] = (),
    ) -> None:
        self.values = values
        self.item_count = len(values)
        self.place_count = len(values[0]) if values else 0
        self.steps = [[steps] * self.place_count] * self.item_count if isinstance(steps, int) else steps
        self.unknown = frozenset(unknown)
        self.zeroed = [[value or 0 for value in column] for column in zip(*values, strict=True)]
        self.widest_step = max((max(row, default=1) for row in self.steps), default=1)

    def transposed(self) -> Figures:
        """The same figures with items and places exchanged."""
        turned = [list(column) for column in zip(*self.values, strict=True)]
        steps = [list(column) for column in zip(*self.steps, strict=True)]
        return Figures(turned, steps, {(place, item) for item, place in self.unknown})


def try_sum(
    figures: Figures, whole: int, parts: Sequence[int], places: Iterable[int], ordered: bool = False
) -> Places:
    """The outcome of whole = parts in each of ``places``; one that repeats another's figures has no bits."""
    exact, rounding, trivial, failed, bits = [], [], [], [], []
    seen: set[tuple[int, ...]] = set()
    values, steps, members = figures.values, figures.steps, (whole, *parts)
    widest = figures.widest_step * len(members)
    for place in places:
        value = values[whole][place]
        if value is None:
            continue
        if figures.unknown and any((item, place) in figures.unknown for item in members):
            continue
        column = figures.zeroed[place]
        every = [column[part] for part in parts]
        difference = abs(sum(every) - value)
        if difference and (2 * difference > widest or 2 * difference > slack(figures, members, place)):
            failed.append(place)
            continue
        summands = [part for part in every if part]
        if not value or len(summands) < 2:
            trivial.append(place)
            continue
        key = (value, *every)
        size = max(abs(value), *map(abs, summands))
        if difference:
            rounding.append(place)
            surprise = log2(1 + size / (2 * difference + max(steps[whole][place], 1)))
        else:
            exact.append(place)
            surprise = log2(1 + size // gcd(*key))
        surprise = min(surprise, MOST_BITS_OF_ONE_EQUATION)
        bits.append(surprise * (0.25 if ordered else 0) if key in seen else surprise)
        seen.add(key)
    return Places(tuple(exact), tuple(rounding), tuple(trivial), tuple(failed), tuple(bits))


def slack(figures: Figures, members: Sequence[int], place: int) -> int:
    """Twice the most that rounding can add up to: a whole step for each printed figure."""
    return sum(figures.steps[item][place] for item in members if figures.values[item][place] is not None)


def weigh(places: Places, choice_bits: float, ordered: bool) -> Evidence:
    """Evidence of a sum that was picked among 2 ** ``choice_bits`` others; its failures are choices too."""
    held = len(places.exact) + len(places.rounding)
    tried = held + len(places.failed)
    penalty = log2_binomial(tried, held)
    if ordered:
        inside = held + len(places.span().failed)
        penalty = min(penalty, log2_binomial(inside, held) + 2 * log2(tried + 1))
    return Evidence(
        len(places.exact),
        len(places.rounding),
        len(places.trivial),
        len(places.failed),
        round(fsum(places.bits) - choice_bits - penalty, 1),
    )


def log2_binomial(total: int, chosen: int) -> float:
    """Bits of choosing so many of so many."""
    return (lgamma(total + 1) - lgamma(chosen + 1) - lgamma(total - chosen + 1)) / log(2)
