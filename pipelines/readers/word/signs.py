"""Characters that are not what they seem: signs of picture fonts, struck numbers."""

from __future__ import annotations

from pipelines.readers.marks import STRUCK
from pipelines.readers.word.fields import UNKNOWN
from pipelines.readers.word.names import Element, w

_OF_NUMBERS = frozenset("0123456789.,，．-－+%％ ")
# Fonts put their signs into the private area from here on, so many.
_PRIVATE, _COUNT = 0xF000, 0x100
# What is in forms: boxes to tick, ticks and crosses, bullets.
_SIGNS: dict[str, dict[int, str]] = {
    "wingdings": {
        0x6C: "●",
        0x6E: "■",
        0x6F: "□",
        0x71: "❑",
        0x72: "❒",
        0x75: "◆",
        0xA1: "○",
        0xA7: "▪",
        0xA8: "□",
        0xFB: "✗",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"},
    "symbol": {0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xA5: "∞"},
}


def sign_of(symbol: Element) -> str:
    """The character of a ``w:sym``; U+FFFD where its font has a picture that is not known here."""
    try:
        code = int(symbol.get(w("char"), ""), 16)
    except ValueError:
        return UNKNOWN
    signs = _SIGNS.get(symbol.get(w("font"), "").lower())
    own = code - _PRIVATE if _PRIVATE <= code < _PRIVATE + _COUNT else code
    if signs is not None:
        return signs.get(own, UNKNOWN)
    if own != code or not 0x20 <= code <= 0x10FFFF or 0xD800 <= code < 0xF900:
        return UNKNOWN
    return chr(code)


def struck(text: str) -> str:
    """The text of a run that is struck through: a number of it is no longer one."""
    if set(text) <= _OF_NUMBERS and any(char.isdigit() for char in text):
        return "".join(char + STRUCK for char in text)
    return text
