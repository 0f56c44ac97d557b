"""What differs between the build and a release, document by document.

A connection to both is needed, with the names ``DATABASE_NAME`` and ``published``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.models.affected import one_of
from pipelines.models.compiled import Scope, row_scopes
from pipelines.release.checksums import HASHES, Checksum
from pipelines.release.history import RELEASE_TABLES
from pipelines.release.keys import Keys
from pipelines.release.published_file import PUBLISHED_SCHEMA
from pipelines.settings import DATABASE_NAME

DOCUMENT = "disclosure_key"
# Some rows are of no document.
DOCUMENT_OR_NONE = f"coalesce({DOCUMENT}, '')"


@dataclass(frozen=True, slots=True)
class Lasting:
    """Published tables whose rows stay from round to round, for as long as the dbt project does not change.

    Those of ``grown`` tables and of ``views`` stay but for the documents that are affected
    (:mod:`pipelines.models.affected`), those of ``constant`` tables all.
    """

    grown: frozenset[str] = frozenset()
    views: frozenset[str] = frozenset()
    constant: frozenset[str] = frozenset()

    @property
    def by_document(self) -> frozenset[str]:
        """Tables and views in which affected documents differ."""
        return self.grown | self.views


def lasting_tables(manifest: Path) -> Lasting:
    """Those of a dbt project; none where there is no manifest.

    A view shows rows by document, and what the tables that look at all documents say of them.
    """
    if not manifest.exists():
        return Lasting()
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    published = {
        nodes[key]["name"]: (scope, nodes[key]["config"]["materialized"])
        for key, scope in row_scopes(nodes).items()
        if nodes[key]["resource_type"] == "model" and nodes[key]["schema"] == PUBLISHED_SCHEMA
    }
    return Lasting(
        grown=frozenset(name for name, (scope, _) in published.items() if scope == Scope.GROWING),
        views=frozenset(name for name, found in published.items() if found == (Scope.WAREHOUSE, "view")),
        constant=frozenset(name for name, (scope, _) in published.items() if scope == Scope.CONSTANT),
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
    lasting: Lasting,
    affected: Sequence[str],
) -> None:
    """Fill ``compared``: do the rows of each document differ, in each table?

    A table that is not by document has one row, whose document is null. Of ``lasting`` tables only the
    documents that are ``affected`` are looked at.
    """
    connection.execute(
        "create or replace temp table compared (name varchar, document varchar, "
        "rows bigint, hashes hugeint, former_rows bigint, former_hashes hugeint, is_changed boolean)"
    )
    for name in tables:
        if name in lasting.constant:
            continue
        document = DOCUMENT_OR_NONE if name in by_document else "null::varchar"
        picked = f"{DOCUMENT} in {one_of(affected)}" if name in lasting.by_document else "true"
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


def checksums_of_build(
    connection: duckdb.DuckDBPyConnection, release: str, tables: Sequence[str], lasting: Lasting
) -> dict[str, Checksum] | None:
    """Checksums of the tables of the build, once compared.

    That of a ``lasting`` table follows from that of the previous release and what differs. None where
    ``release`` does not state its own, and where a table does not have as many rows as follows. Those of
    views are not counted, which takes reading them: they follow from the tables.
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
        if name in lasting.by_document | lasting.constant:
            rows, hashes = stated[name]
            new = Checksum(rows + new.rows - former.rows, hashes + new.hashes - former.hashes)
        if name not in lasting.views and new.rows != row_count(connection, built_table(name)):
            return None
        checksums[name] = new
    return checksums


def row_count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """The number of rows of a table, by its name in SQL."""
    ((rows,),) = connection.execute(f"select count(*) from {table}").fetchall()
    return rows


def built_table(name: str) -> str:
    """A table of the build in SQL."""
    return f'{DATABASE_NAME}.{PUBLISHED_SCHEMA}."{name}"'


def published_table(name: str) -> str:
    """A table of the release in SQL."""
    return f'published.{PUBLISHED_SCHEMA}."{name}"'
