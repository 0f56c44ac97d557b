"""Digits that are no part of a number, though they stand beside it: marks of notes, and those struck out."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Stands behind each digit that is struck through.
STRUCK = "\u0336"


def raised(text: str, before: str) -> str:
    """Raised or lowered text: its digits are marks and no number, unless they are decimals set small."""
    return text if before.endswith((".", "．")) else text.translate(_RAISED)


def struck_through(text: str) -> str:
    """A text whose figures are struck through: nobody reads them as values any more."""
    return "".join(char + STRUCK if char.isdigit() else char for char in text)
