from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from small_disclosures import Extract, disclosure

from pipelines.raw_store import (
    RawStore,
    begin_round,
    build_state,
    finish_batch,
    finish_round,
    forget_withdrawn,
    mark_built,
    nothing_is_built,
    round_is_broken,
    take_whole_round,
    waiting_documents,
)


def build_marts(store: RawStore, documents: Sequence[str]) -> None:
    """Do what incremental models do: add the rows of a batch."""
    store.connection.execute("create schema if not exists marts")
    store.connection.execute(
        "create table if not exists marts.fct_cells as from raw.cells limit 0; "
        "create table if not exists marts.dim_words (word varchar); "
        "create or replace view marts.all_cells as from marts.fct_cells"
    )
    store.connection.execute(
        "insert into marts.fct_cells from raw.cells where list_contains(?, disclosure_key)", [documents]
    )


def build_batch(store: RawStore, size: int) -> int:
    """Build a batch, all of it or nothing; returns how many documents it has."""
    documents = waiting_documents(store)[:size]
    with store.transaction():
        build_marts(store, documents)
        finish_batch(store, documents)
    return len(documents)


def build_batches(store: RawStore, size: int = 100) -> list[int]:
    """Build what is left of the round; returns how many documents each batch had."""
    sizes = []
    while waiting_documents(store):
        sizes.append(build_batch(store, size))
    forget_withdrawn(store)
    mark_built(store)
    return sizes


def release(store: RawStore, *, full: bool = False, size: int = 100) -> list[int]:
    begin_round(store, full=full)
    sizes = build_batches(store, size)
    finish_round(store, "r1")
    return sizes


def assert_built(store: RawStore) -> None:
    """Every cell of the raw tables is built, once."""
    assert store.rows("from marts.fct_cells order by all") == store.rows("from raw.cells order by all")


@pytest.fixture
def five(raw_dir: Path, extract: Extract) -> Path:
    """The raw folder with three more documents, read."""
    for name in ("three", "four", "five"):
        (raw_dir / f"{name}.txt").write_text(disclosure(name), encoding="utf-8")
    extract()
    return raw_dir


def test_a_release_takes_the_round_off(build_file: Path, extract: Extract) -> None:
    extract()
    with RawStore.open(build_file) as store:
        assert build_state(store).pending == 2
        assert build_state(store).needs_full_refresh
        assert release(store) == [2]
        assert build_state(store).up_to_date
        assert build_state(store).release == "r1"


