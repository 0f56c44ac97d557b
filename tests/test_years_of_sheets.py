"""Workbooks with a sheet for each year: no figure is published under a year that is not its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from running import BuiltWarehouse

COVER = "某市商务局2024年部门预算"
TITLE = "一般公共预算支出表"


def statement(basic: int, above: str = TITLE) -> list[list[object]]:
    """A statement with 20 of projects, below its title."""
    total = basic + 20
    return [
        [above],
        ["单位：万元"],
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["合计", "", total, basic, 20],
        ["201", "一般公共服务支出", total, basic, 20],
        ["20113", "商贸事务", total, basic, 20],
        ["2011301", "行政运行", basic, basic, None],
        ["2011302", "一般行政管理事务", 20, None, 20],
    ]


def write_book(path: Path, *sheets: tuple[str, Sequence[Sequence[object]]], cover: str = COVER) -> None:
    book = Workbook()
    book.worksheets[0].title = "封面"
    book.worksheets[0].append([cover])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    write_book(folder / "two.xlsx", ("2024", statement(500)), ("2023", statement(400)))
    write_book(folder / "annexes.xlsx", ("附表1 2024", statement(500)), ("附表2 2023-1", statement(400)))
    write_book(folder / "final.xlsx", ("2024年预算", statement(500)), ("2023决算", statement(400)))
    write_book(
        folder / "without_total.xlsx",
        ("2024", statement(500)),
        ("2023", [*statement(400)[2:3], *statement(400)[4:]]),
    )
    write_book(
        folder / "above.xlsx", ("表1", [["2024年"], *statement(500)]), ("表2", [["2023年"], *statement(400)])
    )
    write_book(folder / "alone.xlsx", ("2023", statement(500)))
    write_book(folder / "later.xlsx", ("2024", statement(500)), ("2025", statement(400)))
    write_book(folder / "final_alone.xlsx", ("2024决算", statement(500)))
    write_book(folder / "printed.xlsx", ("2023", statement(500, "2024年" + TITLE)))
    for number, name in enumerate(["205", "20240101", "20230315", "Sheet2023", "2023-12-15", "Sheet1"], 1):
        write_book(folder / f"name{number}.xlsx", (name, statement(500)))


OF_FILE = "inner join dim_disclosures as disclosures using (disclosure_key) where source_file = ?"


def totals(written: BuiltWarehouse, file: str) -> list[tuple[object, ...]]:
    """Year, basis, edition and amount of each total."""
    return written.rows(
        "select facts.fiscal_year, basis, edition, published_value::integer "
        f"from fct_published_amounts as facts {OF_FILE} and row_role = 'total' and nature = 'total' "
        "order by table_no",
        [file],
    )


def leaves(written: BuiltWarehouse, file: str) -> list[tuple[object, ...]]:
    return written.rows(
        "select facts.fiscal_year, sum(amount_yuan)::integer / 10000 "
        f"from fct_function_expenditures as facts {OF_FILE} group by facts.fiscal_year order by 1",
        [file],
    )


def refused(written: BuiltWarehouse, file: str) -> list[tuple[object, ...]]:
    return written.rows(
        f"select distinct reason from fct_unplaced_cells {OF_FILE} and reason <> 'code'", [file]
    )


@pytest.mark.parametrize(
    ("file", "basis"),
    [
        ("two.xlsx", "prior_budget"),
        ("annexes.xlsx", "prior_budget"),
        ("final.xlsx", "prior_execution"),
        ("above.xlsx", "prior_budget"),
    ],
)
def test_a_sheet_of_the_year_before_is_published_under_that_year(
    written: BuiltWarehouse, file: str, basis: str
) -> None:
    assert totals(written, file) == [(2024, "budget", 1, 520), (2023, basis, 1, 420)]
    assert leaves(written, file) == [(2024, 520)]
    findings = f"select kind from fct_findings {OF_FILE} and kind in ('edition', 'identity', 'check')"
    assert written.rows(findings, [file]) == []


def test_a_sheet_of_another_year_continues_none(written: BuiltWarehouse) -> None:
    years = written.rows(
        "select facts.fiscal_year, max(published_value)::integer "
        f"from fct_published_amounts as facts {OF_FILE} "
        "group by table_no, facts.fiscal_year order by table_no",
        ["without_total.xlsx"],
    )
    assert years == [(2024, 520), (2023, 420)]


@pytest.mark.parametrize(
    ("file", "reason"), [("alone.xlsx", "unknown_fiscal_year"), ("final_alone.xlsx", "unknown_report_kind")]
)
def test_a_name_that_contradicts_the_disclosure_is_a_doubt(
    written: BuiltWarehouse, file: str, reason: str
) -> None:
    assert totals(written, file) == []
    assert refused(written, file) == [(reason,)]


def test_a_doubtful_sheet_is_no_edition_of_another_one(written: BuiltWarehouse) -> None:
    assert totals(written, "later.xlsx") == [(2024, "budget", 1, 520)]
    assert refused(written, "later.xlsx") == [("unknown_fiscal_year",)]


@pytest.mark.parametrize("file", ["printed.xlsx", *(f"name{number}.xlsx" for number in range(1, 7))])
def test_what_is_printed_stands_above_the_name_and_other_numbers_are_no_years(
    written: BuiltWarehouse, file: str
) -> None:
    assert totals(written, file) == [(2024, "budget", 1, 520)]
    assert leaves(written, file) == [(2024, 520)]
