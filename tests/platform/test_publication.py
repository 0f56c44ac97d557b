from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.release.keys import ForeignKey, Keys
from pipelines.release.publication import publish, stamp_of
from pipelines.release.published_file import NothingToPublish, write_published_file
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
