"""Publish what was built: a file under ``releases/<stamp>/`` and a link that is turned in one step.

Readers are never blocked and never see half a build. Who has an old release open keeps it: its file is
unlinked at the earliest when ``keep`` newer ones are out, and even then stays readable until it is closed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.models.compiled import MANIFEST
from pipelines.plain_paths import plain_path
from pipelines.raw_store.segments import to_disk
from pipelines.release.changed_rows import lasting_tables, row_count
from pipelines.release.checksums import Checksum, checksum_of
from pipelines.release.continued_file import continue_published_file
from pipelines.release.history import OWN_TABLES, goes_on_from, sign_release
from pipelines.release.keys import stated_keys
from pipelines.release.published_file import PUBLISHED_SCHEMA, REPORTS_SCHEMA, write_published_file
from pipelines.release.releases import current_stamp, next_stamp, old_releases, release_files
from pipelines.settings import DATABASE_NAME, Settings


class NotWhatWasBuilt(Exception):
    """A new release does not hold the rows that were built."""


@dataclass(frozen=True, slots=True)
class Release:
    """One published generation. ``tables`` is table name -> number of rows.

    ``not_removed`` says, for each older release that should be gone by now, why it is still there.
    """

    stamp: str
    file: Path
    tables: dict[str, int]
    not_removed: tuple[str, ...] = ()

    @property
    def size_bytes(self) -> int:
        """Size of the published file."""
        return self.file.stat().st_size


def publish(settings: Settings, keep: int = 3) -> Release:
    """Copy what was built into a new release and make it the current one.

    Raises :class:`NothingToPublish` when there is nothing, :class:`NotWhatWasBuilt`, any DuckDB error of the
    copy, and OSError; the current release stays as it is in all cases. Whatever is raised, the new release is
    not the current one.
    """
    stamp = next_stamp(settings)
    folder = settings.releases_dir / stamp
    folder.mkdir(parents=True)
    unfinished = folder / f"{DATABASE_NAME}.tmp"
    final = folder / f"{DATABASE_NAME}.duckdb"
    try:
        tables = _write(settings, unfinished, stamp)
        unfinished.chmod(0o444)
        to_disk(unfinished)
        unfinished.rename(final)
        for changed in (folder, settings.releases_dir):
            to_disk(changed)
        _turn_link(settings.published_file, final)
    except BaseException:
        # It is the current one if the person who waits interrupts after the link was switched.
        if current_stamp(settings) != stamp:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    with contextlib.suppress(OSError):
        to_disk(settings.warehouse_dir)
    return Release(stamp, final, tables, tuple(_remove_old(settings, keep)))


def make_current(settings: Settings, stamp: str) -> None:
    """Make a release the current one, in one step. Raises LookupError where it is gone."""
    files = release_files(settings)
    if stamp not in files:
        raise LookupError(f"There is no release {stamp} in {settings.releases_dir}.")
    _turn_link(settings.published_file, files[stamp])


def _write(settings: Settings, file: Path, stamp: str) -> dict[str, int]:
    """Write and check the file of a release, out of the former one if it can be; returns numbers of rows."""
    manifest = settings.dbt_target_dir / MANIFEST
    keys, configuration = stated_keys(manifest, PUBLISHED_SCHEMA), settings.database_configuration
    build_file, releases = settings.build_file, release_files(settings)
    current = current_stamp(settings) or ""
    checksums, earlier = None, ()
    if current in releases and goes_on_from(build_file, current, releases[current]):
        checksums = continue_published_file(
            current, releases[current], build_file, file, keys, lasting_tables(manifest), configuration
        )
    is_continued = checksums is not None
    if checksums is None:
        checksums, earlier = write_published_file(build_file, file, keys, configuration), releases.values()
    built = {name: checksum for name, checksum in checksums.items() if name not in OWN_TABLES}
    sign_release(file, stamp, build_file, earlier, built)
    return _smoke_read(file, settings, built, is_continued=is_continued)


def _remove_old(settings: Settings, keep: int) -> list[str]:
    """Remove releases that have had their time; says which could not be removed, and why."""
    reasons = []
    for folder in old_releases(settings, keep):
        try:
            shutil.rmtree(folder)
        except OSError as error:
            reasons.append(f"{folder}: {error.strerror or error}")
    return reasons


def _smoke_read(
    file: Path, settings: Settings, built: Mapping[str, Checksum], *, is_continued: bool
) -> dict[str, int]:
    """Read every column of every table once, as an analyst would, and a row of every report.

    The views in other schemas show the same rows by other names, so that it is enough to find their columns.
    Of a file that ``is_continued`` the rows are counted: those that are new were read already, and reports
    show what the tests of the round have read. Returns the tables' numbers of rows. Raises
    :class:`NotWhatWasBuilt` where rows differ from ``built``.
    """
    with duckdb.connect(
        str(plain_path(file)), read_only=True, config=settings.database_configuration
    ) as connection:
        connection.execute("set threads = 1")
        for schema, view in _names(connection, "duckdb_views() where not internal", "view_name"):
            name = f'"{schema}"."{view}"'
            is_read = schema == REPORTS_SCHEMA and not is_continued
            connection.execute(f"from {name} limit 1" if is_read else f"describe {name}").fetchall()
        counts = {}
        for schema, name in _names(connection, "duckdb_tables()", "table_name"):
            table = f'"{schema}"."{name}"'
            if is_continued and name in built:
                found = Checksum(row_count(connection, table), built[name].hashes)
            else:
                found = checksum_of(connection, table)
            if found != built.get(name, found):
                raise NotWhatWasBuilt(f"The rows of {name} in {file} are not those of the build.")
            counts[name] = found.rows
    return counts


def _names(connection: duckdb.DuckDBPyConnection, relation: str, name: str) -> list[tuple[str, str]]:
    return connection.execute(f"select schema_name, {name} from {relation}").fetchall()


def _turn_link(link: Path, target: Path) -> None:
    beside = link.with_name(f".{link.name}.new-{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(os.path.relpath(target, link.parent))
    try:
        beside.replace(link)
    except OSError:
        beside.unlink()
        raise
