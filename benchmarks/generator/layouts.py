"""The five real texts: how each spells its organisation, and which of its numbers are amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

RAW_DIR = Path(__file__).resolve().parents[2] / "data" / "raw"


@dataclass(frozen=True)
class Layout:
    """One real text.

    ``names``: patterns and what takes their place, tried in this order; ``{city}``, ``{stem}`` (without 市),
    ``{district}``, ``{bureau}`` and ``{short}`` (without 局) are those of an invented organisation.
    ``is_district``: the organisation belongs to a district, printed behind its city. ``whole_numbers``:
    fields of tables that are whole numbers are amounts, too, but for codes. ``is_rounded``: some of its sums
    hold within rounding only. ``kept``: what looks like an amount and is none; its first group stays.
    ``form``: heading of the forms that may be left out.
    """

    city: str
    names: tuple[tuple[str, str], ...]
    is_district: bool = False
    whole_numbers: bool = False
    is_rounded: bool = False
    kept: str = r"(?!)()"
    form: str = ""

    @cached_property
    def text(self) -> str:
        """The real text."""
        (file,) = RAW_DIR.glob(f"{self.city}-*.txt")
        return file.read_text(encoding="utf-8")


XINZHOU = Layout(
    city="xinzhou",
    names=(
        (r"忻州市工业[ \n]*和[ \n]*信息化?[ \n]*服务[ \n]*中心", "{city}{short}服务中心"),
        (r"忻州市工业[ \n]*和[ \n]*信息化?[ \n]*局", "{city}{bureau}"),
        (r"忻州市工信局", "{city}{bureau}"),
        (r"工信局", "{bureau}"),
        (r"忻州市", "{city}"),
        (r"忻州", "{stem}"),
    ),
)
GUYUAN = Layout(
    city="guyuan",
    names=((r"固原市工业和信息化局", "{city}{bureau}"), (r"固原市", "{city}"), (r"固原", "{stem}")),
    whole_numbers=True,
    # The last column of rows with a code and eight fields is a change in per cent.
    kept=r"(?m)^\d{7}(?:\t[^\t\n]*){6}\t(-?[\d.]+)$",
    form=r"(?m)^部门项目支出预算绩效目标表$",
)
LAYOUTS = (
    GUYUAN,
    Layout(
        city="xianning",
        names=(
            (r"咸宁市经济和信息化局", "{city}{bureau}"),
            # Cut off by narrow columns.
            (r"咸宁市经济和信息?", "{city}{bureau}"),
            (r"经信局", "{bureau}"),
            (r"咸宁市", "{city}"),
            (r"咸宁", "{stem}"),
        ),
        is_rounded=True,
    ),
    XINZHOU,
    Layout(
        city="xushui",
        names=(
            (r"工业和信息化局|工信局", "{bureau}"),
            (r"保定市", "{city}"),
            (r"徐水[区县]", "{district}"),
        ),
        is_district=True,
        is_rounded=True,
    ),
    Layout(
        city="yima",
        names=(
            (r"义马市工业和?信息化?和?科技局", "{city}{bureau}"),
            (r"义马市", "{city}"),
            (r"义马", "{stem}"),
        ),
        is_rounded=True,
    ),
)

# Years, also where a narrow column broke them: "（2\n022\n年".
YEAR = re.compile(
    r"(?<![\d.,A-Za-z])(?P<year>20[12]\d)(?![\d.,])(?!\s*(?:万?元|[个家户人路]))"
    r"|(?<![\d.,A-Za-z])(?P<broken>2\n?0\n?[12]\n?\d)(?=\n年)"
)
_UNITS = r"\s*(?:[%％]|个百分点|平方米|亩|亿|万?元\s*[/（(及以])"
_DECIMAL = rf"(?<![\d.,A-Za-z])(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\.\d+(?: \d+(?=[\s|]|$))?(?![\d.])(?!{_UNITS})"
_GROUPED = r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d.,])"
_BEFORE_YUAN = r"(?<![\d.,价值])(?<![价值\d.] )\d+(?=\s*万?元(?!\s*[/及以(（]))"
_FIELD = r"(?<=\t)-?\d+(?=\t|$)|^\d+(?=\t-?\d+\t)"


def amounts(layout: Layout, text: str) -> Iterator[re.Match[str]]:
    """Where amounts are printed in the text of a layout, in their order."""
    kinds = [_DECIMAL, _GROUPED, _BEFORE_YUAN, *([_FIELD] if layout.whole_numbers else [])]
    kept = {found.start(1) for found in re.finditer(layout.kept, text)}
    for found in re.finditer("|".join(kinds), text, re.MULTILINE):
        if found.start() not in kept and found.start() - 1 not in kept:
            yield found


def multiplied(printed: str, factor: int, places: int = 0) -> str:
    """A printed amount times a whole number, the point moved to the right by ``places``.

    Commas and the break within it stay.
    """
    whole, _, decimals = printed.partition(".")
    count = len(re.sub(r"\D", "", decimals)) - places
    value = int(re.sub(r"\D", "", printed)) * factor * 10 ** max(0, -count)
    count = max(0, count)
    text = str(value).zfill(count + 1)
    head, tail = text[: len(text) - count], text[len(text) - count :]
    if "," in whole:
        head = f"{int(head):,}"
    if " " in decimals:
        tail = f"{tail[:1]} {tail[1:]}"
    return f"{'-' if printed.startswith('-') else ''}{head}{'.' if tail else ''}{tail}"
