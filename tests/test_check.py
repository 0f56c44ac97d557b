"""`yusuan check` on the five disclosures, at the terminal and in files."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
from running import BuiltWarehouse, run_yusuan


def check(warehouse: BuiltWarehouse, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    done = run_yusuan("check", "--warehouse-dir", warehouse.settings.warehouse_dir, *arguments)
    assert done.returncode in (0, 2), done.stderr
    return done


def test_both_figures_are_shown_and_what_a_person_found(warehouse: BuiltWarehouse) -> None:
    output = check(warehouse, "忻州").stdout
    assert "忻州市工业和信息化局 2022 budget" in output
    assert "10,441.41" in output
    assert "10,355.06" in output
    assert "conversion" not in output
    assert "15 things to look at, 14 of them reviewed before." in output


def test_a_clean_disclosure_raises_nothing(warehouse: BuiltWarehouse) -> None:
    assert "0 things to look at." in check(warehouse, "咸宁").stdout


def test_markdown_tells_findings_what_was_not_checked_and_statements(
    warehouse: BuiltWarehouse, tmp_path: Path
) -> None:
    file = tmp_path / "report.md"
    check(warehouse, "忻州", "--format", "markdown", "--output", file)
    text = file.read_text(encoding="utf-8")
    assert check(warehouse, "忻州", "--format", "markdown").stdout.strip() == text.strip()
    assert "| 合计 · 预算数 | 1,168.84 | 1,167.32 | 1.52 | 万元 |" in text
    assert "505类公布数未含其下50502" in text
    assert "| cell 单元格 | date | 11 |" in text
    assert "| 政府性基金预算支出表 | empty 空表 |" in text


def test_a_spreadsheet_holds_all_findings_as_numbers(warehouse: BuiltWarehouse, tmp_path: Path) -> None:
    file = tmp_path / "findings.xlsx"
    check(warehouse, "--format", "xlsx", "--output", file)
    book = openpyxl.load_workbook(file)
    assert [sheet.title for sheet in book] == [
        "summary 概览",
        "findings 问题",
        "unchecked 未能检验",
        "statements 报表",
    ]
    header, *rows = book["findings 问题"].iter_rows(values_only=True)
    assert len(rows) == warehouse.scalar("select count(*) from fct_findings")
    differences = [row[header.index("difference 差额")] for row in rows]
    assert differences.count(86.35) == warehouse.scalar(
        "select count(*) from fct_findings where difference = 86.35"
    )
    assert book["summary 概览"].max_row == 1 + warehouse.scalar("select count(*) from dim_disclosures")


def test_shares_are_told_by_statement(warehouse: BuiltWarehouse) -> None:
    lines = check(warehouse, "--summary", "固原").stdout.splitlines()
    (total,) = (line.split() for line in lines if " ALL " in line)
    assert int(total[4].replace(",", "")) == warehouse.scalar(
        "select count(*) from fct_published_amounts join dim_disclosures using (disclosure_key) "
        "where organization_name like '固原%'"
    )


def test_an_unknown_disclosure_is_named(warehouse: BuiltWarehouse) -> None:
    done = check(warehouse, "nobody")
    assert done.returncode == 2
    assert "nobody" in done.stderr


def test_every_failing_identity_of_the_five_disclosures_was_looked_at(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows("select subject from fct_findings where kind = 'identity' and not is_known") == []
    assert warehouse.rows("select distinct status from fct_known_publisher_errors") == [("confirmed",)]
