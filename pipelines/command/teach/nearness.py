"""How near a wording is to what a pattern matches: an edit distance to a regular expression.

A pattern stands for many wordings, so the wording is compared with the nearest of them: how many of its
characters the pattern names, how many it has besides, and how many it lacks. Chinese words share characters
where they share a meaning. Knows the part of RE2 that the vocabulary uses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

# A cost is one number: edits, then characters that the pattern does not name, then characters that it lacks.
_EDIT, _UNNAMED, _LACKING = 1_000_000, 1_000, 1
_NEVER = 1_000 * _EDIT
_MANY = 1_000
# Cost of having read each beginning of the wording, the empty one first.
_Costs = list[int]
_Step = Callable[[str, _Costs], _Costs]


@dataclass(frozen=True, slots=True)
class Nearness:
    """Characters that a wording and a pattern share, and that only one of them has.

    ``named`` by both, ``left_open`` by the pattern (``.*``, digits), ``added`` in the wording, ``lacking``
    there.
    """

    named: int
    left_open: int
    added: int
    lacking: int

    @property
    def similarity(self) -> float:
        """From 0 to 1: the part that both name; what the pattern leaves open counts little against it."""
        whole = self.named + self.left_open / 4 + self.added + self.lacking
        return self.named / whole if whole else 0.0


def nearness(pattern: str, wording: str) -> Nearness:
    """Compare a wording with a pattern. Raises ValueError for a pattern that has other syntax."""
    start = _with_additions([0] + [_NEVER] * len(wording))
    cost = _parsed(pattern)(wording, start)[-1]
    edits, rest = divmod(cost, _EDIT)
    unnamed, lacking = divmod(rest, _UNNAMED)
    added = edits - lacking
    return Nearness(len(wording) - unnamed, unnamed - added, added, lacking)


@cache
def _parsed(pattern: str) -> _Step:
    step, end = _alternatives(pattern, 0)
    if end != len(pattern):
        raise ValueError(f"Bracket without its partner at character {end + 1} of {pattern}")
    return step


def _alternatives(pattern: str, at: int) -> tuple[_Step, int]:
    choices = []
    while True:
        steps, at = _sequence(pattern, at)
        choices.append(_all_of(steps))
        if pattern[at : at + 1] != "|":
            return (choices[0] if len(choices) == 1 else _any_of(choices)), at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[list[_Step], int]:
    steps = []
    while at < len(pattern) and pattern[at] not in "|)":
        step, at = _atom(pattern, at)
        least, most, at = _count(pattern, at)
        if step is not None:
            steps.append(step if (least, most) == (1, 1) else _repeated(step, least, most))
    return steps, at


def _atom(pattern: str, at: int) -> tuple[_Step | None, int]:
    sign = pattern[at]
    if sign == "(":
        at += 3 if pattern.startswith("(?:", at) else 1
        step, at = _alternatives(pattern, at)
        if pattern[at : at + 1] != ")":
            raise ValueError(f"Bracket without its partner in {pattern}")
        return step, at + 1
    if sign == "[":
        end = pattern.index("]", at + 2)
        inside = pattern[at + 1 : end]
        return _character(None if inside[0] == "^" else _members(inside)), end + 1
    if sign == "\\":
        return _character(frozenset(pattern[at + 1])), at + 2
    if sign in "^$":
        return None, at + 1
    return _character(None if sign == "." else frozenset(sign)), at + 1


def _members(inside: str) -> frozenset[str]:
    members, at = set(), 0
    while at < len(inside):
        if inside[at + 1 : at + 2] == "-" and at + 2 < len(inside):
            members |= {chr(code) for code in range(ord(inside[at]), ord(inside[at + 2]) + 1)}
            at += 3
        else:
            members.add(inside[at])
            at += 1
    return frozenset(members)


def _count(pattern: str, at: int) -> tuple[int, int, int]:
    sign = pattern[at : at + 1]
    if sign == "{":
        end = pattern.index("}", at)
        least, _, most = pattern[at + 1 : end].partition(",")
        return int(least), int(most or (_MANY if "," in pattern[at:end] else least)), end + 1
    ranges = {"?": (0, 1), "*": (0, _MANY), "+": (1, _MANY)}
    return (*ranges[sign], at + 1) if sign in ranges and sign else (1, 1, at)


def _character(members: frozenset[str] | None) -> _Step:
    """One character of these; None is any. Any character and digits name nothing."""

    def step(wording: str, costs: _Costs) -> _Costs:
        found = [cost + _EDIT + _LACKING for cost in costs]
        for place, sign in enumerate(wording):
            if members is None or (sign in members and sign.isdigit()):
                found[place + 1] = min(found[place + 1], costs[place] + _UNNAMED)
            elif sign in members:
                found[place + 1] = min(found[place + 1], costs[place])
        return _with_additions(found)

    return step


def _with_additions(costs: _Costs) -> _Costs:
    """The wording may have any characters beside the pattern."""
    for place in range(1, len(costs)):
        costs[place] = min(costs[place], costs[place - 1] + _EDIT + _UNNAMED)
    return costs


def _all_of(steps: Sequence[_Step]) -> _Step:
    def step(wording: str, costs: _Costs) -> _Costs:
        for each in steps:
            costs = each(wording, costs)
        return costs

    return step


def _any_of(steps: Sequence[_Step]) -> _Step:
    return lambda wording, costs: list(map(min, *(step(wording, costs) for step in steps)))


def _repeated(step: _Step, least: int, most: int) -> _Step:
    def repeated(wording: str, costs: _Costs) -> _Costs:
        for _ in range(least):
            costs = step(wording, costs)
        best = last = costs
        for _ in range(most - least):
            last = step(wording, last)
            better = list(map(min, best, last))
            if better == best:
                break
            best = better
        return best

    return repeated
