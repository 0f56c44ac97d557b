"""The private build database: the ledger of documents and their raw rows.

Only one process writes it (:func:`pipelines.raw_store.lock.build_lock`); analysts read the published
file instead. Every change of a document's rows is remembered in ``raw.pending_documents`` in the same
transaction, so that an interrupted run loses nothing.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.arrivals.history import PASSING
from pipelines.raw_folder.difference import LedgerEntry
from pipelines.raw_folder.discovery import KnownFile
from pipelines.raw_store.layout import connect, create_database, layout_of, prepare_layout
from pipelines.raw_store.schema import (
    ALL_TABLES,
    DOCUMENTS,
)
from pipelines.raw_store.segments import Kind, Segments, find_segments, segments_folder
from pipelines.settings import Configuration

if TYPE_CHECKING:
    import pyarrow as pa


# Represents the table of fetches in the list of pending documents.
_FETCHES = "fetches"


class RawStore:
    """Reads and writes schema ``raw`` over one open connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, segments: Segments) -> None:
        self.connection = connection
        self.segments = segments

    @classmethod
    @contextmanager
    def open(
        cls,
        build_file: Path,
        *,
        read_only: bool = False,
        scratch: bool = False,
        configuration: Configuration | None = None,
    ) -> Generator[RawStore]:
        """Open the build database; creates it, and its raw schema, unless ``read_only``.

        Rows by document are in segments beside it; in a ``scratch`` database they are in its own tables.
        ``configuration`` is that of DuckDB. Raises :class:`BuildFileInUse` and :class:`DamagedSegments`.
        """
        if not read_only and not build_file.exists():
            create_database(build_file)
        with connect(build_file, configuration or {}, read_only=read_only) as connection:
            store = cls(connection, Segments(connection, segments_folder(build_file)))
            if not scratch:
                find_segments(connection, build_file)
            if not read_only:
                prepare_layout(connection, store.segments, scratch=scratch)
            # What was just prepared is current.
            if not scratch and (not read_only or store.has_current_layout()):
                store.segments.check()
            yield store

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing."""
        self.connection.begin()
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.commit()
        self.segments.settle()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, list(parameters) or None).fetchall()

    def known_files(self) -> dict[str, KnownFile]:
        """The files of the last look at the folder, by their path within it."""
        found = self.rows(
            "select source_file, size_bytes, modified_ns, changed_ns, inode, hashed_ns, content_sha256 "
            "from raw.files"
        )
        return {row[0]: KnownFile(*row) for row in found}

    def replace_known_files(self, files: Iterable[KnownFile]) -> None:
        """Remember the files of this look at the folder."""
        rows = [astuple(file) for file in files]
        with self.transaction():
            self.connection.execute("delete from raw.files")
            self._append("files", rows)

    def ledger(self) -> dict[str, LedgerEntry]:
        """The documents by the sha256 of their content."""
        found = self.rows(
            "select disclosure_key, source_file, content_sha256, extractor_version, status, reason, "
            "attempts, read_at, modified_ns, duplicate_files, gone_at is not null from raw.documents"
        )
        entries = [LedgerEntry(*row) for row in found]
        return {entry.content_sha256: entry for entry in entries}

    def write_documents(self, documents: Sequence[tuple[Any, ...]], content: Mapping[str, pa.Table]) -> None:
        """Replace documents and everything that was read of them, in one transaction.

        ``documents`` are rows in the order of ``schema.DOCUMENTS`` (``first_seen_at`` of a known
        document is kept); ``content`` holds the Arrow tables of all of them together. A document that
        failed as it had failed before is not built again for that.
        """
        keys = [row[0] for row in documents]
        with self.transaction():
            before = self._documents(keys)
            self._delete(keys)
            self._append(
                "documents",
                [
                    tuple({**named, "first_seen_at": before.get(key, named)["first_seen_at"]}.values())
                    for key, named in _by_key(documents).items()
                ],
            )
            if content:
                self._write_content(content)
            after = self._documents(keys)
            self._remember(keys, "status", "read_at")
            self._mark([key for key in keys if not _failed_alike(before.get(key), after[key])], "changed")

    def _documents(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        return _by_key(
            self.rows(
                f"select {', '.join(DOCUMENTS)} from raw.documents where list_contains(?, disclosure_key)",
                ([*keys],),
            )
        )

    def rename_documents(self, names: Mapping[str, tuple[str, tuple[str, ...]]]) -> None:
        """Give documents, also such as were gone, files: disclosure_key -> (source_file, duplicates)."""
        with self.transaction():
            for key, (source_file, duplicates) in names.items():
                self.connection.execute(
                    "update raw.documents set source_file = ?, duplicate_files = ?, gone_at = null "
                    "where disclosure_key = ?",
                    [source_file, list(duplicates), key],
                )
            self._mark(list(names), "changed")

    def retire_documents(self, keys: Sequence[str]) -> None:
        """Note that the files of documents are gone.

        Those that were read keep their rows until it is known whether another file took their place
        (:func:`pipelines.raw_store.batch.forget_withdrawn`); those that failed are forgotten.
        """
        with self.transaction():
            self.connection.execute(
                "update raw.documents set gone_at = ? where list_contains(?, disclosure_key)",
                [utc_now(), list(keys)],
            )
            self._remember(keys, "'gone'", "gone_at")
            failed = self.rows(
                "select disclosure_key from raw.documents where status = 'failed' and gone_at is not null"
            )
            self._delete([key for (key,) in failed])
            self._mark(keys, "removed")

    def replace_overrides(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Replace the overrides; the documents that the changed rows are about are built again."""
        self._register("new_overrides", "overrides", rows)
        with self.transaction():
            changed = self.rows(
                """
                with differing as (
                    (select * from raw.overrides except all select * from new_overrides)
                    union all
                    (select * from new_overrides except all select * from raw.overrides)
                )
                select distinct documents.disclosure_key
                from raw.documents
                inner join differing
                    on documents.content_sha256 = differing.content_sha256
                    or documents.source_file = differing.source_file
                    or list_contains(documents.duplicate_files, differing.source_file)
                """
            )
            self.connection.execute("delete from raw.overrides")
            self.connection.execute("insert into raw.overrides select * from new_overrides")
            self._mark([key for (key,) in changed], "changed")
        self.connection.unregister("new_overrides")

    def replace_fetches(self, rows: Sequence[tuple[Any, ...]], noted_at: datetime) -> None:
        """Replace what is known of addresses; the documents that came from changed ones are built again.

        ``rows`` are in the order of ``history.FETCHES``. A fetch that is known keeps its ``noted_at``.
        """
        self._register("new_fetches", "fetches", [(*row, noted_at) for row in rows])
        lasting = f"* exclude ({', '.join([*PASSING, 'noted_at'])})"
        with self.transaction():
            changed = self.rows(
                f"""
                with differing as (
                    (select {lasting} from raw.fetches except all select {lasting} from new_fetches)
                    union all
                    (select {lasting} from new_fetches except all select {lasting} from raw.fetches)
                )
                select documents.disclosure_key
                from differing
                left join raw.documents on documents.content_sha256 = differing.content_sha256
                """
            )
            self.connection.execute(
                """
                create or replace temp table noted as select fetch_key, noted_at from raw.fetches;
                delete from raw.fetches;
                insert into raw.fetches
                select new_fetches.* replace (coalesce(noted.noted_at, new_fetches.noted_at) as noted_at)
                from new_fetches
                left join noted on noted.fetch_key = new_fetches.fetch_key
                """
            )
            self._mark(sorted({key for (key,) in changed if key}), "changed")
            if changed:
                # A release is due also where only an address that gave no document has changed.
                self._mark([_FETCHES], "fetched")
        self.connection.unregister("new_fetches")

    def has_current_layout(self) -> bool:
        """Does the raw schema of the file have the tables and columns of this version?"""
        return layout_of(self.connection) == ALL_TABLES

    def forget_documents(self, keys: Sequence[str]) -> None:
        """Delete documents and everything that was read of them."""
        with self.transaction():
            self._delete(keys)

    def _remember(self, keys: Sequence[str], status: str, happened_at: str) -> None:
        """Add what happened to documents to their history."""
        self.connection.execute(
            "insert into raw.reading_history "
            f"select disclosure_key, source_file, {status}, reason, message, attempts, seconds, "
            f"extractor_version, {happened_at} from raw.documents where list_contains(?, disclosure_key)",
            [list(keys)],
        )

    def _delete(self, keys: Sequence[str]) -> None:
        self.connection.execute(
            "delete from raw.documents where list_contains(?, disclosure_key)", [list(keys)]
        )
        self.segments.drop(Kind.RAW, keys)

    def _mark(self, keys: Sequence[str], change: str) -> None:
        self.connection.execute(
            "delete from raw.pending_documents where list_contains(?, disclosure_key)", [list(keys)]
        )
        self._append("pending_documents", [(key, change, None) for key in keys])

    def _append(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._register("new_rows", table, rows)
            self.connection.execute(f"insert into raw.{table} select * from new_rows")
            self.connection.unregister("new_rows")

    def _write_content(self, content: Mapping[str, pa.Table]) -> None:
        """Keep what was read of documents as a new segment."""
        from pyarrow import parquet

        folder = self.segments.begin(Kind.RAW)
        keys: set[str] = set()
        for name, rows in content.items():
            parquet.write_table(rows, folder / f"{name}.parquet", compression="zstd")
            keys |= set(rows["disclosure_key"].unique().to_pylist())
        self.segments.add(Kind.RAW, folder, sorted(keys))
        self.segments.merge(Kind.RAW)

    def _register(self, name: str, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        from pipelines.reading.rows import arrow_table

        self.connection.register(name, arrow_table(ALL_TABLES[table], rows))


def _by_key(documents: Iterable[Sequence[Any]]) -> dict[str, dict[str, Any]]:
    return {row[0]: dict(zip(DOCUMENTS, row, strict=True)) for row in documents}


def _failed_alike(before: dict[str, Any] | None, after: dict[str, Any]) -> bool:
    """Do two rows of a document say the same failure of the same files?"""
    said = ("status", "reason", "message", "source_file", "duplicate_files", "extractor_version")
    return before is not None and after["status"] == "failed" and all(before[n] == after[n] for n in said)


def utc_now() -> datetime:
    """Now, in UTC, without a time zone: the way the build database keeps times."""
    return datetime.now(UTC).replace(tzinfo=None)
