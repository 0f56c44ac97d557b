"""Numbers that a file states in its markup; a damaged one is as good as none."""

from __future__ import annotations

import math


def whole(text: str | None, default: int = 0) -> int:
    """A whole number of at most ten digits."""
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 10 else default


def decimal(text: str | None, default: float = 0.0) -> float:
    """A finite number."""
    try:
        number = float(text or "")
    except ValueError:
        return default
    return number if math.isfinite(number) else default
