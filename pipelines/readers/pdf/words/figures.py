"""Which cells look like amounts, and so how many rows at the top of a table are header rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from pipelines.readers.pdf.cells.pieces import squeezed

# 12  1,234.56  -0.5  (12.00)  98.7%  with full-width signs too.
_AMOUNT = re.compile(
    r"^[(（]?[-－−+]?[¥￥]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?%?[)）]?$|^[(（]?[-－−+]?[¥￥]?\d+(?:\.\d+)?[%％]?[)）]?$"
)
_YEAR = re.compile(r"^(?:19|20)\d\d年?(?:度)?$")
# A column number, or how it is made of others: 3, (3), 3=1+2, 栏 2.
_COLUMN_NUMBER = re.compile(r"^[(（]?\d{1,2}[)）]?(?:[=＝][\d+＋\-－*×/÷().（）]+)?$")


def looks_like_amount(text: str) -> bool:
    """Whether a cell's text is one number and no year; white space inside it does not count."""
    text = squeezed(text)
    return bool(_AMOUNT.match(text)) and not _YEAR.match(text)


def holds_figure(text: str) -> bool:
    """Whether a cell's text is one number, a year or not."""
    return bool(_AMOUNT.match(squeezed(text)))


def is_column_number_row(texts: Iterable[str]) -> bool:
    """Whether a row only numbers the columns: 1 2 3 ..., also with 栏次, ** or 3=1+2 among them."""
    numbers: list[int] = []
    for text in map(squeezed, texts):
        if _COLUMN_NUMBER.match(text):
            leading = re.match(r"\D*(\d+)", text)
            assert leading is not None
            numbers.append(int(leading.group(1)))
        elif any(c.isdigit() for c in text):
            return False
    return len(numbers) >= 2 and all(b == a + 1 for a, b in itertools.pairwise(numbers)) and numbers[0] <= 1


def header_row_count(rows: list[list[str]]) -> int:
    """Leading rows with no amount in or above them; years and column numbers are no amounts."""
    count = 0
    for texts in rows:
        if any(map(looks_like_amount, texts)) and not is_column_number_row(texts):
            break
        count += 1
    return count
