"""Which texts are figures: amounts, years and numbers of columns; and where the header of a table ends."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

# 12  1,234.56  -0.5  (12.00)  98.7%, the same with full-width signs, and what was meant for such a number:
# 1,450。50  9.00.00  120\ufffd00.
_AMOUNT = re.compile(r"^[(（]?[-－−+△▲]?[¥￥]?\d[\d,，.．。·\ufffd]*[%％]?[)）]?$")
# What a program shows for a number that it cannot show or calculate, and the sign of an unknown value.
_FAILED = re.compile(r"^(?:#+|#(?:[A-Z_]+|DIV/0|N/A)[!?]?|\ufffd)$")
_DATE = re.compile(r"^(?:19|20)\d\d[.．]\d{1,2}[.．]\d{1,2}$")
_YEAR = re.compile(r"^(?:19|20)\d\d年?(?:度)?$")
# A column number, with or without its formula: 3, (3), 3=1+2.
_COLUMN_NUMBER = re.compile(r"^[(（]?\d{1,2}[)）]?(?:[=＝][\d+＋\-－*×/÷().（）]+)?$")


def squeezed(text: str) -> str:
    """Text without any white space, so that two prints of one text compare equal."""
    return "".join(text.split())


def looks_like_amount(text: str) -> bool:
    """Whether a text is one number, well or badly printed, and no year; white space inside it is ignored."""
    text = squeezed(text)
    return holds_figure(text) and not is_year(text)


def is_year(text: str) -> bool:
    """Whether a text without white space is a year: 2024, 2024年, 2024年度."""
    return bool(_YEAR.match(text))


def holds_figure(text: str) -> bool:
    """Whether a text is one number, which may be a year; or what is printed where a number would be."""
    text = squeezed(text)
    return bool(_AMOUNT.match(text) or _FAILED.match(text)) and not _DATE.match(text)


def is_column_number_row(texts: Iterable[str]) -> bool:
    """Whether a row only numbers the columns: 1 2 3 ..., possibly with 栏次, ** or 3=1+2 among them."""
    numbers: list[int] = []
    for text in map(squeezed, texts):
        if _COLUMN_NUMBER.match(text):
            leading = re.match(r"\D*(\d+)", text)
            assert leading is not None
            numbers.append(int(leading.group(1)))
        elif any(c.isdigit() for c in text):
            return False
    return len(numbers) >= 2 and all(b == a + 1 for a, b in itertools.pairwise(numbers)) and numbers[0] <= 1


def header_row_count(rows: Iterable[list[str]]) -> int:
    """Leading rows with no amount in or above them; years and column numbers are not amounts."""
    count = 0
    for texts in rows:
        if any(map(looks_like_amount, texts)) and not is_column_number_row(texts):
            break
        count += 1
    return count
