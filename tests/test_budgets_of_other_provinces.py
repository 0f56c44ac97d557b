"""Budgets in the manner of provinces that print other tables: what stands where, and what accuses nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from readers.pdf_drawing import Paper
from running import BuiltWarehouse

CODES = [45.0, 110.0, 300.0, 380.0, 450.0, 540.0]
HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
GENERAL = [
    ["合计", "", "300.00", "200.00", "100.00"],
    ["213", "农林水支出", "300.00", "200.00", "100.00"],
    ["21303", "水利", "300.00", "200.00", "100.00"],
    ["2130301", "行政运行", "200.00", "200.00", ""],
    ["2130306", "水利工程运行与维护", "100.00", "", "100.00"],
]
FUNDS = [
    ["212", "城乡社区支出", "50.00", "", "50.00"],
    ["21208", "国有土地使用权出让收入安排的支出", "50.00", "", "50.00"],
    ["2120801", "征地和拆迁补偿支出", "50.00", "", "50.00"],
]
ALL = [["合计", "", "350.00", "200.00", "150.00"], *FUNDS, *GENERAL[1:]]


def begin(folder: Path, name: str) -> Paper:
    paper = Paper(folder / f"{name}.pdf")
    paper.text(297, 200, f"某省{name}厅", 22, "centre")
    paper.text(297, 250, "2024年部门预算", 22, "centre")
    return paper


def statement(paper: Paper, title: str, xs: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
    paper.next_page()
    paper.text(297, 50, title, 14, "centre")
    paper.text(540, 80, "单位：万元", align="right")
    paper.table(xs, 100, rows)


def balance(paper: Paper, title: str, fund: str = "50.00", total: str = "350.00") -> None:
    revenue = ["一、一般公共预算拨款", "300.00"], ["二、政府性基金预算拨款", fund]
    spent = ["一、农林水支出", "300.00"], ["二、城乡社区支出", fund]
    rows = [[*left, *right] for left, right in zip(revenue, spent, strict=True)]
    header = ["收入", "预算数", "支出", "预算数"]
    xs = [45.0, 200.0, 290.0, 450.0, 540.0]
    statement(paper, title, xs, [header, *rows, ["收入总计", total, "支出总计", total]])


def fiscal_and_general(folder: Path) -> None:
    """财政拨款支出表 of all budgets and 一般公共预算支出表, with the same lines and columns."""
    paper = begin(folder, "fiscal_and_general")
    balance(paper, "财政拨款收支总表")
    statement(paper, "财政拨款支出表（功能科目）", CODES, [HEADER, *ALL])
    statement(paper, "一般公共预算支出表", CODES, [HEADER, *GENERAL])
    fund_rows = [["合计", "", "50.00", "", "50.00"], *FUNDS]
    statement(paper, "政府性基金预算支出表", CODES, [HEADER, *fund_rows])
    paper.save()


def empty_budgets_named(folder: Path) -> None:
    """One sentence gives all three budgets, two of them zero; items of the money follow."""
    paper = begin(folder, "empty_budgets_named")
    balance(paper, "财政拨款收支总表", fund="", total="300.00")
    statement(paper, "一般公共预算支出表", CODES, [HEADER, *GENERAL])
    for title in ("政府性基金预算支出表", "国有资本经营预算支出表"):
        statement(paper, title, CODES, [HEADER, ["", "", "", "", ""]])
    paper.next_page()
    lines = (
        "财政拨款支出预算中，一般公共预算拨款支出预算300.00万元，政府性基金",
        "拨款支出预算0万元，国有资本经营预算拨款支出预算0万元。",
        "财政拨款支出主要内容如下：",
        "1.“农林水支出”科目300.00万元，主要用于水利。",
        "2.农林水支出（213类）水利（03款）行政运行（01项）：2024年预算数为200.00万元。",
    )
    for number, line in enumerate(lines):
        paper.text(70, 100 + 30 * number, line, 11)
    paper.save()


def kinds_before_names(folder: Path) -> None:
    """合计 and the units stand in the column of kinds, without a name; 本年拨款 heads the budgets."""
    paper = begin(folder, "kinds_before_names")
    xs = [45.0, 130.0, 230.0, 300.0, 360.0, 430.0, 490.0, 550.0]
    paper.next_page()
    paper.text(297, 50, "项目支出表", 14, "centre")
    paper.text(540, 80, "单位：万元", align="right")
    names = ["项目类别", "项目名称", "合计", "小计", "一般公共预算", "政府性基金", "单位资金"]
    above = [*xs[:4], *xs[6:]]
    paper.table(above, 100, [["", "", "", "本年拨款", ""]])
    rows = [
        ["合计", "", "90.00", "80.00", "30.00", "50.00", "10.00"],
        ["某省水文站", "", "40.00", "30.00", "30.00", "", "10.00"],
        ["特定目标类", "水文监测", "40.00", "30.00", "30.00", "", "10.00"],
        ["某省河道管理处", "", "50.00", "50.00", "", "50.00", ""],
        ["特定目标类", "河道疏浚", "50.00", "50.00", "", "50.00", ""],
    ]
    paper.table(xs, 120, [names, *rows])
    paper.save()


def name_before_codes(folder: Path) -> None:
    """A project by its name alone, and in the next row with its codes."""
    paper = begin(folder, "name_before_codes")
    xs = [45.0, 180.0, 260.0, 400.0, 540.0]
    header = ["项目名称", "功能科目编码", "功能科目名称", "合计"]
    rows = [
        ["水文监测", "", "", "30.00"],
        ["水文监测", "2130313", "水文测报", "30.00"],
        ["河道疏浚", "", "", "50.00"],
        ["河道疏浚", "2130306", "水利工程运行与维护", "50.00"],
        ["合计", "", "", "80.00"],
    ]
    statement(paper, "部门项目支出预算表", xs, [header, *rows])
    paper.save()


def economic_categories(folder: Path) -> None:
    """财政拨款支出预算表 by economic category, and wages by columns of sections."""
    paper = begin(folder, "economic_categories")
    rows = [
        ["合计", "", "250.00", "200.00", "50.00"],
        ["301", "工资福利支出", "180.00", "180.00", ""],
        ["30101", "基本工资", "180.00", "180.00", ""],
        ["302", "商品和服务支出", "70.00", "20.00", "50.00"],
        ["30201", "办公费", "70.00", "20.00", "50.00"],
    ]
    statement(paper, "财政拨款支出预算表（部门经济分类科目）", CODES, [HEADER, *rows])
    header = ["科目编码", "科目名称", "总计", "基本工资", "津贴补贴", "奖金", "绩效工资", "住房公积金"]
    header += ["职业年金缴费", "职工基本医疗\n保险缴费", "公务员医疗\n补助缴费"]
    xs = [30.0, 75.0, 155.0, 205.0, 250.0, 295.0, 335.0, 380.0, 430.0, 485.0, 535.0, 585.0]
    wages = [
        ["合计", "", "180.00", "90.00", "40.00", "15.00", "10.00", "15.00", "5.00", "4.00", "1.00"],
        ["2130301", "行政运行", "155.00", "90.00", "40.00", "15.00", "10.00", "", "", "", ""],
        ["2080506", "职业年金缴费支出", "5.00", "", "", "", "", "", "5.00", "", ""],
        ["2101101", "行政单位医疗", "4.00", "", "", "", "", "", "", "4.00", ""],
        ["2101103", "公务员医疗补助", "1.00", "", "", "", "", "", "", "", "1.00"],
        ["2210201", "住房公积金", "15.00", "", "", "", "", "15.00", "", "", ""],
    ]
    title = "一般公共预算基本支出表--人员经费（工资福利支出）（按部门预算经济分类）"
    statement(paper, title, xs, [header, *wages])
    paper.save()


def codes_of_units(folder: Path) -> None:
    """部门（单位）代码 in the header, and a form of indicators whose header is numbered."""
    paper = begin(folder, "codes_of_units")
    xs = [45.0, 140.0, 330.0, 440.0, 540.0]
    header = ["部门（单位）代码", "部门（单位）名称", "合计", "一般公共预算"]
    rows = [
        ["", "合计", "300.00", "300.00"],
        ["318001", "某省水利厅", "200.00", "200.00"],
        ["318002", "某省水文站", "100.00", "100.00"],
    ]
    statement(paper, "部门收入总表", xs, [header, *rows])
    form = [
        ["单位名称、项目名称", "一级指标", "二级指标", "三级指标", "指标值", "度量单位", "指标内容"],
        ["1", "2", "3", "4", "5", "6", "7"],
        ["水文监测", "产出指标", "数量指标", "监测次数", "60", "次", "按计划监测"],
        ["水文监测", "产出指标", "质量指标", "监测准确率", "95", "%", "抽查"],
    ]
    statement(paper, "部门项目支出绩效目标表", [45.0, 150.0, 220.0, 290.0, 370.0, 430.0, 490.0, 560.0], form)
    paper.save()


def years_by_words(folder: Path) -> None:
    """上年预算数 beside 本年预算数, without years; only that of this year is divided."""
    paper = begin(folder, "years_by_words")
    last = ["280.00", "280.00", "280.00", "190.00", "90.00"]
    change = ["20.00", "20.00", "20.00", "10.00", "10.00"]
    rows = [[*row[:2], before, *row[2:], by] for row, before, by in zip(GENERAL, last, change, strict=True)]
    xs = [45.0, 100.0, 230.0, 300.0, 370.0, 430.0, 490.0, 550.0]
    above = ["科目编码", "科目名称", "上年预算数", "本年预算数", "增减额"]
    statement(paper, "一般公共预算支出表", [*xs[:4], *xs[6:]], [above])
    paper.table(xs, 120, [["", "", "", "合计", "基本支出", "项目支出", ""], *rows])
    paper.save()


def compared_years(folder: Path) -> None:
    """One label of a comparison over both years and their change."""
    paper = begin(folder, "compared_years")
    xs = [45.0, 110.0, 300.0, 380.0, 450.0, 540.0]
    above = ["科目编码", "科目名称", "2024年预算比2023年预算数增减"]
    statement(paper, "政府性基金预算支出表", [*xs[:3], xs[-1]], [above])
    header = ["", "", "2023年预算数", "2024年预算数", "2024年比2023年增减%"]
    rows = [[*row[:2], "40.00", row[2], "25.00"] for row in (["合计", "", "50.00"], *FUNDS)]
    paper.table(xs, 120, [header, *rows])
    paper.save()


def divided_sources(folder: Path) -> None:
    """Columns that divide a fund source stand beside its 小计."""
    paper = begin(folder, "divided_sources")
    xs = [45.0, 150.0, 230.0, 310.0, 390.0, 470.0, 550.0]
    above = ["项目名称", "合计", "一般公共预算", "单位资金"]
    statement(paper, "项目支出表", [xs[0], xs[1], xs[2], xs[4], xs[6]], [above])
    rows = [
        ["", "", "小计", "其中：财政拨款", "小计", "事业收入"],
        ["合计", "90.00", "60.00", "60.00", "30.00", "30.00"],
        ["水文监测", "40.00", "40.00", "40.00", "", ""],
        ["河道疏浚", "50.00", "20.00", "20.00", "30.00", "30.00"],
    ]
    paper.table(xs, 120, rows)
    paper.save()


DRAWINGS: Sequence[Callable[[Path], None]] = (
    fiscal_and_general, empty_budgets_named, kinds_before_names, name_before_codes, economic_categories,
    codes_of_units, years_by_words, compared_years, divided_sources,
)  # fmt: skip


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    for draw in DRAWINGS:
        draw(folder)


def of_file(written: BuiltWarehouse, draw: Callable[[Path], None], *what: str) -> list[tuple[Any, ...]]:
    return written.rows_of_file(f"{draw.__name__}.pdf", *what)


@pytest.mark.parametrize("draw", DRAWINGS, ids=lambda draw: draw.__name__)
def test_no_finding_where_all_sums_hold(written: BuiltWarehouse, draw: Callable[[Path], None]) -> None:
    failing = "status in ('fail', 'differs')"
    assert of_file(written, draw, "rule_code, subject", "fct_reconciliations", failing) == []
    assert of_file(written, draw, "subject, status", "fct_narrative_claims", failing) == []
    other = f"{failing} and rule_code <> 'statement_missing'"
    assert of_file(written, draw, "rule_code, explanation", "fct_publication_checks", other) == []


def test_statements_of_other_budgets_are_not_editions(written: BuiltWarehouse) -> None:
    columns = "fund_source, published_value::double, verification"
    totals = "statement_code = 'general_expenditure' and row_role = 'total' and nature = 'total'"
    assert of_file(written, fiscal_and_general, columns, "fct_published_amounts", totals) == [
        ("", 350.0, "verified"),
        ("general_public", 300.0, "verified"),
    ]
    tested = "rule_code = 'fiscal_by_fund'"
    assert of_file(written, fiscal_and_general, "status", "fct_reconciliations", tested) == [("pass",)]


def test_text_after_empty_budgets_is_not_about_them(written: BuiltWarehouse) -> None:
    columns = "claimed_value::double, fund_source, status"
    items = "claimed_value in (200, 300) and subject like '农林水%'"
    assert of_file(written, empty_budgets_named, columns, "fct_narrative_claims", items) == [
        (200.0, "general_public", "agrees"),
        (300.0, "general_public", "agrees"),
    ]


def test_kinds_before_blank_names_head_projects(written: BuiltWarehouse) -> None:
    columns = "line_label, row_role, published_value::double"
    totals = "fund_source = 'total'"
    assert of_file(written, kinds_before_names, columns, "fct_published_amounts", totals) == [
        ("合计", "total", 90.0),
        ("某省水文站", "subtotal", 40.0),
        ("某省河道管理处", "subtotal", 50.0),
        ("水文监测", "detail", 40.0),
        ("河道疏浚", "detail", 50.0),
    ]
    values = of_file(
        written, kinds_before_names, "published_value::double", "fct_published_amounts", "fund_source = ''"
    )
    assert values == [(30.0,), (30.0,), (50.0,), (50.0,), (80.0,)]


def test_a_project_printed_first_without_codes_counts_once(written: BuiltWarehouse) -> None:
    columns = "project_name, amount_yuan::double, is_complete"
    assert of_file(written, name_before_codes, columns, "fct_projects") == [
        ("水文监测", 300_000.0, True),
        ("河道疏浚", 500_000.0, True),
    ]


def test_fiscal_expenditure_by_economic_category(written: BuiltWarehouse) -> None:
    columns = "department_economic_code, published_value::double"
    leaves = "statement_code = 'general_expenditure_economic' and row_role = 'detail' and nature = 'total'"
    assert of_file(written, economic_categories, columns, "fct_published_amounts", leaves) == [
        ("30101", 180.0),
        ("30201", 70.0),
    ]


def test_columns_of_wages_need_no_class_above_them(written: BuiltWarehouse) -> None:
    columns = "published_value::double, verification"
    wages = "statement_code = 'general_basic_economic' and row_role = 'total'"
    assert of_file(written, economic_categories, columns, "fct_published_amounts", wages) == [
        (value, "verified") for value in (1.0, 4.0, 5.0, 10.0, 15.0, 15.0, 40.0, 90.0, 180.0)
    ]


def test_codes_of_departments_and_units_are_those_of_units(written: BuiltWarehouse) -> None:
    columns = "unit_code, published_value::double"
    units = "fund_source = 'total' and row_role = 'detail'"
    assert of_file(written, codes_of_units, columns, "fct_published_amounts", units) == [
        ("318001", 200.0),
        ("318002", 100.0),
    ]


def test_only_the_column_of_this_year_is_divided(written: BuiltWarehouse) -> None:
    columns = "basis, measure, nature, published_value::double"
    assert of_file(written, years_by_words, columns, "fct_published_amounts", "row_role = 'total'") == [
        ("budget", "amount", "basic", 200.0),
        ("budget", "amount", "project", 100.0),
        ("budget", "amount", "total", 300.0),
        ("budget", "change_amount", "total", 20.0),
        ("prior_budget", "amount", "total", 280.0),
    ]


def test_years_below_a_comparison_are_not_changes(written: BuiltWarehouse) -> None:
    columns = "fct_published_amounts.fiscal_year, basis, measure, published_value::double"
    assert of_file(written, compared_years, columns, "fct_published_amounts", "row_role = 'total'") == [
        (2023, "prior_budget", "amount", 40.0),
        (2024, "budget", "amount", 50.0),
        (2024, "budget", "change_pct", 25.0),
    ]


def test_parts_of_a_fund_source_do_not_count_beside_it(written: BuiltWarehouse) -> None:
    columns = "project_name, fund_source, amount_yuan::double, is_complete"
    assert of_file(written, divided_sources, columns, "fct_projects", "is_main_scope") == [
        ("水文监测", "general_public", 400_000.0, True),
        ("河道疏浚", "general_public", 200_000.0, True),
        ("河道疏浚", "unit_fund", 300_000.0, True),
    ]


def test_columns_of_wages_do_not_count_beside_the_list_of_categories(written: BuiltWarehouse) -> None:
    columns = "economic_code, amount_yuan::double"
    assert of_file(written, economic_categories, columns, "fct_economic_expenditures") == [
        ("30101", 1_800_000.0),
        ("30201", 200_000.0),
        ("30201", 500_000.0),
    ]


def test_the_third_level_names_an_indicator(written: BuiltWarehouse) -> None:
    columns = "indicator_name, target_value::double, target_unit"
    assert of_file(written, codes_of_units, columns, "fct_performance_targets") == [
        ("监测准确率", 95.0, "%"),
        ("监测次数", 60.0, "次"),
    ]
