"""Cells of which nobody can say what they hold: they are unplaced, and their columns are not complete."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pytest
from openpyxl import Workbook
from readers.pdf_drawing import Paper
from running import BuiltWarehouse

HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
ROWS = [
    ["合计", "", "60.02", "40.02", "20.00"],
    ["201", "一般公共服务支出", "60.02", "40.02", "20.00"],
    ["20113", "商贸事务", "60.02", "40.02", "20.00"],
    ["2011301", "行政运行", "40.02", "40.02", ""],
    ["2011302", "一般行政管理事务", "20.00", "", "20.00"],
]
ABOVE = ["某市商务局2024年部门预算", "一般公共预算支出表", "单位：万元"]
# A performance form; what stands in braces fails in some of them.
FORM = [
    ["项目名称", "道路改造", "主管部门", "某市商务局", ""],
    ["年度资金总额", "{100.00}", "其中：财政拨款", "{90.00}", ""],
    ["", "", "其他资金", "10.00", ""],
    ["一级指标", "二级指标", "三级指标", "指标值", "权重"],
    ["产出指标", "数量指标", "改造道路", "{≥5公里}", "50"],
    ["产出指标", "质量指标", "验收合格率", "≥95%", "{20}"],
    ["效益指标", "社会效益指标", "出行条件", "明显改善", "20"],
]
LIST = [["项目名称", "本年预算数"], ["合计", "160.00"], ["道路改造", "{100.00}"], ["桥梁维修", "60.00"]]
FORM_ERRORS = ["#REF!", "#VALUE!", "#DIV/0!", "#N/A"]
WIDE, NARROW = [50.0, 120.0, 250.0, 330.0, 410.0, 490.0], [50.0, 120.0, 250.0, 330.0, 358.0, 438.0]


def with_cell(text: str) -> list[list[str]]:
    """The statement with another basic expenditure of 行政运行."""
    return [HEADER, *([*row[:3], text, row[4]] if row[0] == "2011301" else row for row in ROWS)]


def failing(*places: str) -> list[list[str]]:
    """The statement in which cells show that their formula failed, in turn in several ways."""
    rows = [HEADER, *map(list, ROWS)]
    errors = itertools.cycle(["#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NAME?"])
    for place in places:
        rows[int(place[1:])][ord(place[0]) - ord("A")] = next(errors)
    return rows


def failing_form(rows: list[list[str]]) -> list[list[str]]:
    """The rows with an error in each place that may fail."""
    errors = itertools.cycle(FORM_ERRORS)
    return [[next(errors) if text.startswith("{") else text for text in row] for row in rows]


def of_another_unit(item: str = "行政运行") -> list[list[str]]:
    """The statement with 10 more of basic expenditure, and another name of it."""
    more = {"60.02": "70.02", "40.02": "50.02", "行政运行": item}
    return [HEADER, *([more.get(text, text) for text in row] for row in ROWS)]


def write_sheet(path: Path, *statements: list[list[str]], title: str = ABOVE[1]) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(statements, 1):
        sheet = book.create_sheet(f"单位{number}")
        for above in (ABOVE[0], title, ABOVE[2]):
            sheet.append([above])
        for row in rows:
            sheet.append([float(text) if "." in text and "\n" not in text else text for text in row])
    book.save(path)


def write_statements_of(path: Path, department: str, unit: str) -> None:
    """A balance of the one, and the expenditure of the other."""
    balance = [
        ["收入", "", "支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", 90.02, "一、一般公共服务支出", 90.02],
        ["本年收入合计", 90.02, "本年支出合计", 90.02],
    ]
    write_labelled(path, ("部门收支总表", department, balance), (ABOVE[1], unit, [HEADER, *ROWS]))


def write_labelled(path: Path, *sheets: tuple[str, str, Sequence[Sequence[object]]]) -> None:
    """Statements, each with its title and the organisation of its label; the first is of the department."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, (title, organization, rows) in enumerate(sheets, 1):
        sheet = book.create_sheet(f"{title}{number}")
        for above in (f"{sheets[0][1]}2024年部门预算", title, f"编制单位：{organization}", ABOVE[2]):
            sheet.append([above])
        for row in rows:
            numbers = [float(text) if isinstance(text, str) and "." in text else text for text in row]
            sheet.append(numbers)
    book.save(path)


def write_labels(path: Path, titles: Sequence[str], other: str, other_title: str) -> None:
    """Statements of the department, and one whose label names another organisation."""
    own = [(title, "某市商务局", [HEADER, *ROWS]) for title in titles]
    write_labelled(path, *own, (other_title, other, of_another_unit()))


def write_page(path: Path, rows: list[list[str]], title: str = ABOVE[1]) -> None:
    cells = [[escape(text).replace("\n", "<br>") for text in row] for row in rows]
    table = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in cells)
    above = "".join(f"<p>{text}</p>" for text in (ABOVE[0], title, ABOVE[2]))
    path.write_text(f"<html><body>{above}<table>{table}</table></body></html>", encoding="utf-8")


