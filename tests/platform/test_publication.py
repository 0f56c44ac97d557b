from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.release.keys import ForeignKey, Keys
from pipelines.release.leftovers import remove_leftovers
from pipelines.release.publication import publish
from pipelines.release.published_file import NothingToPublish, write_published_file
from pipelines.release.releases import current_stamp, next_stamp, stamp_of
from pipelines.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "raw", tmp_path / "warehouse", 1)


def connected(settings: Settings) -> duckdb.DuckDBPyConnection:
    """The build database."""
    settings.build_file.parent.mkdir(parents=True, exist_ok=True)
    return duckdb.connect(str(settings.build_file))


def build(settings: Settings, number: int) -> None:
    with connected(settings) as connection:
        connection.execute(
            f"""
            create schema if not exists marts;
            create or replace table marts.fct_numbers as select {number}::decimal(24, 6) as number;
            create or replace view marts.dim_views as select * from disclosures.marts.fct_numbers;
            create schema if not exists intermediate;
            create or replace table intermediate.int_secret as select 1 as x;
            comment on table marts.fct_numbers is 'The publisher''s numbers. 数字。';
            comment on column marts.fct_numbers.number is 'A number. 数。';
            comment on view marts.dim_views is 'A view. 视图。';
            """
        )


def read(settings: Settings) -> int:
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        return connection.execute("select number from marts.fct_numbers").fetchall()[0][0]


def test_a_release_holds_the_marts_with_their_comments(settings: Settings) -> None:
    build(settings, 7)
    published = publish(settings)
    assert published.tables == {"fct_numbers": 1, "dim_views": 1}
    assert settings.published_file.resolve() == published.file
    assert not settings.published_file.readlink().is_absolute()
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        tables = connection.execute("select table_name, comment from duckdb_tables() order by 1").fetchall()
        columns = connection.execute(
            "select comment, data_type from duckdb_columns() where table_name = 'fct_numbers'"
        ).fetchall()
        assert connection.execute("select current_database()").fetchall() == [("disclosures",)]
    assert tables == [("dim_views", "A view. 视图。"), ("fct_numbers", "The publisher's numbers. 数字。")]
    assert columns == [("A number. 数。", "DECIMAL(24,6)")]


