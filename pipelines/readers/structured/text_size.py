"""How much room a text takes on a drawn page."""

from __future__ import annotations

import unicodedata

# The size of the letters that are drawn, in points.
FONT_SIZE = 9.0


def text_width(text: str) -> float:
    """How wide a text is drawn, in points: Chinese characters as wide as the font is high, others half."""
    return FONT_SIZE * sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5 for char in text)