def draw(path: Path, rows: list[list[str]], xs: list[float]) -> None:
    paper = Paper(path)
    for number, above in enumerate(ABOVE):
        paper.text(200, 30 + 20 * number, above, 12)
    paper.table(xs, 100, rows, height=30)
    paper.save()


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    write_sheet(folder / "sheet.xlsx", with_cell("40.0\n2"))
    write_page(folder / "page.html", with_cell("40.0\n2"))
    write_page(folder / "cut.html", with_cell("40.\n02"))
    draw(folder / "wide.pdf", with_cell("40.0\n2"), WIDE)
    draw(folder / "narrow.pdf", with_cell("40.0\n2"), NARROW)
    write_sheet(folder / "total.xlsx", failing("C1", "D1", "E1"))
    # The row below the header has no number: it could be taken for a part of it.
    write_sheet(folder / "first.xlsx", [HEADER, *failing("C2", "D2", "E2", "D4")[2:]])
    write_page(folder / "first.html", [HEADER, *failing("C2", "D2", "E2", "D4")[2:]])
    write_sheet(folder / "units.xlsx", [HEADER, *ROWS], of_another_unit())
    write_sheet(folder / "form.xlsx", failing_form(FORM), title="项目支出绩效目标表")
    write_page(folder / "form.html", failing_form(FORM), title="项目支出绩效目标表")
    write_sheet(folder / "list.xlsx", failing_form(LIST), title="项目支出绩效目标表")
    others = [[text.replace("20113", "20103") for text in row] for row in of_another_unit("机关服务")]
    write_sheet(folder / "other_lines.xlsx", [HEADER, *ROWS], others)
    again = [
        *ROWS,
        ROWS[1],
        ["20106", "财政事务", *ROWS[0][2:]],
        ["2010601", *ROWS[3][1:]],
        ["2010602", *ROWS[4][1:]],
    ]
    doubled = {"60.02": "120.04", "40.02": "80.04", "20.00": "40.00"}
    again = [
        [doubled.get(text, text) if number in (0, 1, 5) else text for text in row]
        for number, row in enumerate(again)
    ]
    write_sheet(folder / "again.xlsx", [HEADER, *again])
    heading = ["二、政府性基金预算支出"]
    write_sheet(folder / "heading.xlsx", [HEADER, *ROWS, heading, HEADER, *ROWS])
    write_statements_of(folder / "named.xlsx", "某市商务局", "某市会展馆")
    own = ["部门支出总表", "政府性基金预算支出表", "国有资本经营预算支出表", "项目支出表"]
    write_labels(folder / "unit_beside.xlsx", [*own, ABOVE[1]], "某市粮食局", ABOVE[1])
    write_labels(folder / "unit_alone.xlsx", own, "某市会展馆", ABOVE[1])
    write_labels(folder / "wrong_label.xlsx", own, "某市文化局", ABOVE[1])


def basic_expenditure(written: BuiltWarehouse, file: str) -> list[tuple[str, bool]]:
    """What became of the cell, and whether its column is complete."""
    return written.rows(
        "select coalesce(amounts.published_value::decimal(9, 2)::varchar, unplaced.reason), is_complete "
        "from dim_disclosures as disclosures "
        "inner join fct_statement_completeness as columns using (disclosure_key) "
        "left join fct_published_amounts as amounts on amounts.disclosure_key = columns.disclosure_key "
        "and amounts.col_no = columns.col_no and amounts.function_code = '2011301' "
        "left join fct_unplaced_cells as unplaced on unplaced.disclosure_key = columns.disclosure_key "
        "and unplaced.col_no = columns.col_no and unplaced.row_no = 5 "
        "where disclosures.source_file = ? and columns.nature = 'basic'",
        [file],
    )


@pytest.mark.parametrize("file", ["sheet.xlsx", "page.html", "wide.pdf"])
def test_two_lines_that_may_be_two_numbers_are_none(written: BuiltWarehouse, file: str) -> None:
    assert basic_expenditure(written, file) == [("unreadable_number", False)]


@pytest.mark.parametrize("file", ["cut.html", "narrow.pdf"])
def test_a_number_that_the_width_or_its_point_shows_to_be_one_is_mended(
    written: BuiltWarehouse, file: str
) -> None:
    assert basic_expenditure(written, file) == [("40.02", True)]


@pytest.mark.parametrize(("file", "count"), [("total.xlsx", 3), ("first.xlsx", 4), ("first.html", 4)])
def test_a_formula_that_failed_is_an_unreadable_number(
    written: BuiltWarehouse, file: str, count: int
) -> None:
    unplaced = written.rows(
        "select raw_text, reason from fct_unplaced_cells inner join dim_disclosures "
        "using (disclosure_key) where source_file = ? and reason <> 'code' order by row_no, col_no",
        [file],
    )
    assert unplaced == [
        (text, "unreadable_number") for text in ["#REF!", "#VALUE!", "#DIV/0!", "#N/A"][:count]
    ]
    complete = written.rows(
        "select nature from fct_statement_completeness inner join dim_disclosures "
        "using (disclosure_key) where source_file = ? and is_complete",
        [file],
    )
    assert complete == []


