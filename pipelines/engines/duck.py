"""The models that join all documents, on DuckDB, from Parquet to Parquet."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.engines.inputs import WholeWarehouse, table_file
from pipelines.plain_paths import quoted_path
from pipelines.settings import Configuration


def run_on_duckdb(
    part: WholeWarehouse, inputs: Path, results: Path, database: Path, configuration: Configuration
) -> None:
    """Make all tables and views of ``part`` in a new database, and write the rows of each into ``results``.

    ``inputs`` is a folder that :func:`export_tables` has filled. Raises duckdb.Error.
    """
    results.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(database, config=configuration) as connection:
        for name in part.inputs:
            _make(connection, "view", name, f"from {quoted_path(table_file(inputs, name))}")
        for model in part.models:
            _make(connection, "view" if model.is_view else "table", model.table, model.select)
        for model in part.models:
            name = model.table
            connection.execute(f"copy {name} to {quoted_path(table_file(results, name))}")


def _make(connection: duckdb.DuckDBPyConnection, kind: str, name: str, select: str) -> None:
    connection.execute(f"create schema if not exists {name.split('.')[0]}")
    connection.execute(f"create {kind} {name} as ({select}\n)")
