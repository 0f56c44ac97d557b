"""Numbers in Chinese numerals, as the formats [DBNum1] (一二三) and [DBNum2] (壹贰叁) show them."""

from __future__ import annotations

_DIGITS = {1: "○一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖"}
_PLACES = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟")}
_GROUPS = ("", "万", "亿", "万亿")


def in_chinese(shown: str, numerals: int, *, by_digit: bool) -> str:
    """A shown number in these numerals (0 leaves it as it is), digit by digit or as it is spoken."""
    if not numerals:
        return shown
    if by_digit or not shown.partition(".")[0].isdigit():
        return _digit_by_digit(shown, numerals)
    whole, point, decimals = shown.partition(".")
    return _spoken(whole, numerals) + point + _digit_by_digit(decimals, numerals)


def _digit_by_digit(shown: str, numerals: int) -> str:
    return shown.translate(str.maketrans("0123456789", _DIGITS[numerals]))


def _spoken(digits: str, numerals: int) -> str:
    """A whole number by groups of four digits: 一千二百○三万四千."""
    digits = digits.lstrip("0")
    if not digits or len(digits) > 4 * len(_GROUPS):
        return _digit_by_digit(digits or "0", numerals)
    zero, spoken, gap = _DIGITS[numerals][0], "", False
    for index, digit in enumerate(digits):
        place = len(digits) - index - 1
        if digit == "0":
            gap = True
        else:
            spoken += (zero if gap else "") + _DIGITS[numerals][int(digit)] + _PLACES[numerals][place % 4]
            gap = False
        if place % 4 == 0 and digits[max(0, index - 3) : index + 1].strip("0"):
            spoken += _GROUPS[place // 4]
    return spoken.replace("一十", "十", 1) if spoken.startswith("一十") else spoken
