"""Which documents a round affects besides its own, and that tests look at these."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import duckdb
import pytest
from running import BuiltWarehouse

from pipelines.models.affected import affected_documents, rows_to_test
from pipelines.models.compiled import read_compiled
from pipelines.models.dbt import prepare_project
from pipelines.raw_store import RawStore
from pipelines.settings import Settings

FIRST, SECOND, THIRD = range(3)
PENDING = "insert into raw.pending_documents values ('{first}', 'changed', null);"


@dataclass(frozen=True)
class Round:
    """A copy of the build database of ``data/raw``, and the release that it goes on from."""

    settings: Settings
    documents: list[str]
    release: Path

    def change(self, statements: str) -> None:
        first, second, third, *_ = self.documents
        with RawStore.open(self.settings.build_file) as store:
            store.connection.execute(statements.format(first=first, second=second, third=third))

    def affected(self) -> list[int]:
        """Places of the affected documents among all of them."""
        with RawStore.open(self.settings.build_file, read_only=True) as store:
            store.connection.execute(f"attach '{self.release}' as released (read_only)")
            found = affected_documents(store.connection, "released")
        assert found is not None
        return sorted(self.documents.index(key) for key in found)


@pytest.fixture
def one_more(warehouse: BuiltWarehouse, tmp_path: Path) -> Iterator[Round]:
    """The first document is in the round."""
    settings = replace(warehouse.settings, warehouse_dir=tmp_path)
    shutil.copytree(warehouse.settings.build_file.parent, settings.build_file.parent)
    documents = [
        key for (key,) in warehouse.rows("select disclosure_key from dim_disclosures order by disclosure_key")
    ]
    found = Round(settings, documents, warehouse.settings.published_file.resolve())
    found.change(PENDING)
    yield found


def test_a_document_alone_affects_no_other(one_more: Round) -> None:
    assert one_more.affected() == [FIRST]


def test_a_disclosure_that_is_no_longer_current_is_affected(one_more: Round) -> None:
    one_more.change("update marts.dim_disclosures set is_current = false where disclosure_key = '{third}'")
    assert one_more.affected() == [FIRST, THIRD]


@pytest.mark.parametrize("order", ["'{first}', '{second}'", "'{second}', '{first}'"])
def test_what_is_compared_with_a_document_is_affected(one_more: Round, order: str) -> None:
    """Whoever of the two is in the round, a row of the other one is another; its own row needs no mention."""
    one_more.change(
        "insert into marts.fct_disclosure_comparisons (disclosure_key, other_disclosure_key) "
        f"values ({order})"
    )
    assert one_more.affected() == ([FIRST] if order.startswith("'{first}") else [FIRST, SECOND])


def test_an_organisation_is_affected_as_a_whole(one_more: Round) -> None:
    one_more.change(
        "update marts.dim_disclosures set organization_key = "
        "(select organization_key from marts.dim_disclosures where disclosure_key = '{third}') "
        "where disclosure_key = '{first}'"
    )
    assert one_more.affected() == [FIRST, THIRD]


def test_the_organisation_that_a_document_leaves_is_affected(one_more: Round, tmp_path: Path) -> None:
    """The second document stays with it: its own row is what it was."""
    former = tmp_path / "former.duckdb"
    with duckdb.connect(str(former)) as connection:
        connection.execute(
            f"attach '{one_more.release}' as released (read_only); create schema marts;"
            "create table marts.dim_disclosures as from released.marts.dim_disclosures;"
            "create table marts.fct_disclosure_comparisons as from released.marts.fct_disclosure_comparisons;"
            "update marts.dim_disclosures set organization_key = 'left' "
            f"where disclosure_key in ('{one_more.documents[FIRST]}', '{one_more.documents[SECOND]}')"
        )
    one_more.change(
        "update marts.dim_disclosures set organization_key = 'left' where disclosure_key = '{second}'"
    )
    assert replace(one_more, release=former).affected() == [FIRST, SECOND]


def test_a_document_that_has_left_is_affected(one_more: Round) -> None:
    one_more.change("delete from marts.dim_disclosures where disclosure_key = '{second}'")
    assert one_more.affected() == [FIRST, SECOND]


def rows_seen(store: RawStore) -> dict[str, set[str]]:
    """Whose rows tests would find, in a fact, in a view of one, in a report and in a dimension."""
    tables = (
        "marts.fct_published_amounts",
        "marts.fct_function_expenditures",
        "reports.published_amounts",
        "marts.dim_disclosures",
    )
    return {
        table: {key for (key,) in store.rows(f"select distinct disclosure_key from {table}")}
        for table in tables
    }


@pytest.fixture
def seen(one_more: Round) -> Callable[[Path | None], dict[str, set[str]]]:
    """What tests see of a round after a release; the build database is as it was when they have run."""
    prepared = prepare_project()
    narrowed = partial(
        rows_to_test,
        project=read_compiled(prepared),
        prepared=prepared,
        scratch=one_more.settings.temporary_dir,
    )

    def see(release: Path | None) -> dict[str, set[str]]:
        with RawStore.open(one_more.settings.build_file) as store:
            before = rows_seen(store)
            with narrowed(store, release=release):
                found = rows_seen(store)
            assert rows_seen(store) == before
            assert not list(one_more.settings.temporary_dir.glob("*"))
        return found

    return see


def test_tests_see_the_facts_of_affected_documents_and_all_disclosures(
    one_more: Round, seen: Callable[[Path | None], dict[str, set[str]]]
) -> None:
    found = seen(one_more.release)
    assert found.pop("marts.dim_disclosures") == set(one_more.documents)
    assert set(map(frozenset, found.values())) == {frozenset(one_more.documents[:1])}


@pytest.mark.parametrize("damage", ["no release", "a damaged one", "most documents"])
def test_without_a_release_to_go_on_from_tests_see_everything(
    one_more: Round, seen: Callable[[Path | None], dict[str, set[str]]], tmp_path: Path, damage: str
) -> None:
    damaged = tmp_path / "damaged.duckdb"
    damaged.write_bytes(b"not a database" * 1000)
    if damage == "most documents":
        one_more.change("update marts.dim_disclosures set title = title || '!'")
    release = {"no release": None, "a damaged one": damaged, "most documents": one_more.release}[damage]
    assert set(map(frozenset, seen(release).values())) == {frozenset(one_more.documents)}
