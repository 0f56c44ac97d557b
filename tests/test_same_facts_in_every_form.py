"""The same content gives the same facts, whatever the form of the file: coordinates, values and units."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from running import RAW_DIR, BuiltWarehouse
from same_facts import Comparison, compare, write_forms

# One text with tabs and titles in its tables, one that is a word processor's dump.
ORIGINALS = [next(RAW_DIR.glob(f"{place}*.txt")) for place in ("xushui", "xinzhou")]
# What only LibreOffice writes and reads has tests of its own.
FORMS = ("xlsx", "xls", "ods", "docx", "html")


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    for original in ORIGINALS:
        shutil.copy(original, folder)
    for file in write_forms(ORIGINALS, FORMS, folder).values():
        (folder / file).rename(folder / Path(file).name)
    for form in FORMS:
        (folder / form).rmdir()


@pytest.fixture(scope="module")
def comparisons(written: BuiltWarehouse) -> dict[tuple[str, str], Comparison]:
    files = {(each.name, form): each.with_suffix(f".{form}").name for each in ORIGINALS for form in FORMS}
    compared = compare(written.connection, files, originals="")
    return {(each.file, each.form): each for each in compared}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("original", ORIGINALS, ids=lambda path: path.name.split("-")[0])
def test_a_disclosure_gives_the_same_facts_in_another_form(
    comparisons: dict[tuple[str, str], Comparison], original: Path, form: str
) -> None:
    each = comparisons[original.name, form]
    assert each.original.total() > 250
    assert (each.missing, each.extra) == ({}, {})
