"""Releases say what they are made of; two can be compared figure by figure; one can be made current again."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import duckdb
import pytest
from running import BuiltWarehouse, yusuan_here

from pipelines.release.checksums import Checksum
from pipelines.release.comparison import CannotCompare, compare_releases
from pipelines.release.history import sign_release

STAMPS = ("20260101T000000-000000000", "20260102T000000-000000000", "20260102T000000-000000001")


@pytest.fixture(scope="module")
def release(warehouse: BuiltWarehouse) -> Path:
    return warehouse.settings.published_file.resolve()


@pytest.fixture
def changed(release: Path, tmp_path: Path) -> Path:
    """What is compared of the release, with one document less and four figures read in another way."""
    file = tmp_path / "changed.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"attach '{release}' as release (read_only)")
        connection.execute("create schema marts")
        for table in ("dim_disclosures", "fct_published_amounts", "fct_reconciliations"):
            connection.execute(f"create table marts.{table} as from release.marts.{table}")
        connection.execute(
            """
            delete from marts.dim_disclosures where disclosure_key = (
                select max(disclosure_key) from marts.dim_disclosures
            );
            delete from marts.fct_published_amounts where disclosure_key not in (
                select disclosure_key from marts.dim_disclosures
            );
            create temp table four as
            select amount_key, row_number() over (order by amount_key) as number
            from marts.fct_published_amounts
            order by amount_key
            limit 4;
            delete from marts.fct_published_amounts
            where amount_key in (from four select amount_key where number = 1);
            update marts.fct_published_amounts set amount_yuan = amount_yuan + 1
            where amount_key in (from four select amount_key where number = 2);
            update marts.fct_published_amounts set fiscal_year = 1999
            where amount_key in (from four select amount_key where number = 3);
            update marts.fct_published_amounts set verification = 'doubtful'
            where amount_key in (from four select amount_key where number = 4);
            """
        )
    return file


def test_a_release_says_what_it_is_made_of(warehouse: BuiltWarehouse, release: Path) -> None:
    with duckdb.connect(str(release), read_only=True) as connection:
        (row,) = connection.execute(
            "select release, document_count, failed_document_count, inputs_sha256, amount_count, "
            "verified_amount_count, failing_identity_count "
            "from marts.dim_releases order by release desc limit 1"
        ).fetchall()
        amounts = connection.execute(
            "select count(*), count(*) filter (where verification = 'verified') "
            "from marts.fct_published_amounts"
        ).fetchall()
        failing = connection.execute("select count(*) from marts.fct_reconciliations where status = 'fail'")
        assert row[4:] == (*amounts[0], *failing.fetchall()[0])
    texts = sorted(warehouse.settings.raw_dir.glob("*.txt"))
    hashes = sorted(hashlib.sha256(text.read_bytes()).hexdigest() for text in texts)
    assert row[:3] == (release.parent.name, len(texts), 0)
    assert row[3] == hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def test_every_table_has_its_rows_counted_and_a_checksum_that_one_changed_row_breaks(
    release: Path, changed: Path
) -> None:
    def checksum(file: Path, table: str) -> tuple[int, str]:
        with duckdb.connect(str(file), read_only=True) as connection:
            sql = f"select count(*), cast(sum(hash(r)) as varchar) from marts.{table} as r"
            return connection.execute(sql).fetchall()[0]

    with duckdb.connect(str(release), read_only=True) as connection:
        stated = {
            table: (count, checksum)
            for table, count, checksum in connection.execute(
                "select table_name, row_count, checksum from marts.fct_release_tables where release = ?",
                [release.parent.name],
            ).fetchall()
        }
        tables = connection.execute("select table_name from duckdb_tables() where schema_name = 'marts'")
        assert stated.keys() | {"dim_releases", "fct_release_tables"} == {
            name for (name,) in tables.fetchall()
        }
    assert checksum(release, "fct_published_amounts") == stated["fct_published_amounts"]
    assert checksum(changed, "fct_published_amounts") != stated["fct_published_amounts"]
    assert checksum(changed, "fct_reconciliations") == stated["fct_reconciliations"]


def test_a_release_knows_the_earlier_ones(
    warehouse: BuiltWarehouse, release: Path, changed: Path, tmp_path: Path
) -> None:
    """Also where one of them is of a version that did not sign its releases."""
    file = tmp_path / "next.duckdb"
    shutil.copyfile(release, file)
    with duckdb.connect(str(file)) as connection:
        for table in ("fct_release_tables", "dim_releases"):
            connection.execute(f"delete from marts.{table}")
    checksums = {"fct_published_amounts": Checksum(1, 2), "fct_reconciliations": Checksum(3, 4)}
    sign_release(file, STAMPS[1], warehouse.settings.build_file, [release, changed], checksums)
    own, earlier = signed_in(file), signed_in(release)
    assert earlier
    assert own == earlier | {STAMPS[1]: 2}


def signed_in(file: Path) -> dict[str, int]:
    """The releases that a file knows, and of how many tables of each."""
    with duckdb.connect(str(file), read_only=True) as connection:
        return dict(
            connection.execute(
                "select release, count(*) from marts.dim_releases "
                "inner join marts.fct_release_tables using (release) group by release"
            ).fetchall()
        )


def test_a_release_equals_itself(release: Path) -> None:
    changes = compare_releases(release, release)
    assert changes.nothing
    assert all(before == after > 0 for before, after in changes.totals.values())


def test_changes_are_told_by_figure_and_those_of_other_documents_are_counted(
    release: Path, changed: Path
) -> None:
    changes = compare_releases(release, changed)
    assert len(changes.documents_removed) == 1
    assert not changes.documents_added
    assert sorted(figure.change for figure in changes.figures) == ["meaning", "proof", "removed", "value"]
    by_change = {figure.change: figure for figure in changes.figures}
    assert by_change["value"].amount_yuan == (by_change["value"].former_amount_yuan or 0) + 1
    assert list(by_change["meaning"].differing_columns) == ["fiscal_year"]
    assert by_change["removed"].amount_yuan is None
    assert changes.counts["removed"] > 1
    back = compare_releases(changed, release)
    assert back.counts["added"] == changes.counts["removed"]
    assert [key for key, _ in back.documents_added] == [key for key, _ in changes.documents_removed]


def test_no_more_figures_are_named_than_wanted(release: Path, changed: Path) -> None:
    changes = compare_releases(release, changed, most_figures=2)
    assert len(changes.figures) == 2
    assert changes.counts == compare_releases(release, changed).counts


def test_a_file_that_is_no_release_is_refused_in_words(release: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("create table numbers as select 1")
    with pytest.raises(CannotCompare, match="other tables"):
        compare_releases(release, other)


def test_the_command_lists_compares_and_goes_back(release: Path, changed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "warehouse"
    for stamp, file in zip(STAMPS, (release, changed, release), strict=True):
        (folder / "releases" / stamp).mkdir(parents=True)
        shutil.copyfile(file, folder / "releases" / stamp / "disclosures.duckdb")
    (folder / "disclosures.duckdb").symlink_to(Path("releases", STAMPS[1], "disclosures.duckdb"))

    def releases(*arguments: str) -> tuple[int, str]:
        done = yusuan_here("releases", "--warehouse-dir", folder, *arguments)
        return done.returncode, done.stdout + done.stderr

    _, listed = releases()
    assert [line.endswith("current") for line in listed.splitlines()] == [False, False, True, False]
    status, compared = releases("compare")
    assert status == 0
    assert f"{STAMPS[0]} -> {STAMPS[1]}" in compared
    assert "1 disclosure gone" in compared
    assert "1 figure with another value" in compared
    assert "fiscal_year" in compared
    assert releases("compare", STAMPS[0], STAMPS[2])[1].splitlines()[1] == "Changed: nothing"

    assert releases("use", STAMPS[0][:12])[0] == 0
    assert (folder / "disclosures.duckdb").resolve().parent.name == STAMPS[0]
    for wrong, words in (("20260102", "Several releases begin"), ("1999", "No release begins")):
        status, said = releases("use", wrong)
        assert status == 2
        assert words in said
        assert STAMPS[1] in said
    assert (folder / "disclosures.duckdb").resolve().parent.name == STAMPS[0]
