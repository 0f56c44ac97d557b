"""The raw tables: what a reader found, row by row, and the ledger of what was read.

Schema ``raw`` of the build database. Types are DuckDB's; the Arrow types of a bulk insert follow from them.
"""

from __future__ import annotations

from pipelines.arrivals.history import FETCHES
from pipelines.raw_folder.overrides import OVERRIDES
from pipelines.reading.content import CONTENT_TABLES

SCHEMA = "raw"

DOCUMENTS = {
    "disclosure_key": "varchar",
    "source_file": "varchar",
    "content_sha256": "varchar",
    "size_bytes": "bigint",
    # When the file that was read had been written to, in nanoseconds.
    "modified_ns": "bigint",
    "media_type": "varchar",
    "reader": "varchar",
    "extractor_version": "varchar",
    "page_count": "integer",
    "status": "varchar",
    "reason": "varchar",
    "message": "varchar",
    # How often it was tried in a row, where it failed for a reason that may pass by itself.
    "attempts": "integer",
    "seconds": "double",
    "table_count": "integer",
    "line_count": "integer",
    "cell_count": "integer",
    "first_seen_at": "timestamp",
    "read_at": "timestamp",
    "duplicate_files": "varchar[]",
    # When the file was found gone; its rows stay while a newer vintage of the same disclosure is there.
    "gone_at": "timestamp",
}

BOOKKEEPING_TABLES = {
    "documents": DOCUMENTS,
    "overrides": OVERRIDES,
    # What each address showed, and when; ``noted_at`` is the start of the run that first read of it.
    "fetches": {**FETCHES, "noted_at": "timestamp"},
    # Hash of every file by size, times of change and inode, so that an unchanged file is not hashed again.
    "files": {
        "source_file": "varchar",
        "size_bytes": "bigint",
        "modified_ns": "bigint",
        "changed_ns": "bigint",
        "inode": "bigint",
        "hashed_ns": "bigint",
        "content_sha256": "varchar",
    },
    # What was read or removed since the last release, kept until a release carries it, and when the models
    # of this round were built for it.
    "pending_documents": {"disclosure_key": "varchar", "change": "varchar", "built_at": "timestamp"},
    # In which segment the rows of each document are; see segments.py.
    "segments": {"kind": "varchar", "segment": "varchar", "disclosure_key": "varchar"},
    # The files of each segment, each with its size.
    "segment_files": {
        "kind": "varchar",
        "segment": "varchar",
        "file_name": "varchar",
        "size_bytes": "bigint",
    },
    # The documents that models and tests look at now.
    "changed_documents": {"disclosure_key": "varchar"},
    # With which dbt project and readers the last release was built, and the round of builds after it.
    "build_state": {
        "build_id": "varchar",
        "release": "varchar",
        "project_fingerprint": "varchar",
        "extractor_version": "varchar",
        "started_at": "timestamp",
        "built_at": "timestamp",
        "finished_at": "timestamp",
    },
}

# What outlives a change of the other tables, for which everything is read again.
HISTORY_TABLES = {
    # Every time that a document was read, failed, or was found gone.
    "reading_history": {
        "disclosure_key": "varchar",
        "source_file": "varchar",
        "status": "varchar",
        "reason": "varchar",
        "message": "varchar",
        "attempts": "integer",
        "seconds": "double",
        "extractor_version": "varchar",
        "happened_at": "timestamp",
    },
}

ALL_TABLES = {**BOOKKEEPING_TABLES, **HISTORY_TABLES, **CONTENT_TABLES}


def create_statements(*, content: bool) -> list[str]:
    """DDL that makes the tables that are missing, with those for the content of documents or without."""
    statements = [f"create schema if not exists {SCHEMA}"]
    for name, columns in ALL_TABLES.items():
        if content or name not in CONTENT_TABLES:
            body = ", ".join(f"{column} {kind}" for column, kind in columns.items())
            statements.append(f"create table if not exists {SCHEMA}.{name} ({body})")
    return statements


def columns_of_content(table: str) -> str:
    """A query without rows that has the columns of a table of content."""
    columns = (f"cast(null as {kind}) as {column}" for column, kind in CONTENT_TABLES[table].items())
    return f"select {', '.join(columns)}"
