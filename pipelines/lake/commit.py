"""Commit a release to a lake: one snapshot, of which only the rows of changed documents are written.

The lake says in schema ``releases`` which release it holds, and keeps a checksum of the rows of each
document. Of two writers one succeeds; the other begins again with what the lake holds then.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.lake.catalogue import LAKE, LakeFailed, open_lake
from pipelines.lake.layout import DOCUMENT, Layout, Table, layout_of
from pipelines.plain_paths import quoted_path
from pipelines.settings import Configuration, LakeAddress

_RELEASE = "release"
_STATE = f"{LAKE}.releases"
_TRIES = 8
_FIRST_WAIT_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit has done: ``former`` is the release that the lake held, None where it held none.

    ``documents`` had other rows than before; where ``is_whole``, all tables were rewritten. Nothing was
    ``written`` where ``former`` is the release itself, or a later one.
    """

    release: str
    former: str | None
    written: bool = False
    documents: int = 0
    is_whole: bool = False


def commit_release(
    address: LakeAddress,
    file: Path,
    release: str,
    configuration: Configuration | None = None,
    *,
    go_back: bool = False,
) -> Commit:
    """Make a lake hold what the published file of a release holds.

    A lake that holds a later release keeps it, unless ``go_back``. Raises :class:`LakeFailed`; the lake then
    holds what it held before.
    """
    with open_lake(address, configuration) as connection:
        try:
            connection.execute(f"attach {quoted_path(file)} as {_RELEASE} (read_only)")
            layout = layout_of(connection, _RELEASE)
            _checksum(connection, layout)
            return _commit_with_retries(connection, layout, release, go_back=go_back)
        except duckdb.Error as error:
            raise LakeFailed(f"Release {release} could not be committed to {address}. {error}") from error


def _commit_with_retries(
    connection: duckdb.DuckDBPyConnection, layout: Layout, release: str, *, go_back: bool
) -> Commit:
    for number in range(_TRIES):
        connection.begin()
        try:
            done = _write(connection, layout, release, go_back=go_back)
            connection.commit()
        except duckdb.Error as error:
            _roll_back(connection)
            if number == _TRIES - 1 or "conflict" not in str(error).lower():
                raise
            time.sleep(_FIRST_WAIT_SECONDS * 2**number)
        else:
            return done
    raise AssertionError("unreachable")


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    """End a transaction, unless a failing commit has ended it."""
    try:
        connection.rollback()
    except duckdb.TransactionException:
        return


def _checksum(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """The checksum of each document's rows, and of each table without documents, as ``wanted``.

    Rows without a document are those of the document ''.
    """
    parts = []
    for table in layout.tables:
        subject = f"coalesce({DOCUMENT}, '')" if table.is_of_documents else f"'{table.name}'"
        parts.append(
            f"select {subject} as subject, sum(hash('{table.name}', rows_of_table)) as part "
            f"from {table.within(_RELEASE)} as rows_of_table group by 1"
        )
    connection.execute(
        "create temp table wanted as select subject, cast(sum(part) as varchar) as checksum "
        f"from ({' union all '.join(parts)}) group by 1"
    )


def _write(connection: duckdb.DuckDBPyConnection, layout: Layout, release: str, *, go_back: bool) -> Commit:
    """What is different, within the transaction of the caller."""
    held = _held(connection)
    former = held[0] if held else None
    if former and (former == release or (former > release and not go_back)):
        return Commit(release, former)
    is_whole = held is None or held[1] != layout.fingerprint
    if is_whole:
        _replace_everything(connection, layout)
    connection.execute(
        "create or replace temp table changed as select coalesce(wanted.subject, known.subject) as subject "
        f"from wanted full join {_STATE}.checksums as known on wanted.subject = known.subject "
        "where wanted.checksum is distinct from known.checksum"
    )
    subjects = {subject for (subject,) in connection.execute("from changed").fetchall()}
    documents = subjects - {table.name for table in layout.tables}
    for table in layout.tables:
        if not is_whole and (documents if table.is_of_documents else table.name in subjects):
            _replace_changed(connection, table)
    connection.execute(f"delete from {_STATE}.checksums where subject in (from changed)")
    connection.execute(f"insert into {_STATE}.checksums from wanted where subject in (from changed)")
    connection.execute(f"delete from {_STATE}.held")
    connection.execute(f"insert into {_STATE}.held values (?, ?)", [release, layout.fingerprint])
    connection.execute(f"call {LAKE}.set_commit_message('yusuan', ?)", [release])
    return Commit(release, former, True, len(documents - {""}), is_whole)


def _held(connection: duckdb.DuckDBPyConnection) -> tuple[str, str] | None:
    """Release and layout that the lake holds, None where it is empty."""
    known = connection.execute(
        "select 1 from duckdb_tables() where database_name = ? and schema_name = 'releases'", [LAKE]
    ).fetchall()
    found = connection.execute(f"select release, layout from {_STATE}.held").fetchall() if known else []
    return found[0] if found else None


def _replace_everything(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    for kind in ("view", "table"):
        names = connection.execute(
            f"select schema_name, {kind}_name from duckdb_{kind}s() where database_name = ? and not internal",
            [LAKE],
        ).fetchall()
        for schema, name in names:
            connection.execute(f'drop {kind} {LAKE}."{schema}"."{name}"')
    for schema in ("releases", *layout.schemas):
        connection.execute(f'create schema if not exists {LAKE}."{schema}"')
    connection.execute(f"create table {_STATE}.held (release varchar, layout varchar)")
    connection.execute(f"create table {_STATE}.checksums (subject varchar, checksum varchar)")
    for table in layout.tables:
        connection.execute(f"create table {table.within(LAKE)} as from {table.within(_RELEASE)}")
    # A view names no database, so that the lake may be attached under any name.
    connection.execute(f"use {LAKE}")
    for statement in (*layout.views, *layout.comments):
        connection.execute(statement)
    connection.execute("use memory")


def _replace_changed(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    is_changed = f"where coalesce({DOCUMENT}, '') in (from changed)" if table.is_of_documents else ""
    connection.execute(f"delete from {table.within(LAKE)} {is_changed}")
    connection.execute(f"insert into {table.within(LAKE)} from {table.within(_RELEASE)} {is_changed}")
