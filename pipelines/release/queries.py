"""Read the published warehouse: one whole release, opened read-only."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb

from pipelines.plain_paths import plain_path
from pipelines.release.published_file import PUBLISHED_SCHEMA, REPORTS_SCHEMA
from pipelines.settings import Settings

Rows = Sequence[tuple[Any, ...]]


class DamagedWarehouse(OSError):
    """The published file is there, but it is not a warehouse that can be read."""


class PublishedWarehouse:
    """Queries over one release; tables of ``marts`` and ``reports`` need no schema before their names."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    @classmethod
    @contextmanager
    def open(cls, settings: Settings) -> Generator[PublishedWarehouse]:
        """Open the current release.

        Raises FileNotFoundError when nothing was published yet, and :class:`DamagedWarehouse`.
        """
        file = settings.published_file
        if not file.exists():
            raise FileNotFoundError(
                f"The release that {file} points to is gone. Publish it again with `yusuan build --full`."
                if file.is_symlink()
                else f"There is no warehouse at {file}. Build it with `yusuan build`, or name the folder of "
                "another with --warehouse-dir."
            )
        try:
            connection = duckdb.connect(str(plain_path(file)), read_only=True)
        except duckdb.Error as error:
            raise DamagedWarehouse(
                f"{file} cannot be opened as a warehouse: {str(error).splitlines()[0]}\n"
                "Publish it again with `yusuan build --full`."
            ) from error
        with connection:
            search_published(connection)
            yield cls(connection)

    def table(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[list[str], Rows]:
        """Column names and rows of a query."""
        cursor = self.connection.execute(sql, list(parameters) or None)
        return [column[0] for column in cursor.description or ()], cursor.fetchall()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """Rows of a query."""
        return self.table(sql, parameters)[1]

    def columns_of(self, table: str) -> set[str]:
        """Columns of a published table; none where there is no such table."""
        # Without a parameter: DuckDB imports pandas for the first one, which takes longer than all else.
        found = self.rows(f"select column_name from duckdb_columns() where table_name = '{table}'")
        return {name for (name,) in found}


def search_published(connection: duckdb.DuckDBPyConnection) -> None:
    """Let names without a schema be looked for among the marts and reports."""
    ((schemas,),) = connection.execute(
        "select string_agg(schema_name, ',' order by schema_name) from information_schema.schemata "
        f"where schema_name in ('{PUBLISHED_SCHEMA}', '{REPORTS_SCHEMA}')"
    ).fetchall()
    if schemas:
        connection.execute(f"set search_path = '{schemas}'")
