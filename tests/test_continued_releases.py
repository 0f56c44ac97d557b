"""A release made of the former one is the same as one that is written anew, whatever has changed."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from running import BuiltWarehouse

from pipelines.models.compiled import MANIFEST
from pipelines.raw_store.segments import find_segments
from pipelines.release import continued_file, publication, published_file
from pipelines.release.changed_rows import Lasting, lasting_tables
from pipelines.release.continued_file import continue_published_file
from pipelines.release.history import OWN_TABLES, sign_release
from pipelines.release.keys import Keys, stated_keys
from pipelines.release.publication import publish
from pipelines.release.published_file import STORAGE_VERSION, write_published_file
from pipelines.settings import Settings

# A document that leaves, or was not there, with all that it alone has brought.
ONE_LESS = """
    create temp table leaving as select min(disclosure_key) as disclosure_key from marts.dim_disclosures;
    {deletions}
    delete from marts.dim_organizations
    where organization_key not in (select organization_key from marts.dim_disclosures);
"""
PENDING = """
    insert into raw.pending_documents
    select unnest([min(disclosure_key), max(disclosure_key)]), 'changed', null from marts.dim_disclosures;
"""
ONE_CHANGED = """
    update marts.fct_published_amounts set line_label = line_label || '!'
    where disclosure_key = (select max(disclosure_key) from marts.dim_disclosures);
    update marts.dim_organizations set organization_name = organization_name || '!';
"""
ANOTHER_TABLE = "delete from marts.bridge_economic_crosswalk where rowid = 3;"


@pytest.fixture(scope="module")
def keys(warehouse: BuiltWarehouse) -> Keys:
    return stated_keys(warehouse.settings.dbt_target_dir / MANIFEST, "marts")


@pytest.fixture(scope="module")
def lasting(warehouse: BuiltWarehouse) -> Lasting:
    """One table is taken for one that a round can change, of those that have neither documents nor a key."""
    found = lasting_tables(warehouse.settings.dbt_target_dir / MANIFEST)
    return replace(found, constant=found.constant - {"bridge_economic_crosswalk"})


@pytest.fixture(scope="module")
def release(warehouse: BuiltWarehouse) -> Path:
    return warehouse.settings.published_file.resolve()


@pytest.fixture(scope="module")
def changeable(warehouse: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build database, whose rows can be changed."""
    file = tmp_path_factory.mktemp("changeable") / "disclosures.duckdb"
    shutil.copyfile(warehouse.settings.build_file, file)
    with duckdb.connect(str(file)) as connection:
        find_segments(connection, warehouse.settings.build_file)
        make_tables_of_segments(connection)
    return file


@pytest.fixture
def other(changeable: Path, tmp_path: Path) -> Callable[[str], Path]:
    """The build database after some statements, with its first and last document in the round."""

    def changed(statements: str) -> Path:
        file = tmp_path / str(len(list(tmp_path.iterdir()))) / "disclosures.duckdb"
        file.parent.mkdir()
        shutil.copyfile(changeable, file)
        with duckdb.connect(str(file)) as connection:
            tables = connection.execute(
                "select distinct table_name from duckdb_columns() "
                "semi join duckdb_tables() using (schema_name, table_name) "
                "where schema_name = 'marts' and column_name = 'disclosure_key'"
            ).fetchall()
            deletions = "".join(
                f"delete from marts.{table} where disclosure_key in (from leaving);" for (table,) in tables
            )
            connection.execute(PENDING + statements.format(deletions=deletions))
        return file

    return changed


def make_tables_of_segments(connection: duckdb.DuckDBPyConnection) -> None:
    """Tables in the place of views that read segments, with their comments: their rows can be changed."""
    comments = connection.execute(
        "select schema_name, table_name, column_name, comment from duckdb_columns() where comment is not null"
    ).fetchall()
    for schema, name, comment in connection.execute(
        "select schema_name, view_name, comment from duckdb_views() "
        "where schema_name <> 'raw' and contains(sql, 'read_parquet')"
    ).fetchall():
        view = f'{schema}."{name}"'
        connection.execute(f"create temp table rows_of_view as from {view}; drop view {view}")
        connection.execute(f"create table {view} as from rows_of_view; drop table rows_of_view")
        texts = {view: ("table", comment)} if comment else {}
        texts |= {
            f'{view}."{column}"': ("column", text)
            for of_schema, table, column, text in comments
            if (of_schema, table) == (schema, name)
        }
        for subject, (kind, text) in texts.items():
            connection.execute("comment on {} {} is '{}'".format(kind, subject, text.replace("'", "''")))


def described(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a client can ask a database about itself; the SQL of views only by what it shows."""
    questions = {
        "relations": "select schema_name, table_name, comment from duckdb_tables() "
        "union all select schema_name, view_name, comment from duckdb_views() where not internal",
        "columns": "select schema_name, table_name, column_name, column_index, data_type, comment "
        "from duckdb_columns() where not internal",
        "keys": "select table_name, constraint_type, constraint_column_names, referenced_table, "
        "referenced_column_names from duckdb_constraints()",
    }
    with duckdb.connect(str(file), read_only=True) as connection:
        return {
            name: connection.execute(f"{question} order by all").fetchall()
            for name, question in questions.items()
        }


def differing_tables(one: Path, another: Path) -> set[str]:
    """Tables that have not the same rows in both, by a sum over them."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only); attach '{another}' as another (read_only)")
        names = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'one'"
        ).fetchall()
        counted = 'select count(*), sum(hash(rows)) from {}.{}."{}" as rows'
        found = {
            name: [
                connection.execute(counted.format(database, schema, name)).fetchall()
                for database in ("one", "another")
            ]
            for schema, name in names
            if name not in OWN_TABLES
        }
    assert found
    return {name for name, (first, second) in found.items() if first != second}


