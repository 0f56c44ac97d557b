"""Shows a number as a date or a time: days since 1900 (or 1904), with the time of the day as a fraction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pipelines.readers.spreadsheet.chinese_numerals import in_chinese
from pipelines.readers.spreadsheet.format_sections import Section, Token

# The last day that a date can be (31 December 9999), and the day that 1900 did not have.
_LAST_DAY = 2_958_465
_FALSE_LEAP_DAY = 60
# English in any locale, as a program of any language shows them.
_MONTHS = ["", "January", "February", "March", "April", "May", "June"]
_MONTHS += ["July", "August", "September", "October", "November", "December"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_CHINESE_DAYS = "一二三四五六日"


def show_date(section: Section, serial: float, date_1904: bool) -> str | None:
    """The date or time by one section of a format; None where the number is not a date."""
    if not 0 <= serial <= _LAST_DAY:
        return None
    precision = max((len(t.text.partition(".")[2]) for t in section.tokens if t.kind == "date"), default=0)
    moment = _moment(serial, date_1904, min(precision, 6))
    twelve = section.has("halves")
    shown = []
    for index, token in enumerate(section.tokens):
        if token.kind == "date":
            minutes = token.text[0] == "m" and len(token.text) < 3 and _tells_minutes(section.tokens, index)
            text = f"{moment.minute:0{len(token.text)}d}" if minutes else _part(token.text, moment, twelve)
            shown.append(in_chinese(text, section.numerals, by_digit=token.text[0] in "ye"))
        elif token.kind == "elapsed":
            shown.append(_elapsed(token.text, serial))
        elif token.kind == "halves":
            shown.append(token.text.split("/")[moment.hour >= 12])
        else:
            shown.append(token.text)
    return "".join(shown)


def _moment(serial: float, date_1904: bool, precision: int) -> datetime:
    """The moment, rounded as it is shown."""
    first = datetime(1904, 1, 1) if date_1904 else datetime(1899, 12, 30)
    if not date_1904 and serial < _FALSE_LEAP_DAY:
        first += timedelta(days=1)
    seconds = round(serial * 86_400, precision)
    return min(first + timedelta(seconds=seconds), datetime(9999, 12, 31, 23, 59, 59))


def _tells_minutes(tokens: Sequence[Token], index: int) -> bool:
    """Whether an m is after hours or before seconds."""
    parts = [(n, t) for n, t in enumerate(tokens) if t.kind in ("date", "elapsed")]
    at = [n for n, _ in parts].index(index)
    before = parts[at - 1][1].text[0] if at else ""
    behind = parts[at + 1][1].text[0] if at + 1 < len(parts) else ""
    return before == "h" or behind == "s"


def _part(code: str, moment: datetime, twelve: bool) -> str:
    """One part of a date by its letters: yyyy, m, dd, h, ss.00, aaaa …"""
    letter, width = code[0], len(code)
    if letter in "ye":
        return f"{moment.year % 100:02d}" if letter == "y" and width < 3 else f"{moment.year:04d}"
    if letter == "m":
        name = _MONTHS[moment.month]
        return {3: name[:3], 5: name[0]}.get(width, name) if width > 2 else f"{moment.month:0{width}d}"
    if letter == "d":
        name = _DAYS[moment.weekday()]
        return (name[:3] if width == 3 else name) if width > 2 else f"{moment.day:0{width}d}"
    if letter == "h":
        return f"{((moment.hour - 1) % 12 + 1) if twelve else moment.hour:0{min(width, 2)}d}"
    if letter == "s":
        whole, point, decimals = code.partition(".")
        part = f"{moment.microsecond:06d}"[: len(decimals)]
        return f"{moment.second:0{min(len(whole), 2)}d}{point}{part}"
    if letter == "a":
        return ("星期" if width > 3 else "") + _CHINESE_DAYS[moment.weekday()]
    return ""


def _elapsed(code: str, serial: float) -> str:
    """All hours, minutes or seconds, also those of days."""
    per_day = {"h": 24, "m": 1440, "s": 86_400}[code[0]]
    return f"{round(serial * 86_400) * per_day // 86_400:0{min(len(code), 2)}d}"
