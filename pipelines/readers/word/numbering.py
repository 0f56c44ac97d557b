"""The numbers that a word processor writes before paragraphs: 一、 （二） 1.1 ①."""

from __future__ import annotations

import re
from collections import defaultdict

from pipelines.readers.word.names import VALUE, Element, w
from pipelines.readers.word.numerals import numeral
from pipelines.readers.word.properties import Chain, Styles, first, is_on, value_of, whole

_LEVELS = 9
_MOST = 10_000
_PLACE = re.compile(r"%([1-9])")
# Signs of fonts that hold only pictures.
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class Numbering:
    """Counts the paragraphs of each list, in the order in which they are asked for."""

    def __init__(self, numbering: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = _by_id(numbering, "abstractNum", "abstractNumId")
        self._numbers = _by_id(numbering, "num", "numId")
        self._counts = defaultdict[str, list[int | None]](lambda: [None] * _LEVELS)
        self._begun: set[str] = set()

    def label(self, chain: Chain, style: str) -> tuple[str, Element | None]:
        """What is written before a paragraph, and the paragraph properties of its level in the list.

        ``chain`` are the properties of the paragraph. A label is empty where the paragraph is not numbered.
        """
        found = [properties for each in chain if (properties := each.find(w("numPr"))) is not None]
        number = self._numbers.get(value_of(found, "numId"))
        if number is None:
            return "", None
        name = self._list_of(number)
        level = self._level_of(found, chain, style, name)
        definition = self._definition(number, name, level)
        if definition is None:
            return "", None
        self._count(number, name, level)
        written = self._written(number, name, level, definition)
        gap = "" if not written or value_of([definition], "suff") == "nothing" else " "
        return written + gap, definition.find(w("pPr"))

    def _list_of(self, number: Element) -> str:
        """The list that a number belongs to, which may be that of a style."""
        name, seen = value_of([number], "abstractNumId"), set[str]()
        while name in self._lists and name not in seen:
            seen.add(name)
            link = value_of([self._lists[name]], "numStyleLink")
            linked = next(
                (each for each in self._lists if value_of([self._lists[each]], "styleLink") == link), None
            )
            if not link or linked is None:
                break
            name = linked
        return name

    def _level_of(self, found: list[Element], chain: Chain, style: str, name: str) -> int:
        """The level (from 0): as the paragraph says, or that which the list gives to its style."""
        own = first(found, "ilvl")
        if own is None or found[0].getparent() is not chain[0]:
            for each in self._lists[name].findall(w("lvl")) if name in self._lists else ():
                if value_of([each], "pStyle") == style:
                    return whole(each.get(w("ilvl")), _LEVELS - 1)
        return 0 if own is None else whole(own.get(VALUE), _LEVELS - 1)

    def _definition(self, number: Element, name: str, level: int) -> Element | None:
        """The level of the list, as the number changes it."""
        changed = [each for entry in number.findall(w("lvlOverride")) for each in entry.findall(w("lvl"))]
        usual = self._lists[name].findall(w("lvl")) if name in self._lists else []
        return next((each for each in [*changed, *usual] if each.get(w("ilvl")) == str(level)), None)

    def _start(self, number: Element, name: str, level: int) -> int:
        definition = self._definition(number, name, level)
        return 1 if definition is None else whole(value_of([definition], "start"), _MOST, 1)

    def _count(self, number: Element, name: str, level: int) -> None:
        counts = self._counts[name]
        key = number.get(w("numId"), "")
        if key not in self._begun:
            self._begun.add(key)
            for entry in number.findall(w("lvlOverride")):
                start = value_of([entry], "startOverride")
                if start:
                    counts[whole(entry.get(w("ilvl")), _LEVELS - 1)] = whole(start, _MOST) - 1
        now = counts[level]
        counts[level] = self._start(number, name, level) if now is None else now + 1
        for deeper in range(level + 1, _LEVELS):
            definition = self._definition(number, name, deeper)
            if definition is None or value_of([definition], "lvlRestart") != "0":
                counts[deeper] = None

    def _written(self, number: Element, name: str, level: int, definition: Element) -> str:
        if is_on(definition.findall(w("rPr")), "vanish"):
            return ""
        text = value_of([definition], "lvlText")
        if value_of([definition], "numFmt") == "bullet":
            return _PRIVATE.sub("•", text)
        counts = self._counts[name]
        in_digits = is_on([definition], "isLgl")

        def written(place: re.Match[str]) -> str:
            index = int(place[1]) - 1
            of_level = self._definition(number, name, index)
            count = counts[index]
            form = "" if of_level is None or in_digits else value_of([of_level], "numFmt")
            return numeral(self._start(number, name, index) if count is None else count, form)

        return _PLACE.sub(written, text)


def _by_id(numbering: Element | None, name: str, key: str) -> dict[str, Element]:
    entries = [] if numbering is None else numbering.findall(w(name))
    return {entry.get(w(key), ""): entry for entry in entries}
