"""Figures that a page end cuts in two: Word breaks rows between their lines, and closes both parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import Enum

from pipelines.readers.figures import looks_like_amount, squeezed

# Fewer figures do not show how many decimals all figures of a table have.
FEWEST_FIGURES = 3
_WELL_PRINTED = re.compile(r"[-(]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?\)?")


class Cut(Enum):
    """What two figures are, the last of a page and the first of the next one in the same column."""

    NONE = "two figures"
    PLAIN = "one figure in two pieces"
    UNCLEAR = "either"


def usual_decimals(texts: Iterable[str]) -> int | None:
    """How many decimals all figures have that have any, 0 where none has; None where they differ."""
    counts = Counter(decimals for decimals in map(_decimals, texts) if decimals is not None)
    with_decimals = [decimals for decimals in counts if decimals]
    usual = with_decimals[0] if with_decimals else 0
    return usual if len(with_decimals) <= 1 and counts[usual] >= FEWEST_FIGURES else None


def cut_between(upper: str, lower: str, usual: int | None) -> Cut:
    """Whether a page end cuts one figure into these pieces.

    They are one where only both together are a well printed figure with the ``usual`` decimals. It is unclear
    where neither the first has these nor both together, and where figures have different numbers of decimals.
    Digits alone may be codes; a text that begins with its point is not a figure of its own.
    """
    first, rest, whole = squeezed(upper), squeezed(lower), squeezed(upper) + squeezed(lower)
    complete = _decimals(first) == (0 if usual is None else usual) and not rest.startswith(".")
    if not rest or complete or not looks_like_amount(first) or not _WELL_PRINTED.fullmatch(whole):
        return Cut.NONE
    if usual is not None and _decimals(whole) == usual:
        return Cut.PLAIN
    unclear = rest[0] == "." or (rest.isdigit() and not first.isdigit())
    return Cut.UNCLEAR if unclear else Cut.NONE


def _decimals(text: str) -> int | None:
    """The decimals of a well printed figure; None of any other text."""
    printed = _WELL_PRINTED.fullmatch(squeezed(text))
    return len(printed.group(1) or "") if printed else None
