"""Figures restated in prose, compared with an independent reading of the five files.

``tests/expected/narrative_claims.csv`` was transcribed by people from the text alone: one row for each
figure that the narrative restates, with the verdict that follows from the tables of the same file.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from running import BuiltWarehouse

EXPECTED = Path(__file__).parent / "expected" / "narrative_claims.csv"

# How many of the transcribed claims we find, and for how many we find the table figure that the reader found.
# Both may only rise.
FLOORS = {
    "guyuan-2024": (184, 74),
    "xianning-2023": (70, 31),
    "xinzhou-2022": (82, 36),
    "xushui-2024": (31, 17),
    "yima-2024": (74, 37),
}

Place = tuple[int, Decimal | None, str]


@dataclass(frozen=True)
class Claim:
    claim_kind: str
    status: str
    text: str


def expected_claims(document: str) -> dict[Place, list[Claim]]:
    claims: dict[Place, list[Claim]] = defaultdict(list)
    with EXPECTED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["source_file"].startswith(document):
                value = abs(Decimal(row["value"])) if row["value"] else None
                text = f"{row['sentence_fragment']} [{row['evidence']}]"
                place = (int(row["source_line"]), value, row["unit"])
                claims[place].append(Claim(row["kind"], row["expected_status"], text))
    return claims


def published_claims(warehouse: BuiltWarehouse, document: str) -> dict[Place, list[Claim]]:
    claims: dict[Place, list[Claim]] = defaultdict(list)
    for line, value, unit, kind, status, subject, explanation in warehouse.rows(
        "select source_line, abs(claimed_value), claimed_unit, claim_kind, status, subject, explanation "
        "from fct_narrative_claims join dim_disclosures using (disclosure_key) "
        "where source_file like ? order by line_no, claim_key",
        [f"{document}%"],
    ):
        claims[(line, value, unit)].append(Claim(kind, status, f"{subject}: {explanation}"))
    return claims


def paired(warehouse: BuiltWarehouse, document: str) -> list[tuple[Claim, Claim]]:
    """Pairs of a transcribed and a published claim with the same line, value, unit and kind, in any order."""
    pairs = []
    published = published_claims(warehouse, document)
    for place, transcribed in expected_claims(document).items():
        left = list(published.get(place, []))
        for claim in transcribed:
            same_kind = [other for other in left if other.claim_kind == claim.claim_kind] or left
            if same_kind:
                found = min(same_kind, key=lambda other: other.status != claim.status)
                left.remove(found)
                pairs.append((claim, found))
    return pairs


@pytest.mark.parametrize("document", FLOORS)
def test_no_sentence_is_accused_wrongly(warehouse: BuiltWarehouse, document: str) -> None:
    transcribed = expected_claims(document)
    accused = {
        (place, claim.text)
        for place, claims in published_claims(warehouse, document).items()
        for claim in claims
        if claim.status == "disagrees"
        and not any(other.status == "disagrees" for other in transcribed.get(place, []))
    }
    assert not accused


@pytest.mark.parametrize("document", FLOORS)
def test_verdicts_are_those_of_the_reader(warehouse: BuiltWarehouse, document: str) -> None:
    differences = [
        f"{claim.text}: {found.status}, not {claim.status} ({found.text})"
        for claim, found in paired(warehouse, document)
        if found.status != "no_table_figure" and found.status != claim.status
    ]
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize("document", FLOORS)
def test_as_many_claims_are_found_as_before(warehouse: BuiltWarehouse, document: str) -> None:
    pairs = paired(warehouse, document)
    verdicts = Counter(claim.status for claim, found in pairs if found.status == claim.status)
    found, judged = len(pairs), verdicts["agrees"] + verdicts["disagrees"]
    least_found, least_judged = FLOORS[document]
    assert (found >= least_found, judged >= least_judged) == (True, True), (found, judged)


@pytest.mark.parametrize(("document", "line"), [("guyuan-2024", 342), ("xinzhou-2022", 388)])
def test_real_contradictions_are_found(warehouse: BuiltWarehouse, document: str, line: int) -> None:
    contradicted = {
        place[0]
        for place, claims in published_claims(warehouse, document).items()
        if any(claim.status == "disagrees" for claim in claims)
    }
    assert line in contradicted


def test_what_agrees_can_be_followed_to_cells(warehouse: BuiltWarehouse) -> None:
    claims, followed = warehouse.rows(
        """
        select count(distinct claim_key), count(distinct claim_key) filter (amount_key is not null)
        from (
            select claim_key, unnest(amount_keys) as amount_key
            from fct_narrative_claims
            where status = 'agrees'
        )
        left join fct_published_amounts using (amount_key)
        """
    )[0]
    assert claims == followed > 0


def test_a_blank_cell_is_no_zero(warehouse: BuiltWarehouse) -> None:
    """Guyuan lists thirty categories with 0 万元; in its tables their cells are blank."""
    assert warehouse.rows(
        "select distinct status from fct_narrative_claims join dim_disclosures using (disclosure_key) "
        "where source_file like 'guyuan%' and source_line = 320 and claimed_value = 0"
    ) == [("no_table_figure",)]
