"""The round of a build: which documents dbt still has to build, batch by batch, and what was released.

``raw.pending_documents`` gathers every change. A round (:func:`begin_round`) builds all of them in batches
(:func:`waiting_documents`, :func:`finish_batch`), and they leave the list only when a release is out
(:func:`finish_round`). A round that is killed continues with the batches that it has not built, unless the
dbt project or a reader has changed meanwhile: then everything is rebuilt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from pipelines.raw_folder.fingerprints import extractor_version, project_fingerprint
from pipelines.raw_store.segments import Kind
from pipelines.raw_store.store import RawStore, utc_now

_BUILT_SCHEMAS = ("staging", "intermediate", "marts")
# Says which vintage of a disclosure superseded which.
_DISCLOSURES = "marts.dim_disclosures"
# The first disclosure of a file has the key of the file, later ones add their first page to it.
_FILE_KEY = "split_part(disclosure_key, '-', 1)"
_NOT_BUILT = "select disclosure_key from raw.pending_documents where built_at is null"
# A document that failed leaves the ledger with its file: nothing of it can be superseded.
_FORGOTTEN = "select disclosure_key from raw.pending_documents anti join raw.documents using (disclosure_key)"


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


def begin_round(store: RawStore, *, full: bool = False) -> bool:
    """Begin a round, or continue with the one that broke; returns whether it continues.

    The rows of all documents that are still to be built are deleted from every built table that has a
    ``disclosure_key``, so that later batches only ever add; so are those of documents that failed and are
    gone. A document that was superseded by one of them is built with them: it may become the current one
    again. ``full``, and a new version of the dbt project or the readers, takes all documents and drops what
    was built: no table of a model that is gone survives, and the previous release no longer counts.
    """
    state = build_state(store)
    full = full or state.needs_full_refresh
    versions = (project_fingerprint(), extractor_version())
    broken = store.rows(
        "select project_fingerprint, extractor_version from raw.build_state where finished_at is null"
    )
    goes_on = broken == [versions] and not (full and state.release)
    with store.transaction():
        if not goes_on:
            store.connection.execute("update raw.pending_documents set built_at = null")
            if full:
                _drop_everything_built(store)
            store.connection.execute("delete from raw.build_state where finished_at is null")
            store.connection.execute(
                "insert into raw.build_state values (?, null, ?, ?, ?, null, null)",
                [uuid4().hex, *versions, utc_now()],
            )
        store.connection.execute("update raw.build_state set built_at = null where finished_at is null")
        _add_superseded(store)
        _delete_built_rows(store, waiting_documents(store))
        _delete_built_rows(store, [key for (key,) in store.rows(_FORGOTTEN)])
    return goes_on


def nothing_is_built(store: RawStore) -> bool:
    """Does the round rebuild everything, and has no batch of it been built yet?"""
    built = store.rows("select 1 from raw.pending_documents where built_at is not null limit 1")
    return build_state(store).release is None and not built


def waiting_documents(store: RawStore) -> list[str]:
    """Keys of the documents of the round that are still to be built, in order."""
    found = store.rows(f"{_NOT_BUILT} and change = 'changed' order by disclosure_key")
    return [key for (key,) in found]


def take_whole_round(store: RawStore) -> None:
    """Fix all documents of the round for those models and tests that look at what it has built."""
    store.connection.execute("delete from raw.changed_documents")
    store.connection.execute(
        "insert into raw.changed_documents "
        "select disclosure_key from raw.pending_documents where change = 'changed'"
    )


def finish_batch(store: RawStore, documents: Sequence[str]) -> None:
    """Record that documents are built."""
    store.connection.execute(
        "update raw.pending_documents set built_at = ? where list_contains(?, disclosure_key)",
        [utc_now(), list(documents)],
    )


def forget_withdrawn(store: RawStore) -> int:
    """Delete everything of documents whose files are gone and that no newer vintage supersedes.

    Call it after dbt has found out whose disclosures the new files are; returns how many were gone.
    """
    gone = [
        key for (key,) in store.rows("select disclosure_key from raw.documents where gone_at is not null")
    ]
    superseded = set[str]()
    if gone and _knows_vintages(store):
        store.connection.execute(
            "create or replace temp table kept as "
            f"select disclosure_key from {_DISCLOSURES} where superseded_by is not null"
        )
        superseded = {key for (key,) in store.rows(f"select {_FILE_KEY} from kept")} & set(gone)
        if superseded:
            with store.transaction():
                _delete_built_rows(store, sorted(superseded), kept="disclosure_key in (from kept)")
    withdrawn = sorted(set(gone) - superseded)
    if withdrawn:
        with store.transaction():
            _delete_built_rows(store, withdrawn)
        store.forget_documents(withdrawn)
    return len(withdrawn)


def mark_built(store: RawStore) -> None:
    """Record that all batches are built and tested; only then may the round be published."""
    with store.transaction():
        store.connection.execute(
            "update raw.pending_documents set built_at = ? where built_at is null", [utc_now()]
        )
        store.connection.execute(
            "update raw.build_state set built_at = ? where finished_at is null", [utc_now()]
        )


def round_is_broken(store: RawStore) -> bool:
    """Did the last round break before all of it was built and tested?"""
    return bool(store.rows("select 1 from raw.build_state where built_at is null"))


def finish_round(store: RawStore, release: str) -> None:
    """Record that a release carries the round; what changed after it was built stays pending."""
    with store.transaction():
        if not store.rows("select 1 from raw.build_state where finished_at is null"):
            return
        store.connection.execute("delete from raw.build_state where finished_at is not null")
        store.connection.execute(
            "update raw.build_state set release = ?, finished_at = ?", [release, utc_now()]
        )
        store.connection.execute("delete from raw.pending_documents where built_at is not null")


def _drop_everything_built(store: RawStore) -> None:
    store.connection.execute("delete from raw.build_state")
    store.connection.execute("delete from raw.pending_documents")
    store.connection.execute(
        "insert into raw.pending_documents select disclosure_key, 'changed', null from raw.documents"
    )
    store.segments.drop_all(Kind.FACTS)
    for schema in _BUILT_SCHEMAS:
        store.connection.execute(f"drop schema if exists {schema} cascade")


def _add_superseded(store: RawStore) -> None:
    """What a changed or removed document superseded may become current again."""
    if not _knows_vintages(store):
        return
    store.connection.execute(
        "create or replace temp table superseded as "
        f"select distinct {_FILE_KEY} as disclosure_key from {_DISCLOSURES} "
        f"where split_part(superseded_by, '-', 1) in ({_NOT_BUILT}) and {_FILE_KEY} not in ({_NOT_BUILT})"
    )
    store.connection.execute(
        "delete from raw.pending_documents where disclosure_key in (from superseded); "
        "insert into raw.pending_documents select disclosure_key, 'changed', null from superseded"
    )


def _knows_vintages(store: RawStore) -> bool:
    schema, table = _DISCLOSURES.split(".")
    return bool(
        store.rows(
            "select 1 from duckdb_columns() where database_name = current_database() "
            f"and schema_name = '{schema}' and table_name = '{table}' and column_name = 'superseded_by'"
        )
    )


def _delete_built_rows(store: RawStore, documents: Sequence[str], kept: str = "false") -> None:
    """Delete the rows of documents from all that was built, but for those that meet a condition."""
    if not documents:
        return
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
            f'delete from {schema}."{table}" where list_contains(?, {_FILE_KEY}) and not ({kept})',
            [list(documents)],
        )
    store.segments.drop(Kind.FACTS, documents, kept)
