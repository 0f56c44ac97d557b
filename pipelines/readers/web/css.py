"""The rules of a page's style sheets, as far as they say what is shown and where."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tinycss2
from lxml.html import HtmlElement

# Fonts and pictures within the sheet, megabytes of them.
_DATA = re.compile(r"url\(\s*[\"']?data:[^)]*\)")
# A style with none of these is cut at semicolons and colons, a hundred times faster.
_NOT_PLAIN = re.compile(r"[\"'(\\/]")
_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*([a-z]*)")
_POINTS = {"": 0.75, "px": 0.75, "pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_FONT_SIZES = {"em": 1.0, "rem": 1.0, "ex": 0.5, "ch": 0.5}
# What a query says of the width, and how wide a page is read, in points: 1280 pixels.
_WIDTH, _SCREEN = re.compile(r"\((min|max)-width\s*:\s*([^()]+?)\s*\)"), 960.0
# A sheet with more rules is made to cost time.
_MOST_RULES = 200_000
# Of conditions on elements, those that hold at once and for ever, unlike ``:hover``.
_CONDITIONS = frozenset(
    [f"{place}-{kind}" for place in ("first", "last", "nth", "only") for kind in ("child", "of-type")]
    + ["nth-last-child", "not", "is", "where"]
)
# The name for the background of a rule that perhaps matches an element.
POSSIBLE_GROUND = "possible-ground"
# A node of tinycss2, which has no static types.
Node = Any
Declarations = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Compound:
    """What one element must be: its tag, its identifier and classes; ``is_child`` of the one before."""

    tag: str
    identifier: str
    classes: frozenset[str]
    is_child: bool

    def matches(self, element: HtmlElement) -> bool:
        return (
            (not self.tag or self.tag == element.tag)
            and (not self.identifier or self.identifier == element.get("id"))
            and (not self.classes or self.classes <= set(element.get("class", "").split()))
        )


@dataclass(frozen=True, slots=True)
class _Rule:
    weight: tuple[int, int, int, int]
    compounds: tuple[_Compound, ...]
    declarations: Declarations
    important: Declarations

    def matches(self, element: HtmlElement) -> bool:
        if not self.compounds[-1].matches(element):
            return False
        for place in range(len(self.compounds) - 1, 0, -1):
            found, wanted = element.getparent(), self.compounds[place - 1]
            if not self.compounds[place].is_child:
                while found is not None and not wanted.matches(found):
                    found = found.getparent()
            if found is None or not wanted.matches(found):
                return False
            element = found
        return True


class Styles:
    """The style sheets of one page."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._rules: dict[str, list[_Rule]] = defaultdict(list)
        self._matched: dict[tuple[HtmlElement | None, str, str | None, str | None], list[_Rule]] = {}
        for rule in _rules_of("\n".join(sheets)):
            last = rule.compounds[-1]
            key = (
                "." + min(last.classes)
                if last.classes
                else "#" + last.identifier
                if last.identifier
                else last.tag
            )
            self._rules[key].append(rule)

    def of(self, element: HtmlElement) -> Declarations:
        """The declarations for one element itself, by name; what it inherits is not among them."""
        # Brothers of one kind are matched by the same rules.
        kind = (element.getparent(), element.tag, element.get("class"), element.get("id"))
        rules = self._matched.get(kind)
        if rules is None:
            rules = self._matched[kind] = self._rules_for(element)
        inline = element.get("style")
        if not rules:
            return {**inline_style(inline)[0], **inline_style(inline)[1]} if inline else {}
        found: dict[str, str] = {}
        for rule in rules:
            found.update(rule.declarations)
        plain, important = inline_style(inline or "")
        found.update(plain)
        for rule in rules:
            found.update(rule.important)
        found.update(important)
        return found

    def _rules_for(self, element: HtmlElement) -> list[_Rule]:
        """The rules that match an element, the weightiest last."""
        keys = ["", element.tag, *("." + name for name in set(element.get("class", "").split()))]
        if element.get("id"):
            keys.append("#" + element.get("id"))
        rules = [rule for key in keys for rule in self._rules.get(key, ()) if rule.matches(element)]
        return sorted(rules, key=lambda rule: rule.weight)


@lru_cache(maxsize=65536)
def inline_style(style: str) -> tuple[Declarations, Declarations]:
    """The declarations of a ``style`` attribute: the usual ones, and those marked as important."""
    if _NOT_PLAIN.search(style):
        return _declarations(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True))
    plain: dict[str, str] = {}
    important: dict[str, str] = {}
    for declaration in style.lower().split(";"):
        name, colon, value = declaration.partition(":")
        value, mark, _ = value.partition("!")
        if colon:
            (important if mark else plain)[name.strip()] = value.strip()
    return plain, important


