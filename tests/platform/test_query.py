"""``yusuan query``: layouts at several widths, files, hostile labels, and errors in words."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from running import yusuan_here

from pipelines.cli import cli
from pipelines.command.plain_text import printable, width_of, wrapped
from pipelines.command.query.values import as_json

HOSTILE = "\x1b[2J\x1b]0;title\x07 [/bold] [red]=1+1\n\u202e\x9b31m"
LARGE = "123456789012345678.123456"


@pytest.fixture(scope="module")
def warehouse_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published file of one table with what is hard to show."""
    folder = tmp_path_factory.mktemp("query")
    with duckdb.connect(str(folder / "disclosures.duckdb")) as connection:
        connection.execute("create schema marts; use marts")
        connection.execute(
            "create table labels (label varchar, note varchar, amount decimal(24, 6), year integer, day date)"
        )
        rows = [
            (HOSTILE, None, Decimal(LARGE), 2024, "2024-03-01"),
            ("一般公共服务支出", "", Decimal("12.5"), 2024, None),
            ("Education", 'a,"b"', Decimal(-1), None, None),
        ]
        connection.executemany("insert into labels values (?, ?, ?, ?, ?)", rows)
    return folder


@pytest.fixture
def ask(warehouse_dir: Path, monkeypatch: pytest.MonkeyPatch):
    """Ask at a width; None is a pipe."""

    def run(sql: str, *options: object, width: int | None = 140) -> Result:
        monkeypatch.delenv("COLUMNS", raising=False)
        environment = {"COLUMNS": str(width)} if width else {}
        arguments = ["query", sql, "--warehouse-dir", str(warehouse_dir), *map(str, options)]
        return CliRunner().invoke(cli, arguments, env=environment)

    return run


# --- at a terminal


def test_chinese_and_figures_stand_under_each_other(ask) -> None:
    result = ask("select label, amount, year from labels where label not like '%31m' order by amount")
    assert result.stdout == (
        "label                amount  year\n"
        "────────────────  ─────────  ────\n"
        "Education         -1.000000  NULL\n"
        "一般公共服务支出  12.500000  2024\n"
        "\n"
        "2 rows\n"
    )


@pytest.mark.parametrize("width", [40, 80, 140])
def test_no_figure_and_no_header_is_broken_at_any_width(ask, width: int) -> None:
    columns = ", ".join(f"amount as published_amount_in_yuan_{number}" for number in range(6))
    lines = ask(f"select {columns} from labels", width=width).stdout.splitlines()
    assert max(map(width_of, lines)) <= width
    text = "\n".join(lines)
    assert text.count("123,456,789,012,345,678.123456") == 6
    assert text.count("published_amount_in_yuan_") == (18 if width < 200 else 6)
    assert lines[-1] == "3 rows"


def test_long_text_of_a_record_goes_on_below_itself(ask) -> None:
    lines = ask("select repeat('一般公共服务，', 20) as words, 1 as n", width=60).stdout.splitlines()
    assert lines[0].startswith("── row 1 ")
    assert lines[1].startswith("words  一般公共服务，一般")
    assert lines[2].startswith("       ")
    assert not any(line.strip().startswith("，") for line in lines)
    assert "n      1" in lines


def test_a_pipe_keeps_whole_rows(ask) -> None:
    columns = ", ".join(f"amount as published_amount_in_yuan_{number}" for number in range(20))
    lines = ask(f"select {columns} from labels", width=None).stdout.splitlines()
    assert len(lines) == 3 + 2 + 2
    assert lines[0].count("published_amount_in_yuan_") == 20


def test_null_differs_from_empty_text(ask) -> None:
    result = ask("select note from labels where note is null or note = '' order by note nulls last")
    assert result.stdout.splitlines()[2:4] == ["", "NULL"]


@pytest.mark.parametrize("form", ["table", "records", "csv", "json"])
def test_a_hostile_label_sends_nothing_to_the_terminal(ask, form: str) -> None:
    output = ask("from labels", "--format", form).stdout
    assert not set("\x1b\x07\x9b\u202e") & set(output)
    assert "[/bold] [red]=1+1" in output


