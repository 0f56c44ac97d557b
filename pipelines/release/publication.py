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

from pipelines.models.dbt import MANIFEST
from pipelines.plain_paths import plain_path
from pipelines.release.keys import stated_keys
from pipelines.release.published_file import PUBLISHED_SCHEMA, REPORTS_SCHEMA, write_published_file
from pipelines.settings import DATABASE_NAME, Settings


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
    """Copy what was built into a new release and make it the current one.

    Raises :class:`NothingToPublish` when there is nothing, and any DuckDB error of the copy; the current
    release stays as it is in both cases.
    """
    stamp = stamp_of(time.time_ns())
    releases = settings.warehouse_dir / "releases"
    folder = releases / stamp
    folder.mkdir(parents=True)
    unfinished = folder / f"{DATABASE_NAME}.tmp"
    final = folder / f"{DATABASE_NAME}.duckdb"
    try:
        keys = stated_keys(settings.dbt_target_dir / MANIFEST, PUBLISHED_SCHEMA)
        write_published_file(settings.build_file, unfinished, keys)
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


def _smoke_read(file: Path) -> dict[str, int]:
    """Read every column of every table once, as an analyst would, and a row of every report.

    The views in other schemas show the same rows by other names, so that it is enough to find their columns.
    Returns the tables' numbers of rows.
    """
    with duckdb.connect(str(plain_path(file)), read_only=True) as connection:
        connection.execute("set threads = 1")
        for schema, view in _names(connection, "duckdb_views() where not internal", "view_name"):
            name = f'"{schema}"."{view}"'
            connection.execute(
                f"from {name} limit 1" if schema == REPORTS_SCHEMA else f"describe {name}"
            ).fetchall()
        counts = {}
        for schema, name in _names(connection, "duckdb_tables()", "table_name"):
            table = f'"{schema}"."{name}"'
            connection.execute(f"select max(columns(*)) from {table}").fetchall()
            ((counts[name],),) = connection.execute(f"select count(*) from {table}").fetchall()
    return counts


def _names(connection: duckdb.DuckDBPyConnection, relation: str, name: str) -> list[tuple[str, str]]:
    return connection.execute(f"select schema_name, {name} from {relation}").fetchall()


def _turn_link(link: Path, target: Path) -> None:
    beside = link.with_name(f".{link.name}.new-{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(os.path.relpath(target, link.parent))
    beside.replace(link)
