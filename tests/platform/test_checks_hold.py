"""The data test of a table reports every kind of failing check, with its name, its column and its rows."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines.models import BuildFailed
from pipelines.models.compiled import MANIFEST, read_compiled
from pipelines.models.dbt import SEEDS, prepare_project, run_data_tests
from pipelines.models.results import write_results
from pipelines.models.run import create_tables, run_model, run_test
from pipelines.orchestration.checks import all_rows_hold
from pipelines.orchestration.resources import Workspace
from pipelines.orchestration.warehouse import check_result
from pipelines.raw_store import RawStore
from pipelines.release.failed_checks import FailedCheck, failed_checks
from pipelines.settings import DBT_PROJECT_DIR, Settings

PROJECT = """
name: tiny
config-version: 2
profile: yusuan
flags: {send_anonymous_usage_stats: false}
data_tests: {tiny: {+severity: error}}
"""
# Two rows are right; in every column one or two others are wrong.
WRONG = """
select * from (
    values
        (1, 'a', 5, 'x1', 'p', 1, 2),
        (2, 'b', 6, 'x2', 'q', 2, 3),
        (3, null, 10, 'y3', 'r', 3, 3),
        (3, 'c', 1, 'x', 'p', 3, 3),
        (4, 'a', null, null, null, null, null)
) as tested (id, letter, number, code, parent, low, high)
where exists (from {{ source('raw', 'changed_documents') }})
"""
GROWING = """
{{ config(materialized='incremental') }}
select disclosure_key || page as disclosure_key, length(disclosure_key) as number
from {{ source('raw', 'changed_documents') }}, (values (''), ('-page12')) as disclosures (page)
"""
VIEW = "{{ config(materialized='view', tags=['whole_warehouse']) }} select * from {{ ref('growing') }}"
SOURCES = """
sources:
  - name: raw
    tables: [{name: changed_documents}]
models:
"""
MODELS = """
  - name: parents
    config: {meta: {checks: [{unique_combination: [parent]}]}}
    data_tests: [checks_hold]
    columns:
      - name: parent
        config: {meta: {checks: [not_null, unique, {accepted_values: [p, q]}, {matches: '^[pq]$'}]}}
  - name: wrong
    config:
      meta:
        checks:
          - {unique_combination: [low, high]}
          - {unique_combination: [letter], where: number > 4}
          - {expression: low < high}
          - {expression: low < high, name: low_is_less, where: high = 3}
    data_tests: [{checks_hold: {arguments: {parents: [ref('parents')]}}}]
    columns:
      - {name: id, config: {meta: {checks: [unique, {accepted_values: [1, 2, 3]}]}}}
      - {name: letter, config: {meta: {checks: [not_null, {accepted_values: [a, 'b']}]}}}
      - name: number
        config: {meta: {checks: [{accepted_range: {min: 2, max: 9}}, {accepted_range: {max: 9}, name: max}]}}
      - name: code
        config: {meta: {checks: [{matches: '^x[0-9]$'}, {expression: "<> 'x1'", name: is_not_x1}]}}
      - {name: parent, config: {meta: {checks: [{relationships: parents.parent}]}}}
  - name: only_warned_of
    data_tests: [checks_hold]
    columns:
      - name: a
        config:
          meta:
            checks:
              - {not_null: true, publisher: true}
              - {not_null: true, severity: warn, name: soft}
  - name: growing
    data_tests: [checks_hold]
    columns:
      - name: disclosure_key
      - {name: number, config: {meta: {checks: [{accepted_values: [0]}]}}}
  - name: shown
    data_tests: [checks_hold]
    columns:
      - name: disclosure_key
      - {name: number, config: {meta: {checks: [{accepted_values: [0]}]}}}
