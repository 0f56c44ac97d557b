"""Makes the documents: which organisations publish what, and how a real text becomes theirs."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import count as numbers
from itertools import islice
from pathlib import Path

from generator.layouts import GUYUAN, LAYOUTS, RAW_DIR, XINZHOU, YEAR, Layout, amounts, multiplied

SEED = 20260101
ERRORS = 0.1
_REGIONS = RAW_DIR.parents[1] / "dbt_project" / "seeds" / "reference" / "regions.csv"
_BUREAUS = (
    "教育局", "民政局", "司法局", "财政局", "审计局", "统计局", "水利局", "商务局", "林业局", "体育局",
    "农业农村局", "交通运输局", "应急管理局", "生态环境局", "城市管理局", "医疗保障局", "科学技术局",
    "自然资源局", "退役军人事务局", "市场监督管理局", "住房和城乡建设局", "文化和旅游局",
    "发展和改革局", "工业和信息化局", "人力资源和社会保障局",
)  # fmt: skip
# By how much amounts are multiplied, and by how many places the point moves to the right.
_EXACT = tuple((factor, 0) for factor in range(1, 10))
_ROUNDED = ((1, -1), (1, 0), (1, 1))
_SHIFTS = range(-3, 3)
# Of all organisations: three years in a row, one year twice, a department with a unit.
_YEARS, _VINTAGES, _UNITS = 0.12, 0.04, 0.08


@dataclass(frozen=True, slots=True)
class PlantedError:
    """A digit that was changed: the line of the file, from 1, and what was and is printed there."""

    source_file: str
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Document:
    """A generated disclosure; ``error`` where one was planted."""

    source_file: str
    organization_name: str
    text: str
    error: PlantedError | None = None


@dataclass(frozen=True, slots=True)
class _Organization:
    city: str
    district: str
    bureau: str
    scale: tuple[int, int]

    def words(self) -> dict[str, str]:
        return {
            "city": self.city,
            "stem": self.city.removesuffix("市"),
            "district": self.district,
            "bureau": self.bureau,
            "short": self.bureau.removesuffix("局"),
        }


def documents(seed: int = SEED, errors: float = ERRORS) -> Iterator[Document]:
    """Documents without end; in a share of ``errors`` of them one digit is wrong."""
    taken: set[tuple[str, str, str]] = set()
    serial = numbers()
    for number in numbers():
        chance = random.Random(f"{seed}-{number}")
        layout = LAYOUTS[number % len(LAYOUTS)]
        organization = _organization(layout, chance, taken)
        for of_layout, publisher, shift, is_unit in _publications(layout, organization, chance):
            text = _rewritten(of_layout, publisher, shift, chance)
            if is_unit:
                text = text.replace("部门预算", "单位预算")
            name = f"{next(serial):06d}-{of_layout.city}.txt"
            document = Document(name, f"{publisher.city}{publisher.district}{publisher.bureau}", text)
            yield _with_error(document, of_layout, chance) if chance.random() < errors else document


def write_documents(folder: Path, count: int, seed: int = SEED, errors: float = ERRORS) -> list[PlantedError]:
    """Fill a new folder with as many documents; returns the errors planted in them."""
    folder.mkdir(parents=True)
    planted = []
    for document in islice(documents(seed, errors), count):
        (folder / document.source_file).write_text(document.text, encoding="utf-8")
        if document.error:
            planted.append(document.error)
    return planted


def _publications(
    layout: Layout, organization: _Organization, chance: random.Random
) -> list[tuple[Layout, _Organization, int, bool]]:
    """What an organisation publishes: layout, publisher, shift of the years, and whether as a unit."""
    kind, shift = chance.random(), chance.choice(_SHIFTS)
    if kind < _YEARS:
        return [(layout, organization, shift + year, False) for year in (-1, 0, 1)]
    if kind < _YEARS + _VINTAGES:
        others = [scale for scale in _scales(layout) if scale != organization.scale]
        again = replace(organization, scale=chance.choice(others))
        return [(layout, organization, shift, False), (layout, again, shift, False)]
    if kind < _YEARS + _VINTAGES + _UNITS and not layout.is_district:
        # Xinzhou's text lists a centre as its unit, which prints the tables of Guyuan, of two years later.
        unit = replace(organization, bureau=f"{organization.bureau.removesuffix('局')}服务中心")
        return [(XINZHOU, organization, shift, False), (GUYUAN, unit, shift - 2, True)]
    return [(layout, organization, shift, False)]


def _organization(layout: Layout, chance: random.Random, taken: set[tuple[str, str, str]]) -> _Organization:
    """One that publishes nothing yet."""
    while True:
        city, district = chance.choice(_places(layout.is_district))
        name = (city, district, chance.choice(_BUREAUS))
        if name not in taken:
            taken.add(name)
            return _Organization(*name, scale=chance.choice(_scales(layout)))


def _scales(layout: Layout) -> tuple[tuple[int, int], ...]:
    return _ROUNDED if layout.is_rounded else _EXACT


@cache
def _places(are_districts: bool) -> list[tuple[str, str]]:
    """Cities, or districts with their cities."""
    with _REGIONS.open(encoding="utf-8", newline="") as lines:
        regions = {row["region_code"]: row for row in csv.DictReader(lines)}
    places = []
    for region in regions.values():
        parent = regions.get(region["parent_code"], {"name_zh": "", "level": ""})
        name = region["name_zh"]
        if are_districts and name.endswith("区") and parent["level"] == "prefecture":
            places.append((parent["name_zh"], name))
        elif not are_districts and name.endswith("市") and region["level"] != "province":
            places.append((name, ""))
    return places


def _rewritten(layout: Layout, organization: _Organization, shift: int, chance: random.Random) -> str:
    text = _without_forms(layout, chance)
    pieces, end = [], 0
    for found in amounts(layout, text):
        pieces += [text[end : found.start()], multiplied(found[0], *organization.scale)]
        end = found.end()
    text = "".join(pieces) + text[end:]
    text = YEAR.sub(lambda found: _shifted(found[0], shift), text)
    words = organization.words()
    parts = [pattern for pattern, _ in layout.names]
    templates = [template.format(**words) for _, template in layout.names]
    names = re.compile("|".join(f"({part})" for part in parts))
    return names.sub(lambda found: templates[(found.lastindex or 1) - 1], text)


def _shifted(printed: str, years: int) -> str:
    digits = iter(str(int(re.sub(r"\D", "", printed)) + years))
    return "".join(next(digits) if character.isdigit() else character for character in printed)


def _without_forms(layout: Layout, chance: random.Random) -> str:
    """The real text; of its project forms the first and a chance choice of the others."""
    text = layout.text
    if not layout.form:
        return text
    starts = [found.start() for found in re.finditer(layout.form, text)]
    forms = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    kept = [form for number, form in enumerate(forms) if number == 0 or chance.random() < 0.7]
    return text[: starts[0]] + "".join(kept)


def _with_error(document: Document, layout: Layout, chance: random.Random) -> Document:
    """The document with one digit changed, in a row of a table with several amounts."""
    found = list(amounts(layout, document.text))
    line_of = [document.text.count("\n", 0, each.start()) for each in found]
    lines = document.text.split("\n")
    candidates = [
        each
        for each, line in zip(found, line_of, strict=True)
        if _is_row_of_sums(lines, line, line_of) and re.search("[1-9]", each[0])
    ]
    chosen = chance.choice(candidates)
    digit = next(place for place, character in enumerate(chosen[0]) if character in "123456789")
    other = chance.choice([each for each in "123456789" if each != chosen[0][digit]])
    after = f"{chosen[0][:digit]}{other}{chosen[0][digit + 1 :]}"
    text = f"{document.text[: chosen.start()]}{after}{document.text[chosen.end() :]}"
    line = document.text.count("\n", 0, chosen.start()) + 1
    return replace(document, text=text, error=PlantedError(document.source_file, line, chosen[0], after))


def _is_row_of_sums(lines: list[str], line: int, line_of: list[int]) -> bool:
    """Does a row begin with a code and print several amounts, or have some around it, with a line each?"""
    if re.match(r"\D{0,3}\d{3,7}[\t<]", lines[line]):
        return line_of.count(line) > 2
    return lines[line].startswith("\t") and {line - 1, line + 1} <= set(line_of)
