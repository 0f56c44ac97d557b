"""`yusuan check` on the five disclosures, at the terminal and in files."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len
from running import BuiltWarehouse

from pipelines.cli import cli

ENGLISH, CHINESE = {"LC_ALL": "C.UTF-8"}, {"LC_ALL": "zh_CN.UTF-8"}


def check(
    warehouse: BuiltWarehouse, *arguments: str | Path, language: dict[str, str] = ENGLISH, columns: int = 200
) -> Result:
    folder = ("--warehouse-dir", warehouse.settings.warehouse_dir)
    environment = {**language, "COLUMNS": str(columns), "NO_COLOR": "1"}
    done = CliRunner().invoke(cli, ["check", *map(str, (*folder, *arguments))], env=environment)
    assert done.exit_code in (0, 2), done.output
    return done


def test_what_is_open_is_shown_and_what_a_person_looked_at_is_counted(warehouse: BuiltWarehouse) -> None:
    output = check(warehouse, "忻州").stdout
    assert "1 open findings" in output
    assert "14 more were reviewed before." in output
    assert "text 88.99, tables 88.998612" in output
    assert "10,355.06" not in output
    assert "忻州市工业和信息化局 2022 budget" in output


def test_a_clean_disclosure_raises_nothing(warehouse: BuiltWarehouse) -> None:
    assert "No open findings." in check(warehouse, "咸宁").stdout


def test_the_largest_amount_comes_first_and_the_limit_says_how_many_more(warehouse: BuiltWarehouse) -> None:
    lines = check(warehouse, "--limit", "1").stdout.splitlines()
    largest = warehouse.scalar(
        "select max(difference) from fct_findings where not is_known and unit = '万元'"
    )
    assert f"{largest.normalize():,f} 万元" in lines[1]
    count = warehouse.scalar("select count(*) from fct_findings where not is_known")
    assert any(line.startswith(f"  {count - 1} more") for line in lines)
    assert any(line.startswith("  4 more") for line in lines)
    shown = check(warehouse, "--all").stdout
    assert " more: " not in shown
    assert all(name in shown for (name,) in warehouse.rows("select organization_name from dim_disclosures"))


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
@pytest.mark.parametrize("options", [("--all",), ("--summary",), ("--summary", "--by", "statement")])
def test_no_line_is_wider_than_the_terminal_and_no_number_is_cut(
    warehouse: BuiltWarehouse, language: dict[str, str], options: tuple[str, ...]
) -> None:
    wide_lines = check(warehouse, *options, language=language, columns=400).stdout.splitlines()
    for columns in (80, 140):
        narrow = check(warehouse, *options, language=language, columns=columns).stdout
        lines = narrow.splitlines()
        assert max(map(cell_len, lines)) <= columns
        assert len(lines) == len(wide_lines)
        if "--all" in options:
            assert "1,278.78" in narrow
            assert "88.998612" in narrow
        else:
            assert [line.split()[-8:] for line in lines] == [line.split()[-8:] for line in wide_lines]


def test_a_report_speaks_one_language(warehouse: BuiltWarehouse, tmp_path: Path) -> None:
    chinese = check(warehouse, language=CHINESE).stdout
    assert "文字 1,278.78，表内 602.28" in chinese
    assert not {"open", "budget", "text"} & set(chinese.split())
    assert check(warehouse, "--lang", "zh").stdout == chinese
    assert "待核对" not in check(warehouse, "--lang", "en", language=CHINESE).stdout
    english = check(warehouse, "--format", "markdown", "--lang", "en").stdout
    assert "The printed 505 leaves out its part 50502 (1.51)" in english
    assert "505类公布数未含其下50502" not in english


def test_markdown_tells_findings_what_was_not_checked_and_statements(
    warehouse: BuiltWarehouse, tmp_path: Path
) -> None:
    file = tmp_path / "report.md"
    check(warehouse, "忻州", "--format", "markdown", "--output", file, language=CHINESE)
    text = file.read_text(encoding="utf-8")
    printed = check(warehouse, "忻州", "--format", "markdown", language=CHINESE).stdout
    assert printed.strip() == text.strip()
    assert "| 合计 · 预算数 | 1,168.84 | 1,167.32 | 1.52 | 万元 | 15,200 |" in text
    assert "505类公布数未含其下50502" in text
    assert "| 单元格 |  | 日期 | 11 |" in text
    assert "| 政府性基金预算支出表 | 空表 |" in text


def test_a_spreadsheet_holds_all_findings_as_numbers(warehouse: BuiltWarehouse, tmp_path: Path) -> None:
    file = tmp_path / "findings.xlsx"
    check(warehouse, "--format", "xlsx", "--output", file)
    book = openpyxl.load_workbook(file)
    assert [sheet.title for sheet in book] == ["Summary", "Findings", "Could not be checked", "Statements"]
    header, *rows = book["Findings"].iter_rows(values_only=True)
    assert len(rows) == warehouse.scalar("select count(*) from fct_findings")
    differences = [row[header.index("difference")] for row in rows]
    assert differences.count(86.35) == warehouse.scalar(
        "select count(*) from fct_findings where difference = 86.35"
    )
    assert book["Summary"].max_row == 1 + warehouse.scalar("select count(*) from dim_disclosures")


def test_shares_are_told_by_document_and_by_statement(warehouse: BuiltWarehouse) -> None:
    count = warehouse.scalar(
        "select count(*) from fct_published_amounts join dim_disclosures using (disclosure_key) "
        "where organization_name like '固原%'"
    )
    _, line = check(warehouse, "--summary", "固原").stdout.splitlines()
    assert int(line.split()[-8].replace(",", "")) == count
    _, total, *statements = check(warehouse, "--summary", "--by", "statement", "固原").stdout.splitlines()
    assert total.split()[-8:] == line.split()[-8:]
    assert sum(int(line.split()[-8].replace(",", "")) for line in statements) == count


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nobody",), ("nobody", "there is no such file")),
        (("--by", "statement"), ("--summary",)),
        (("--limit", "3", "--all"), ("--limit and --all",)),
        (("--summary", "--format", "xlsx"), ("--summary",)),
        (("--output", "findings.txt"), ("--format",)),
        (("--html", "a.html", "--format", "xlsx"), ("--html",)),
        (("--format", "xlsx", "--output", "no-such-folder/findings.xlsx"), ("no-such-folder",)),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    warehouse: BuiltWarehouse, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    done = check(warehouse, *arguments)
    assert done.exit_code == 2
    assert all(word in done.stderr for word in words)
    assert len(done.stderr.splitlines()) == 1


def test_every_failing_identity_of_the_five_disclosures_was_looked_at(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows("select subject from fct_findings where kind = 'identity' and not is_known") == []
    assert warehouse.rows("select distinct status from fct_known_publisher_errors") == [("confirmed",)]
