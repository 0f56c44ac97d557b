from __future__ import annotations

from pathlib import Path

import pytest
from small_disclosures import Extract, disclosure

from pipelines.raw_store import (
    RawStore,
    batch_is_broken,
    begin_batch,
    build_state,
    finish_batch,
    forget_withdrawn,
    mark_built,
)


def build_marts(store: RawStore) -> None:
    """Do what incremental models do: add the rows of the batch."""
    store.connection.execute("create schema if not exists marts")
    store.connection.execute(
        "create table if not exists marts.fct_cells as from raw.cells limit 0; "
        "create table if not exists marts.dim_words (word varchar); "
        "create or replace view marts.all_cells as from marts.fct_cells; "
        "insert into marts.fct_cells from raw.cells "
        "semi join raw.changed_documents using (disclosure_key)"
    )


def release(store: RawStore, *, full: bool) -> int:
    size = begin_batch(store, full=full)
    build_marts(store)
    forget_withdrawn(store)
    mark_built(store)
    finish_batch(store, "r1")
    return size


def documents_in_marts(store: RawStore) -> int:
    ((number,),) = store.rows("select count(distinct disclosure_key) from marts.fct_cells")
    return number


def test_a_release_takes_the_batch_off(build_file: Path, extract: Extract) -> None:
    extract()
    with RawStore.open(build_file) as store:
        assert build_state(store).pending == 2
        assert build_state(store).needs_full_refresh
        assert release(store, full=True) == 2
        assert build_state(store).up_to_date
        assert build_state(store).release == "r1"


def test_only_changed_documents_are_built_and_removed_ones_vanish(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    extract()
    with RawStore.open(build_file) as store:
        release(store, full=True)
    (raw_dir / "one.txt").write_text(disclosure("甲局", "99.00"), encoding="utf-8")
    extract()
    with RawStore.open(build_file) as store:
        assert release(store, full=False) == 1
        assert documents_in_marts(store) == 2
        assert store.rows("from marts.fct_cells order by all") == store.rows("from raw.cells order by all")
    (raw_dir / "2024" / "two.txt").unlink()
    extract()
    with RawStore.open(build_file) as store:
        assert release(store, full=False) == 0
        assert store.rows("from marts.fct_cells order by all") == store.rows("from raw.cells order by all")


def test_a_broken_run_is_repeated_for_what_it_did_not_finish(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    extract()
    with RawStore.open(build_file) as store:
        release(store, full=True)
    (raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")
    extract()
    with RawStore.open(build_file) as store:
        begin_batch(store, full=False)
        build_marts(store)  # and then the run breaks
        assert batch_is_broken(store)
        assert not build_state(store).up_to_date
        assert release(store, full=False) == 1
        assert store.rows("from marts.fct_cells order by all") == store.rows("from raw.cells order by all")
        assert not batch_is_broken(store)


def test_a_broken_full_run_is_repeated_in_full(build_file: Path, extract: Extract) -> None:
    extract()
    with RawStore.open(build_file) as store:
        release(store, full=True)
        begin_batch(store, full=True)
        assert build_state(store).needs_full_refresh
        assert not store.rows("select 1 from duckdb_tables() where schema_name = 'marts'")


def test_what_changes_during_a_run_waits_for_the_next(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    extract()
    with RawStore.open(build_file) as store:
        begin_batch(store, full=True)
        build_marts(store)
    (raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")
    extract()
    with RawStore.open(build_file) as store:
        mark_built(store)
        finish_batch(store, "r1")
        assert build_state(store).pending == 1


def test_another_dbt_project_builds_everything_anew(
    build_file: Path, extract: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract()
    with RawStore.open(build_file) as store:
        release(store, full=True)
        monkeypatch.setattr("pipelines.raw_store.batch.project_fingerprint", lambda: "another")
        assert build_state(store).needs_full_refresh


def test_a_file_of_another_layout_is_read_anew(build_file: Path, extract: Extract) -> None:
    extract()
    with RawStore.open(build_file) as store:
        store.connection.execute("alter table raw.cells drop column row_span")
    with RawStore.open(build_file, read_only=True) as store:
        assert not store.has_current_layout()
    assert extract().read == 2
