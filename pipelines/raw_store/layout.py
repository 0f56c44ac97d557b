"""The build database as a file, and its raw schema, rebuilt where it is that of another version."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.plain_paths import plain_path, quoted_path
from pipelines.raw_store.lock import BuildFileInUse, words_of_use
from pipelines.raw_store.schema import (
    ALL_TABLES,
    CONTENT_TABLES,
    HISTORY_TABLES,
    SCHEMA,
    columns_of_content,
    create_statements,
)
from pipelines.raw_store.segments import Kind, Segments
from pipelines.settings import Configuration

# The smallest that DuckDB allows.
_BLOCK_SIZE = 16384


def create_database(build_file: Path) -> None:
    """An empty database of small blocks: each of thousands of columns takes one block at least."""
    build_file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted_path(build_file)} (block_size {_BLOCK_SIZE})")


def connect(build_file: Path, configuration: Configuration, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open the database. Raises :class:`BuildFileInUse` where another program holds it."""
    try:
        return duckdb.connect(str(plain_path(build_file)), read_only=read_only, config=configuration)
    except duckdb.IOException as error:
        if words := words_of_use(build_file, str(error)):
            raise BuildFileInUse(words) from error
        raise


def layout_of(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Table or view of the raw schema -> column -> type."""
    present: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, lower(data_type) from duckdb_columns() "
        f"where schema_name = '{SCHEMA}' and database_name = current_database() order by column_index"
    ).fetchall():
        present.setdefault(table, {})[column] = kind
    return present


def prepare_layout(connection: duckdb.DuckDBPyConnection, segments: Segments, *, scratch: bool) -> None:
    """Make the raw schema; tables of another layout are dropped but for the history, to be read again.

    The content of documents is in views of segments, in a ``scratch`` database in tables.
    """
    present = layout_of(connection)
    if present != ALL_TABLES:
        kept = {name for name, columns in HISTORY_TABLES.items() if present.get(name) == columns}
        _drop(connection, present.keys() - kept)
        for statement in create_statements(content=scratch):
            connection.execute(statement)
    if scratch:
        return
    # Before views are made: they would read segments of a database that is gone.
    segments.settle(*Kind)
    if present != ALL_TABLES:
        for name in CONTENT_TABLES:
            segments.make_view(Kind.RAW, name, f"{SCHEMA}.{name}", columns_of_content(name))


def _drop(connection: duckdb.DuckDBPyConnection, names: set[str]) -> None:
    views = connection.execute(
        "select view_name from duckdb_views() "
        f"where schema_name = '{SCHEMA}' and database_name = current_database()"
    ).fetchall()
    for name in names:
        kind = "view" if (name,) in views else "table"
        connection.execute(f'drop {kind} {SCHEMA}."{name}"')
