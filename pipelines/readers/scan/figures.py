"""Figures that were read twice: what both readings say, and unknown characters where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from pipelines.readers.pdf.ink.characters import UNKNOWN_CHARACTER
from pipelines.readers.scan.engine import ReadLine

# How sure each of two readings must be of a digit, of a sign that divides digits, and of one that would make
# the figure a thousand times as large.
_SURE_DIGIT, _SURE_SIGN, _SURE_OF_THOUSANDS = 0.9, 0.9, 0.98
# Print with at least this share of digits is a figure, however its other characters were read.
_FIGURE_SHARE = 0.5
_SIGNS = ".,"
# How the model writes signs that mean the same; 一 in a figure is a minus.
_SAME = str.maketrans("，、．·。－—–−一（）％￥：", ",,...-----()%¥:")
_SPACE_AT_SIGN = re.compile(r"(?<=[.,])\s+|\s+(?=[.,])")
_FIGURE = re.compile(r"[(]?[-+]?¥?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?[)]?")
_DIVIDED = re.compile(r"([^\d]*)(\d+(?:[.,]\d+)+)([^\d]*)")
# One sign alone before the last three digits.
_THOUSANDS = re.compile(r"^[^.,]*[.,]\d{3}\D*$")
# A point there, which is mostly a comma whose tail is lost: hardly any amount has three decimals.
_POINT_OR_COMMA = re.compile(r"^[^.,]*[1-9]\d{0,2}\.\d{3}\D*$")

# A character with its score.
_Scored = tuple[str, float]


def is_like_figure(text: str) -> bool:
    """Whether a text may be a figure, also one that was misread."""
    digits = sum(char.isdigit() for char in text)
    return digits > 0 and digits >= _FIGURE_SHARE * len(text)


def agreed(first: ReadLine, second: ReadLine) -> ReadLine:
    """What two readings of a figure agree on, at the places of the first one."""
    one, two = _scored(first), _scored(second)
    matcher = SequenceMatcher(None, [char for char, _ in one], [char for char, _ in two], autojunk=False)
    kept: list[_Scored] = []
    places: list[float] = []
    for kind, start, end, other, other_end in matcher.get_opcodes():
        if kind == "equal":
            kept += [_sure(one[start + n], two[other + n]) for n in range(end - start)]
            places += [place for _, place in _placed(first)[start:end]]
        elif not _is_white(
            one[start:end] + two[other:other_end], one[max(0, start - 1) : start] + one[end : end + 1]
        ):
            count = max(end - start, other_end - other)
            kept += _differing(one[start:end], two[other:other_end], count)
            places += _spread(_placed(first), start, end, count)
    sure = min((score for char, score in kept if char in _SIGNS), default=1.0)
    text = "".join(char for char, _ in kept)
    is_sure = sure >= (_SURE_OF_THOUSANDS if _THOUSANDS.search(text) else _SURE_SIGN)
    text = with_signs(text, is_sure and not _POINT_OR_COMMA.search(text))
    return ReadLine(text, tuple(score for _, score in kept), tuple(places))


def unknown(figure: ReadLine) -> ReadLine:
    """A figure of which no digit is known."""
    text = "".join(UNKNOWN_CHARACTER if char.isdigit() else char for char in figure.text)
    return ReadLine(text, figure.scores, figure.places)


def with_signs(text: str, is_sure: bool) -> str:
    """A figure with the signs between its digits put right, where the groups of digits leave no choice.

    Every sign but the last one is before three digits and is a comma. The last one is a point, unless
    three digits follow, which may be thousands or decimals: the digits alone do not show which. ``is_sure``
    says that the text was read without a doubt; a figure as figures are printed stays as it is then.
    """
    divided = _DIVIDED.fullmatch(text)
    if divided is None or (is_sure and _FIGURE.fullmatch(text)):
        return text
    before, digits, after = divided.groups()
    parts = re.split(r"[.,]", digits)
    signs = re.findall(r"[.,]", digits)
    if any(len(part) != 3 for part in parts[1:-1]) or (len(parts) > 2 and len(parts[0]) > 3):
        return text
    signs[:-1] = [","] * (len(signs) - 1)
    signs[-1] = UNKNOWN_CHARACTER if len(parts[-1]) == 3 else "."
    whole = parts[0] + "".join(sign + part for sign, part in zip(signs, parts[1:], strict=True))
    return before + whole + after


def _scored(line: ReadLine) -> list[_Scored]:
    return [(line.text.translate(_SAME)[n], line.scores[n]) for n, _ in _placed(line)]


def _placed(line: ReadLine) -> list[tuple[int, float]]:
    """Numbers and places of the characters without spaces beside signs, which are wide commas and points."""
    text = line.text.translate(_SAME)
    spaces = {n for found in _SPACE_AT_SIGN.finditer(text) for n in range(*found.span())}
    return [(n, place) for n, place in enumerate(line.places) if n not in spaces]


def _sure(one: _Scored, two: _Scored) -> _Scored:
    score = min(one[1], two[1])
    return (UNKNOWN_CHARACTER if one[0].isdigit() and score < _SURE_DIGIT else one[0]), score


def _differing(one: list[_Scored], two: list[_Scored], count: int) -> Iterator[_Scored]:
    """Unknown characters; a sign that was read in two ways stays one, to be put right by the digits."""
    score = min((score for _, score in (*one, *two)), default=0.0)
    if len(one) == len(two) == 1 and one[0][0] in _SIGNS and two[0][0] in _SIGNS:
        yield one[0][0], min(score, _SURE_SIGN / 2)
    else:
        yield from [(UNKNOWN_CHARACTER, score)] * count


def _is_white(differing: list[_Scored], around: list[_Scored]) -> bool:
    """Whether one reading took white beside a character for a space, as in 2022 年; not between digits."""
    return all(char.isspace() for char, _ in differing) and not all(char.isdigit() for char, _ in around)


def _spread(placed: list[tuple[int, float]], start: int, end: int, count: int) -> list[float]:
    """``count`` places from that of the character before to that of the one after."""
    before = placed[start - 1][1] if start else 0.0
    after = placed[end][1] if end < len(placed) else 1.0
    return [before + (after - before) * (number + 1) / (count + 1) for number in range(count)]
