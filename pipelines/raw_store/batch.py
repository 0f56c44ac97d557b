"""The batch of a run: which documents dbt builds now, and what the last release was built with.

``raw.pending_documents`` gathers every change; :func:`begin_batch` turns it into the batch that the
staging models read, and only :func:`finish_batch`, after a release is out, takes it off. A run that
breaks in between is therefore repeated for what it did not finish.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.raw_folder.fingerprints import extractor_version, project_fingerprint
from pipelines.raw_store.store import RawStore, utc_now

_BUILT_SCHEMAS = ("staging", "intermediate", "marts")
# Says which vintage of a disclosure superseded which.
_DISCLOSURES = "marts.dim_disclosures"


@dataclass(frozen=True, slots=True)
class BuildState:
    """What the last release was built with, and what has changed since."""

    release: str | None
    project_fingerprint: str | None
    extractor_version: str | None
    pending: int

    @property
    def needs_full_refresh(self) -> bool:
        """Has the dbt project or a reader changed since the last release, or is there none?"""
        return (
            self.project_fingerprint != project_fingerprint() or self.extractor_version != extractor_version()
        )

    @property
    def up_to_date(self) -> bool:
        """Does the last release carry everything that was read?"""
        return self.pending == 0 and not self.needs_full_refresh


def build_state(store: RawStore) -> BuildState:
    """State of the build database."""
    released = store.rows(
        "select release, project_fingerprint, extractor_version from raw.build_state "
        "where finished_at is not null"
    )
    ((pending,),) = store.rows("select count(*) from raw.pending_documents")
    release, fingerprint, version = released[0] if released else (None, None, None)
    return BuildState(release, fingerprint, version, pending)


def begin_batch(store: RawStore, *, full: bool) -> int:
    """Fix the batch of this run and clear the ground for it; returns its number of documents.

    The rows of changed documents are deleted from every built table that has a ``disclosure_key``, so
    that incremental models only ever add. A document that was superseded by one of them is built with
    them: it may become the current one again. ``full`` takes all documents and drops what was built: no
    table of a model that is gone survives.
    """
    with store.transaction():
        store.connection.execute("delete from raw.changed_documents")
        store.connection.execute(
            "insert into raw.changed_documents select disclosure_key from raw.documents"
            if full
            else "insert into raw.changed_documents select disclosure_key from raw.pending_documents "
            "where change = 'changed'"
        )
        if full:
            store.connection.execute("delete from raw.build_state")
            for schema in _BUILT_SCHEMAS:
                store.connection.execute(f"drop schema if exists {schema} cascade")
        else:
            store.connection.execute("delete from raw.build_state where finished_at is null")
            _add_superseded(store)
            _delete_built_rows(store, "raw.changed_documents")
        store.connection.execute(
            "insert into raw.build_state values (null, ?, ?, ?, null, null)",
            [project_fingerprint(), extractor_version(), utc_now()],
        )
    ((size,),) = store.rows("select count(*) from raw.changed_documents")
    return size


def forget_withdrawn(store: RawStore) -> int:
    """Delete everything of documents whose files are gone and that no newer vintage supersedes.

    To be called after dbt has found out whose disclosures the new files are; returns how many were gone.
    """
    store.connection.execute(
        "create or replace temp table withdrawn as "
        "select disclosure_key from raw.documents where gone_at is not null"
    )
    if _knows_vintages(store):
        store.connection.execute(
            "delete from withdrawn where disclosure_key in "
            f"(select disclosure_key from {_DISCLOSURES} where superseded_by is not null)"
        )
    withdrawn = [key for (key,) in store.rows("from withdrawn")]
    if withdrawn:
        _delete_built_rows(store, "withdrawn")
        store.forget_documents(withdrawn)
    return len(withdrawn)


def mark_built(store: RawStore) -> None:
    """Record that dbt built and tested the whole batch; only then may it be published."""
    store.connection.execute("update raw.build_state set built_at = ? where finished_at is null", [utc_now()])


def batch_is_broken(store: RawStore) -> bool:
    """Did the last batch break before dbt had built and tested all of it?"""
    return bool(store.rows("select 1 from raw.build_state where built_at is null"))


def finish_batch(store: RawStore, release: str) -> None:
    """Record that a release carries the batch; what changed after its begin stays pending."""
    with store.transaction():
        unfinished = store.rows("select batch_started_at from raw.build_state where finished_at is null")
        if not unfinished:
            return
        store.connection.execute("delete from raw.build_state where finished_at is not null")
        store.connection.execute(
            "update raw.build_state set release = ?, finished_at = ?", [release, utc_now()]
        )
        store.connection.execute("delete from raw.pending_documents where since <= ?", [unfinished[0][0]])


def _add_superseded(store: RawStore) -> None:
    """What stands behind a changed or removed document may come to the front again."""
    if _knows_vintages(store):
        store.connection.execute(
            f"""
            insert into raw.changed_documents
            select disclosure_key from {_DISCLOSURES}
            where superseded_by in (select disclosure_key from raw.pending_documents)
                and disclosure_key not in (select disclosure_key from raw.changed_documents)
            """
        )


def _knows_vintages(store: RawStore) -> bool:
    schema, table = _DISCLOSURES.split(".")
    return bool(
        store.rows(
            "select 1 from duckdb_columns() where database_name = current_database() "
            f"and schema_name = '{schema}' and table_name = '{table}' and column_name = 'superseded_by'"
        )
    )


def _delete_built_rows(store: RawStore, documents: str) -> None:
    tables = store.rows(
        """
        select columns.schema_name, columns.table_name
        from duckdb_columns() as columns
        inner join duckdb_tables() as tables using (database_name, schema_name, table_name)
        where columns.column_name = 'disclosure_key'
            and columns.database_name = current_database()
            and list_contains(?, columns.schema_name)
        """,
        ([*_BUILT_SCHEMAS],),
    )
    for schema, table in tables:
        store.connection.execute(
            f'delete from {schema}."{table}" where disclosure_key in (select disclosure_key from {documents})'
        )
