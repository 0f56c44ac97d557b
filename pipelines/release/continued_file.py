"""The published file made of the former one: a copy of it in which only what changed is replaced.

Writing a whole file anew costs as much as all of its rows and keys, and most of them are those of the former
release. What changed is found by comparing checksums of the rows of each document, so that it does not matter
why something changed.

The file is private until it is published, so nothing here needs to happen in one step. It could not: DuckDB
checks keys also against rows that were deleted in the same transaction.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from pipelines.plain_paths import quoted_path
from pipelines.release.checksums import HASHES, Checksum
from pipelines.release.keys import Keys
from pipelines.release.published_file import PUBLISHED_SCHEMA, REPORTS_SCHEMA
from pipelines.settings import DATABASE_NAME, Configuration

_DOCUMENT = "disclosure_key"
# Some rows are of no document.
_DOCUMENT_OR_NONE = f"coalesce({_DOCUMENT}, '')"
_CHANGED = f"{_DOCUMENT_OR_NONE} in (from changed_documents)"
# Beyond this share of documents that changed, or of rows that were deleted and still take room, a file is
# written anew.
_MOST_CHANGED = 0.2
_COPIED_AT_ONCE = 1 << 30


def continue_published_file(
    former: Path,
    build_file: Path,
    target: Path,
    keys: Keys,
    own_tables: Collection[str],
    configuration: Configuration | None = None,
) -> dict[str, Checksum] | None:
    """Write what is published of a build into a new file that begins as a copy of ``former``.

    To be called with a release of the same program that the build goes on from, so that the reports are the
    same. ``own_tables`` are those whose rows only the published file has; they stay. Returns the checksums of
    the other tables of the build. None, and no new file, where the two differ in more than rows or in too
    many of these, and where a key is broken or was. Raises OSError.
    """
    with duckdb.connect(config=configuration or {}) as connection:
        connection.execute("set threads = 1")
        connection.execute(f"attach {quoted_path(build_file)} as {DATABASE_NAME} (read_only)")
        try:
            connection.execute(f"attach {quoted_path(former)} as published (read_only)")
        except duckdb.Error:
            # A damaged release must not keep a sound one from taking its place.
            return None
        if not _differ_in_rows_only(connection, keys):
            return None
        # Read from within its own schema, as views may name their database or leave it out.
        connection.execute(f"use {DATABASE_NAME}.{PUBLISHED_SCHEMA}")
        tables = [name for name in keys.in_order(_tables(connection)) if name not in own_tables]
        by_document = _by_document(connection, keys)
        checksums = _compare(connection, tables, by_document)
        if _is_too_much(connection, tables):
            return None
        connection.execute("detach published")
        _copy(former, target)
        connection.execute(f"attach {quoted_path(target)} as published")
        try:
            _replace(connection, tables, by_document, keys)
        except duckdb.ConstraintException:
            connection.execute("detach published")
            target.unlink()
            return None
        connection.execute("checkpoint published")
        connection.execute("detach published")
    return checksums


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() "
            f"where database_name = 'published' and schema_name = '{PUBLISHED_SCHEMA}' order by 1"
        ).fetchall()
    ]


def _differ_in_rows_only(connection: duckdb.DuckDBPyConnection, keys: Keys) -> bool:
    """Has the former release the tables, the columns, the comments and the keys that a new one would have?"""
    if _layout(connection, DATABASE_NAME) != _layout(connection, "published"):
        return False
    tables = _tables(connection)
    present = connection.execute(
        "select table_name, constraint_column_names[1], referenced_table from duckdb_constraints() "
        "where database_name = 'published' and constraint_type in ('PRIMARY KEY', 'FOREIGN KEY')"
    ).fetchall()
    stated = [(table, column, None) for table, column in keys.primary.items() if table in tables]
    stated += [
        (table, key.column, key.referenced_table)
        for table, of_table in keys.foreign.items()
        if table in tables
        for key in of_table
    ]
    return sorted(present, key=str) == sorted(stated, key=str)


def _layout(connection: duckdb.DuckDBPyConnection, database: str) -> list[tuple[object, ...]]:
    """Columns of tables and reports, with types and comments.

    The SQL of a report is not the same text each time: DuckDB writes some of its lists in any order.
    """
    return connection.execute(
        f"""
        with relations as (
            select schema_name, table_name, comment from duckdb_tables() where database_name = $database
            union all
            select schema_name, view_name, comment from duckdb_views() where database_name = $database
        )

        select relations.*, columns.column_name, columns.data_type, columns.comment
        from relations
        inner join duckdb_columns() as columns using (schema_name, table_name)
        where columns.database_name = $database
            and schema_name in ('{PUBLISHED_SCHEMA}', '{REPORTS_SCHEMA}')
        order by schema_name, table_name, columns.column_index
        """,
        {"database": database},
    ).fetchall()


def _by_document(connection: duckdb.DuckDBPyConnection, keys: Keys) -> set[str]:
    """Tables with rows of documents, each row with a key of its own."""
    found = connection.execute(
        "select table_name from duckdb_columns() where database_name = 'published' "
        f"and schema_name = '{PUBLISHED_SCHEMA}' and column_name = '{_DOCUMENT}'"
    ).fetchall()
    return {name for (name,) in found if keys.primary.get(name) != _DOCUMENT}


def _compare(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[str], by_document: Collection[str]
) -> dict[str, Checksum]:
    """Fill ``compared``: do the rows of each document differ, in each table?

    A table that is not by document has one row, whose document is null. Returns the checksums of the build.
    """
    connection.execute(
        "create temp table compared "
        "(name varchar, document varchar, rows bigint, hashes hugeint, is_changed boolean)"
    )
    for name in tables:
        document = _DOCUMENT_OR_NONE if name in by_document else "null::varchar"
        built, published = (
            f"select {document} as document, count(*) as rows, {HASHES} as hashes "
            f"from {table} as rows_of_table group by all"
            for table in (_built(name), _published(name))
        )
        connection.execute(
            f"""
            insert into compared
            select
                ?,
                coalesce(built.document, published.document),
                coalesce(built.rows, 0),
                coalesce(built.hashes, 0),
                (built.rows, built.hashes) is distinct from (published.rows, published.hashes)
            from ({built}) as built
            full join ({published}) as published
                on built.document is not distinct from published.document
            """,
            [name],
        )
    found = connection.execute("select name, sum(rows), sum(hashes) from compared group by name").fetchall()
    checksums = {name: Checksum(int(rows), int(hashes)) for name, rows, hashes in found}
    return {name: checksums.get(name, Checksum(0, 0)) for name in tables}


def _is_too_much(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> bool:
    """Is it cheaper, or for who reads it better, to write everything anew?"""
    ((changed, documents),) = connection.execute(
        "select count(distinct document) filter (where is_changed), count(distinct document) from compared"
    ).fetchall()
    rows = ever = 0
    for name in tables:
        ((rows_of_table, numbered),) = connection.execute(
            f"select count(*), coalesce(max(rowid) + 1, 0) from {_published(name)}"
        ).fetchall()
        rows, ever = rows + rows_of_table, ever + numbered
    return changed > _MOST_CHANGED * documents or ever - rows > _MOST_CHANGED * ever


def _replace(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[str], by_document: Collection[str], keys: Keys
) -> None:
    """Replace what differs. ``tables`` has those that are referenced before those that refer to them.

    Where a document differs in one table its rows leave all tables, as they refer to each other.
    """
    connection.execute(
        "create temp table changed_documents as "
        "select distinct document from compared where is_changed and document is not null"
    )
    differing = connection.execute(
        "select name from compared where is_changed and document is null"
    ).fetchall()
    others = {name for (name,) in differing}
    for name in reversed(tables):
        if name in by_document:
            connection.execute(f"delete from {_published(name)} where {_CHANGED}")
        elif name in others and name not in keys.primary:
            connection.execute(f"delete from {_published(name)}")
        elif name in others:
            key = keys.primary[name]
            connection.execute(
                f'delete from {_published(name)} where "{key}" not in (select "{key}" from {_built(name)})'
            )
    for name in tables:
        if name in by_document:
            connection.execute(f"insert into {_published(name)} from {_built(name)} where {_CHANGED}")
        elif name in others and name not in keys.primary:
            connection.execute(f"insert into {_published(name)} from {_built(name)}")
        elif name in others:
            _update(connection, name, keys.primary[name])


def _update(connection: duckdb.DuckDBPyConnection, name: str, key: str) -> None:
    """Bring rows up to date that others may refer to, which therefore cannot be deleted; add new ones."""
    columns = [
        column
        for column, *_ in connection.execute(f"describe {_published(name)}").fetchall()
        if column != key
    ]
    if columns:
        assigned = ", ".join(f'"{column}" = built."{column}"' for column in columns)
        differs = " or ".join(
            f'published_rows."{column}" is distinct from built."{column}"' for column in columns
        )
        connection.execute(
            f"update {_published(name)} as published_rows set {assigned} from {_built(name)} as built "
            f'where published_rows."{key}" = built."{key}" and ({differs})'
        )
    connection.execute(
        f"insert into {_published(name)} "
        f'select built.* from {_built(name)} as built anti join {_published(name)} using ("{key}")'
    )


def _built(name: str) -> str:
    return f'{DATABASE_NAME}.{PUBLISHED_SCHEMA}."{name}"'


def _published(name: str) -> str:
    return f'published.{PUBLISHED_SCHEMA}."{name}"'


def _copy(source: Path, target: Path) -> None:
    """Copy a file; a file system that can share blocks between files does so."""
    if not hasattr(os, "copy_file_range"):
        shutil.copyfile(source, target)
        return
    with source.open("rb") as read, target.open("wb") as written:
        while os.copy_file_range(read.fileno(), written.fileno(), _COPIED_AT_ONCE):
            pass
