"""Generated disclosures: real layouts with other names, years and amounts, and sums as right as there."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import generator
import pytest
from generator import Document, documents
from running import BuiltWarehouse

COUNT, SEED, ERRORS = 10, 5, 0.3
NAMES_OF_ORIGINALS = "固原|义马|徐水区|忻州|咸宁市"


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    for document in islice(documents(SEED, ERRORS), COUNT):
        (folder / document.source_file).write_text(document.text, encoding="utf-8")


@pytest.fixture(scope="module")
def generated() -> list[Document]:
    return list(islice(documents(SEED, ERRORS), COUNT))


def layout_of(source_file: str) -> str:
    return re.split(r"[-.]", source_file)[1 if source_file[0].isdigit() else 0]


def proof(warehouse: BuiltWarehouse) -> dict[str, tuple[int, ...]]:
    """Identities that fail, hold within rounding and hold, and verified and contradicted figures, by file."""
    rows = warehouse.rows(
        """
        with identities as (
            select
                disclosure_key,
                count(*) filter (where status = 'fail') as failing,
                count(*) filter (where status = 'rounding') as rounded,
                count(*) filter (where status = 'pass') as passed
            from fct_reconciliations
            group by disclosure_key
        ),

        figures as (
            select
                disclosure_key,
                count(*) filter (where verification = 'verified') as verified,
                count(*) filter (where verification = 'contradicted') as contradicted
            from fct_published_amounts
            group by disclosure_key
        )

        select source_file, failing, rounded, passed, verified, contradicted
        from dim_disclosures
        inner join identities using (disclosure_key)
        inner join figures using (disclosure_key)
        """
    )
    return {source_file: tuple(counts) for source_file, *counts in rows}


def test_the_same_seed_gives_the_same_documents(generated: list[Document], tmp_path: Path) -> None:
    planted = generator.write_documents(tmp_path / "raw", COUNT - 1, SEED, ERRORS)
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "raw").iterdir()}
    assert written == {each.source_file: each.text for each in generated[:-1]}
    assert planted == [each.error for each in generated[:-1] if each.error]
    assert [each.text for each in islice(documents(SEED + 1), COUNT)] != [each.text for each in generated]


def test_no_name_of_the_originals_is_left(generated: list[Document]) -> None:
    assert [
        found for each in generated for found in re.findall(f"(?:{NAMES_OF_ORIGINALS}).*", each.text)
    ] == []


def test_organisations_are_read_as_they_were_made(written: BuiltWarehouse, generated: list[Document]) -> None:
    read = dict(written.rows("select source_file, organization_name from dim_disclosures"))
    assert read == {each.source_file: each.organization_name for each in generated}
    assert written.scalar("select count(*) from dim_disclosures where region_code is null") == 0


def test_what_held_in_the_original_holds(
    warehouse: BuiltWarehouse, written: BuiltWarehouse, generated: list[Document]
) -> None:
    originals = {layout_of(source_file): counts for source_file, counts in proof(warehouse).items()}
    found = proof(written)
    right = [each.source_file for each in generated if not each.error]
    assert {name: found[name] for name in right} == {name: originals[layout_of(name)] for name in right}


def test_planted_errors_are_found(written: BuiltWarehouse, generated: list[Document]) -> None:
    errors = [each.error for each in generated if each.error]
    assert errors
    for error in errors:
        figures = written.rows(
            "select verification from fct_published_amounts "
            "inner join dim_disclosures using (disclosure_key) "
            "where source_file = ? and source_line = ? and raw_text = ?",
            [error.source_file, error.line, error.after],
        )
        assert ("verified",) not in figures, error
