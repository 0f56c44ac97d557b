"""Takes a number format apart: its sections, and the literals and placeholders of each."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

_COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?)"""
    r"""|(?P<escaped>[\\!].)"""
    r"""|(?P<padding>[_*].?)"""
    r"""|(?P<bracket>\[[^\]]*\]?)"""
    r"""|(?P<general>General|G/通用格式)"""
    r"""|(?P<halves>AM/PM|A/P|上午/下午)"""
    r"""|(?P<exponent>E[+-])"""
    r"""|(?P<seconds>s+(?:\.0+)?|\[s+\])"""
    r"""|(?P<date>y+|e+|m+|d+|h+|a{3,4}|b{2,4}|g{1,3})"""
    r"""|(?P<digit>[0#?])"""
    r"""|(?P<other>.)""",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
# Red, by its names and its number in the palette.
_RED = re.compile(r"\[(?:red|红色?|color\s*3|颜色\s*3)\]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_NUMERALS = re.compile(r"\[DBNum([123])\]", re.IGNORECASE)
# What a format leaves to the settings of the computer: a long date, a time.
_BY_SETTINGS = (("[$-F800]", 'yyyy"年"m"月"d"日"'), ("[$-F400]", "h:mm:ss"))


@dataclass(frozen=True, slots=True)
class Token:
    """A literal or a placeholder.

    ``kind`` is ``literal``, ``digit``, ``point``, ``comma``, ``percent``, ``exponent``, ``fraction``,
    ``general``, ``text``, or a part of a date or a time: ``date``, ``elapsed``, ``halves``.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Section:
    """One section of a format, with the numbers that it is for where it says so itself.

    ``numerals`` are 1 (一二三) or 2 (壹贰叁), 0 for digits. ``is_red`` says that it is shown in red.
    """

    tokens: Sequence[Token]
    condition: tuple[str, Decimal] | None = None
    numerals: int = 0
    is_red: bool = False

    def holds(self, value: Decimal) -> bool:
        """Whether the condition of the section, which it must have, is true of a number."""
        assert self.condition is not None
        sign, limit = self.condition
        return _COMPARISONS[sign](value, limit)

    def has(self, kind: str) -> bool:
        """Whether a token of this kind is in the section."""
        return kind in self._kinds

    def count(self, kind: str) -> int:
        """How many tokens of this kind are in the section."""
        return self._kinds.count(kind)

    def parted_at(self, kind: str) -> tuple[Sequence[Token], Sequence[Token]]:
        """The tokens before the first one of this kind, and it with those after it."""
        at = self._kinds.index(kind) if kind in self._kinds else len(self.tokens)
        return self.tokens[:at], self.tokens[at:]

    @cached_property
    def is_date(self) -> bool:
        """Whether a part of a date or a time has a place."""
        return any(self.has(kind) for kind in ("date", "elapsed", "halves"))

    @cached_property
    def whole(self) -> Sequence[Token]:
        """The tokens before the decimal point."""
        return self.parted_at("point")[0]

    @cached_property
    def fraction_part(self) -> Sequence[Token]:
        """The decimal point and the tokens after it."""
        return self.parted_at("point")[1]

    @cached_property
    def decimals(self) -> int:
        """How many digits after the decimal point have a place."""
        return sum(token.kind == "digit" for token in self.fraction_part)

    @cached_property
    def grouped(self) -> bool:
        """Whether thousands are separated: a comma between digits of the whole part."""
        return "," in self._digits_and_commas(self.whole).strip(",")

    @cached_property
    def thousands_scaled(self) -> int:
        """How often the number is divided by a thousand: commas after the last digit of a part."""
        before, behind = self._digits_and_commas(self.whole), self._digits_and_commas(self.fraction_part)
        return sum(len(part) - len(part.rstrip(",")) for part in (before, behind) if part.strip(","))

    @cached_property
    def _kinds(self) -> list[str]:
        return [token.kind for token in self.tokens]

    @staticmethod
    def _digits_and_commas(tokens: Sequence[Token]) -> str:
        return "".join(token.text for token in tokens if token.kind in ("digit", "comma"))


def sections_of(number_format: str) -> list[Section]:
    """The sections of a number format, at least one and at most four."""
    for mark, meant in _BY_SETTINGS:
        if mark.lower() in number_format.lower():
            number_format = meant
    if not number_format:
        return [Section((Token("general", ""),))]
    parts: list[list[re.Match[str]]] = [[]]
    for found in _TOKEN.finditer(number_format):
        if found.group() == ";":
            parts.append([])
        else:
            parts[-1].append(found)
    return [_section(part) for part in parts[:4]]


def _section(matches: Sequence[re.Match[str]]) -> Section:
    condition, numerals = None, 0
    for found in matches:
        if compared := _CONDITION.fullmatch(found.group()):
            condition = (compared.group(1), Decimal(compared.group(2)))
        elif counted := _NUMERALS.fullmatch(found.group()):
            numerals = int(counted.group(1))
    tokens = [token for found in matches for token in _tokens(found)]
    is_red = any(_RED.fullmatch(found.group()) for found in matches)
    return Section(tuple(_numbers_only(tokens)), condition, numerals % 3, is_red)


def _tokens(found: re.Match[str]) -> Iterator[Token]:
    """What one part of a section is; colours, conditions and padding are nothing that is shown."""
    kind, text = found.lastgroup, found.group()
    if kind == "quoted":
        yield Token("literal", text.strip('"'))
    elif kind == "escaped":
        yield Token("literal", text[1])
    elif kind == "bracket" or (kind == "seconds" and text.startswith("[")):
        yield from _bracketed(text)
    elif kind in ("date", "seconds"):
        yield Token("date", text.lower())
    elif kind in ("general", "halves", "exponent", "digit"):
        yield Token(kind, text)
    elif kind == "other":
        named = {".": "point", "%": "percent", "％": "percent", "@": "text", ",": "comma", "/": "fraction"}
        yield Token(named.get(text, "literal"), text)


def _bracketed(text: str) -> Iterator[Token]:
    if elapsed := _ELAPSED.fullmatch(text):
        yield Token("elapsed", elapsed.group(1).lower())
    elif currency := _CURRENCY.fullmatch(text):
        yield Token("literal", currency.group(1))


def _numbers_only(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, where those that mean something only among digits are literals elsewhere."""
    is_date = any(token.kind in ("date", "elapsed", "halves") for token in tokens)
    kinds = [token.kind for token in tokens]
    points = 0
    for number, token in enumerate(tokens):
        points += token.kind == "point"
        between = "digit" in kinds[:number] and "digit" in kinds[number + 1 :]
        if (
            (is_date and token.kind in ("point", "comma", "fraction", "digit"))
            or (token.kind == "fraction" and not between)
            or (token.kind == "comma" and "digit" not in kinds[:number])
            or (token.kind == "point" and points > 1)
        ):
            yield Token("literal", token.text)
        else:
            yield token
