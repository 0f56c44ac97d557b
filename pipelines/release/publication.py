"""Publish what was built: a copy under ``releases/<stamp>/`` and a link that is turned in one step.

Readers are never blocked and never see half a build. Who has the old release open keeps it: its file is
unlinked at the earliest when ``keep`` newer ones are out, and even then stays readable until it is closed.
"""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.plain_paths import plain_path, quoted_path
from pipelines.settings import DATABASE_NAME, Settings

PUBLISHED_SCHEMA = "marts"
_BUILT = f"database_name = '{DATABASE_NAME}' and schema_name = '{PUBLISHED_SCHEMA}' and comment is not null"


class NothingToPublish(Exception):
    """The build database has no tables to publish."""


@dataclass(frozen=True, slots=True)
class Release:
    """One published generation. ``tables`` is table name -> number of rows."""

    stamp: str
    file: Path
    tables: dict[str, int]

    @property
    def size_bytes(self) -> int:
        """Size of the published file."""
        return self.file.stat().st_size


def publish(settings: Settings, keep: int = 3) -> Release:
    """Copy schema ``marts`` with its comments into a new release and make it the current one.

    Views become tables. Raises :class:`NothingToPublish` when there are none, and any DuckDB error of the
    copy; the current release stays as it is in both cases.
    """
    stamp = stamp_of(time.time_ns())
    releases = settings.warehouse_dir / "releases"
    folder = releases / stamp
    folder.mkdir(parents=True)
    unfinished = folder / f"{DATABASE_NAME}.tmp"
    final = folder / f"{DATABASE_NAME}.duckdb"
    try:
        _copy(settings.build_file, unfinished)
        tables = _smoke_read(unfinished)
        with unfinished.open("rb") as stream:
            os.fsync(stream.fileno())
        unfinished.chmod(0o444)
        unfinished.rename(final)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _turn_link(settings.published_file, final)
    for old in sorted(path for path in releases.iterdir() if path.is_dir())[:-keep]:
        shutil.rmtree(old)
    return Release(stamp, final, tables)


def stamp_of(nanoseconds: int) -> str:
    """The name of a release made at a time since 1970, in UTC; names sort as their times do."""
    seconds, rest = divmod(nanoseconds, 10**9)
    return time.strftime("%Y%m%dT%H%M%S", time.gmtime(seconds)) + f"-{rest:09d}"


def _copy(build_file: Path, target: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        connection.execute(f"attach {quoted_path(build_file)} as {DATABASE_NAME} (read_only)")
        # Any DuckDB from 1.0 on opens this storage version.
        connection.execute(f"attach {quoted_path(target)} as published (storage_version 'v1.0.0')")
        names = [
            name
            for (name,) in connection.execute(
                "select table_name from information_schema.tables "
                f"where table_catalog = '{DATABASE_NAME}' and table_schema = '{PUBLISHED_SCHEMA}' order by 1"
            ).fetchall()
        ]
        if not names:
            raise NothingToPublish(
                f"{build_file} has no tables in schema {PUBLISHED_SCHEMA}: no dbt model has been built."
            )
        # Read from within its own schema, as views may name their database or leave it out.
        connection.execute(f"use {DATABASE_NAME}.{PUBLISHED_SCHEMA}")
        connection.begin()
        connection.execute(f"create schema published.{PUBLISHED_SCHEMA}")
        for name in names:
            table = f'{PUBLISHED_SCHEMA}."{name}"'
            connection.execute(f"create table published.{table} as from {DATABASE_NAME}.{table}")
        connection.execute(_comments(connection))
        connection.commit()
        connection.execute("use memory.main")
        connection.execute("checkpoint published")
        connection.execute("detach published")


def _comments(connection: duckdb.DuckDBPyConnection) -> str:
    """Statements that give the published tables and columns the comments of those that were built."""
    commented = connection.execute(
        f"""
        select 'table', table_name, null, comment from duckdb_tables() where {_BUILT}
        union all
        select 'table', view_name, null, comment from duckdb_views() where {_BUILT}
        union all
        select 'column', table_name, column_name, comment from duckdb_columns() where {_BUILT}
        """
    ).fetchall()
    statements = []
    for kind, table, column, comment in commented:
        subject = ".".join(f'"{name}"' for name in ("published", PUBLISHED_SCHEMA, table, column) if name)
        text = comment.replace("'", "''")
        statements.append(f"comment on {kind} {subject} is '{text}'")
    return ";".join(statements)


def _smoke_read(file: Path) -> dict[str, int]:
    """Read every column of every table once, as an analyst would; returns the numbers of rows."""
    with duckdb.connect(str(plain_path(file)), read_only=True) as connection:
        connection.execute("set threads = 1")
        names = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
        counts = {}
        for name in names:
            table = f'{PUBLISHED_SCHEMA}."{name}"'
            connection.execute(f"select max(columns(*)) from {table}").fetchall()
            ((counts[name],),) = connection.execute(f"select count(*) from {table}").fetchall()
    return counts


def _turn_link(link: Path, target: Path) -> None:
    beside = link.with_name(f".{link.name}.new-{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(os.path.relpath(target, link.parent))
    beside.replace(link)
