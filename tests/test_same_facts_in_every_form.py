"""The same content gives the same facts, whatever the form of the file: coordinates, values and units."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from running import RAW_DIR, build_warehouse
from same_facts import Comparison, compare, write_forms

# One text with tabs and titles in its tables, one that is a word processor's dump.
ORIGINALS = [next(RAW_DIR.glob(f"{place}*.txt")) for place in ("xushui", "xinzhou")]
# What only LibreOffice writes and reads has tests of its own.
FORMS = ("xlsx", "xls", "ods", "docx", "html")


@pytest.fixture(scope="module")
def comparisons(tmp_path_factory: pytest.TempPathFactory) -> Generator[dict[tuple[str, str], Comparison]]:
    folder = tmp_path_factory.mktemp("forms")
    raw_dir = folder / "raw"
    (raw_dir / "originals").mkdir(parents=True)
    for original in ORIGINALS:
        (raw_dir / "originals" / original.name).symlink_to(original)
    written = write_forms(ORIGINALS, FORMS, raw_dir)
    with build_warehouse(raw_dir, folder / "warehouse") as built:
        yield {(each.file, each.form): each for each in compare(built.connection, written)}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("original", ORIGINALS, ids=lambda path: path.name.split("-")[0])
def test_a_disclosure_gives_the_same_facts_in_another_form(
    comparisons: dict[tuple[str, str], Comparison], original: Path, form: str
) -> None:
    each = comparisons[original.name, form]
    assert each.original.total() > 250
    assert (each.missing, each.extra) == ({}, {})
