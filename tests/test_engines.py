"""What joins all documents is written once, and gives the same rows on DuckDB and on Spark."""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from running import BuiltWarehouse

from pipelines.engines.difference import differences
from pipelines.engines.duck import run_on_duckdb
from pipelines.engines.inputs import WholeWarehouse, export_tables, read_whole_warehouse
from pipelines.engines.multiplied import multiply
from pipelines.engines.spark import open_session, run_on_spark
from pipelines.models.dbt import prepare_project
from pipelines.settings import DBT_PROJECT_DIR, Configuration

CONFIGURATION: Configuration = {"threads": 2}
# Forms of SQL that only DuckDB knows; macros/engines.sql has what stands for them.
ONLY_DUCKDB = re.compile(
    r"\basof\b|\bsemi join|\banti join|\bexclude\b|\breplace \(|\barg_m(?:ax|in)\(|\bmode\(\w|\bunnest\("
    r"|\blist_\w+\(\w|\bstr[fp]time\(|\bstarts_with\(|\bregexp_\w+\(|\blen\(|\bas varchar\b|[\s,(]\[|\w\[\d",
)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
# Publishing writes the rows of these.
EMPTY = {"marts.dim_releases", "marts.fct_release_tables", "marts.fct_scanned_pages"}


@pytest.fixture(scope="module")
def part() -> WholeWarehouse:
    return read_whole_warehouse(prepare_project())


def test_models_that_join_all_documents_use_no_form_that_only_duckdb_knows() -> None:
    models = DBT_PROJECT_DIR / "models"
    files = [file for file in models.rglob("*.sql") if "whole_warehouse" in file.read_text(encoding="utf-8")]
    files += [*models.glob("reports/*.sql"), *DBT_PROJECT_DIR.glob("macros/reports/*.sql")]
    found = {}
    for file in files:
        if match := ONLY_DUCKDB.search(JINJA.sub("", file.read_text(encoding="utf-8"))):
            found[file.name] = match[0]
    assert len(files) > 30
    assert found == {}


def test_the_copies_of_a_document_are_compared_and_have_vintages_and_units(
    warehouse: BuiltWarehouse, part: WholeWarehouse, tmp_path: Path
) -> None:
    """Otherwise engines would agree about empty tables."""
    multiplied_inputs(warehouse, part, tmp_path)
    results = tmp_path / "results"
    run_on_duckdb(part, tmp_path / "inputs", results, tmp_path / "one.duckdb", CONFIGURATION)
    counts = {found.table: found.rows[0] for found in differences(part, results, results, {})}
    assert {table for table, count in counts.items() if not count} == EMPTY
    assert counts["marts.dim_disclosures"] == 14 * len(warehouse.rows("from dim_disclosures"))


@pytest.mark.skipif(not find_spec("pyspark"), reason="the extra spark is not installed")
@pytest.mark.skipif(not shutil.which("java"), reason="Spark needs Java")
def test_spark_gives_the_rows_of_duckdb(
    warehouse: BuiltWarehouse, part: WholeWarehouse, tmp_path: Path
) -> None:
    multiplied_inputs(warehouse, part, tmp_path)
    run_on_duckdb(part, tmp_path / "inputs", tmp_path / "one", tmp_path / "one.duckdb", CONFIGURATION)
    session = open_session(tmp_path / "tables", threads=2, memory_mb=2000)
    try:
        run_on_spark(session, part, DBT_PROJECT_DIR, tmp_path / "inputs", tmp_path / "other")
    finally:
        session.stop()
    found = list(differences(part, tmp_path / "one", tmp_path / "other", {}))
    assert [each for each in found if not each.is_none or each.sums[0] != each.sums[1]] == []
    assert {each.table for each in found if not each.rows[1]} == EMPTY


def multiplied_inputs(warehouse: BuiltWarehouse, part: WholeWarehouse, folder: Path) -> None:
    """What both engines read, with two organisations for each document."""
    export_tables(warehouse.settings.build_file, part.inputs, folder / "exported")
    multiply(folder / "exported", part.inputs, folder / "inputs", 14, CONFIGURATION)
