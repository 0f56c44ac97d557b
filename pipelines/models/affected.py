"""The documents whose rows may differ from those of the last release, and a warehouse that holds them alone.

A document's rows follow from the document, but for what compares disclosures: which of two is current, who
publishes for whom, which figures are repeated, and the reports that set the years of an organisation beside
each other. So affected are

- the documents of the round, those that left with it included;
- those of which ``dim_disclosures`` says something else than in the last release;
- those that are, or were, compared with one of these;
- and all documents of the organisations of these, as they are called now or were called then.

Tests of what a round has built need to look at these only, and a new release differs in these only.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.models.compiled import CompiledProject, Scope
from pipelines.models.empty import empty_warehouse
from pipelines.models.run import all_rows
from pipelines.plain_paths import quoted_path
from pipelines.raw_store import RawStore
from pipelines.raw_store.schema import BOOKKEEPING_TABLES, SCHEMA
from pipelines.settings import DATABASE_NAME

_DISCLOSURES = "marts.dim_disclosures"
_COMPARISONS = "marts.fct_disclosure_comparisons"
_DATABASE = "affected"
_RELEASED = "released"


def affected_documents(connection: duckdb.DuckDBPyConnection, released: str) -> list[str] | None:
    """Keys of the affected documents, in order; None where a side lacks the tables that show them.

    ``DATABASE_NAME`` is the build, and ``released`` the last release that it continues from.
    """
    sides = (DATABASE_NAME, released)
    tables = connection.execute(
        "select database_name, schema_name || '.' || table_name from duckdb_tables()"
    ).fetchall()
    if not {(side, table) for side in sides for table in (_DISCLOSURES, _COMPARISONS)} <= set(tables):
        return None
    disclosures, comparisons = (
        " union all ".join(f"select {columns} from {side}.{table}" for side in sides)
        for columns, table in (
            ("disclosure_key, organization_key", _DISCLOSURES),
            ("disclosure_key, other_disclosure_key", _COMPARISONS),
        )
    )
    built, former = (f"from {side}.{_DISCLOSURES}" for side in sides)
    found = connection.execute(
        f"""
        with
        disclosures as materialized ({disclosures}),
        changed as materialized (
            select disclosure_key from {DATABASE_NAME}.{SCHEMA}.pending_documents
            union
            select disclosure_key from disclosures
            where split_part(disclosure_key, '-', 1)
                in (select disclosure_key from {DATABASE_NAME}.{SCHEMA}.pending_documents)
            union
            select disclosure_key from ({built} except all {former})
            union
            select disclosure_key from ({former} except all {built})
        ),
        compared as materialized (
            from changed
            union
            select disclosure_key from ({comparisons}) where other_disclosure_key in (from changed)
        )
        from compared
        union
        select disclosure_key from disclosures
        where organization_key
            in (select organization_key from disclosures where disclosure_key in (from compared))
        order by disclosure_key
        """
    ).fetchall()
    return [key for (key,) in found]


def one_of(documents: Sequence[str]) -> str:
    """SQL: a list of keys. Unlike a table of them, it shows which files and row groups to leave out."""
    return "(" + ", ".join(f"'{key}'" for key in documents) + ")" if documents else "(null)"


@contextmanager
def rows_to_test(
    store: RawStore, project: CompiledProject, prepared: Path, scratch: Path, release: Path | None
) -> Generator[None]:
    """A transaction in which the names of tables lead to the rows that can differ from those of a release.

    Call it with the built tables of a round. All rows are tested where no ``release`` shows that, and where
    most documents are affected.
    """
    documents = _affected_since(store, release) if release else None
    ((known,),) = store.rows(f"select count(*) from {SCHEMA}.documents")
    if documents is None or 2 * len(documents) > known:
        with all_rows(store):
            yield
    else:
        with _affected_rows(store, project, prepared, scratch, documents):
            yield


def _affected_since(store: RawStore, release: Path) -> list[str] | None:
    try:
        store.connection.execute(f"attach {quoted_path(release)} as {_RELEASED} (read_only)")
    except duckdb.Error:
        # A release that is damaged or gone is no reason to test less, nor to fail.
        return None
    try:
        return affected_documents(store.connection, _RELEASED)
    finally:
        store.connection.execute(f"detach {_RELEASED}")


@contextmanager
def _affected_rows(
    store: RawStore, project: CompiledProject, prepared: Path, scratch: Path, documents: Sequence[str]
) -> Generator[None]:
    """A database in which no other documents have rows in the tables that grow by document.

    It has all rows of the tables that look at all documents, and of the ledger.
    """
    connection, growing = store.connection, f"where disclosure_key in {one_of(documents)}"
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="affected-", dir=scratch) as folder:
        file = Path(folder) / f"{_DATABASE}.duckdb"
        shutil.copyfile(empty_warehouse(prepared)[0], file)
        connection.execute(f"attach {quoted_path(file)} as {_DATABASE}")
        connection.begin()
        try:
            copied = {f"{SCHEMA}.{name}": "" for name in BOOKKEEPING_TABLES}
            for model in project.models:
                if model.scope == Scope.GROWING:
                    copied[model.table] = growing
                elif model.scope == Scope.WAREHOUSE and not model.is_view:
                    copied[model.table] = ""
            for table, condition in copied.items():
                connection.execute(
                    f"insert into {_DATABASE}.{table} by name from {DATABASE_NAME}.{table} {condition}"
                )
            connection.execute(f"use {_DATABASE}.main")
            yield
        finally:
            connection.rollback()
            connection.execute(f"use {DATABASE_NAME}.main")
            connection.execute(f"detach {_DATABASE}")
