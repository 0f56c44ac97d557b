"""Every table of the dbt project is described in both languages and has checks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.command.dictionary import both_languages
from pipelines.models.dbt import prepare_manifest, prepare_project
from pipelines.models.empty import empty_warehouse

Node = Mapping[str, Any]


@pytest.fixture(scope="module")
def nodes() -> list[Node]:
    """Everything in the dbt project: models, seeds, tests."""
    return list(json.loads(prepare_manifest().read_text(encoding="utf-8"))["nodes"].values())


@pytest.fixture(scope="module")
def tables(nodes: list[Node]) -> list[Node]:
    """The models and seeds of the dbt project."""
    return [node for node in nodes if node["resource_type"] in ("model", "seed")]


def lacks_a_language(description: str) -> bool:
    return not all(both_languages(description))


def checks_of(table: Node) -> list[Mapping[str, Any]]:
    """All checks of a table and its columns, as mappings."""
    entries = chain.from_iterable(
        each["config"].get("meta", {}).get("checks", []) for each in (table, *table["columns"].values())
    )
    return [{entry: True} if isinstance(entry, str) else entry for entry in entries]


def test_every_table_and_column_is_described_in_both_languages(tables: list[Node]) -> None:
    described = {
        f"{table['name']}.{column}".rstrip("."): description
        for table in tables
        for column, description in [
            ("", table["description"]),
            *((name, column["description"]) for name, column in table["columns"].items()),
        ]
    }
    assert described
    assert [name for name, description in described.items() if lacks_a_language(description)] == []


def test_every_model_is_described_in_a_file_of_its_name_beside_it(tables: list[Node]) -> None:
    lacking = [
        table["name"]
        for table in tables
        if table["resource_type"] == "model"
        and table["patch_path"]
        != f"{table['package_name']}://{Path(table['original_file_path']).with_suffix('.yml')}"
    ]
    assert lacking == []


def test_every_table_states_what_is_checked_of_it(tables: list[Node]) -> None:
    assert [table["name"] for table in tables if not checks_of(table)] == []


def test_one_data_test_of_each_table_runs_its_checks(nodes: list[Node], tables: list[Node]) -> None:
    tests = defaultdict(list)
    for node in nodes:
        if node.get("attached_node"):
            tests[node["attached_node"]].append((node["name"], node["test_metadata"]["name"]))
    wrong = {
        table["name"]: found
        for table in tables
        if (found := tests[table["unique_id"]]) != [(f"checks_hold_{table['name']}", "checks_hold")]
    }
    assert wrong == {}


def test_data_tests_name_the_parents_of_their_relationships(nodes: list[Node], tables: list[Node]) -> None:
    """And no others, because a test waits for the tables that it names."""
    by_key = {table["unique_id"]: table for table in tables}
    for node in nodes:
        if table := by_key.get(node.get("attached_node", "")):
            stated = {
                check["relationships"].split(".")[0] for check in checks_of(table) if "relationships" in check
            }
            named = {by_key[key]["name"] for key in node["depends_on"]["nodes"]}
            assert named == stated | {table["name"]}, node["name"]


def test_the_described_columns_are_those_of_the_built_tables(tables: list[Node]) -> None:
    """No column without a description, and no description without a column."""
    built: dict[tuple[str, str], set[str]] = defaultdict(set)
    with duckdb.connect(str(empty_warehouse(prepare_project())[0]), read_only=True) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
        ).fetchall()
        for schema, table, column in columns:
            built[schema, table].add(column)
    differences = {
        table["name"]: difference
        for table in tables
        if (difference := built[table["schema"], table["name"]] ^ set(table["columns"]))
    }
    assert differences == {}