def test_only_changed_documents_are_built_and_removed_ones_vanish(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    extract()
    with RawStore.open(build_file) as store:
        release(store)
    (raw_dir / "one.txt").write_text(disclosure("甲局", "99.00"), encoding="utf-8")
    extract()
    with RawStore.open(build_file) as store:
        assert release(store) == [1]
        assert_built(store)
    (raw_dir / "2024" / "two.txt").unlink()
    extract()
    with RawStore.open(build_file) as store:
        assert release(store) == []
        assert_built(store)


def test_only_the_first_batch_of_a_round_that_builds_all_makes_the_tables(
    five: Path, build_file: Path
) -> None:
    with RawStore.open(build_file) as store:
        begin_round(store)
        assert nothing_is_built(store)
        assert build_batch(store, 2) == 2
        assert not nothing_is_built(store)
        assert build_batches(store, 2) == [2, 1]
        assert_built(store)


@pytest.mark.parametrize("full", [True, False])
def test_a_killed_round_goes_on_with_its_batch(
    full: bool, five: Path, build_file: Path, extract: Extract
) -> None:
    """It is not begun anew, and the rows that the broken batch has left are replaced."""
    with RawStore.open(build_file) as store:
        release(store)
    for path in five.rglob("*.txt"):
        path.write_text(disclosure(path.stem, "99.00"), encoding="utf-8")
    extract()
    with RawStore.open(build_file) as store:
        assert not begin_round(store, full=full)
        build_batch(store, 2)
        build_marts(store, waiting_documents(store)[:2])  # and then it is killed
    with RawStore.open(build_file) as store:
        assert round_is_broken(store)
        assert not build_state(store).up_to_date
        assert begin_round(store, full=full)
        assert not nothing_is_built(store)
        # Everything anew includes the former contents of the files, until they are known to be withdrawn.
        assert build_batches(store, 2) == ([2, 2, 2, 2] if full else [2, 1])
        assert_built(store)
        assert not round_is_broken(store)
        finish_round(store, "r2")
        assert build_state(store).up_to_date


def test_a_killed_round_of_another_project_begins_anew(
    five: Path, build_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RawStore.open(build_file) as store:
        begin_round(store)
        build_batch(store, 2)
        monkeypatch.setattr("pipelines.raw_store.batch.project_fingerprint", lambda: "another")
        assert not begin_round(store)
        assert not store.rows("select 1 from duckdb_tables() where schema_name = 'marts'")
        assert nothing_is_built(store)
        assert build_batches(store, 2) == [2, 2, 1]
        assert_built(store)


def test_a_full_round_on_request_drops_what_was_built(build_file: Path, extract: Extract) -> None:
    extract()
    with RawStore.open(build_file) as store:
        release(store)
        begin_round(store, full=True)
        assert build_state(store).needs_full_refresh
        assert not store.rows("select 1 from duckdb_tables() where schema_name = 'marts'")
        assert build_batches(store) == [2]


def test_what_changes_after_it_was_built_waits_for_the_next_round(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    extract()
    with RawStore.open(build_file) as store:
        begin_round(store)
        build_batches(store)
    (raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")
    extract()
    with RawStore.open(build_file) as store:
        finish_round(store, "r1")
        assert build_state(store).pending == 1
        assert release(store) == [1]
        assert_built(store)


def test_a_superseded_document_is_built_with_the_one_that_superseded_it(
    five: Path, build_file: Path, extract: Extract
) -> None:
    """It may become the current one again."""
    with RawStore.open(build_file) as store:
        release(store)
        older, newer = (
            store.rows(f"select disclosure_key from raw.documents where source_file = '{name}.txt'")[0][0]
            for name in ("one", "three")
        )
        store.connection.execute(
            "create table marts.dim_disclosures as "
            f"select '{older}' as disclosure_key, '{newer}' as superseded_by"
        )
    (five / "three.txt").unlink()
    extract()
    with RawStore.open(build_file) as store:
        begin_round(store)
        assert waiting_documents(store) == [older]


@pytest.fixture
def bound(five: Path, build_file: Path) -> tuple[str, str]:
    """``one.txt`` holds two disclosures, built into a fact; the key of the file and that of ``three.txt``."""
    with RawStore.open(build_file) as store:
        release(store)
        one, three = (
            store.rows(f"select disclosure_key from raw.documents where source_file = '{name}.txt'")[0][0]
            for name in ("one", "three")
        )
        store.connection.execute(
            "create table marts.dim_disclosures (disclosure_key varchar, superseded_by varchar); "
            "insert into marts.dim_disclosures "
            f"values ('{one}', null), ('{one}-page7', null), ('{three}', null)"
        )
    return one, three


def disclosures(store: RawStore) -> list[str]:
    return [key for (key,) in store.rows("select disclosure_key from marts.dim_disclosures order by all")]


def test_a_changed_file_leaves_with_all_its_disclosures(
    bound: tuple[str, str], five: Path, build_file: Path, extract: Extract
) -> None:
    (five / "one.txt").unlink()
    extract()
    with RawStore.open(build_file) as store:
        release(store)
        assert disclosures(store) == [bound[1]]
        assert_built(store)


def test_of_a_file_that_is_gone_only_superseded_disclosures_stay(
    bound: tuple[str, str], five: Path, build_file: Path, extract: Extract
) -> None:
    one, three = bound
    with RawStore.open(build_file) as store:
        store.connection.execute(
            f"update marts.dim_disclosures set superseded_by = '{three}' where disclosure_key = '{one}-page7'"
        )
    (five / "one.txt").unlink()
    extract()
    with RawStore.open(build_file) as store:
        begin_round(store)
        build_batches(store)
        assert disclosures(store) == sorted([f"{one}-page7", three])
        assert store.rows(f"select gone_at is null from raw.documents where disclosure_key = '{one}'") == [
            (False,)
        ]


def test_a_file_is_built_again_when_what_superseded_one_of_its_disclosures_changes(
    bound: tuple[str, str], five: Path, build_file: Path, extract: Extract
) -> None:
    one, three = bound
    with RawStore.open(build_file) as store:
        store.connection.execute(
            "update marts.dim_disclosures "
            f"set superseded_by = '{three}-page2' where disclosure_key = '{one}-page7'"
        )
    (five / "three.txt").unlink()
    extract()
    with RawStore.open(build_file) as store:
        begin_round(store)
        assert waiting_documents(store) == [one]
        assert not set(disclosures(store)) & {one, f"{one}-page7"}


def test_a_document_that_failed_leaves_the_built_tables_with_its_file(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    (raw_dir / "empty.pdf").touch()
    extract()
    with RawStore.open(build_file) as store:
        release(store)
        store.connection.execute(
            "create table marts.fct_coverage as select disclosure_key, status from raw.documents"
        )
    (raw_dir / "empty.pdf").unlink()
    extract()
    with RawStore.open(build_file) as store:
        release(store)
        assert store.rows("select status from marts.fct_coverage") == [("read",), ("read",)]


def test_the_whole_round_can_be_looked_at(five: Path, build_file: Path) -> None:
    with RawStore.open(build_file) as store:
        begin_round(store)
        take_whole_round(store)
        assert store.rows("select count(*) from raw.changed_documents") == [(5,)]


def test_another_dbt_project_builds_everything_anew(
    build_file: Path, extract: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract()
    with RawStore.open(build_file) as store:
        release(store)
        monkeypatch.setattr("pipelines.raw_store.batch.project_fingerprint", lambda: "another")
        assert build_state(store).needs_full_refresh


def test_a_file_of_another_layout_is_read_anew(build_file: Path, extract: Extract) -> None:
    extract()
    with RawStore.open(build_file) as store:
        store.connection.execute("create or replace view raw.cells as select 1 as row_no")
    with RawStore.open(build_file, read_only=True) as store:
        assert not store.has_current_layout()
    assert extract().read == 2
