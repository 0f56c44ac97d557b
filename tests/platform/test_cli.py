from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from pipelines.cli import cli
from pipelines.console import share
from pipelines.publication import publish
from pipelines.settings import Settings


@pytest.fixture
def warehouse_dir(tmp_path: Path) -> Path:
    """A published warehouse with three amounts of one disclosure."""
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse", 1)
    settings.build_file.parent.mkdir(parents=True)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.dim_disclosures as
            select 'd1' as disclosure_key, '固原市工业和信息化局' as organization_name, 2024 as fiscal_year,
                'budget' as report_kind, 'guyuan.txt' as source_file;
            create table marts.fct_published_amounts as
            select 'd1' as disclosure_key, code as statement_code, verification, 12.5::decimal(24, 6) as value
            from (values ('revenue_total', 'verified'), ('revenue_total', 'contradicted'),
                ('three_public', 'unverified')) as t (code, verification);
            create table marts.fct_unplaced_cells as
            select 'd1' as disclosure_key, 'three_public' as statement_code, 'date' as reason;
            create table marts.fct_reconciliations as
            select 'd1' as disclosure_key, 'total_is_sum' as rule_code, '合计' as subject,
                12.5::decimal(24, 6) as published_value, 10::decimal(24, 6) as computed_value,
                'fail' as status
            union all select 'd1', 'halves_balance', '', 1, 1, 'pass';
            create table marts.dim_statements as
            select * from (
                values ('three_public', '三公经费支出表', 1),
                ('govfund_expenditure', '政府性基金预算支出表', 2),
                ('soe_capital', '国有资本经营预算支出表', 3)
            ) as t (statement_code, name_zh, sort_order);
            create table marts.fct_statement_coverage as
            select 'd1' as disclosure_key, * from (values ('three_public', true, 'present', 3, null),
                ('govfund_expenditure', true, 'empty', 13, false), ('soe_capital', true, 'absent', null, true)
            ) as t (statement_code, is_statutory, status, page_no, is_explained);
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


def test_check_shows_both_figures(warehouse_dir: Path) -> None:
    result = run("check", "--warehouse-dir", warehouse_dir)
    assert result.exit_code == 0, result.output
    assert "固原市工业和信息化局 2024 budget" in result.output
    assert "1 fail, 1 pass" in result.output
    assert "12.500000" in result.output
    assert "10.000000" in result.output


def test_check_names_the_statements_that_nobody_explains(warehouse_dir: Path) -> None:
    output = run("check", "--warehouse-dir", warehouse_dir).output
    assert "政府性基金预算支出表: empty on page 13, and the text does not say that there is none." in output
    assert "国有资本" not in output


def test_check_summary_gives_shares_by_statement(warehouse_dir: Path) -> None:
    result = run("check", "--summary", "固原", "--warehouse-dir", warehouse_dir)
    assert result.exit_code == 0, result.output
    lines = [line.split()[2:] for line in result.output.splitlines() if "固原" in line]
    assert [" ".join(line[1:]) for line in lines] == [
        "revenue_total 2 50.0 % 50.0 % 0.0 % 0",
        "three_public 1 0.0 % 0.0 % 100.0 % 1",
        "ALL 3 33.3 % 33.3 % 33.3 % 1",
    ]


def test_check_of_an_unknown_disclosure_says_so(warehouse_dir: Path) -> None:
    result = run("check", "nobody", "--warehouse-dir", warehouse_dir)
    assert result.exit_code == 2
    assert "nobody" in result.output


def test_shares_never_round_up_to_all() -> None:
    assert share(9999, 10000) == "99.9 %"
    assert share(10000, 10000) == "100.0 %"
    assert share(0, 0) == "0 %"
