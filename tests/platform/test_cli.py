from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result
from small_disclosures import disclosure

from pipelines.cli import cli
from pipelines.command.apart import read_apart
from pipelines.command.console import share
from pipelines.raw_store import RawStore
from pipelines.release.publication import publish
from pipelines.settings import Limits, Settings


@pytest.fixture
def warehouse_dir(tmp_path: Path) -> Path:
    """A published warehouse with one amount."""
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse", 1)
    settings.build_file.parent.mkdir(parents=True)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.fct_published_amounts as
            select 'd1' as disclosure_key, 12.5::decimal(24, 6) as value;
            """
        )
    publish(settings)
    return settings.warehouse_dir


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], env={"COLUMNS": "200"})


def test_help_names_every_command() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for command in ("build", "check", "query"):
        assert command in result.output


def test_query_prints_json_csv_and_tables(warehouse_dir: Path) -> None:
    sql = "select disclosure_key, value from fct_published_amounts limit 1"
    assert json.loads(run("query", sql, "--warehouse-dir", warehouse_dir, "--format", "json").output) == [
        {"disclosure_key": "d1", "value": 12.5}
    ]
    csv = run("query", sql, "--warehouse-dir", warehouse_dir, "--format", "csv").output
    assert csv == "disclosure_key,value\nd1,12.500000\n"
    assert "disclosure_key" in run("query", sql, "--warehouse-dir", warehouse_dir).output


def test_query_cannot_write(warehouse_dir: Path) -> None:
    result = run("query", "drop table fct_published_amounts", "--warehouse-dir", warehouse_dir)
    assert result.exit_code == 2
    assert "read-only" in result.output


def test_query_without_a_warehouse_says_what_to_do(tmp_path: Path) -> None:
    result = run("query", "select 1", "--warehouse-dir", tmp_path)
    assert result.exit_code == 2
    assert "yusuan build" in result.output


def test_shares_never_round_up_to_all() -> None:
    assert share(9999, 10000) == "99.9 %"
    assert share(10000, 10000) == "100.0 %"
    assert share(0, 0) == "0 %"


def test_a_check_of_a_file_takes_the_overrides_beside_it_or_says_what_is_wrong(tmp_path: Path) -> None:
    draft, table = tmp_path / "draft.txt", tmp_path / "disclosures.csv"
    draft.write_text(disclosure(), encoding="utf-8")
    table.write_text("source_file,scope\nother.txt,unit\ndraft.txt,nonsense\n")
    result = run("check", draft)
    assert result.exit_code == 2
    assert f"{table}, line 3: scope is 'nonsense'" in result.output
    table.write_text("source_file,scope,fiscal_year\nother.txt,unit,\ndraft.txt,department,2031\n")
    database, summary = read_apart([draft], tmp_path / "apart", Limits())
    assert summary.read == 1
    with RawStore.open(database, read_only=True) as store:
        assert ("draft.txt", 2031) in store.rows("select source_file, fiscal_year from raw.overrides")
