"""Shows a value by the number format of its cell, as a spreadsheet program does.

A format has up to four sections (positive; negative; zero; text), each of literals and of placeholders for
digits, parts of a date, or the text. Widths that only move a text (``_)``, ``* ``) are no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from pipelines.readers.spreadsheet.chinese_numerals import in_chinese
from pipelines.readers.spreadsheet.format_sections import Section, Token, sections_of
from pipelines.readers.spreadsheet.serial_dates import show_date

# A program calculates with this many decimal digits, and shows so many characters where no format is given.
_DIGITS = 15
_GENERAL_WIDTH = 11
# Beyond these, General is shown with an exponent; nothing that is money is.
_LARGEST_PLAIN, _SMALLEST_PLAIN = Decimal(10) ** 15, Decimal("1e-9")
_EXACT = Context(prec=400)
# What says in words or signs that a number is negative.
_SIGNS = frozenset("-(（−－△▲负减")
# No format of a real file is longer; a longer one is as good as none.
_LONGEST_FORMAT = 255


def show_text(text: str, number_format: str) -> str:
    """What a cell with this text shows."""
    sections = _sections(number_format)
    last = sections[-1]
    if len(sections) < 4 and not last.has("text"):
        return text
    return "".join(text if token.kind == "text" else _literal(token) for token in last.tokens)


@lru_cache(maxsize=10_000)
def show_number(value: float, number_format: str, date_1904: bool = False) -> str:
    """What a cell with this number shows; ``date_1904`` says that days are counted from 1904."""
    sections = _sections(number_format)
    numeric = sections[:-1] if len(sections) > 1 and _is_for_text(sections) else sections
    exact = decimal_of(value)
    section, signed = _section_for(numeric[:3], exact)
    if section.is_date:
        return show_date(section, value, date_1904) or general(exact)
    if section.has("text"):
        return "".join(general(exact) if t.kind == "text" else _literal(t) for t in section.tokens)
    shown = _show_magnitude(section, abs(exact))
    return f"-{shown}" if signed and exact < 0 and shown else shown


def decimal_of(value: float) -> Decimal:
    """A number as a program calculates with it: 15 decimal digits, so that 1.005 is no less than it says."""
    return Decimal(format(value, f".{_DIGITS}g"))


def plain(value: Decimal) -> str:
    """A number without an exponent and without needless zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def general(value: Decimal) -> str:
    """A number without a format: as many digits as have room, with an exponent only where it is not money."""
    size = abs(value)
    if size and not _SMALLEST_PLAIN <= size < _LARGEST_PLAIN:
        digits, exponent = format(Context(prec=6).create_decimal(value), "E").split("E")
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return f"{digits}E{int(exponent):+03d}"
    whole = max(1, size.adjusted() + 1)
    return plain(_rounded(value, max(0, _GENERAL_WIDTH - whole - 1)))


@lru_cache(maxsize=1000)
def _sections(number_format: str) -> Sequence[Section]:
    return sections_of(number_format if len(number_format) <= _LONGEST_FORMAT else "General")


def _is_for_text(sections: Sequence[Section]) -> bool:
    return len(sections) > 3 or sections[-1].has("text")


def _section_for(sections: Sequence[Section], value: Decimal) -> tuple[Section, bool]:
    """The section for a number, and whether a negative one gets its sign there.

    A section for negative numbers writes their sign itself. One with a condition does so where it has a sign
    or brackets; else the sign is kept, so that no number loses it. So it is where only red shows the sign.
    """
    if any(section.condition for section in sections):
        found = next((s for s in sections if s.condition is None or s.holds(value)), sections[-1])
        return found, not _has_sign(found)
    if len(sections) == 1:
        return sections[0], True
    if value < 0:
        return sections[1], sections[1].is_red and not _has_sign(sections[1])
    return sections[2 if value == 0 and len(sections) > 2 else 0], True


def _has_sign(section: Section) -> bool:
    return any(token.kind == "literal" and not _SIGNS.isdisjoint(token.text) for token in section.tokens)


def _show_magnitude(section: Section, value: Decimal) -> str:
    """A number that is not negative, by one section without dates."""
    value = value.scaleb(2 * section.count("percent"), _EXACT).scaleb(-3 * section.thousands_scaled, _EXACT)
    if section.has("general"):
        shown = in_chinese(general(value), section.numerals, by_digit=False)
        return "".join(shown if token.kind == "general" else _literal(token) for token in section.tokens)
    if section.has("exponent"):
        return _show_scientific(section, value)
    if section.has("fraction"):
        return _show_fraction(section, value)
    rounded = _rounded(value, section.decimals)
    whole, _, decimals = format(rounded, "f").partition(".")
    shown = _fill_whole(section, "" if whole == "0" else whole) + _fill_decimals(section, decimals)
    return in_chinese(shown, section.numerals, by_digit=True)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_EXACT)


def _literal(token: Token) -> str:
    return token.text if token.kind in ("literal", "percent") else ""


def _fill_whole(section: Section, digits: str) -> str:
    """The part before the decimal point, filled from the right; the first placeholder takes what is left."""
    tokens = section.whole
    placeholders = sum(token.kind == "digit" for token in tokens)
    shown: list[str] = []
    place = 0
    for token in reversed(tokens):
        if token.kind != "digit":
            shown.append(_literal(token))
            continue
        placeholders -= 1
        taken = digits[-1:] if placeholders else digits
        digits = digits[: len(digits) - len(taken)]
        for digit in reversed(taken or ("0" if token.text == "0" else "")):
            if section.grouped and place and place % 3 == 0:
                shown.append(",")
            shown.append(digit)
            place += 1
    return "".join(reversed(shown))


def _fill_decimals(section: Section, digits: str) -> str:
    """The part from the decimal point on; zeros at its end are shown only where the format has a zero."""
    placeholders = [token.text for token in section.fraction_part if token.kind == "digit"]
    needed = max((n for n, text in enumerate(placeholders, 1) if text == "0"), default=0)
    digits = digits[:needed] + digits[needed:].rstrip("0")
    left = iter(digits)
    return "".join(
        next(left, "") if token.kind == "digit" else "." if token.kind == "point" else _literal(token)
        for token in section.fraction_part
    )


def _show_scientific(section: Section, value: Decimal) -> str:
    """A number with one digit before the point, and the power of ten: 1.23E+05."""
    number, power = section.parted_at("exponent")
    decimals = Section(number).decimals
    exponent = value.adjusted() if value else 0
    digits = _rounded(value.scaleb(-exponent, _EXACT), decimals)
    if digits >= 10:
        exponent, digits = exponent + 1, _rounded(digits / 10, decimals)
    places = sum(token.kind == "digit" for token in power)
    sign = "-" if exponent < 0 else "+" if power[0].text.endswith("+") else ""
    return f"{format(digits, 'f')}E{sign}{abs(exponent):0{places}d}"


def _show_fraction(section: Section, value: Decimal) -> str:
    """A number as a fraction: with its whole part where the format has a place for it."""
    above, below = section.parted_at("fraction")
    before = "".join(token.text if token.kind == "digit" else " " for token in above).split()
    places = sum(token.kind == "digit" for token in below)
    whole = int(value) if len(before) > 1 else 0
    part = Fraction(value - whole).limit_denominator(10 ** max(1, min(places, 4)) - 1)
    whole, part = (whole + 1, Fraction(0)) if len(before) > 1 and part == 1 else (whole, part)
    shown = f"{part.numerator}/{part.denominator}" if part or len(before) < 2 else ""
    return f"{whole if whole or not shown else ''} {shown}".strip()
