"""The five disclosures of data/raw compared with independent transcriptions, cell by cell.

``tests/expected/<document>.csv`` was transcribed by people from the files alone: one row for each numeric
cell with its place in the text (``source_line``, ``position``), and all coordinates or the reason why it is
not an amount.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from running import BuiltWarehouse

EXPECTED = Path(__file__).parent / "expected"
DOCUMENTS = ["guyuan-2024", "xianning-2023", "xinzhou-2022", "xushui-2024", "yima-2024"]
COORDINATES = [
    "statement_code",
    "flow",
    "line_label",
    "function_code",
    "department_economic_code",
    "government_economic_code",
    "unit_code",
    "project_code",
    "procurement_code",
    "row_role",
    "fund_source",
    "nature",
    "basis",
    "fiscal_year",
    "measure",
    "published_unit",
]
HALF_WIDTH = str.maketrans("（）：，", "():,")
Cells = dict[tuple[int, str], list[dict[str, str]]]


def same_line_and_text(source_line: object, raw_text: object) -> tuple[int, str]:
    text = re.sub(r"<[^>]*>", "", str(raw_text))
    return int(str(source_line)), re.sub(r"\s", "", text)


def expected_cells(document: str, placement: str) -> Cells:
    cells: Cells = defaultdict(list)
    with (EXPECTED / f"{document}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["placement"] == placement:
                cells[same_line_and_text(row["source_line"], row["raw_text"])].append(row)
    for rows in cells.values():
        rows.sort(key=lambda row: int(row["position"]))
    return cells


def published_cells(warehouse: BuiltWarehouse, document: str, table: str) -> Cells:
    result = warehouse.connection.execute(
        f"select {table}.* from {table} join dim_disclosures using (disclosure_key) "
        "where source_file like ? and source_line is not null order by source_line, col_no",
        [f"{document}%"],
    )
    names = [column[0] for column in result.description]
    cells: Cells = defaultdict(list)
    for values in result.fetchall():
        row = {name: "" if value is None else str(value) for name, value in zip(names, values, strict=True)}
        cells[same_line_and_text(row["source_line"], row["raw_text"])].append(row)
    return cells


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_amount_has_the_transcribed_coordinates(warehouse: BuiltWarehouse, document: str) -> None:
    published = published_cells(warehouse, document, "fct_published_amounts")
    differences = []
    for place, rows in expected_cells(document, "amount").items():
        found = published.get(place, [])
        if len(found) != len(rows):
            differences.append(f"{place}: {len(rows)} transcribed, {len(found)} published")
            continue
        for row, fact in zip(rows, found, strict=True):
            if Decimal(fact["published_value"]) != Decimal(row["published_value"]):
                differences.append(f"{place}: value {fact['published_value']}, not {row['published_value']}")
            for name in COORDINATES:
                got, want = (text.translate(HALF_WIDTH) for text in (fact[name], row[name]))
                if got != want:
                    differences.append(f"{place} {row['line_label']}: {name} is {got!r}, not {want!r}")
    assert not differences, "\n".join(differences[:40])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_nothing_is_published_that_was_not_transcribed(warehouse: BuiltWarehouse, document: str) -> None:
    expected = expected_cells(document, "amount")
    surplus = [
        place
        for place, facts in published_cells(warehouse, document, "fct_published_amounts").items()
        if len(facts) != len(expected.get(place, []))
        # The transcription has no row for a total in one cell with its label, but it is a printed figure.
        and not re.match(r"^\D+\d", place[1])
    ]
    assert not surplus, surplus[:20]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_indicator_values_are_performance_targets(warehouse: BuiltWarehouse, document: str) -> None:
    published = published_cells(warehouse, document, "fct_performance_targets")
    missing = [place for place in expected_cells(document, "performance") if place not in published]
    assert not missing, missing[:20]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_no_amount_is_unplaced_with_the_reason(warehouse: BuiltWarehouse, document: str) -> None:
    published = published_cells(warehouse, document, "fct_unplaced_cells")
    differences = []
    for place, rows in expected_cells(document, "unplaced").items():
        reasons = {cell["reason"] for cell in published.get(place, [])}
        if rows[0]["reason"] not in reasons:
            differences.append(f"{place}: {reasons or 'not there'}, not {rows[0]['reason']}")
    assert not differences, "\n".join(differences[:40])
