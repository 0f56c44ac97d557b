"""The published file made of the former one: a copy of it in which only what changed is replaced.

Rewriting a whole file costs as much as all of its rows and keys, and most of them are those of the former
release. What changed is found by comparing checksums of the rows of each document: of those that are affected
by the round in the tables where no others can differ, of all in the few and small tables that look at all.

The file is private until it is published, so nothing here needs to happen in one step. It could not: DuckDB
checks keys also against rows that were deleted in the same transaction.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from pipelines.models.affected import affected_documents, one_of
from pipelines.plain_paths import quoted_path
from pipelines.raw_store.segments import find_segments
from pipelines.release.changed_rows import (
    DOCUMENT,
    Lasting,
    built_table,
    checksums_of_build,
    compare,
    published_table,
    row_count,
    tables_by_document,
)
from pipelines.release.checksums import Checksum
from pipelines.release.history import OWN_TABLES
from pipelines.release.keys import Keys
from pipelines.release.published_file import PUBLISHED_SCHEMA, REPORTS_SCHEMA, STORAGE_VERSION
from pipelines.settings import DATABASE_NAME, Configuration

# Beyond this share of documents that changed, or of rows that were deleted and still take room, a file is
# rewritten.
_MOST_CHANGED = 0.2
_DOCUMENTS = "dim_disclosures"
_COPIED_AT_ONCE = 1 << 30
# Rows are added to the last row group of a table unless it has as many as this, and all of it is then written
# again. With DuckDB's own size, six times this one, that takes longer than all else.
_ROW_GROUP_SIZE = 20480


def continue_published_file(
    release: str,
    former: Path,
    build_file: Path,
    target: Path,
    keys: Keys,
    lasting: Lasting,
    configuration: Configuration | None = None,
) -> dict[str, Checksum] | None:
    """Write what is published of a build into a new file that begins as a copy of ``former``, a ``release``.

    Call it with a release of the same program that the build continues from, so that the reports are the
    same. Returns the checksums of the tables of the build. None, and no new file, where the two differ in
    more than rows or in too many of these, where a key is broken or was, and where documents differ that are
    not affected. Raises OSError.
    """
    with duckdb.connect(config=configuration or {}) as connection:
        connection.execute("set threads = 1")
        find_segments(connection, build_file)
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
        tables = [name for name in keys.in_order(_tables(connection)) if name not in OWN_TABLES]
        affected = affected_documents(connection, "published")
        if affected is None:
            return None
        by_document = tables_by_document(connection, keys)
        compare(connection, tables, by_document, lasting, affected)
        checksums = checksums_of_build(connection, release, tables, lasting)
        if checksums is None or _is_too_much(connection, tables):
            return None
        connection.execute("detach published")
        _copy(former, target)
        connection.execute(f"attach {quoted_path(target)} as published (row_group_size {_ROW_GROUP_SIZE})")
        try:
            _replace(connection, tables, by_document, keys)
            connection.execute("checkpoint published")
        except duckdb.ConstraintException:
            return _given_up(connection, target)
        # Read again from the disk.
        connection.execute("detach published")
        connection.execute(f"attach {quoted_path(target)} as published (read_only)")
        compare(connection, tables, by_document, lasting, affected)
        is_wrong = connection.execute("from compared where is_changed").fetchall() or any(
            row_count(connection, published_table(name)) != rows for name, (rows, _) in checksums.items()
        )
        if is_wrong:
            return _given_up(connection, target)
    return checksums


def _given_up(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    connection.execute("detach published")
    target.unlink()


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() "
            f"where database_name = 'published' and schema_name = '{PUBLISHED_SCHEMA}' order by 1"
        ).fetchall()
    ]


def _differ_in_rows_only(connection: duckdb.DuckDBPyConnection, keys: Keys) -> bool:
    """Does the previous release have the tables, columns, comments, keys and DuckDB version of a new one?"""
    ((version,),) = connection.execute(
        "select tags['storage_version'] from duckdb_databases() where database_name = 'published'"
    ).fetchall()
    if version.rstrip("+") != STORAGE_VERSION:
        return False
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


def _is_too_much(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> bool:
    """Is it cheaper, or better for readers, to rewrite everything?"""
    ((changed,),) = connection.execute(
        "select count(distinct document) from compared where is_changed and document is not null"
    ).fetchall()
    documents = max(
        connection.execute(f"select count(*) from {table}").fetchall()[0][0]
        for table in (built_table(_DOCUMENTS), published_table(_DOCUMENTS))
    )
    rows = ever = 0
    for name in tables:
        ((rows_of_table, numbered),) = connection.execute(
            f"select count(*), coalesce(max(rowid) + 1, 0) from {published_table(name)}"
        ).fetchall()
        rows, ever = rows + rows_of_table, ever + numbered
    return changed > _MOST_CHANGED * documents or ever - rows > _MOST_CHANGED * ever


def _replace(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[str], by_document: Collection[str], keys: Keys
) -> None:
    """Replace what differs. ``tables`` has those that are referenced before those that refer to them.

    Where a document differs in one table its rows leave all tables, as they refer to each other.
    """
    documents = [
        document
        for (document,) in connection.execute(
            "select distinct document from compared where is_changed and document is not null"
        ).fetchall()
    ]
    # Without a function around the column, row groups of other documents are left out.
    changed = f"{DOCUMENT} in {one_of(documents)}" + (f" or {DOCUMENT} is null" if "" in documents else "")
    differing = connection.execute(
        "select name from compared where is_changed and document is null"
    ).fetchall()
    others = {name for (name,) in differing}
    for name in reversed(tables):
        published, built = published_table(name), built_table(name)
        if name in by_document:
            connection.execute(f"delete from {published} where {changed}")
        elif name in others and name not in keys.primary:
            connection.execute(f"delete from {published}")
        elif name in others:
            key = keys.primary[name]
            connection.execute(f'delete from {published} where "{key}" not in (select "{key}" from {built})')
    for name in tables:
        published, built = published_table(name), built_table(name)
        if name in by_document:
            connection.execute(f"insert into {published} from {built} where {changed}")
        elif name in others and name not in keys.primary:
            connection.execute(f"insert into {published} from {built}")
        elif name in others:
            _update(connection, name, keys.primary[name])


def _update(connection: duckdb.DuckDBPyConnection, name: str, key: str) -> None:
    """Bring rows up to date that others may refer to, which therefore cannot be deleted; add new ones."""
    published, built = published_table(name), built_table(name)
    columns = [column for column, *_ in connection.execute(f"describe {published}").fetchall()]
    columns.remove(key)
    if columns:
        assigned = ", ".join(f'"{column}" = built."{column}"' for column in columns)
        differs = " or ".join(
            f'published_rows."{column}" is distinct from built."{column}"' for column in columns
        )
        connection.execute(
            f"update {published} as published_rows set {assigned} from {built} as built "
            f'where published_rows."{key}" = built."{key}" and ({differs})'
        )
    connection.execute(
        f'insert into {published} select built.* from {built} as built anti join {published} using ("{key}")'
    )


def _copy(source: Path, target: Path) -> None:
    """Copy a file; a file system that can share blocks between files does so."""
    if hasattr(os, "copy_file_range"):
        with contextlib.suppress(OSError), source.open("rb") as read, target.open("wb") as written:
            while os.copy_file_range(read.fileno(), written.fileno(), _COPIED_AT_ONCE):
                pass
    # Some file systems cannot, and some say so by copying nothing.
    if not target.exists() or target.stat().st_size != source.stat().st_size:
        shutil.copyfile(source, target)
