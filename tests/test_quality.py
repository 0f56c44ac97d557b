"""The checks that Dagster shows of a release."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import dagster as dg
import duckdb
from running import RAW_DIR, BuiltWarehouse

from pipelines.orchestration.checks import our_work_is_sound, published_figures_add_up
from pipelines.orchestration.resources import Workspace


def workspace(warehouse_dir: Path) -> Workspace:
    return Workspace(raw_dir=str(RAW_DIR), warehouse_dir=str(warehouse_dir))


def test_publishers_errors_are_warnings_by_document(warehouse: BuiltWarehouse) -> None:
    result = published_figures_add_up(workspace=workspace(warehouse.settings.warehouse_dir))
    assert isinstance(result, dg.AssetCheckResult)
    assert result.severity == dg.AssetCheckSeverity.WARN
    assert not result.passed, "two sentences disagree with the tables and nobody has looked at them"
    ((key, findings),) = warehouse.rows(
        "select disclosure_key, count(*) from fct_findings join dim_disclosures using (disclosure_key) "
        "where organization_name like '忻州%' group by all"
    )
    by_document = str(result.metadata["by_document"].value).splitlines()
    (line,) = (line for line in by_document if key in line)
    assert f"](file://{RAW_DIR}/xinzhou" in line
    assert f"`yusuan check {key}`" in line
    assert line.endswith(f"| {findings} | 14 |")


def test_our_errors_are_errors_and_there_are_none(warehouse: BuiltWarehouse) -> None:
    result = our_work_is_sound(workspace=workspace(warehouse.settings.warehouse_dir))
    assert isinstance(result, dg.AssetCheckResult)
    assert result.severity == dg.AssetCheckSeverity.ERROR
    assert result.passed, result.metadata


def test_a_file_that_was_not_read_is_our_error(warehouse: BuiltWarehouse, tmp_path: Path) -> None:
    shutil.copytree(warehouse.settings.warehouse_dir / "build", tmp_path / "build")
    with duckdb.connect(str(tmp_path / "build" / "disclosures.duckdb")) as connection:
        connection.execute(
            "update raw.documents set status = 'failed', reason = 'image_only', message = 'Only images.' "
            "where source_file like 'yima%'"
        )
    result = our_work_is_sound(workspace=workspace(tmp_path))
    assert isinstance(result, dg.AssetCheckResult)
    assert not result.passed
    assert result.metadata["unread_files"].value == 1
    assert r"image\_only" in str(result.metadata["files"].value)


def test_a_failed_check_is_our_error_and_names_its_column(warehouse: BuiltWarehouse, tmp_path: Path) -> None:
    shutil.copytree(warehouse.settings.warehouse_dir / "build", tmp_path / "build")
    results_file = tmp_path / "build" / "dbt" / "run_results.json"
    results = json.loads(results_file.read_text(encoding="utf-8"))
    test = next(each for each in results["results"] if ".checks_hold_stg_cells." in each["unique_id"])
    found = {
        "check_name": "not_null",
        "column_name": "row_no",
        "failing_rows": 3,
        "rows_query": "select row_no from staging.stg_cells where row_no is null",
        "judges_publisher": False,
        "examples": [{"cell_key": "d1-t1-r1-c1", "row_no": None}],
    }
    of_publisher = {**found, "column_name": "text", "judges_publisher": True}
    test.update(status="warn", failures=2, adapter_response={"_message": json.dumps([found, of_publisher])})
    results_file.write_text(json.dumps(results), encoding="utf-8")
    result = our_work_is_sound(workspace=workspace(tmp_path))
    assert isinstance(result, dg.AssetCheckResult)
    assert not result.passed
    assert result.metadata["failed_checks"].value == 1
    shown = str(result.metadata["checks"].value).replace("\\", "")
    assert "| stg_cells | row_no | not_null | 3 | cell_key d1-t1-r1-c1, row_no None |" in shown
