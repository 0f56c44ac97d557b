"""Primary and foreign keys of the published tables, as the checks of the dbt project state them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``column`` holds only values of a primary key, ``referenced_column`` of ``referenced_table``."""

    column: str
    referenced_table: str
    referenced_column: str


@dataclass(frozen=True, slots=True)
class Keys:
    """Primary keys by table; foreign keys by table, none to the table itself and none in a circle."""

    primary: Mapping[str, str]
    foreign: Mapping[str, tuple[ForeignKey, ...]]

    def in_order(self, tables: list[str]) -> list[str]:
        """The tables, those that are referenced before those that refer to them."""
        references = {
            table: [key.referenced_table for key in self.foreign.get(table, ())] for table in tables
        }
        return [table for table in TopologicalSorter(references).static_order() if table in references]

    def constraints(self, table: str) -> str:
        """What follows the columns of a table in SQL, with a comma before each."""
        parts = [f'primary key ("{self.primary[table]}")'] if table in self.primary else []
        parts += [
            f'foreign key ("{key.column}") references "{key.referenced_table}" ("{key.referenced_column}")'
            for key in self.foreign.get(table, ())
        ]
        return "".join(f", {part}" for part in parts)


NO_KEYS = Keys({}, {})


def stated_keys(manifest: Path, schema: str) -> Keys:
    """Keys of the tables of a schema; none where there is no manifest.

    The first column of a table that is checked to be ``unique`` and ``not_null`` is its primary key, and
    ``relationships`` to it are foreign keys.
    What the publisher may print wrongly (``publisher: true``) or what holds for some rows only is not a key.
    """
    if not manifest.exists():
        return NO_KEYS
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    tables = {
        node["name"]: node for node in nodes if node["resource_type"] == "model" and node["schema"] == schema
    }
    primary = {}
    for name, node in tables.items():
        keys = (
            column["name"]
            for column in node["columns"].values()
            if {"unique", "not_null"} <= {check for check, _ in _checks(column)}
        )
        if key := next(keys, None):
            primary[name] = key
    foreign = {
        name: tuple(
            ForeignKey(column["name"], *reference.split("."))
            for column in node["columns"].values()
            for check, reference in _checks(column)
            if check == "relationships" and primary.get(reference.split(".")[0]) == reference.split(".")[1]
            if reference.split(".")[0] != name
        )
        for name, node in tables.items()
    }
    return Keys(primary, foreign)


def keys_that_hold(connection: duckdb.DuckDBPyConnection, keys: Keys, tables: Collection[str]) -> Keys:
    """The keys that the rows of these tables keep to.

    The tables are looked for on the search path. A broken key was already reported by one of our data tests.
    """
    primary = {
        table: column
        for table, column in keys.primary.items()
        if table in tables
        if _is_true(
            connection, f'count(distinct "{column}") = count(*) and count("{column}") = count(*)', table
        )
    }
    foreign = {
        table: tuple(
            key
            for key in foreign_keys
            if primary.get(key.referenced_table) == key.referenced_column
            and _is_true(
                connection,
                f'bool_and("{key.column}" is null or "{key.column}" in '
                f'(select "{key.referenced_column}" from "{key.referenced_table}"))',
                table,
            )
        )
        for table, foreign_keys in keys.foreign.items()
        if table in tables
    }
    return Keys(primary, foreign)


def _checks(column: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each unconditional check of ours of a column: its kind and argument."""
    for entry in column["config"].get("meta", {}).get("checks", []):
        if isinstance(entry, str):
            yield entry, ""
        elif not entry.get("publisher") and "where" not in entry:
            for kind, argument in entry.items():
                yield kind, str(argument)


def _is_true(connection: duckdb.DuckDBPyConnection, condition: str, table: str) -> bool:
    """Whether a condition over all rows holds; it does where there are none."""
    ((holds,),) = connection.execute(f'select {condition} from "{table}"').fetchall()
    return holds is not False