def points(value: str | None, font_size: float = 12.0) -> float | None:
    """A length in points (1/72 inch); None where it is not one, or relative to something other than the font.

    A number without a unit is one of pixels, as browsers take it on old pages.
    """
    found = _LENGTH.fullmatch(value.strip()) if value else None
    if found is None:
        return None
    number, unit = float(found[1]), found[2]
    factor = _POINTS.get(unit) or _FONT_SIZES.get(unit, 0.0) * font_size
    return number * factor if factor and abs(number) < 1e6 else None


def _rules_of(sheet: str) -> Iterator[_Rule]:
    nodes = tinycss2.parse_stylesheet(_DATA.sub("url()", sheet), skip_comments=True, skip_whitespace=True)
    for order, rule in enumerate(_flat(nodes)):
        if order >= _MOST_RULES:
            return
        plain, important = _declarations(tinycss2.parse_blocks_contents(rule.content))
        for compounds, is_certain in _selectors(rule.prelude):
            identifiers = sum(bool(compound.identifier) for compound in compounds)
            classes = sum(len(compound.classes) for compound in compounds)
            tags = sum(bool(compound.tag) for compound in compounds)
            weight = (identifiers, classes, tags, order)
            if is_certain:
                yield _Rule(weight, compounds, plain, important)
            elif ground := _possible_ground({**plain, **important}):
                yield _Rule(weight, compounds, ground, {})


def _is_wide_screen(medium: str) -> bool:
    """Whether a query of media holds on the screen of a desk; one that cannot be determined does not."""
    kind, *conditions = (part.strip() for part in re.split(r"\band\b", medium))
    if kind.startswith("("):
        kind, conditions = "", [kind, *conditions]
    if kind.removeprefix("only ").strip() not in ("", "all", "screen"):
        return False
    for condition in conditions:
        found = _WIDTH.fullmatch(condition)
        width = points(found[2]) if found else None
        if found is None or width is None or (width > _SCREEN if found[1] == "min" else width < _SCREEN):
            return False
    return True


def _flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """The rules for a screen, those within ``@media`` among them."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and node.lower_at_keyword == "media" and node.content:
            media = tinycss2.serialize(node.prelude).lower().split(",")
            rules = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            if any(map(_is_wide_screen, media)):
                yield from (rule for rule in rules if rule.type == "qualified-rule")


def _declarations(nodes: Iterable[Node]) -> tuple[Declarations, Declarations]:
    plain: dict[str, str] = {}
    important: dict[str, str] = {}
    for node in nodes:
        if node.type == "declaration":
            try:
                value = tinycss2.serialize(node.value).strip().lower()
            except RecursionError:  # brackets within brackets: no value that counts here
                continue
            (important if node.important else plain)[node.lower_name] = value
    return plain, important


def _possible_ground(style: Declarations) -> Declarations:
    """The ground that a rule gives to some of the elements that it may match."""
    ground = style.get("background-color") or style.get("background")
    return {POSSIBLE_GROUND: ground} if ground else {}


def _selectors(prelude: Iterable[Node]) -> Iterator[tuple[tuple[_Compound, ...], bool]]:
    """The selectors of a rule, and whether tags, classes and identifiers are all that they are made of.

    Conditions such as ``:first-child`` are left out: what matches the rest may match.
    """
    selector: list[Node] = []
    for node in (*prelude, None):
        if node is not None and node != ",":
            selector.append(node)
            continue
        rest = _without_conditions(selector)
        compounds = _compounds(rest)
        if compounds:
            yield compounds, len(rest) == len(selector)
        selector = []


def _without_conditions(nodes: Iterable[Node]) -> list[Node]:
    rest: list[Node] = []
    for node in nodes:
        name = node.lower_name if node.type == "function" else getattr(node, "lower_value", "")
        if rest and rest[-1] == ":" and name in _CONDITIONS:
            rest.pop()
        elif node.type != "[] block":
            rest.append(node)
    return rest


def _compounds(nodes: Iterable[Node]) -> tuple[_Compound, ...] | None:
    compounds: list[_Compound] = []
    tag, identifier, classes = "", "", set[str]()
    is_child = begun = after_dot = False

    def end() -> None:
        nonlocal tag, identifier, is_child, begun
        if begun:
            compounds.append(_Compound(tag, identifier, frozenset(classes), is_child))
            classes.clear()
            tag, identifier, is_child, begun = "", "", False, False

    for node in nodes:
        if node.type == "whitespace":
            end()
        elif node == ">":
            end()
            is_child = True
        elif node == ".":
            after_dot = True
        elif node.type == "ident":
            if after_dot:
                classes.add(node.value)
            else:
                tag = node.lower_value
            after_dot, begun = False, True
        elif node.type == "hash":
            identifier, begun = node.value, True
        elif node == "*":
            begun = True
        elif node.type != "comment":
            return None
    end()
    return tuple(compounds) or None
