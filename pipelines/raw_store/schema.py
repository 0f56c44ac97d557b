"""The raw tables: what a reader found, row by row, and the ledger of what was read.

Schema ``raw`` of the build database. Types are DuckDB's; the Arrow types of a bulk insert follow from them.
"""

from __future__ import annotations

SCHEMA = "raw"

DOCUMENTS = {
    "disclosure_key": "varchar",
    "source_file": "varchar",
    "content_sha256": "varchar",
    "size_bytes": "bigint",
    "partition_key": "varchar",
    "media_type": "varchar",
    "reader": "varchar",
    "extractor_version": "varchar",
    "page_count": "integer",
    "status": "varchar",
    "reason": "varchar",
    "message": "varchar",
    "seconds": "double",
    "table_count": "integer",
    "line_count": "integer",
    "cell_count": "integer",
    "warnings": "varchar[]",
    "first_seen_at": "timestamp",
    "read_at": "timestamp",
    "duplicate_files": "varchar[]",
    # When the file was found gone; its rows stay while a newer vintage of the same disclosure is there.
    "gone_at": "timestamp",
}

# What stands on the paper; replaced as a whole whenever a document is read.
CONTENT_TABLES = {
    "pages": {
        "disclosure_key": "varchar",
        "page_no": "integer",
        "width": "double",
        "height": "double",
        "rotation": "integer",
        "character_count": "integer",
        "image_only": "boolean",
    },
    "lines": {
        "disclosure_key": "varchar",
        "line_no": "integer",
        "page_no": "integer",
        "text": "varchar",
        "x0": "double",
        "top": "double",
        "x1": "double",
        "bottom": "double",
        "source_line": "integer",
    },
    "tables": {
        "disclosure_key": "varchar",
        "table_no": "integer",
        "after_line_no": "integer",
        "page_first": "integer",
        "page_last": "integer",
        "row_count": "integer",
        "column_count": "integer",
        "header_row_count": "integer",
        "finder": "varchar",
    },
    "cells": {
        "disclosure_key": "varchar",
        "table_no": "integer",
        "row_no": "integer",
        "col_no": "integer",
        "row_span": "integer",
        "col_span": "integer",
        "page_no": "integer",
        "x0": "double",
        "top": "double",
        "x1": "double",
        "bottom": "double",
        "source_line": "integer",
        "text": "varchar",
        "printed_again": "boolean",
    },
    "refused_tables": {
        "disclosure_key": "varchar",
        "page_no": "integer",
        "finder": "varchar",
        "reason": "varchar",
        "x0": "double",
        "top": "double",
        "x1": "double",
        "bottom": "double",
    },
}

OVERRIDES = {
    "source_file": "varchar",
    "content_sha256": "varchar",
    "organization_name": "varchar",
    "region_code": "varchar",
    "fiscal_year": "integer",
    "report_kind": "varchar",
    "scope": "varchar",
    "note": "varchar",
}

BOOKKEEPING_TABLES = {
    "documents": DOCUMENTS,
    "overrides": OVERRIDES,
    # Hash of every file by size and time of change, so that an unchanged file is not hashed again.
    "files": {
        "source_file": "varchar",
        "size_bytes": "bigint",
        "modified_ns": "bigint",
        "hashed_ns": "bigint",
        "content_sha256": "varchar",
    },
    # What was read or removed since the last release; kept until a release carries it.
    "pending_documents": {"disclosure_key": "varchar", "change": "varchar", "since": "timestamp"},
    # The batch that the dbt models of this run build.
    "changed_documents": {"disclosure_key": "varchar"},
    # One row per release: with which dbt project and readers it was built.
    "build_state": {
        "release": "varchar",
        "project_fingerprint": "varchar",
        "extractor_version": "varchar",
        "batch_started_at": "timestamp",
        "built_at": "timestamp",
        "finished_at": "timestamp",
    },
}

ALL_TABLES = {**BOOKKEEPING_TABLES, **CONTENT_TABLES}


def create_statements() -> list[str]:
    """DDL that makes the raw schema where it is missing."""
    statements = [f"create schema if not exists {SCHEMA}"]
    for name, columns in ALL_TABLES.items():
        body = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        statements.append(f"create table if not exists {SCHEMA}.{name} ({body})")
    return statements
