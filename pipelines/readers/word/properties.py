"""What a paragraph and its runs look like: their own properties, and those of their styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipelines.readers.word.names import VALUE, Element, w

# A measure with its unit, as the strict variant writes it, in points.
_MEASURE = re.compile(r"\A(-?\d+(?:\.\d+)?)(pt|in|cm|mm|pc|pi)?\Z")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0, "pi": 12.0}
_TWIPS = 20.0
_FONT_SIZE = 10.5
_ALIGNMENTS = {"center": "centre", "right": "right", "end": "right"}
# Colours closer than this in every channel look alike.
_ALIKE = 40
# No style is based on so many others.
_MOST_BASED = 20
# A page has no more points in width than this.
_WIDEST = 10_000.0

# Properties of the same thing, the nearest first: its own, those of its style, those of all.
Chain = Sequence[Element]


class Styles:
    """The styles of a document, each with those it is based on."""

    def __init__(self, styles: Element | None) -> None:
        entries = [] if styles is None else styles.findall(w("style"))
        self._by_id = {entry.get(w("styleId"), ""): entry for entry in entries}
        self._usual = next(
            (
                entry.get(w("styleId"), "")
                for entry in entries
                if entry.get(w("type")) == "paragraph" and entry.get(w("default")) in ("1", "true", "on")
            ),
            "",
        )
        defaults = None if styles is None else styles.find(w("docDefaults"))
        self._defaults = {
            name: [] if defaults is None else list(defaults.iterfind(f"{w(name + 'Default')}/{w(name)}"))
            for name in ("pPr", "rPr")
        }
        self._chains: dict[tuple[str, str], list[Element]] = {}
        self.shaded = frozenset(
            name for name, entry in self._by_id.items() if next(entry.iter(w("shd")), None) is not None
        )

    def of_paragraph(self, paragraph: Element) -> Chain:
        """The paragraph properties of a paragraph."""
        own = paragraph.find(w("pPr"))
        return [*([] if own is None else [own]), *self._chain(self.style_of(own), "pPr")] + self._defaults[
            "pPr"
        ]

    def of_run(self, run: Element, paragraph_style: str) -> Chain:
        """The run properties of a run in a paragraph of that style."""
        own = run.find(w("rPr"))
        found: list[Element] = []
        if own is not None:
            found.append(own)
            style = value_of([own], "rStyle")
            found += self._chain(style, "rPr") if style else []
        return [*found, *self._chain(paragraph_style, "rPr"), *self._defaults["rPr"]]

    def style_of(self, properties: Element | None) -> str:
        """The style of a paragraph with these properties."""
        return (value_of([properties], "pStyle") if properties is not None else "") or self._usual

    def _chain(self, style: str, name: str) -> list[Element]:
        """The properties of this name of a style and of those it is based on, itself first."""
        key = (style, name)
        if key not in self._chains:
            found, seen, based_on = [], set[str](), style
            while based_on in self._by_id and based_on not in seen and len(seen) < _MOST_BASED:
                seen.add(based_on)
                entry = self._by_id[based_on]
                found += entry.findall(w(name))
                based_on = value_of([entry], "basedOn")
            self._chains[key] = found
        return self._chains[key]


def first(chain: Iterable[Element], name: str) -> Element | None:
    """The nearest property of this name."""
    whole_name = w(name)
    for properties in chain:
        found = properties.find(whole_name)
        if found is not None:
            return found
    return None


def value_of(chain: Iterable[Element], name: str) -> str:
    """The value of the nearest property of this name; empty where there is none."""
    found = first(chain, name)
    return "" if found is None else found.get(VALUE, "")


def is_on(chain: Iterable[Element], name: str) -> bool:
    """Whether a property that is on or off is on."""
    found = first(chain, name)
    return found is not None and found.get(VALUE, "true") not in ("false", "0", "off", "none")


def points(measure: str | None, unit: float = 1 / _TWIPS) -> float:
    """A measure in points; a number without a unit counts twips, or what ``unit`` says. 0 for any other."""
    found = _MEASURE.match(measure or "")
    if found is None:
        return 0.0
    return max(-_WIDEST, min(_WIDEST, float(found[1]) * _POINTS.get(found[2] or "", unit)))


def whole(number: str | None, most: int, otherwise: int = 0) -> int:
    """A whole number from 0 to ``most``; ``otherwise`` where the text is not one."""
    text = (number or "").strip()
    return min(most, int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else otherwise


def alignment(chain: Chain) -> str:
    """Where the text of a paragraph is: ``left``, ``centre`` or ``right``."""
    return _ALIGNMENTS.get(value_of(chain, "jc"), "left")


def indentation(chain: Chain, size: float) -> float:
    """How far the first line of a paragraph begins to the right, in points; ``size`` is that of its font."""

    def part(*names: str) -> float:
        """A measure in characters counts before one in points."""
        for indent in (found for properties in chain for found in properties.iterfind(w("ind"))):
            for name in names:
                characters = points(indent.get(w(f"{name}Chars")), 1 / 100)
                if characters:
                    return characters * size
                if indent.get(w(name)) is not None:
                    return points(indent.get(w(name)))
        return 0.0

    hanging = part("hanging")
    return max(0.0, part("left", "start") + (-hanging if hanging else part("firstLine")))


def font_size(chain: Chain) -> float:
    """The size of the font of a run, in points."""
    return points(value_of(chain, "sz"), 1 / 2) or _FONT_SIZE


def colours_are_alike(ink: str, paper: str) -> bool:
    """Whether two colours of six hexadecimal digits can hardly be told apart; no other text is a colour."""
    try:
        one, other = bytes.fromhex(ink), bytes.fromhex(paper)
    except ValueError:
        return False
    return len(one) == len(other) == 3 and all(abs(a - b) < _ALIKE for a, b in zip(one, other, strict=True))


def shading(chain: Iterable[Element]) -> str | None:
    """The colour behind a text with these properties; "" where they have none, None where it is a pattern."""
    found = first(chain, "shd")
    if found is None:
        return ""
    pattern = found.get(VALUE, "clear")
    colour = found.get(w("color" if pattern == "solid" else "fill"), "auto")
    if pattern not in ("clear", "nil", "solid"):
        return None
    return "" if colour == "auto" or pattern == "nil" else colour
