"""Parts of a text that are not part of its number: marks of notes, what is struck out, what is white."""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Follows each digit that is struck through.
STRUCK = "\u0336"


def raised(text: str, before: str) -> str:
    """Raised or lowered text: its digits are marks and no number, unless they are decimals set small."""
    return text if before.endswith((".", "．")) else text.translate(_RAISED)


def struck_through(text: str) -> str:
    """A text whose figures are struck through: they are not read as values."""
    return "".join(char + STRUCK if char.isdigit() else char for char in text)


# Around each part in white; no file has these characters.
_WHITE = re.compile("\ufdd0([^\ufdd1]*)\ufdd1")


def in_white(text: str) -> str:
    """A part of a text in white, which is seen only on another colour."""
    return f"\ufdd0{text}\ufdd1" if text else ""


def parted_by_colour(text: str, on_white: bool) -> tuple[str, str]:
    """What is seen of a text on such a ground, and its parts that are not."""
    if "\ufdd0" not in text:
        return text, ""
    if not on_white:
        return _WHITE.sub(r"\1", text), ""
    return _WHITE.sub("", text), " ".join(_WHITE.findall(text))