def test_a_broken_key_is_left_out_and_the_others_are_kept(settings: Settings) -> None:
    with connected(settings) as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.dim_words as from (values ('a', 1), ('b', 2)) as t (word, number);
            create table marts.dim_twice as from (values ('a'), ('a')) as t (word);
            create table marts.fct_uses as from (values (1, 'a'), (2, null)) as t (id, word);
            create table marts.fct_strays as from (values (1, 'z')) as t (id, word);
            """
        )
    to_words = (ForeignKey("word", "dim_words", "word"),)
    keys = Keys(
        {"dim_words": "word", "dim_twice": "word", "fct_uses": "id"},
        {"fct_uses": to_words, "fct_strays": (*to_words, ForeignKey("word", "dim_twice", "word"))},
    )
    write_published_file(settings.build_file, settings.published_file, keys)
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        kept = connection.execute(
            "select table_name, constraint_type from duckdb_constraints() "
            "where constraint_type <> 'NOT NULL' order by all"
        ).fetchall()
    assert kept == [("dim_words", "PRIMARY KEY"), ("fct_uses", "FOREIGN KEY"), ("fct_uses", "PRIMARY KEY")]


def test_who_reads_the_old_release_keeps_it(settings: Settings) -> None:
    build(settings, 1)
    publish(settings)
    reader = (
        "import duckdb, sys\n"
        "connection = duckdb.connect(sys.argv[1], read_only=True)\n"
        "for line in sys.stdin:\n"
        "    print(connection.execute('select number from marts.fct_numbers').fetchall()[0][0], flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", reader, str(settings.published_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask() -> float:
            process.stdin.write("\n")  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            return float(process.stdout.readline())  # type: ignore[union-attr]

        assert ask() == 1
        for number in range(2, 7):
            build(settings, number)
            publish(settings)
            assert ask() == 1
            assert read(settings) == number
        process.stdin.close()


def test_three_releases_are_kept(settings: Settings) -> None:
    for number in range(5):
        build(settings, number)
        publish(settings)
    releases = sorted((settings.warehouse_dir / "releases").iterdir())
    assert len(releases) == 3
    assert settings.published_file.resolve().parent == releases[-1]


def test_a_build_without_tables_leaves_the_release_alone(settings: Settings) -> None:
    build(settings, 1)
    publish(settings)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute("drop schema marts cascade")
    with pytest.raises(NothingToPublish):
        publish(settings)
    assert read(settings) == 1
    assert len(list((settings.warehouse_dir / "releases").iterdir())) == 1


@given(st.integers(0, 4 * 10**18), st.integers(1, 2 * 10**9))
def test_names_of_releases_sort_as_their_times(time: int, later: int) -> None:
    # Old releases are removed by name: one whose name sorted before earlier ones would be removed at once.
    assert stamp_of(time) < stamp_of(time + later)


FUTURE = "20990101T000000-000000000"


def test_what_is_no_older_release_is_never_removed(settings: Settings) -> None:
    strangers = {"archive", "zzz", "20240101", "20991332T000000-000000000", FUTURE}
    for name in strangers:
        (settings.releases_dir / name).mkdir(parents=True)
        (settings.releases_dir / name / "disclosures.duckdb").write_text("of somebody")
    (settings.releases_dir / "20200101T000000-000000000").symlink_to(settings.releases_dir / "archive")
    (settings.releases_dir / "20200101T000000-000000001").write_text("a file")
    for number in range(5):
        build(settings, number)
        publish(settings)
        assert read(settings) == number
    names = {path.name for path in settings.releases_dir.iterdir()}
    assert names >= strangers | {"20200101T000000-000000000", "20200101T000000-000000001"}
    assert len(names) == 7 + 3


def test_a_release_comes_after_the_current_one_though_the_clock_was_ahead(settings: Settings) -> None:
    build(settings, 1)
    first = publish(settings)
    ahead = first.file.parent.rename(settings.releases_dir / FUTURE)
    settings.published_file.unlink()
    settings.published_file.symlink_to(Path("releases", FUTURE, "disclosures.duckdb"))
    # One that was killed before the link was turned has the next name.
    (settings.releases_dir / f"{FUTURE[:-1]}1").mkdir()
    for number in range(2, 6):
        build(settings, number)
        published = publish(settings)
        assert published.stamp > FUTURE
        assert current_stamp(settings) == published.stamp
        assert read(settings) == number
    assert not ahead.exists()


@given(st.integers(0, 4 * 10**18))
def test_the_next_name_is_free_and_later(tmp_path_factory: pytest.TempPathFactory, time: int) -> None:
    settings = Settings(Path("raw"), tmp_path_factory.mktemp("warehouse"), 1)
    (settings.releases_dir / stamp_of(time)).mkdir(parents=True)
    settings.published_file.symlink_to(Path("releases", stamp_of(time), "disclosures.duckdb"))
    stamp = next_stamp(settings)
    assert stamp > stamp_of(time)
    assert not (settings.releases_dir / stamp).exists()


def test_a_release_that_cannot_be_removed_is_told_and_the_new_one_is_published(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        build(settings, number)
        publish(settings)
    oldest = min(settings.releases_dir.iterdir())

    def refuse(folder: Path) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("pipelines.release.publication.shutil.rmtree", refuse)
    build(settings, 7)
    published = publish(settings)
    assert published.not_removed == (f"{oldest}: Permission denied",)
    assert read(settings) == 7


def test_a_link_that_cannot_be_turned_leaves_the_release_alone(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, 1)
    publish(settings)

    def refuse(path: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    build(settings, 2)
    with pytest.raises(OSError, match="No space"):
        publish(settings)
    assert read(settings) == 1
    assert len(list(settings.releases_dir.iterdir())) == 1
    assert {path.name for path in settings.warehouse_dir.iterdir()} == {
        "build",
        "releases",
        "disclosures.duckdb",
    }


def test_what_a_killed_build_left_is_removed_and_nothing_else(settings: Settings) -> None:
    build(settings, 1)
    release = publish(settings).file
    unfinished = settings.releases_dir / FUTURE
    unfinished.mkdir()
    (unfinished / "disclosures.tmp").write_text("half")
    half_removed = settings.releases_dir / "20200101T000000-000000000"
    half_removed.mkdir()
    archive = settings.releases_dir / "archive"
    archive.mkdir()
    beside = settings.warehouse_dir / ".disclosures.duckdb.new-123"
    beside.symlink_to("nowhere")
    settings.temporary_dir.mkdir()
    remove_leftovers(settings)
    assert not any(path.exists() for path in (unfinished, half_removed, settings.temporary_dir))
    assert not beside.is_symlink()
    assert archive.exists()
    assert read(settings) == 1

    # A release whose file somebody has moved away is damaged, and still the current one.
    release.rename(archive / release.name)
    remove_leftovers(settings)
    assert release.parent.exists()