@pytest.mark.parametrize(
    "change", [ONE_LESS, ONE_CHANGED + ANOTHER_TABLE], ids=["one document less", "one changed"]
)
def test_a_continued_file_is_the_one_written_anew(
    release: Path,
    keys: Keys,
    lasting: Lasting,
    other: Callable[[str], Path],
    tmp_path: Path,
    change: str,
) -> None:
    """From the release to what it would be after a change, and back."""
    changed, unchanged, changed_release = other(change), other(""), tmp_path / "changed.duckdb"
    written = write_published_file(changed, changed_release, keys)
    assert differing_tables(release, changed_release), "nothing has changed"
    there, back = tmp_path / "there.duckdb", tmp_path / "back.duckdb"
    stated = continue_published_file(release.parent.name, release, changed, there, keys, lasting)
    assert stated == {name: checksum for name, checksum in written.items() if name not in OWN_TABLES}
    assert differing_tables(there, changed_release) == set()
    assert described(there) == described(changed_release)
    sign_release(there, "next", changed, [], stated)
    assert continue_published_file("next", there, unchanged, back, keys, lasting)
    assert differing_tables(back, release) == set()
    assert described(back) == described(release)


@pytest.mark.parametrize(
    "change",
    [
        "comment on column marts.fct_published_amounts.amount_key is 'Another text. / 另一段文字。'",
        "alter table marts.fct_published_amounts add column remark varchar",
        ONE_CHANGED + "update marts.fct_unplaced_cells set disclosure_key = disclosure_key || '!'",
        "insert into marts.fct_published_amounts by name from (from marts.fct_published_amounts limit 1)",
        "delete from marts.fct_unplaced_cells where disclosure_key = "
        "(select disclosure_key from marts.dim_disclosures order by 1 offset 2 limit 1)",
    ],
    ids=[
        "another comment",
        "another column",
        "most documents changed",
        "a broken key",
        "rows gone that nothing affects",
    ],
)
def test_a_file_is_written_anew_where_more_than_some_rows_differ(
    release: Path,
    keys: Keys,
    lasting: Lasting,
    other: Callable[[str], Path],
    tmp_path: Path,
    change: str,
) -> None:
    target = tmp_path / "target.duckdb"
    assert continue_published_file(release.parent.name, release, other(change), target, keys, lasting) is None
    assert not target.exists()


def test_a_key_that_was_broken_and_holds_again_is_not_forgotten(
    release: Path, keys: Keys, lasting: Lasting, other: Callable[[str], Path], tmp_path: Path
) -> None:
    one_more = Keys({**keys.primary, "bridge_economic_crosswalk": "crosswalk_key"}, keys.foreign)
    target = tmp_path / "target.duckdb"
    assert continue_published_file(release.parent.name, release, other(""), target, one_more, lasting) is None


@pytest.mark.parametrize(("version", "goes_on"), [(STORAGE_VERSION, True), ("v1.0.0", False)])
def test_a_file_for_other_versions_of_duckdb_is_written_anew(
    keys: Keys,
    lasting: Lasting,
    other: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: str,
    goes_on: bool,
) -> None:
    built, former, target = other(""), tmp_path / "former.duckdb", tmp_path / "target.duckdb"
    monkeypatch.setattr(published_file, "STORAGE_VERSION", version)
    stated = write_published_file(built, former, keys)
    sign_release(former, "former", built, [], stated)
    found = continue_published_file("former", former, built, target, keys, lasting)
    assert (found is not None) == goes_on


@pytest.fixture
def copied(warehouse: BuiltWarehouse, changeable: Path, tmp_path: Path) -> Settings:
    """The warehouse once more, to be published again after one document has changed."""
    shutil.copytree(warehouse.settings.warehouse_dir, tmp_path / "warehouse", symlinks=True)
    settings = replace(warehouse.settings, warehouse_dir=tmp_path / "warehouse")
    shutil.copyfile(changeable, settings.build_file)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(PENDING + ONE_CHANGED)
    return settings


def labels(file: Path) -> int:
    with duckdb.connect(str(file), read_only=True) as connection:
        sql = "select count(*) from marts.fct_published_amounts where line_label like '%!'"
        return connection.execute(sql).fetchall()[0][0]


def test_the_next_release_is_made_of_the_former_one(
    copied: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the file system cannot copy within itself."""

    def refused(*arguments: object) -> int:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    def never(*arguments: object) -> None:
        pytest.fail("It was written anew.")

    former = copied.published_file.resolve()
    monkeypatch.setattr(publication, "write_published_file", never)
    monkeypatch.setattr(os, "copy_file_range", refused, raising=False)
    published = publish(copied)
    assert labels(published.file) > 0
    assert labels(former) == 0
    with duckdb.connect(str(published.file), read_only=True) as connection:
        known = connection.execute("select release from marts.dim_releases order by release").fetchall()
    assert [release for (release,) in known] == [former.parent.name, published.stamp]


def test_a_release_that_would_not_hold_what_was_built_is_written_anew(
    copied: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(continued_file, "_replace", lambda *arguments: None)
    assert labels(publish(copied).file) > 0