"""
MISTAKES = {
    "No check is stated for mistaken": "{}",
    "Unknown check of mistaken: 'unique_combnation'": "{checks: [{unique_combnation: [a]}]}",
    "needs ref('parents')": "{checks: [{relationships: parents.parent}]}",
}
NULLS = "select cast(null as integer) as a from {{ source('raw', 'changed_documents') }}"


@dataclass(frozen=True)
class CheckedProject:
    """A dbt project, and the settings of the warehouse that is built from it."""

    project_dir: Path
    settings: Settings

    def build(self, key: str, *, first: bool = False) -> list[FailedCheck]:
        """What the data tests find where a batch of one document is built."""
        prepared = prepare_project(self.project_dir)
        project, target_dir = read_compiled(prepared), self.settings.dbt_target_dir
        with RawStore.open(self.settings.build_file, scratch=True) as store:
            store.connection.execute("delete from raw.changed_documents")
            store.connection.execute("insert into raw.changed_documents values (?)", [key])
            found = create_tables(store, project, prepared / SEEDS) if first else []
            for model in project.models:
                if not model.is_view:
                    run_model(store.connection, model)
            found += [run_test(store.connection, test) for test in project.tests]
        write_results(target_dir, {result["unique_id"]: result for result in found})
        shutil.copy(prepared / MANIFEST, target_dir)
        return failed_checks(target_dir)


def write_project(folder: Path, yaml: str, models: dict[str, str]) -> Path:
    project = folder / "dbt_project"
    (project / "models").mkdir(parents=True)
    (project / "dbt_project.yml").write_text(PROJECT)
    shutil.copy(DBT_PROJECT_DIR / "profiles.yml", project)
    shutil.copytree(DBT_PROJECT_DIR / "macros" / "tests", project / "macros" / "tests")
    shutil.copy(DBT_PROJECT_DIR / "macros" / "keys.sql", project / "macros")
    (project / "models" / "models.yml").write_text(SOURCES + yaml)
    for name, sql in models.items():
        (project / "models" / f"{name}.sql").write_text(sql)
    return project


@pytest.fixture(scope="module")
def tested(tmp_path_factory: pytest.TempPathFactory) -> CheckedProject:
    folder = tmp_path_factory.mktemp("checks")
    parents = "select unnest(['p', 'q']) as parent"
    models = {"parents": parents, "wrong": WRONG, "growing": GROWING, "only_warned_of": NULLS}
    models |= {"shown": VIEW}
    settings = Settings(folder / "raw", folder / "warehouse", 1)
    return CheckedProject(write_project(folder, MODELS, models), settings)


@pytest.fixture(scope="module")
def found(tested: CheckedProject) -> list[FailedCheck]:
    """What the data tests find in a first build."""
    return tested.build("a", first=True)


def test_every_kind_of_check_names_its_column_and_counts_its_rows(found: list[FailedCheck]) -> None:
    assert [(check.column, check.check, check.rows) for check in found if check.table == "wrong"] == [
        ("", "expression low < high", 3),
        ("", "low_is_less", 2),
        ("code", "is_not_x1", 2),
        ("code", "matches", 2),
        ("id", "accepted_values", 1),
        ("id", "unique", 1),
        ("letter", "accepted_values", 1),
        ("letter", "not_null", 1),
        ("low, high", "unique_combination", 1),
        ("number", "accepted_range", 2),
        ("number", "max", 1),
        ("parent", "relationships parents.parent", 1),
    ]


def test_what_holds_is_not_found(found: list[FailedCheck]) -> None:
    assert "parents" not in {check.table for check in found}


def test_examples_show_key_and_value_and_a_query_finds_all_rows(
    found: list[FailedCheck], tested: CheckedProject
) -> None:
    by_name = {(check.column, check.check): check for check in found if check.table == "wrong"}
    assert by_name["number", "max"].examples == "id 3, number 10"
    assert by_name["id", "unique"].examples == "id 3, row_count 2"
    assert by_name["low, high", "unique_combination"].examples == "low 3, high 3, row_count 2"
    assert str(by_name["number", "max"]) == "wrong.number: max, 1 rows, such as id 3, number 10"
    with duckdb.connect(str(tested.settings.build_file), read_only=True) as connection:
        query = by_name["code", "matches"].query
        assert connection.execute(query).fetchall() == [(3, "y3"), (3, "x")]


def test_checks_of_publishers_and_soft_checks_fail_no_build(
    found: list[FailedCheck], tested: CheckedProject
) -> None:
    checks = [check for check in found if check.table == "only_warned_of"]
    assert [(check.check, check.judges_publisher) for check in checks] == [
        ("not_null", True),
        ("soft", False),
    ]
    results = json.loads((tested.settings.dbt_target_dir / "run_results.json").read_text())["results"]
    statuses = {result["unique_id"].split(".")[2]: result["status"] for result in results}
    assert statuses["checks_hold_only_warned_of_"] == "warn"
    assert statuses["checks_hold_growing_"] == "fail"


@pytest.mark.parametrize("message", MISTAKES)
def test_a_mistake_in_the_yaml_stops_the_build(message: str, tmp_path: Path) -> None:
    """As a check of the table, or of its column where only columns have such checks."""
    config = f"config: {{meta: {MISTAKES[message]}}}"
    of_column = f"columns: [{{name: a, {config}}}]" if "relationships" in config else config
    yaml = f"  - {{name: mistaken, data_tests: [checks_hold], {of_column}}}"
    with pytest.raises(BuildFailed) as failure:
        prepare_project(write_project(tmp_path, yaml, {"mistaken": NULLS}))
    assert message in failure.value.details


def test_the_nightly_job_tests_all_rows(
    found: list[FailedCheck], tested: CheckedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_tests = partial(run_data_tests, project_dir=tested.project_dir)
    monkeypatch.setattr("pipelines.orchestration.checks.run_data_tests", run_tests)
    with duckdb.connect(str(tested.settings.build_file)) as connection:
        ((rows,),) = connection.execute("select count(*) from main.growing").fetchall()
    workspace = Workspace(
        raw_dir=str(tested.settings.raw_dir), warehouse_dir=str(tested.settings.warehouse_dir)
    )
    result = all_rows_hold(workspace=workspace)
    assert isinstance(result, dg.AssetCheckResult)
    assert not result.passed
    shown = str(result.metadata["checks"].value).replace("\\", "")
    for table in ("growing", "shown"):
        assert f"| {table} | number | accepted_values | {rows} |" in shown


def test_dagster_shows_the_failing_columns_of_a_table(found: list[FailedCheck]) -> None:
    spec = dg.AssetCheckSpec("checks_hold_wrong", asset="wrong")
    shown = check_result(spec, {"status": "fail"}, [check for check in found if check.table == "wrong"])
    assert not shown.passed
    assert shown.severity == dg.AssetCheckSeverity.ERROR
    assert shown.metadata["failing_columns"].value == "code, id, letter, low, high, number, parent"
    assert "| wrong | code | matches | 2 | id 3, code y3;" in str(shown.metadata["failed_checks"].value)
