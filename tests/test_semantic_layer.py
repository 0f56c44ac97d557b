"""Measures and dimensions are defined once: valid for dbt, true to the reports, and what Superset shows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from dbt.artifacts.schemas.manifest import WritableManifest
from dbt.contracts.graph.manifest import Manifest
from dbt.contracts.graph.semantic_manifest import SemanticManifest
from dbt_semantic_interfaces.implementations.semantic_manifest import PydanticSemanticManifest
from dbt_semantic_interfaces.validations.semantic_manifest_validator import SemanticManifestValidator
from running import BuiltWarehouse

from pipelines.command.superset_bundle import HAND_MADE, identity, metrics_of, write_bundle
from pipelines.models.dbt import prepare_manifest

Entry = Mapping[str, Any]


@pytest.fixture(scope="module")
def manifest() -> Entry:
    return json.loads(prepare_manifest().read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def expressions(manifest: Entry) -> dict[str, str]:
    """The SQL of each metric."""
    models = manifest["semantic_models"].values()
    return {metric.name: metric.expression for model in models for metric in metrics_of(model, manifest)}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory, warehouse: BuiltWarehouse, manifest: Entry) -> Path:
    folder = tmp_path_factory.mktemp("superset") / "bundle"
    write_bundle(folder, warehouse.settings.published_file, manifest)
    return folder


@pytest.fixture
def published(warehouse: BuiltWarehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(warehouse.settings.published_file), read_only=True) as connection:
        yield connection


def parts(bundle: Path, kind: str) -> dict[str, Entry]:
    """The parts of one kind in a bundle, by UUID."""
    found = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (bundle / kind).rglob("*.yaml")]
    assert found
    return {entry["uuid"]: entry for entry in found}


def named(value: Any) -> Iterator[str]:
    """Names of columns or metrics in a setting of a chart."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield each


def test_metricflow_accepts_the_semantic_models(tmp_path: Path) -> None:
    written = WritableManifest.read_and_check_versions(str(prepare_manifest()))
    path = tmp_path / "semantic_manifest.json"
    SemanticManifest(Manifest.from_writable_manifest(written)).write_json_to_file(str(path))
    semantic = PydanticSemanticManifest.parse_raw(path.read_text(encoding="utf-8"))
    assert semantic.metrics
    assert semantic.project_configuration.time_spines
    found = SemanticManifestValidator[PydanticSemanticManifest]().validate_semantic_manifest(semantic)
    assert [issue.message for issue in (*found.errors, *found.warnings)] == []


def test_dimensions_and_keys_are_columns_of_their_report(manifest: Entry) -> None:
    for model in manifest["semantic_models"].values():
        columns = manifest["nodes"][f"model.yusuan.{model['name']}"]["columns"]
        categories = {each["name"] for each in model["dimensions"] if each["type"] == "categorical"}
        assert categories
        assert categories | {entity["expr"] for entity in model["entities"]} <= columns.keys(), model["name"]


@pytest.mark.parametrize("metric", ["function_expenditure_amount", "three_public_amount"])
def test_each_yuan_is_counted_once(
    published: duckdb.DuckDBPyConnection, expressions: dict[str, str], metric: str
) -> None:
    """The leaves come to what the card of the disclosure says, where they are complete."""
    report, total = {
        "function_expenditure_amount": ("expenditure_by_function", "expenditure_yuan"),
        "three_public_amount": ("three_public_expenses", "three_public_yuan"),
    }[metric]
    rows = published.sql(
        f"""
        with leaves as (select disclosure_key, {expressions[metric]} as metric from {report} group by all)
        select metric * 10000, {total} from disclosures inner join leaves using (disclosure_key)
        where is_current and not is_in_another_disclosure
        """
    ).fetchall()
    assert len(rows) > 3
    assert all(metric == total for metric, total in rows), rows


def test_money_of_two_kinds_is_never_added(
    published: duckdb.DuckDBPyConnection, expressions: dict[str, str]
) -> None:
    total = expressions["total_expenditure"]
    both = (
        "(from disclosures union all by name "
        "select * replace ('final_accounts' as report_kind) from disclosures where report_kind = 'budget')"
    )
    assert published.sql(f"select {total} is null from {both}").fetchall() == [(True,)]
    by_kind = published.sql(f"select report_kind, {total} from {both} group by all").fetchall()
    assert len(by_kind) == 2
    assert all(amount for _, amount in by_kind)


