"""The bundle that Superset imports: charts and dashboards from ``dashboards/bundle``, datasets from dbt.

A dataset is a semantic model: the columns of its report as the published file has them, named in Chinese,
with the metrics of the model. ``python -m pipelines.command.superset_bundle DIR`` writes the bundle, in the
format that Superset exports (version 1.0.0).
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import duckdb
import yaml

from pipelines.models.dbt import prepare_manifest
from pipelines.release.published_file import PUBLISHED_SCHEMA, REPORTS_SCHEMA
from pipelines.settings import PROJECT_ROOT, load_settings

HAND_MADE = PROJECT_ROOT / "dashboards" / "bundle"
DATABASE = "databases/yusuan.yaml"
_VERSION = "1.0.0"
_AGGREGATES = {"sum": "sum({})", "max": "max({})", "count_distinct": "count(distinct {})"}
# Columns that Superset computes, by the column of a report that they need: name, Chinese name, SQL. It shows
# a link where a text is one in HTML; a text in both languages would need two rows of a table.
_COMPUTED = {
    "trace_link": (
        "trace_anchor",
        "溯源",
        """'<a href="' || trace_link || '" target="_blank" rel="noopener">第' || page_no || '页</a>'""",
    ),
    # One choice instead of three that have to be made in order.
    "report_kind_name_zh": (
        "region_and_year",
        "地区、年度、预决算",
        "concat_ws(' ', coalesce(region_name, '地区不详'), fiscal_year, report_kind_name_zh)",
    ),
    "known_reason": ("known_reason_zh", "核对结论", "split_part(known_reason, ' / ', 2)"),
}


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as SQL over its report; ``label_zh`` is None where the report names have one for it."""

    name: str
    label_zh: str | None
    description: str
    expression: str
    number_format: str


def metrics_of(model: Mapping[str, Any], manifest: Mapping[str, Any]) -> Iterator[Metric]:
    """The metrics of a semantic model: one for each measure, then the ratios of two of them.

    Raises KeyError where a measure uses an aggregate that has no SQL here.
    """
    expressions = {}
    for measure in model["measures"]:
        name = measure["name"]
        expressions[name] = _guarded(measure)
        counts = measure["agg"] == "count_distinct" or name.endswith("_count")
        yield Metric(
            name,
            measure["config"]["meta"].get("label_zh"),
            measure["description"],
            expressions[name],
            ",d" if counts else ",.2f",
        )
    for metric in manifest["metrics"].values():
        if metric["type"] != "ratio":
            continue
        parts = [metric["type_params"][part]["name"] for part in ("numerator", "denominator")]
        if expressions.keys() >= set(parts):
            numerator, denominator = (expressions[part] for part in parts)
            yield Metric(
                metric["name"],
                metric["config"]["meta"]["label_zh"],
                metric["description"],
                f"{numerator} / nullif({denominator}, 0)",
                ".1%",
            )


def _guarded(measure: Mapping[str, Any]) -> str:
    """SQL of a measure; null where it would add what its ``one_at_a_time`` says is the same money."""
    total = _AGGREGATES[measure["agg"]].format(measure["expr"] or measure["name"])
    apart = measure["config"]["meta"].get("one_at_a_time", ())
    if not apart:
        return total
    condition = " and ".join(f"count(distinct {expression}) <= 1" for expression in apart)
    return f"case when {condition} then {total} end"


def identity(kind: str, name: str) -> str:
    """The UUID of a part of the bundle: the same in every bundle, so that an import replaces it."""
    return str(uuid5(NAMESPACE_URL, f"yusuan/{kind}/{name}"))


def dataset(
    model: Mapping[str, Any], manifest: Mapping[str, Any], published: duckdb.DuckDBPyConnection
) -> dict[str, Any]:
    """A dataset of Superset: a report with the metrics of its semantic model."""
    report = model["name"]
    names = dict(
        published.execute(
            f"select report_name_key, name_zh from {PUBLISHED_SCHEMA}.dim_report_names"
        ).fetchall()
    )
    dimensions = {dimension["name"] for dimension in model["dimensions"]}
    described = published.execute(
        "select column_name, data_type, comment from duckdb_columns() "
        f"where schema_name = '{REPORTS_SCHEMA}' and table_name = ? order by column_index",
        [report],
    ).fetchall()
    columns = [
        {
            "column_name": column,
            "verbose_name": names[column],
            "type": data_type,
            "description": comment,
            "groupby": column in dimensions or data_type.startswith("VARCHAR"),
            "filterable": True,
        }
        for column, data_type, comment in described
    ]
    columns += [
        {"column_name": name, "verbose_name": label, "type": "VARCHAR", "expression": expression}
        | {"groupby": True, "filterable": False}
        for needed, (name, label, expression) in _COMPUTED.items()
        if any(column == needed for column, *_ in described)
    ]
    return {
        "table_name": report,
        "schema": REPORTS_SCHEMA,
        "description": f"{names[report]}: {model['description']}",
        "columns": columns,
        "metrics": [
            {
                "metric_name": metric.name,
                "verbose_name": metric.label_zh or names[metric.name],
                "description": metric.description,
                "expression": metric.expression,
                "d3format": metric.number_format,
            }
            for metric in metrics_of(model, manifest)
        ],
        "uuid": identity("datasets", report),
        "database_uuid": identity("databases", "yusuan"),
        "version": _VERSION,
    }


def write_bundle(target: Path, published_file: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Write the bundle into a folder, from scratch; returns the names of the datasets.

    Raises FileNotFoundError where there is no published file.
    """
    if not published_file.exists():
        raise FileNotFoundError(f"{published_file} is not there. Run 'yusuan build' first.")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(HAND_MADE, target)
    database = target / DATABASE
    entry = yaml.safe_load(database.read_text(encoding="utf-8"))
    entry["sqlalchemy_uri"] = f"duckdb:///{published_file}?access_mode=READ_ONLY"
    _write(database, entry)
    with duckdb.connect(str(published_file), read_only=True) as published:
        models = manifest["semantic_models"].values()
        for model in models:
            path = target / "datasets" / "yusuan" / f"{model['name']}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, dataset(model, manifest, published))
    return sorted(model["name"] for model in models)


def _write(path: Path, entry: Mapping[str, Any]) -> None:
    path.write_text(yaml.safe_dump(entry, allow_unicode=True, sort_keys=False), encoding="utf-8")


def main() -> None:
    """Write the bundle of this project's warehouse."""
    manifest = json.loads(prepare_manifest().read_text(encoding="utf-8"))
    try:
        names = write_bundle(Path(sys.argv[1]), load_settings().published_file, manifest)
    except FileNotFoundError as error:
        sys.exit(f"Error: {error}")
    print(f"{len(names)} datasets written to {sys.argv[1]}")


if __name__ == "__main__":
    main()
