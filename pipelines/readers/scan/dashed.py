"""Dashed and dotted rulings in the picture of a page: with gaps filled, they are rulings like others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

# A dash or dot is at most this long and thick, and the next one at most this far (points): brackets below
# each other in rows of a table are further apart.
_LONGEST, _THICKEST, _WIDEST_GAP = 14.0, 2.0, 4.5
# A dash that crosses another ruling may be lost: some gaps are as wide as this.
_WIDEST_BROKEN = 8.0
# Those of one ruling lie in line within this (points).
_ASIDE = 0.6
# A ruling has so many of them, and this share of them stands alone. They, or every second one, come at equal
# steps: this share of them differs from the usual step, or a multiple of it, by no more than so much of it.
_FEWEST, _ALONE, _REGULAR, _UNEVEN = 12, 0.55, 0.75, 0.25
# None is so many times as long as the longest that stands alone.
_LONGER = 1.5
# Both its ends are so near (points) to rulings across it, since a gap may be there, or it crosses so many.
_MISSED, _CROSSED = 9.0, 3
# A solid ruling is at least so long, and one of dashes is drawn so thick (points).
_UNBROKEN, _THIN = 28.0, 0.6

# Where a dash starts and ends, its middle across, and whether it is not part of something thicker; and a row.
_Dash = tuple[float, float, float, bool]
_Row = tuple[float, float, float]


def with_gaps_filled(dark: NDArray[np.uint8], darker: NDArray[np.uint8], point: float) -> NDArray[np.uint8]:
    """The dark pixels of a page, with the gaps in dashed and dotted rulings filled.

    ``darker`` are the pixels that are too dark for grain. Print has rows of dots and dashes too: a row is a
    ruling only where rulings across it begin and end it, or cross it several times.
    """
    across = list(_rows(_dashes(darker, point), point))
    down = list(_rows(_dashes(np.ascontiguousarray(darker.T), point), point))
    if not across and not down:
        return dark
    miss = _MISSED * point
    unbroken = round(_UNBROKEN * point)
    solid_across = _solid(dark, unbroken)
    solid_down = _solid(np.ascontiguousarray(dark.T), unbroken)
    filled = dark.copy()
    for rows, others, picture in (
        (across, [*down, *solid_down], filled),
        (down, [*across, *solid_across], filled.T),
    ):
        for start, end, middle in rows:
            met = [place for first, last, place in others if first - miss <= middle <= last + miss]
            crossed = [place for place in met if start - miss <= place <= end + miss]
            if len(crossed) >= _CROSSED or all(
                any(abs(place - edge) <= miss for place in crossed) for edge in (start, end)
            ):
                thick = max(1, round(_THIN * point))
                top = round(middle - thick / 2)
                first, last = round(min(start, *crossed)), round(max(end, *crossed))
                picture[top : top + thick, first : last + 1] = 1
    return filled


def _dashes(dark: NDArray[np.uint8], point: float) -> list[_Dash]:
    """Short thin marks along the page, also where one crosses a thicker one."""
    thick = round(_THICKEST * point) + 1
    thin = dark & ~cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((thick, 1), np.uint8))
    count, labels, stats, middles = cv2.connectedComponentsWithStats(thin, connectivity=8)
    _, whole, sizes, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    # Strokes of letters are parts of something higher.
    alone = np.zeros(count, np.bool_)
    alone[labels[thin > 0]] = sizes[whole[thin > 0], cv2.CC_STAT_HEIGHT] < thick
    return [
        (float(x), float(x + width), float(middles[n][1]) + 0.5, bool(alone[n]))
        for n, (x, _, width, height, _) in enumerate(stats.tolist())
        if n and width <= _LONGEST * point and height < thick
    ]


def _rows(dashes: Sequence[_Dash], point: float) -> Iterator[_Row]:
    """Start, end and middle of each row of dashes at equal steps."""
    aside, gap = _ASIDE * point, _WIDEST_BROKEN * point
    rows: list[list[_Dash]] = []
    # The last row at each height.
    last: dict[int, list[_Dash]] = {}
    for dash in sorted(dashes):
        place = round(dash[2] / aside)
        near = [
            row
            for row in (last.get(place + step) for step in (-1, 0, 1))
            if row is not None and abs(row[-1][2] - dash[2]) <= aside and dash[0] - row[-1][1] <= gap
        ]
        row = min(near, key=lambda row: abs(row[-1][2] - dash[2]), default=None)
        if row is None:
            row = []
            rows.append(row)
        row.append(dash)
        last[place] = row
    for row in rows:
        if _is_regular(row, _WIDEST_GAP * point):
            yield row[0][0], row[-1][1], median(middle for _, _, middle, _ in row)


def _is_regular(row: Sequence[_Dash], widest_gap: float) -> bool:
    lengths = [(end - start, alone) for start, end, _, alone in row]
    own = [length for length, alone in lengths if alone]
    if len(row) < _FEWEST or len(own) < _ALONE * len(row):
        return False
    # Dots of rulings across stand alone as well, between strokes of letters.
    if max(length for length, _ in lengths) > _LONGER * max(own):
        return False
    gaps = [after[0] - before[1] for before, after in pairwise(row)]
    if sum(gap <= widest_gap for gap in gaps) < _REGULAR * len(gaps):
        return False
    for lag in (1, 2):
        steps = [after[0] - before[0] for before, after in zip(row, row[lag:], strict=False)]
        usual = median(steps)
        # One that crosses another ruling is cut or lost.
        uneven = [abs(step / usual - max(1, round(step / usual))) for step in steps]
        if sum(each <= _UNEVEN for each in uneven) >= _REGULAR * len(steps):
            return True
    return False


def _solid(dark: NDArray[np.uint8], length: int) -> list[_Row]:
    """Start, end and middle of the unbroken lines along the page."""
    count, _, stats, middles = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), connectivity=8
    )
    return [
        (float(stats[n][0]), float(stats[n][0] + stats[n][2]), float(middles[n][1]) + 0.5)
        for n in range(1, count)
    ]
