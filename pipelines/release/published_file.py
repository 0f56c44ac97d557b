"""The published file: the tables of the build with their comments and keys, and the views that people open.

Schema ``marts`` holds the tables. Schema ``reports`` holds views over them, and ``main`` the same views
again, so that ``show tables`` of a client that knows no schema lists them. ``报表`` is their twin in Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from pipelines.plain_paths import quoted_path
from pipelines.raw_store.segments import find_segments
from pipelines.release.checksums import Checksum, checksum_of
from pipelines.release.keys import Keys, keys_that_hold
from pipelines.settings import DATABASE_NAME, Configuration

PUBLISHED_SCHEMA = "marts"
REPORTS_SCHEMA = "reports"
CHINESE_SCHEMA = "报表"
_NAMES = "dim_report_names"
# Any DuckDB from this one on opens the file. For older ones, a key with many rows for each of its values is
# converted as a whole each time that a row is added or removed.
STORAGE_VERSION = "v1.2.0"


class NothingToPublish(Exception):
    """The build database has no tables to publish."""


def write_published_file(
    build_file: Path, target: Path, keys: Keys, configuration: Configuration | None = None
) -> dict[str, Checksum]:
    """Write what is published of a build into a new file; returns the checksums of the tables of the build.

    Tables and views of the build become tables with those of the keys that hold; reports stay views.
    ``configuration`` is that of DuckDB. Raises :class:`NothingToPublish`, and what DuckDB raises.
    """
    with duckdb.connect(config=configuration or {}) as connection:
        connection.execute("set threads = 1")
        find_segments(connection, build_file)
        connection.execute(f"attach {quoted_path(build_file)} as {DATABASE_NAME} (read_only)")
        connection.execute(f"attach {quoted_path(target)} as published (storage_version '{STORAGE_VERSION}')")
        tables = _names(connection, PUBLISHED_SCHEMA)
        if not tables:
            raise NothingToPublish(
                f"{build_file} has no tables in schema {PUBLISHED_SCHEMA}: no dbt model has been built."
            )
        # Read from within its own schema, as views may name their database or leave it out.
        connection.execute(f"use {DATABASE_NAME}.{PUBLISHED_SCHEMA}")
        checksums = {name: checksum_of(connection, f'"{name}"') for name in tables}
        holding = keys_that_hold(connection, keys, tables)
        connection.begin()
        _copy_tables(connection, holding.in_order(tables), holding)
        _comment(connection, PUBLISHED_SCHEMA)
        _make_views(connection)
        connection.commit()
        connection.execute("use memory.main")
        connection.execute("checkpoint published")
        connection.execute("detach published")
    return checksums


def _names(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """Tables and views of a schema of the build, by name."""
    return [
        name
        for (name,) in connection.execute(
            "select table_name from information_schema.tables "
            f"where table_catalog = '{DATABASE_NAME}' and table_schema = '{schema}' order by 1"
        ).fetchall()
    ]


def _copy_tables(connection: duckdb.DuckDBPyConnection, tables: list[str], keys: Keys) -> None:
    described = {name: connection.execute(f'describe "{name}"').fetchall() for name in tables}
    connection.execute(f"create schema published.{PUBLISHED_SCHEMA}")
    # A foreign key may not name a database.
    connection.execute(f"use published.{PUBLISHED_SCHEMA}")
    for name in tables:
        columns = ", ".join(f'"{column}" {data_type}' for column, data_type, *_ in described[name])
        connection.execute(f'create table "{name}" ({columns}{keys.constraints(name)})')
    connection.execute(f"use {DATABASE_NAME}.{PUBLISHED_SCHEMA}")
    for name in tables:
        connection.execute(f'insert into published.{PUBLISHED_SCHEMA}."{name}" from "{name}"')


def _make_views(connection: duckdb.DuckDBPyConnection) -> None:
    """The reports; again in schema main; and with Chinese names, of which none is English."""
    reports = _names(connection, REPORTS_SCHEMA)
    if not reports:
        return
    texts = connection.execute(
        f"select sql from duckdb_views() where database_name = '{DATABASE_NAME}' "
        f"and schema_name = '{REPORTS_SCHEMA}' order by view_name"
    ).fetchall()
    names = _chinese_names(connection)
    connection.execute(f"create schema published.{REPORTS_SCHEMA}")
    connection.execute(f'create schema published."{CHINESE_SCHEMA}"')
    connection.execute("use published.main")
    for (sql,) in texts:
        connection.execute(sql)
    for report in reports:
        connection.execute(f'create view main."{report}" as from {REPORTS_SCHEMA}."{report}"')
        described = connection.execute(f'describe {REPORTS_SCHEMA}."{report}"').fetchall()
        columns = ", ".join(
            f'"{column}" as "{names[column]}"' for column, *_ in described if not column.endswith("_name_en")
        )
        connection.execute(
            f'create view "{CHINESE_SCHEMA}"."{names[report]}" as '
            f'select {columns} from {REPORTS_SCHEMA}."{report}"'
        )
    _comment(connection, REPORTS_SCHEMA, REPORTS_SCHEMA, "main")


def _chinese_names(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Chinese names of reports and columns."""
    return dict(
        connection.execute(
            f"select report_name_key, name_zh from {DATABASE_NAME}.{PUBLISHED_SCHEMA}.{_NAMES}"
        ).fetchall()
    )


def _comment(connection: duckdb.DuckDBPyConnection, schema: str, *targets: str) -> None:
    """Give tables, views and columns the comments that those of the build have, in each target schema."""
    built = f"database_name = '{DATABASE_NAME}' and schema_name = '{schema}' and comment is not null"
    is_view = "view" if targets else "table"
    commented = connection.execute(
        f"""
        select '{is_view}', table_name, null, comment from duckdb_tables() where {built}
        union all
        select '{is_view}', view_name, null, comment from duckdb_views() where {built}
        union all
        select 'column', table_name, column_name, comment from duckdb_columns() where {built}
        """
    ).fetchall()
    for target in targets or (schema,):
        connection.execute(";\n".join(_statements(commented, target)))


def _statements(commented: Iterable[tuple[str, str, str | None, str]], schema: str) -> Iterator[str]:
    for kind, table, column, comment in commented:
        subject = ".".join(f'"{name}"' for name in ("published", schema, table, column) if name)
        text = comment.replace("'", "''")
        yield f"comment on {kind} {subject} is '{text}'"
