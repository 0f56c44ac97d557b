"""The columns of a table without vertical rulings, from where its words are."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence

from pipelines.readers.pdf.ruled.rulings import Ruling
from pipelines.readers.pdf.unruled.segments import Segment, TextLine

# The left and the right side of a column, in points on the upright page.
Band = tuple[float, float]

# A label of a single column is at this share of the header's height or lower.
HIGH_LABEL = 0.4


def column_bands(anchors: Sequence[TextLine]) -> list[Band]:
    """The columns that lines with amounts make, from left to right.

    Amounts make columns first. A text that overlaps such a column is a mark in it (无, --); the other texts
    make columns of their own. Numbers among more texts than numbers make no column: they are codes.
    """
    segments = [s for line in anchors for s in line.segments]
    texts = [s for s in segments if not s.is_amount]
    numbers = [s for s in segments if s.is_amount]
    amounts = [
        band
        for band in _merged([(s.x0, s.x1) for s in numbers])
        if sum(_meets(s, band) for s in numbers) >= sum(_meets(s, band) for s in texts)
    ]
    rest = [s for s in segments if not any(_meets(s, band) for band in amounts)]
    return sorted(amounts + _merged([(s.x0, s.x1) for s in rest]))


def _meets(segment: Segment, band: Band) -> bool:
    return segment.x0 < band[1] and band[0] < segment.x1


def widened(bands: list[Band], header: Sequence[TextLine]) -> list[Band]:
    """The bands, widened by each header line with one label per band: labels may be aligned differently."""
    for line in header:
        if len(line.segments) == len(bands):
            wider = [
                (min(band[0], segment.x0), max(band[1], segment.x1))
                for band, segment in zip(bands, line.segments, strict=True)
            ]
            if all(left[1] <= right[0] for left, right in itertools.pairwise(wider)):
                bands = wider
    return bands


def with_labels(bands: list[Band], header: Sequence[TextLine], rulings: Sequence[Ruling]) -> list[Band]:
    """The bands, as wide as their labels, and a band for each label of a column without any data.

    A label above no data belongs to a neighbouring band without a label, if there is one, and else makes a
    new band. A label above its own short ruling names several columns. Without short rulings, so does a
    label high in the header: labels of single columns are in its middle or at its foot.
    """
    labels = [
        (segment.x0, segment.x1, line.middle)
        for line in header
        for segment in line.segments
        if not any(ruling.at > line.middle and _overlap(segment, ruling) for ruling in rulings)
    ]
    if not labels:
        return bands
    top, bottom = min(line.middle for line in header), max(line.middle for line in header)
    wide = list(bands)
    groups = _merged([(x0, x1) for x0, x1, _ in labels])
    named = {i for i, band in enumerate(bands) if any(x0 < band[1] and band[0] < x1 for x0, x1 in groups)}
    for number, (x0, x1) in enumerate(groups):
        over = [i for i, band in enumerate(bands) if x0 < band[1] and band[0] < x1]
        if len(groups) == len(bands):
            over = [number]
        elif not over:
            beside = bisect_right([band[0] for band in bands], x0)
            nameless = [i for i in (beside - 1, beside) if 0 <= i < len(bands) and i not in named]
            over = sorted(nameless, key=lambda i: max(bands[i][0] - x1, x0 - bands[i][1]))[:1]
            named.update(over)
        if len(over) == 1:
            band = wide[over[0]]
            wide[over[0]] = (min(band[0], x0), max(band[1], x1))
        elif not over:
            lowest = max(middle for a, b, middle in labels if a < x1 and x0 < b)
            if rulings or lowest >= top + HIGH_LABEL * (bottom - top):
                wide.append((x0, x1))
    wide.sort()
    return wide if all(left[1] <= right[0] for left, right in itertools.pairwise(wide)) else bands


def _overlap(segment: Segment, ruling: Ruling) -> bool:
    return segment.x0 < ruling.end and ruling.start < segment.x1


def _merged(spans: list[Band]) -> list[Band]:
    merged: list[Band] = []
    for x0, x1 in sorted(spans):
        if merged and x0 < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged
