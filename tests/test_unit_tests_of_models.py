"""The unit tests of the dbt project, each over its own rows, on the SQL that builds run.

dbt compiles a model anew for each of its unit tests, which takes a hundred times as long as the SQL does.
Here all tables stand in memory, empty; a test fills those that its model reads, and runs the compiled SQL.
``dbt test --select test_type:unit`` comes to the same verdicts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import duckdb
import pytest

from pipelines.models.compiled import MANIFEST
from pipelines.models.dbt import prepare_project
from pipelines.models.empty import empty_warehouse
from pipelines.raw_store import RawStore

INPUT = re.compile(r"(?:ref\(|source\('\w+', *)'(\w+)'\)")


@dataclass(frozen=True)
class EmptyTables:
    """All tables without rows, each a table here even if it is a view; and what tells where they are."""

    connection: duckdb.DuckDBPyConnection
    manifest: Mapping[str, Any]
    relations: Mapping[str, str]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def fill(self, key: str, given: Mapping[str, Any]) -> None:
        """Add the rows of a test, written as SQL or as YAML; a column that is not named is null."""
        relation = self.relations[key]
        if given["format"] == "sql":
            self.connection.execute(f"insert into {relation} by name {given['rows']}")
            return
        assert given["format"] == "dict", "rows are SQL or YAML"
        for row in given["rows"]:
            # Of a seed without given rows, dbt gives those of its file, where an empty text is null.
            values = [None if key.startswith("seed.") and value == "" else value for value in row.values()]
            columns, literals = ", ".join(f'"{name}"' for name in row), ", ".join(map(literal, values))
            self.connection.execute(f"insert into {relation} ({columns}) values ({literals})")


def literal(value: Any) -> str:
    """A value of YAML in SQL. To bind it takes longer than all else: DuckDB looks for pandas each time."""
    if value is None:
        return "null"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)
    return "'{}'".format(text.replace("'", "''"))


@pytest.fixture(scope="module")
def tables() -> Iterator[EmptyTables]:
    prepared = prepare_project()
    with RawStore.open(empty_warehouse(prepared)[0], read_only=True, scratch=True) as store:
        columns = store.rows(
            'select format(\'"{}"."{}"\', schema_name, table_name) as relation, '
            "string_agg(format('\"{}\" {}', column_name, data_type), ', ' order by column_index) "
            "from duckdb_columns() where not internal group by relation"
        )
    with duckdb.connect(config={"threads": 1}) as connection:
        for schema in sorted({relation.split(".")[0] for relation, _ in columns}):
            connection.execute(f"create schema if not exists {schema}")
        for relation, described in columns:
            connection.execute(f"create table {relation} ({described})")
        manifest = json.loads((prepared / MANIFEST).read_text(encoding="utf-8"))
        places = {**manifest["sources"], **manifest["nodes"]}
        relations = {
            key: f'"{place["schema"]}"."{place.get("alias", place["name"])}"' for key, place in places.items()
        }
        yield EmptyTables(connection, manifest, relations)


def unit_tests() -> list[Any]:
    manifest = json.loads((prepare_project() / MANIFEST).read_text(encoding="utf-8"))
    return [pytest.param(key, id=test["name"]) for key, test in manifest["unit_tests"].items()]


@pytest.mark.parametrize("key", unit_tests())
def test_a_model_gives_the_expected_rows(tables: EmptyTables, key: str) -> None:
    test = tables.manifest["unit_tests"][key]
    (model_key,) = test["depends_on"]["nodes"]
    model = tables.manifest["nodes"][model_key]
    inputs = {key.rsplit(".", 1)[1]: key for key in model["depends_on"]["nodes"]}
    given = {INPUT.findall(each["input"])[0]: each for each in test["given"]}
    assert given.keys() == inputs.keys(), "a unit test gives all that its model reads, and nothing else"
    columns = ", ".join(f'"{name}"' for name in dict.fromkeys(chain.from_iterable(test["expect"]["rows"])))
    tables.connection.begin()
    try:
        for name, input_key in inputs.items():
            tables.fill(input_key, given[name])
        found = tables.rows(f"select {columns} from ({model['compiled_code']}\n) order by all")
        # In the table of the model, the expected rows get its types.
        tables.connection.execute(f"delete from {tables.relations[model_key]}")
        tables.fill(model_key, test["expect"])
        expected = tables.rows(f"select {columns} from {tables.relations[model_key]} order by all")
    finally:
        tables.connection.rollback()
    assert found == expected
