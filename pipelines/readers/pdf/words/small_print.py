"""Small digits beside larger ones: decimals set small and raised, and marks of footnotes.

Decimals (small digits right after a point) belong to the number. All others are marks: they get the
characters of raised digits, so that no reader takes them for a part of the number.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.readers.pdf.ink.characters import Glyph

# A digit is small when its height and its width are below these shares of those of its neighbour.
SMALL_HEIGHT, SMALL_WIDTH = 0.78, 0.85
# It is beside its neighbour: the gap is at most this share of the neighbour's height,
NEAR = 0.6
# and at least this share of its own height is beside the neighbour.
BESIDE = 0.3
_DIGITS = frozenset("0123456789")
_RAISED: dict[str, str] = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))


def has_small_digits(glyphs: Sequence[Glyph]) -> bool:
    """Whether some digits may be small beside others."""
    heights = [glyph.bottom - glyph.top for glyph in glyphs if glyph.char in _DIGITS]
    return bool(heights) and min(heights) < SMALL_HEIGHT * max(heights)


def with_small_print(lines: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """The lines with raised digits put back beside their neighbours, and marks set apart from numbers."""
    whole = [list(line) for line in lines]
    for line in whole:
        for group in _groups(line):
            if not _stands_alone(group, line):
                continue
            for other in whole:
                if other is not line and _has_room_for(group, other):
                    gone = {id(glyph) for glyph in group}
                    line[:] = [glyph for glyph in line if id(glyph) not in gone]
                    other[:] = sorted(other + group)
                    break
    return [_marked(line) for line in whole if line]


def _groups(line: Sequence[Glyph]) -> list[list[Glyph]]:
    """The stretches of touching digits of about one size on a line."""
    groups: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in line:
        if glyph.char not in _DIGITS:
            last = None
            continue
        joined = last is not None and glyph.x0 - last.x1 < NEAR * (last.bottom - last.top)
        if joined and last is not None and not _is_small(glyph, last) and not _is_small(last, glyph):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
        last = glyph
    return groups


def _stands_alone(group: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    """Whether nothing else of its own line is near a group: else it is a part of that line."""
    reach = group[0].bottom - group[0].top
    return not any(
        glyph not in group and glyph.x1 > group[0].x0 - reach and glyph.x0 < group[-1].x1 + reach
        for glyph in line
    )


def _has_room_for(group: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    """Whether a group is beside a larger digit of another line, and over none of its characters."""
    first, last = group[0].x0, group[-1].x1
    over = any(min(last, g.x1) - max(first, g.x0) > (g.x1 - g.x0) / 2 for g in line)
    return not over and any(_beside(group, glyph) for glyph in line)


def _is_small(glyph: Glyph, other: Glyph) -> bool:
    small = glyph.bottom - glyph.top < SMALL_HEIGHT * (other.bottom - other.top)
    return small and (other.char == "." or glyph.x1 - glyph.x0 < SMALL_WIDTH * (other.x1 - other.x0))


def _beside(group: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a group of small digits is right after or before a larger digit or point."""
    if glyph.char not in _DIGITS and glyph.char != ".":
        return False
    first, last, height = group[0], group[-1], glyph.bottom - glyph.top
    shared = min(first.bottom, glyph.bottom) - max(first.top, glyph.top)
    behind, before = first.x0 - glyph.x1, glyph.x0 - last.x1
    near = any(-NEAR / 2 * height < gap < NEAR * height for gap in (behind, before))
    return near and _is_small(first, glyph) and shared >= BESIDE * (first.bottom - first.top)


def _marked(line: list[Glyph]) -> list[Glyph]:
    """A line with its marks as raised digits."""
    marks: set[int] = set()
    for group in _groups(line):
        neighbours = [glyph for glyph in line if _beside(group, glyph)]
        behind_point = any(g.char == "." and g.x0 < group[0].x0 for g in neighbours)
        if neighbours and not behind_point:
            marks |= {id(glyph) for glyph in group}
    if not marks:
        return line
    return [g._replace(char=_RAISED[g.char]) if id(g) in marks else g for g in line]
