"""A batch of documents as files: what was read of them, and a key that follows from it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.models.dbt import STAMP
from pipelines.plain_paths import quoted_path
from pipelines.raw_folder.fingerprints import extractor_version
from pipelines.raw_store import RawStore
from pipelines.raw_store.schema import SCHEMA
from pipelines.reading.content import CONTENT_TABLES
from pipelines.settings import Configuration

# What is known of documents beside their content: table -> which of its rows are about those in `chosen`.
_KNOWN_OF_DOCUMENTS = {
    "documents": "disclosure_key in (select disclosure_key from chosen)",
    "overrides": "content_sha256 in (select content_sha256 from chosen) "
    "or source_file in (select unnest(list_append(duplicate_files, source_file)) from chosen)",
    "fetches": "content_sha256 in (select content_sha256 from chosen)",
}
RAW_TABLES = (*_KNOWN_OF_DOCUMENTS, *CONTENT_TABLES)


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that are interpreted together.

    ``key`` is the same for the same bytes, the same knowledge of them, and the same readers and models.
    ``folder`` holds the raw rows and, once they are interpreted, the facts; whoever interprets the batch has
    to reach this folder, and ``prepared``, the folder of the compiled dbt project. ``scratch`` is a folder of
    the machine that does it. ``strict``: a data test that fails stops the batch.
    """

    key: str
    documents: tuple[str, ...]
    folder: Path
    prepared: Path
    scratch: Path
    configuration: Configuration = field(default_factory=dict)
    strict: bool = False

    @property
    def raw(self) -> Path:
        """Parquet files of the raw rows, one for each table."""
        return self.folder / "raw"

    @property
    def facts(self) -> Path:
        """Parquet files of the facts, one for each table that grows by document."""
        return self.folder / "facts"


def write_batch(
    store: RawStore,
    documents: Sequence[str],
    parent: Path,
    prepared: Path,
    scratch: Path,
    configuration: Configuration,
    *,
    strict: bool = False,
) -> Batch:
    """Write the raw rows of documents into a folder below ``parent`` that is named after the batch's key.

    What an earlier, interrupted run has left there is used again.
    """
    store.connection.execute(
        "create or replace temp table chosen as "
        "select disclosure_key, content_sha256, source_file, duplicate_files from raw.documents "
        "where list_contains(?, disclosure_key)",
        [list(documents)],
    )
    key = _key(store, prepared, strict=strict)
    batch = Batch(key, tuple(documents), parent / key, prepared, scratch, configuration, strict)
    if batch.raw.exists():
        return batch
    unfinished = batch.folder / ".raw"
    unfinished.mkdir(parents=True, exist_ok=True)
    for table, condition in _conditions().items():
        store.connection.execute(
            f"copy (select * from {SCHEMA}.{table} where {condition}) "
            f"to {quoted_path(unfinished / f'{table}.parquet')} (format parquet, compression zstd)"
        )
    unfinished.rename(batch.raw)
    return batch


def _conditions() -> dict[str, str]:
    of_document = _KNOWN_OF_DOCUMENTS["documents"]
    return {**_KNOWN_OF_DOCUMENTS, **dict.fromkeys(CONTENT_TABLES, of_document)}


def _key(store: RawStore, prepared: Path, *, strict: bool) -> str:
    """Content follows from the bytes of the documents and the version of the readers."""
    project = (prepared / STAMP).read_text()
    digest = hashlib.sha256(f"{project} {extractor_version()} {strict}".encode())
    for table, condition in _KNOWN_OF_DOCUMENTS.items():
        rows = store.rows(f"select * from {SCHEMA}.{table} where {condition} order by all")
        digest.update(f"\n{table}\n{rows}".encode())
    return digest.hexdigest()[:20]
