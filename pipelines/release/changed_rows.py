"""What differs between the build and a release, document by document.

A connection to both is needed, with the names ``DATABASE_NAME`` and ``published``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from pipelines.release.checksums import HASHES, Checksum
from pipelines.release.history import RELEASE_TABLES
from pipelines.release.keys import Keys
from pipelines.release.published_file import PUBLISHED_SCHEMA
from pipelines.settings import DATABASE_NAME

DOCUMENT = "disclosure_key"
# Some rows are of no document.
DOCUMENT_OR_NONE = f"coalesce({DOCUMENT}, '')"


def grown_tables(manifest: Path) -> frozenset[str]:
    """Published tables whose rows of a document change only when that document is built again."""
    if not manifest.exists():
        return frozenset()
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    return frozenset(
        node["name"]
        for node in nodes
        if node["resource_type"] == "model" and node["schema"] == PUBLISHED_SCHEMA
        if node["config"]["materialized"] == "incremental"
    )


def tables_by_document(connection: duckdb.DuckDBPyConnection, keys: Keys) -> set[str]:
    """Tables with rows of documents, each row with a key of its own."""
    found = connection.execute(
        "select table_name from duckdb_columns() where database_name = 'published' "
        f"and schema_name = '{PUBLISHED_SCHEMA}' and column_name = '{DOCUMENT}'"
    ).fetchall()
    return {name for (name,) in found if keys.primary.get(name) != DOCUMENT}


def compare(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[str],
    by_document: Collection[str],
    grown: Collection[str],
) -> None:
    """Fill ``compared``: do the rows of each document differ, in each table?

    A table that is not by document has one row, whose document is null. Of ``grown`` tables only documents
    are looked at that belong to this round, or that have another number of rows.
    """
    connection.execute(
        "create or replace temp table compared (name varchar, document varchar, "
        "rows bigint, hashes hugeint, former_rows bigint, former_hashes hugeint, is_changed boolean)"
    )
    for name in tables:
        document = DOCUMENT_OR_NONE if name in by_document else "null::varchar"
        picked = "true"
        if name in grown and name in by_document:
            _pick_documents(connection, name)
            picked = f"{document} in (from picked_documents)"
        built, published = (
            f"select {document} as document, count(*) as rows, {HASHES} as hashes "
            f"from {table} as rows_of_table where {picked} group by all"
            for table in (built_table(name), published_table(name))
        )
        connection.execute(
            f"""
            insert into compared
            select
                ?,
                coalesce(built.document, published.document),
                coalesce(built.rows, 0),
                coalesce(built.hashes, 0),
                coalesce(published.rows, 0),
                coalesce(published.hashes, 0),
                (built.rows, built.hashes) is distinct from (published.rows, published.hashes)
            from ({built}) as built
            full join ({published}) as published
                on built.document is not distinct from published.document
            """,
            [name],
        )


def _pick_documents(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    built, published = (
        f"select {DOCUMENT_OR_NONE} as document, count(*) as rows from {table} group by all"
        for table in (built_table(name), published_table(name))
    )
    connection.execute(
        f"""
        create or replace temp table picked_documents as
        select coalesce(built.document, published.document) as document
        from ({built}) as built
        full join ({published}) as published on built.document = published.document
        where built.rows is distinct from published.rows
            or split_part(coalesce(built.document, published.document), '-', 1)
                in (select disclosure_key from {DATABASE_NAME}.raw.pending_documents)
        """
    )


def checksums_of_build(
    connection: duckdb.DuckDBPyConnection, release: str, tables: Sequence[str], grown: Collection[str]
) -> dict[str, Checksum] | None:
    """Checksums of the tables of the build, once compared; None where ``release`` does not state its own.

    That of a grown table follows from that of the former release and what differs.
    """
    found = {
        name: (Checksum(int(rows), int(hashes)), Checksum(int(former_rows), int(former_hashes)))
        for name, rows, hashes, former_rows, former_hashes in connection.execute(
            "select name, sum(rows), sum(hashes), sum(former_rows), sum(former_hashes) "
            "from compared group by name"
        ).fetchall()
    }
    stated = {
        name: Checksum(int(rows), int(hashes))
        for name, rows, hashes in connection.execute(
            f"select table_name, row_count, checksum from published.{RELEASE_TABLES} where release = ?",
            [release],
        ).fetchall()
    }
    if not stated.keys() >= set(tables):
        return None
    checksums = {}
    for name in tables:
        new, former = found.get(name, (Checksum(0, 0), Checksum(0, 0)))
        if name in grown:
            rows, hashes = stated[name]
            new = Checksum(rows + new.rows - former.rows, hashes + new.hashes - former.hashes)
        checksums[name] = new
    return checksums


def built_table(name: str) -> str:
    """A table of the build in SQL."""
    return f'{DATABASE_NAME}.{PUBLISHED_SCHEMA}."{name}"'


def published_table(name: str) -> str:
    """A table of the release in SQL."""
    return f'published.{PUBLISHED_SCHEMA}."{name}"'
