"""Figures as people at a terminal read them."""

from __future__ import annotations

from decimal import Decimal


def share(part: int, whole: int) -> str:
    """Percentage with one decimal; never 100.0 % of what is not all."""
    if not whole:
        return "0 %"
    percent = Decimal(part) * 100 / whole
    return f"{min(percent, Decimal('99.9')) if part < whole else percent:.1f} %"


def counted(number: int, noun: str) -> str:
    """``1 document``, ``2,000 processes``."""
    plural = "es" if noun.endswith("s") else "s"
    return f"{number:,} {noun}{'' if number == 1 else plural}"
