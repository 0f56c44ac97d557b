"""Rows by document as Parquet, in segments: folders with the rows of some documents, a file for each table.

A segment is never changed. Who replaces rows writes a new one, and says so in ``raw.segments`` within a
transaction of the build database; :meth:`Segments.settle` then makes the folder equal to that list. So a run
that is killed at any moment leaves the rows of before or those of after. Views in the database read all
segments; their paths are relative to the folder, so that a warehouse can be moved.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

import duckdb

from pipelines.plain_paths import plain_path, quoted_path

# Holds a file without rows for each table, which shows its columns.
_COLUMNS_ONLY = "segment-of-columns"
_PREFIX = "segment-"
_UNFINISHED = "new-"
# More small segments than these are made one.
_MOST_SMALL = 12
_SMALL_DOCUMENTS = 50


class DamagedSegments(OSError):
    """The files of a segment are not those that the database lists."""


class Kind(StrEnum):
    """What segments hold: what was read of documents, or the rows of the tables that grow by document."""

    RAW = "raw"
    FACTS = "facts"


class Segments:
    """The segments of a build database, in ``folder``."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        self._changed: set[Kind] = set()

    def make_view(self, kind: Kind, table: str, relation: str, select: str) -> None:
        """Make ``relation`` a view of all rows of a table, whose columns are those of a query."""
        file = self.folder / kind / _COLUMNS_ONLY / f"{table}.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        self.connection.execute(f"copy ({select} limit 0) to {quoted_path(file)} (format parquet)")
        self.connection.execute(
            f"create or replace view {relation} as from read_parquet('{kind}/{_PREFIX}*/{table}.parquet')"
        )

    def begin(self, kind: Kind) -> Path:
        """A new folder, for files that are named after their tables."""
        folder = self.folder / kind / f"{_UNFINISHED}{uuid4().hex[:16]}"
        folder.mkdir(parents=True)
        return folder

    def add(self, kind: Kind, folder: Path, documents: Iterable[str]) -> None:
        """Within a transaction: from now on a folder that was begun holds the rows of documents.

        Its files are on disk before the transaction is, so that the list never names what is not there.
        """
        segment = folder.name.removeprefix(_UNFINISHED)
        files = sorted(folder.glob("*.parquet"))
        for path in (*files, folder, folder.parent):
            to_disk(path)
        self.connection.execute(
            "insert into raw.segment_files select ?, ?, unnest(?), unnest(?)",
            [kind, segment, [file.name for file in files], [file.stat().st_size for file in files]],
        )
        self.connection.execute(
            "insert into raw.segments select ?, ?, unnest(?)", [kind, segment, list(documents)]
        )
        self._changed.add(kind)

    def drop(self, kind: Kind, documents: Sequence[str], kept: str = "false") -> None:
        """Within a transaction: let go the rows of documents, but for those that meet a condition."""
        gone = set(documents)
        condition = (
            "not list_contains([" + ", ".join(f"'{key}'" for key in sorted(gone)) + "], "
            f"split_part(disclosure_key, '-', 1)) or ({kept})"
        )
        for segment, held in self._held(kind).items():
            if held & gone:
                self._replace(kind, [segment], held if kept != "false" else held - gone, condition)

    def drop_all(self, kind: Kind) -> None:
        """Within a transaction: let go all rows."""
        for table in ("segments", "segment_files"):
            self.connection.execute(f"delete from raw.{table} where kind = ?", [kind])
        self._changed.add(kind)

    def merge(self, kind: Kind) -> None:
        """Within a transaction: make one segment of many small ones."""
        small = {segment: held for segment, held in self._held(kind).items() if len(held) < _SMALL_DOCUMENTS}
        if len(small) > _MOST_SMALL:
            self._replace(kind, list(small), set().union(*small.values()))

    def settle(self, *kinds: Kind) -> None:
        """After a transaction: have the segments that it listed, and no others, at their places.

        ``kinds`` are those whose segments have changed, if none is named.
        """
        for kind in kinds or self._changed:
            listed = self._held(kind)
            for folder in list((self.folder / kind).glob("*")):
                segment = folder.name.removeprefix(_UNFINISHED).removeprefix(_PREFIX)
                if segment in listed:
                    folder.rename(folder.with_name(f"{_PREFIX}{segment}"))
                elif folder.name != _COLUMNS_ONLY:
                    shutil.rmtree(folder)
        self._changed.clear()

    def check(self) -> None:
        """Are all files there that the database lists, each of its size? Raises :class:`DamagedSegments`.

        A run that was killed after it committed may have left a segment under its unfinished name.
        """
        for kind, segment, name, size in self.connection.execute("from raw.segment_files").fetchall():
            folder = self._folder_of(kind, segment)
            try:
                found = (folder / name).stat().st_size
            except FileNotFoundError:
                found = None
            if found != size:
                state = "is missing" if found is None else f"has {found:,} bytes where {size:,} were written"
                file = self.folder / kind / f"{_PREFIX}{segment}" / name
                raise DamagedSegments(f"{file} {state}, so rows of documents would be lost.")

    def _folder_of(self, kind: str, segment: str) -> Path:
        folder = self.folder / kind / f"{_PREFIX}{segment}"
        return folder if folder.exists() else folder.with_name(f"{_UNFINISHED}{segment}")

    def _held(self, kind: Kind) -> dict[str, set[str]]:
        """The documents of each segment."""
        held: dict[str, set[str]] = {}
        for segment, document in self.connection.execute(
            "select segment, disclosure_key from raw.segments where kind = ? order by all", [kind]
        ).fetchall():
            held.setdefault(segment, set()).add(document)
        return held

    def _replace(
        self, kind: Kind, segments: Sequence[str], documents: Iterable[str], condition: str = "true"
    ) -> None:
        """Put the rows of segments that meet a condition into a new one."""
        for table in ("segments", "segment_files"):
            self.connection.execute(
                f"delete from raw.{table} where kind = ? and list_contains(?, segment)",
                [kind, list(segments)],
            )
        self._changed.add(kind)
        documents = list(documents)
        if not documents:
            return
        folder = self.begin(kind)
        for table, files in self._files(kind, segments).items():
            self.connection.execute(
                f"copy (from read_parquet([{', '.join(map(quoted_path, files))}]) where {condition}) "
                f"to {quoted_path(folder / f'{table}.parquet')} (format parquet, compression zstd)"
            )
        self.add(kind, folder, documents)

    def _files(self, kind: Kind, segments: Sequence[str]) -> Mapping[str, list[Path]]:
        files: dict[str, list[Path]] = {}
        for segment in segments:
            for file in sorted(self._folder_of(kind, segment).glob("*.parquet")):
                files.setdefault(file.stem, []).append(file)
        return files


def to_disk(path: Path) -> None:
    """Have the system write a file, or the names in a folder, before it does anything that comes later."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def segments_folder(build_file: Path) -> Path:
    """Where the segments of a build database are."""
    return build_file.with_name("segments")


def find_segments(connection: duckdb.DuckDBPyConnection, build_file: Path) -> None:
    """Let a connection read the rows of a build database that it has opened or attached."""
    folder = plain_path(segments_folder(build_file) / "x").parent
    connection.execute("set file_search_path = ?", [str(folder)])
