"""The release that is published now, opened read-only and kept open until the next one is published."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from pipelines.plain_paths import quoted_path
from pipelines.release.published_file import PUBLISHED_SCHEMA, REPORTS_SCHEMA
from pipelines.release.queries import PublishedWarehouse
from pipelines.settings import DATABASE_NAME, Settings

Record = dict[str, Any]
Kept = TypeVar("Kept")


# Views of many joins that pages ask again and again; a table of them answers in a tenth of the time.
_KEPT_REPORTS = ("disclosures", "expenditure_by_function", "findings", "three_public_by_year")


class Release:
    """One release: it never changes, so that what was asked once can be kept.

    The reports that pages read are kept in memory, as tables of the database ``kept``.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.stamp = file.parent.name
        self._connection = duckdb.connect()
        self._connection.execute(f"attach {quoted_path(file)} as {DATABASE_NAME} (read_only)")
        self._connection.execute(f"use {DATABASE_NAME}.{PUBLISHED_SCHEMA}")
        self._connection.execute("attach ':memory:' as kept")
        for name in _KEPT_REPORTS:
            self._connection.execute(f"create table kept.{name} as from {REPORTS_SCHEMA}.{name}")
        self._connection.execute("set enable_external_access = false")
        self._kept: dict[str, Any] = {}

    def warehouse(self) -> PublishedWarehouse:
        """A connection of its own for one request, as requests are answered in several threads."""
        cursor = self._connection.cursor()
        cursor.execute(f"use {DATABASE_NAME}.{PUBLISHED_SCHEMA}")
        return PublishedWarehouse(cursor)

    def keep(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What ``make`` returned the first time that it was asked for."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]


class Releases:
    """Follows the link of the published file. Who still reads the previous release keeps it open."""

    def __init__(self, settings: Settings) -> None:
        self._link = settings.published_file
        self._lock = threading.Lock()
        self._current: Release | None = None

    def current(self) -> Release:
        """The release that the link names now. Raises FileNotFoundError when nothing was published yet."""
        if not self._link.exists():
            raise FileNotFoundError(f"There is no warehouse at {self._link}. Build it with `yusuan build`.")
        file = self._link.resolve()
        with self._lock:
            if self._current is None or self._current.file != file:
                self._current = Release(file)
            return self._current


def records(
    warehouse: PublishedWarehouse, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
) -> list[Record]:
    """Rows of a query by the names of their columns; parameters by position or by name."""
    cursor = warehouse.connection.execute(sql, parameters or None)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
