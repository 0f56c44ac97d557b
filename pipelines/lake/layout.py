"""Which tables and views a release has, and the statements that make the same elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

# The column by which the rows of a document are found.
DOCUMENT = "disclosure_key"
_COLUMNS = """
    select tables.schema_name, tables.table_name, column_name, data_type, columns.comment, tables.comment
    from duckdb_columns() as columns
    join duckdb_tables() as tables using (database_oid, table_oid)
    where tables.database_name = ?
    order by tables.schema_name, tables.table_name, column_index
"""
# Reports come first: the views in other schemas read them.
_VIEWS = """
    select schema_name, view_name, sql, comment
    from duckdb_views()
    where database_name = ? and not internal
    order by schema_name <> 'reports', view_oid
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a release."""

    schema: str
    name: str
    columns: tuple[str, ...]

    @property
    def is_of_documents(self) -> bool:
        """Whether its rows are those of documents."""
        return DOCUMENT in self.columns

    def within(self, database: str) -> str:
        """Its full name in a database."""
        return f'{database}."{self.schema}"."{self.name}"'


@dataclass(frozen=True, slots=True)
class Layout:
    """The schemas; the tables; statements for views, then for comments, to be run within a database.

    ``fingerprint`` is another where any part of it is another.
    """

    schemas: tuple[str, ...]
    tables: tuple[Table, ...]
    views: tuple[str, ...]
    comments: tuple[str, ...]
    fingerprint: str


def layout_of(connection: duckdb.DuckDBPyConnection, database: str) -> Layout:
    """The layout of a database that is attached to a connection."""
    columns = connection.execute(_COLUMNS, [database]).fetchall()
    views = connection.execute(_VIEWS, [database]).fetchall()
    names: dict[tuple[str, str], list[str]] = {}
    for schema, table, column, *_ in columns:
        names.setdefault((schema, table), []).append(column)
    return Layout(
        tuple(sorted({schema for schema, *_ in (*columns, *views)})),
        tuple(Table(schema, name, tuple(found)) for (schema, name), found in names.items()),
        tuple(sql for _, _, sql, _ in views),
        tuple(_comments(columns, views)),
        hashlib.sha256(repr((columns, views)).encode()).hexdigest(),
    )


def _comments(columns: Sequence[Any], views: Sequence[Any]) -> Iterator[str]:
    """Those of tables, their columns and views; a lake keeps none of the columns of a view."""
    for schema, table, text in sorted({(schema, table, text) for schema, table, *_, text in columns if text}):
        yield _comment("table", text, schema, table)
    for schema, table, column, _, text, _ in columns:
        if text:
            yield _comment("column", text, schema, table, column)
    for schema, view, _, text in views:
        if text:
            yield _comment("view", text, schema, view)


def _comment(kind: str, text: str, *names: str) -> str:
    subject = ".".join(f'"{name}"' for name in names)
    return "comment on {} {} is '{}'".format(kind, subject, text.replace("'", "''"))