def test_every_metric_has_rows_to_count(bundle: Path, published: duckdb.DuckDBPyConnection) -> None:
    """As Superset asks: by region and year. What compares with final accounts needs some."""
    for dataset in parts(bundle, "datasets").values():
        metrics = ", ".join(f"{each['expression']} as {each['metric_name']}" for each in dataset["metrics"])
        found = published.sql(
            f"select region_name, fiscal_year, {metrics} from reports.{dataset['table_name']} group by all"
        ).fetchall()
        assert dataset["table_name"] == "budget_and_final" or all(map(any, zip(*found, strict=True)))


def test_the_region_is_the_same_text_in_every_report(published: duckdb.DuckDBPyConnection) -> None:
    reports = published.sql(
        "select table_name from duckdb_columns() "
        "where schema_name = 'reports' and column_name = 'region_name'"
    ).fetchall()
    assert len(reports) > 10
    regions = " union ".join(f"select region_code, region_name from reports.{name}" for (name,) in reports)
    different = f"select region_code from ({regions}) group by region_code having count(*) > 1"
    assert published.sql(f"{different} and region_code is not null").fetchall() == []


def test_columns_and_metrics_of_datasets_have_chinese_names(bundle: Path) -> None:
    for dataset in parts(bundle, "datasets").values():
        for each in (*dataset["columns"], *dataset["metrics"]):
            name = each["verbose_name"]
            assert any("\u3400" <= letter <= "\u9fff" for letter in name), (dataset["table_name"], name)


def test_charts_use_what_their_dataset_has(bundle: Path) -> None:
    datasets = parts(bundle, "datasets")
    for chart in parts(bundle, "charts").values():
        dataset, params = datasets[chart["dataset_uuid"]], chart["params"]
        columns = {each["column_name"] for each in dataset["columns"]}
        metrics = {each["metric_name"] for each in dataset["metrics"]}
        for setting in ("groupby", "x_axis", "all_columns"):
            assert set(named(params.get(setting))) <= columns, (chart["slice_name"], setting)
        for setting in ("metric", "metrics"):
            assert set(named(params.get(setting))) <= metrics, (chart["slice_name"], setting)
        assert {each["subject"] for each in params["adhoc_filters"]} <= columns, chart["slice_name"]


def test_dashboards_show_every_chart_and_filter_by_columns_that_are_there(bundle: Path) -> None:
    datasets = parts(bundle, "datasets")
    dashboards = parts(bundle, "dashboards").values()
    shown = {
        place["meta"]["uuid"]
        for dashboard in dashboards
        for place in dashboard["position"].values()
        if isinstance(place, dict) and place["type"] == "CHART"
    }
    assert shown == parts(bundle, "charts").keys()
    for dashboard in dashboards:
        for each in dashboard["metadata"]["native_filter_configuration"]:
            (target,) = each["targets"]
            columns = datasets[target["datasetUuid"]]["columns"]
            assert target["column"]["name"] in {column["column_name"] for column in columns}


def test_every_dashboard_is_an_exposure_that_reads_what_it_shows(manifest: Entry, bundle: Path) -> None:
    datasets, charts = parts(bundle, "datasets"), parts(bundle, "charts")
    exposures = {each["name"]: each for each in manifest["exposures"].values() if each["type"] == "dashboard"}
    files = {path.stem: path for path in (HAND_MADE / "dashboards").glob("*.yaml")}
    assert exposures.keys() == files.keys()
    for name, path in files.items():
        dashboard = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert dashboard["uuid"] == identity("dashboards", name)
        assert exposures[name]["url"].rstrip("/").endswith(dashboard["slug"])
        read = {
            f"model.yusuan.{datasets[charts[place['meta']['uuid']]['dataset_uuid']]['table_name']}"
            for place in dashboard["position"].values()
            if isinstance(place, dict) and place["type"] == "CHART"
        }
        assert set(exposures[name]["depends_on"]["nodes"]) == read


def test_the_database_can_only_be_read(bundle: Path, warehouse: BuiltWarehouse) -> None:
    (database,) = parts(bundle, "databases").values()
    assert (
        database["sqlalchemy_uri"] == f"duckdb:///{warehouse.settings.published_file}?access_mode=READ_ONLY"
    )
    assert not any(database[right] for right in ("allow_dml", "allow_ctas", "allow_cvas", "allow_csv_upload"))
