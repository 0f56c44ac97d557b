"""Which tables the models that join all documents read, and these tables as Parquet."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.models.compiled import MANIFEST, Model, Scope, inputs_of, read_compiled
from pipelines.plain_paths import quoted_path
from pipelines.raw_store.segments import find_segments


@dataclass(frozen=True, slots=True)
class WholeWarehouse:
    """The models that join all documents, in the order in which they depend on each other.

    ``inputs`` are the tables that they read beside each other: raw tables, seeds, facts and dimensions, as
    ``schema.table``.
    """

    inputs: tuple[str, ...]
    models: tuple[Model, ...]


def read_whole_warehouse(prepared: Path) -> WholeWarehouse:
    """What joins all documents in a project that dbt has compiled into the folder ``prepared``."""
    manifest = json.loads((prepared / MANIFEST).read_text(encoding="utf-8"))
    nodes = manifest["nodes"] | manifest["sources"]
    models = [model for model in read_compiled(prepared).models if model.scope == Scope.WAREHOUSE]
    own = {model.unique_id for model in models}
    inputs = {
        f"{node['schema']}.{node.get('alias') or node['identifier']}"
        for model in models
        for key in inputs_of(nodes[model.unique_id], nodes)
        if key not in own
        for node in [nodes[key]]
    }
    return WholeWarehouse(tuple(sorted(inputs)), tuple(models))


def export_tables(build_file: Path, tables: Iterable[str], folder: Path) -> None:
    """Write tables of a build database as ``<schema>.<table>.parquet`` into a folder. Raises duckdb.Error."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        find_segments(connection, build_file)
        connection.execute(f"attach {quoted_path(build_file)} as build (read_only)")
        for table in tables:
            connection.execute(f"copy build.{table} to {quoted_path(table_file(folder, table))}")


def table_file(folder: Path, table: str) -> Path:
    """Where the Parquet of a table is, or a folder of such files."""
    return folder / f"{table}.parquet"