@pytest.mark.parametrize(("file", "count"), [("form.xlsx", 4), ("form.html", 4), ("list.xlsx", 1)])
def test_a_formula_that_failed_in_a_form_is_an_unreadable_number(
    written: BuiltWarehouse, file: str, count: int
) -> None:
    of_file = "inner join dim_disclosures using (disclosure_key) where source_file = ?"
    unplaced = f"select raw_text, reason from fct_unplaced_cells {of_file} order by row_no, col_no"
    assert written.rows(unplaced, [file]) == [(text, "unreadable_number") for text in FORM_ERRORS[:count]]
    targets = f"select target_text from fct_performance_targets {of_file} order by row_no"
    assert written.rows(targets, [file]) == [(None,), ("≥95%",), ("明显改善",)][: count - 1]
    failing = f"select 1 from fct_reconciliations {of_file} and status = 'fail'"
    assert written.rows(failing, [file]) == []


@pytest.mark.parametrize("file", ["units.xlsx", "other_lines.xlsx"])
def test_whole_statements_on_two_sheets_are_kept_apart_and_not_added_up(
    written: BuiltWarehouse, file: str
) -> None:
    of_file = "inner join dim_disclosures using (disclosure_key) where source_file = ?"
    totals = (
        "select table_no, edition, published_value::double from fct_published_amounts "
        f"{of_file} and row_role = 'total' and nature = 'total' order by table_no"
    )
    assert written.rows(totals, [file]) == [(1, 1, 60.02), (2, 2, 70.02)]
    assert written.rows(f"select 1 from fct_function_expenditures {of_file}", [file]) == []
    failing = f"select 1 from fct_reconciliations {of_file} and status = 'fail'"
    assert written.rows(failing, [file]) == []


def test_statements_below_the_names_of_several_units_are_of_those_units(written: BuiltWarehouse) -> None:
    of_file = "inner join dim_disclosures using (disclosure_key) where source_file = 'named.xlsx'"
    facts = (
        "select distinct organization_name, table_no, statement_code, unit_name "
        f"from fct_published_amounts {of_file} order by table_no"
    )
    assert written.rows(facts) == [
        ("某市商务局", 1, "balance_total", None),
        ("某市商务局", 2, "general_expenditure", "某市会展馆"),
    ]
    complete = f"select distinct statement_code from fct_statement_completeness {of_file}"
    assert written.rows(complete) == [("balance_total",)]
    assert written.rows(f"select 1 from fct_function_expenditures {of_file}") == []
    assert written.rows(f"select 1 from fct_reconciliations {of_file} and status = 'fail'") == []


@pytest.mark.parametrize(
    ("file", "rules"),
    [
        ("named.xlsx", ["other_organization"]),
        ("unit_beside.xlsx", ["other_organization"]),
        ("unit_alone.xlsx", ["other_organization"]),
        ("wrong_label.xlsx", ["other_organization", "title_organization"]),
    ],
)
def test_statements_of_another_organization_are_told_and_accuse_only_of_a_wrong_label(
    written: BuiltWarehouse, file: str, rules: list[str]
) -> None:
    found = written.rows(
        "select rule_code, statement_code, severity, length(amount_keys) from fct_findings "
        "inner join dim_disclosures using (disclosure_key) where source_file = ? "
        "and rule_code in ('other_organization', 'title_organization') order by rule_code",
        [file],
    )
    told = {
        "other_organization": ("other_organization", "general_expenditure", "info", 1),
        "title_organization": ("title_organization", None, "warning", 0),
    }
    assert found == [told[rule] for rule in rules]


def test_a_class_that_is_printed_again_above_its_other_items_accuses_nobody(written: BuiltWarehouse) -> None:
    statuses = written.rows(
        "select distinct status from fct_reconciliations inner join dim_disclosures "
        "using (disclosure_key) where source_file = 'again.xlsx' order by status"
    )
    assert statuses == [("not_testable",), ("pass",)]


def test_a_table_below_the_heading_of_another_budget_does_not_continue_the_one_above(
    written: BuiltWarehouse,
) -> None:
    of_file = "inner join dim_disclosures using (disclosure_key) where source_file = 'heading.xlsx'"
    tables = written.rows(f"select distinct table_no from fct_published_amounts {of_file}")
    assert tables == [(1,)]
    unplaced = f"select count(*) from fct_unplaced_cells {of_file} and table_no = 2 and reason <> 'code'"
    assert written.rows(unplaced) == [(13,)]