@given(st.text())
def test_what_is_printable_is_one_line_without_controls(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable() or any(character.isspace() for character in shown)
    assert len(shown.splitlines()) <= 1


@given(st.text(alphabet="一二，。ab1.,5 ", max_size=60), st.integers(4, 20))
def test_breaking_lines_loses_nothing_but_spaces(text: str, width: int) -> None:
    assert "".join("".join(wrapped(text, width)).split()) == "".join(text.split())


# --- files


def test_json_keeps_every_digit(ask) -> None:
    text = ask(
        "select amount, [amount] as l, {'a': amount} as s from labels order by amount desc limit 1",
        "--format",
        "json",
    ).stdout
    (row,) = json.loads(text, parse_float=Decimal)
    assert row == {"amount": Decimal(LARGE), "l": [Decimal(LARGE)], "s": {"a": Decimal(LARGE)}}


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_any_decimal_is_read_back_from_json(value: Decimal) -> None:
    assert json.loads(as_json(value), parse_float=Decimal, parse_int=Decimal) == value


def test_a_file_has_the_format_of_its_ending(ask, tmp_path: Path) -> None:
    for ending in ("csv", "json", "xlsx", "parquet"):
        result = ask("from labels order by amount", "--output", tmp_path / f"answer.{ending}")
        assert result.stdout == f"Written: {tmp_path}/answer.{ending} (3 rows)\n"
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv", ".json", ".parquet", ".xlsx"]
    assert (tmp_path / "answer.csv").read_bytes().startswith(b"\xef\xbb\xbflabel,note,")
    with (tmp_path / "answer.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert [row[2] for row in rows[1:]] == ["-1.000000", "12.500000", LARGE]
    assert len(json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))) == 3
    table = pyarrow.parquet.read_table(tmp_path / "answer.parquet")
    assert table.column("amount").to_pylist()[-1] == Decimal(LARGE)
    assert table.column("label").to_pylist()[-1] == HOSTILE


def test_excel_gets_numbers_days_and_no_formulas(ask, tmp_path: Path) -> None:
    ask(
        "select '=1+1' as label, amount, year, day from labels order by amount",
        "--output",
        tmp_path / "a.xlsx",
    )
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    cells = list(sheet.iter_rows(min_row=2))
    assert [cell.data_type for cell in cells[1]] == ["s", "n", "n", "n"]
    assert cells[1][1].value == 12.5
    assert cells[2][1].value == LARGE
    assert str(cells[2][3].value) == "2024-03-01 00:00:00"


def test_csv_tells_null_from_empty_text(ask) -> None:
    result = ask(
        "select note, year from labels where label = '一般公共服务支出' or year is null order by year",
        "--format",
        "csv",
    )
    assert result.stdout == 'note,year\n"",2024\n"a,""b""",\n'


def test_columns_of_one_name_are_told_apart(ask, tmp_path: Path) -> None:
    assert json.loads(ask("select 1 as a, 2 as a", "--format", "json").stdout) == [{"a": 1, "a_2": 2}]
    ask("select 1 as a, 2 as a", "--output", tmp_path / "a.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "a.parquet").column_names == ["a", "a_2"]


# --- questions that are none


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("", "is empty"),
        ("/* nothing */", "is empty"),
        ("select 1; select 2", "2 statements"),
        ("drop table labels", "read-only"),
        ("insert into labels (year) values (1)", "read-only"),
        ("create temp table mine as select 1", "read-only"),
        ("copy labels to 'x.csv'", "--output FILE"),
        ("attach 'x.duckdb'", "read-only"),
        ("set memory_limit = '1GB'", "read-only"),
        ("selct 1", "syntax error"),
        ("from no_such_table", "does not exist"),
        ("select cast('x' as integer)", "Could not convert"),
    ],
)
def test_what_is_no_question_is_refused_with_words(ask, sql: str, words: str) -> None:
    result = ask(sql)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert words in result.stderr
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""


@pytest.mark.parametrize(
    "sql",
    [
        "show tables",
        "describe labels",
        "summarize labels",
        "explain from labels",
        "pivot labels on year using count(*)",
        "values (1);",
    ],
)
def test_questions_of_every_kind_are_answered(ask, sql: str) -> None:
    result = ask(sql)
    assert result.exit_code == 0, result.stderr
    assert "row" in result.stdout


def test_options_that_do_not_go_together_are_named(ask, tmp_path: Path) -> None:
    for options, words in (
        (["--output", tmp_path / "none" / "a.csv"], f"no folder {tmp_path}/none"),
        (["--output", tmp_path], "is a folder"),
        (["--output", tmp_path / "a.doc"], ".csv, .json, .xlsx, .parquet"),
        (["--output", tmp_path / "a.csv", "--format", "json"], "does not match"),
    ):
        result = ask("select 1", *options)
        assert result.exit_code == 2
        assert words in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_failed_question_leaves_the_former_file(ask, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("former")
    assert ask("from no_such_table", "--output", file).exit_code == 2
    assert file.read_text() == "former"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("content", [b"", b"not a database", b"\0" * 20_000])
def test_a_damaged_warehouse_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "disclosures.duckdb").write_bytes(content)
    done = yusuan_here("query", "from disclosures", "--warehouse-dir", tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    if content:
        assert f"{tmp_path}/disclosures.duckdb cannot be opened" in done.stderr
        assert "yusuan build --full" in done.stderr


def test_a_release_that_is_gone_is_named(tmp_path: Path) -> None:
    (tmp_path / "disclosures.duckdb").symlink_to("releases/gone/disclosures.duckdb")
    done = yusuan_here("query", "from disclosures", "--warehouse-dir", tmp_path)
    assert done.returncode == 2
    assert "is gone" in done.stderr
