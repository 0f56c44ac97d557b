"""One small budget in the words of other places, and tables that are no department's statements."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from readers.pdf_drawing import Paper
from running import BuiltWarehouse

XS = [45.0, 110.0, 270.0, 345.0, 425.0, 505.0]
HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
BODY = [
    ["", "合计", "1,330.00", "995.44", "334.56"],
    ["205", "教育支出", "1,234.56", "900.00", "334.56"],
    ["20501", "教育管理事务", "1,234.56", "900.00", "334.56"],
    ["2050101", "行政运行", "900.00", "900.00", ""],
    ["2050102", "一般行政管理事务", "334.56", "", "334.56"],
    ["221", "住房保障支出", "95.44", "95.44", ""],
    ["22102", "住房改革支出", "95.44", "95.44", ""],
    ["2210201", "住房公积金", "95.44", "95.44", ""],
]
DETAILS = [("2050101", 900.0), ("2050102", 334.56), ("2210201", 95.44)]
UNIT = "单位：万元"


def begin(folder: Path, name: str, *cover: str) -> Paper:
    paper = Paper(folder / f"{name}.pdf")
    for place, line in enumerate(cover):
        paper.text(297, 200 + 50 * place, line, 20, "centre")
    if cover:
        paper.next_page()
    return paper


def department(folder: Path, name: str) -> Paper:
    return begin(folder, name, "某市贸易局", "2024年部门预算")


def caption(paper: Paper, title: str, unit: str = UNIT) -> None:
    paper.text(297, 50, title, 14, "centre")
    if unit:
        paper.text(500, 80, unit, align="right")


def titled(folder: Path, name: str, title: str, *, unit: str = UNIT, header: Sequence[str] = HEADER) -> None:
    """一般公共预算支出表 under another title, or another header."""
    paper = department(folder, name)
    caption(paper, title, unit)
    paper.table(XS, 100, [header, *BODY])
    paper.save()


def codes_in_levels(folder: Path, name: str, words: str) -> None:
    """The three levels of a code in columns of their own, each with its level in its header."""
    paper = department(folder, name)
    caption(paper, "一般公共预算支出表")
    levels = [f"{words}({level})" for level in "类款项"]
    rows = [[code[:3], code[3:5], code[5:], *rest] for code, *rest in BODY]
    paper.table([40.0, 110.0, 180.0, 250.0, *XS[2:5], 560.0], 100, [[*levels, *HEADER[1:]], *rows])
    paper.save()


def revenues(folder: Path, name: str, own: str, special: str) -> None:
    """Two columns of revenue, one of them outside the fiscal special account."""
    paper = department(folder, name)
    caption(paper, "部门收入总表")
    rows = [
        ["科目编码", "科目名称", "合计", own, special],
        ["", "合计", "30.00", "20.00", "10.00"],
        ["205", "教育支出", "30.00", "20.00", "10.00"],
        ["20501", "教育管理事务", "30.00", "20.00", "10.00"],
        ["2050101", "行政运行", "30.00", "20.00", "10.00"],
    ]
    paper.table([40.0, 90.0, 180.0, 230.0, 400.0, 560.0], 100, rows)
    paper.save()


def lists(folder: Path) -> None:
    """Key projects in the prose, a list of meetings, and one of staff."""
    paper = department(folder, "lists")
    paper.text(60, 60, "2024年，本部门重点项目绩效目标情况如下：")
    rows = [
        ["项目", "预算数（万元）", "绩效目标"],
        ["展会补助", "120.00", "办好展会"],
        ["外贸补助", "80.00", "稳定外贸"],
    ]
    paper.table([60.0, 220.0, 320.0, 540.0], 90, rows)
    paper.next_page()
    caption(paper, "会议费明细表")
    paper.table(
        [60.0, 220.0, 300.0, 380.0, 460.0],
        100,
        [
            ["会议名称", "时间", "人数（人）", "金额"],
            ["年度会议", "5月", "40", "2.50"],
            ["季度会议", "6月", "25", "1.50"],
        ],
    )
    paper.save()


def earmarked(folder: Path) -> None:
    """A column for a part of another: special funds among the general public budget."""
    paper = department(folder, "earmarked")
    part = "其中：专项资金列\n入部门预算的项目"
    body = [[code, name, whole, whole, of_project] for code, name, whole, _, of_project in BODY]
    header = ["科目编码", "科目名称", "合计", "一般公共预算拨款", part]
    for title in ("部门收入总表", "部门支出总表"):
        caption(paper, title)
        paper.table(XS, 100, [header, *body], height=26)
        paper.next_page()
    paper.save()


def appropriation(folder: Path) -> None:
    """预算拨款 is fiscal money as a whole, as a line and as a column; 303 lacks its small words."""
    paper = department(folder, "appropriation")
    caption(paper, "部门收支总表")
    rows = [
        ["收入", "", "支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["一、预算拨款", "25.00", "一、教育支出", "30.00"],
        ["二、事业收入", "5.00", "", ""],
        ["收入总计", "30.00", "支出总计", "30.00"],
    ]
    paper.table([60.0, 200.0, 300.0, 440.0, 540.0], 100, rows)
    paper.next_page()
    caption(paper, "部门收入总表")
    rows = [
        ["科目编码", "科目名称", "合计", "预算拨款", "事业收入"],
        ["", "合计", "30.00", "25.00", "5.00"],
        ["205", "教育支出", "30.00", "25.00", "5.00"],
        ["20501", "教育管理事务", "30.00", "25.00", "5.00"],
        ["2050101", "行政运行", "30.00", "25.00", "5.00"],
    ]
    paper.table(XS, 100, rows)
    paper.next_page()
    caption(paper, "部门支出总表")
    rows = [
        ["科目编码", "科目名称", "合计", "工资福利支出", "对个人家庭补助"],
        ["", "合计", "30.00", "25.00", "5.00"],
        ["205", "教育支出", "30.00", "25.00", "5.00"],
        ["20501", "教育管理事务", "30.00", "25.00", "5.00"],
        ["2050101", "行政运行", "30.00", "25.00", "5.00"],
    ]
    paper.table(XS, 100, rows)
    paper.save()


def only_a_form(folder: Path) -> None:
    """Nothing but a form: its title is all that says the year."""
    paper = begin(folder, "only_a_form")
    paper.text(297, 50, "某市贸易局2024年项目支出绩效目标表", 14, "centre")
    paper.text(60, 80, "部门名称：某市贸易局")
    paper.text(500, 80, UNIT, align="right")
    rows = [
        ["项目名称", "展会补助", "", ""],
        ["年度资金总额", "120.00", "其中：财政拨款", "120.00"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标(40-50)分", "数量指标", "展会场次（场）", "4"],
        ["效益指标", "经济效益指标", "成交额增长", "≥5%"],
    ]
    paper.table([60.0, 190.0, 310.0, 430.0, 540.0], 100, rows)
    paper.save()


def government_report(folder: Path) -> None:
    paper = begin(folder, "government_report", "某县2023年预算执行情况和2024年预算草案的报告")
    caption(paper, "一般公共预算支出表")
    paper.table(XS, 100, [HEADER, *BODY])
    paper.save()


SAME_BUDGET = {
    "number_before_一": "表二一般公共预算支出表",
    "number_glued_to_一": "表十一般公共预算支出表",
    "annex_without_number": "附表：一般公共预算支出表",
    "full_stop": "一般公共预算支出表。",
    "without_表": "2024年一般公共预算支出预算",
}
NO_STATEMENT = {
    "whole_county": "2024年全县一般公共预算支出表",
    "county_level": "2024年某县本级一般公共预算支出表",
    "balance_of_a_county": "2024年某县一般公共预算收支平衡表",
    "execution": "一般公共预算支出执行情况表",
    "draft": "2024年一般公共预算支出预算草案表",
    "social_insurance": "某县社会保险基金预算支出表",
    "union": "基层工会经费支出决算表",
}
ABOUT_A_STATEMENT = {
    "explanation": "一般公共预算支出表说明",
    "publication": "部门支出总表公开",
    "contents": "部门支出总表目录",
}
UNIT_IN_TITLE = {
    "unit_behind_title": "一般公共预算支出表  单位：万元",
    "unit_behind_full_stop": "一般公共预算支出表。（单位：万元）",
    "unit_before_full_stop": "一般公共预算支出表（计量单位：万元）。",
}
NEGATIONS = {
    "not_in_account": ("未纳入财政专户管理的收入", "纳入财政专户管理的收入"),
    "without_fees": ("事业收入（不含教育收费）", "教育收费"),
    "non_account": ("非财政专户资金", "财政专户管理资金"),
}


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    for name, title in {**SAME_BUDGET, **NO_STATEMENT, **ABOUT_A_STATEMENT}.items():
        titled(folder, name, title)
    for name, title in UNIT_IN_TITLE.items():
        titled(folder, name, title, unit="")
    titled(folder, "misprinted_unit", "一般公共预算支出表", unit="金位：万元")
    in_header = [*HEADER[:2], *(f"{word}（万元）" for word in HEADER[2:])]
    titled(folder, "unit_in_header", "一般公共预算支出表", unit="", header=in_header)
    for name, words in {"levels": "科目编码", "levels_of_function": "功能分类科目编码"}.items():
        codes_in_levels(folder, name, words)
    for name, (own, special) in NEGATIONS.items():
        revenues(folder, name, own, special)
    for draw in (lists, earmarked, appropriation, only_a_form, government_report):
        draw(folder)


def of_file(
    written: BuiltWarehouse, name: str, columns: str, table: str, condition: str = "true"
) -> list[tuple[Any, ...]]:
    return written.rows(
        f"select {columns} from {table} join dim_disclosures using (disclosure_key) "
        f"where source_file = ? and {condition} order by all",
        [f"{name}.pdf"],
    )


@pytest.mark.parametrize(
    "name",
    [*SAME_BUDGET, *UNIT_IN_TITLE, "misprinted_unit", "unit_in_header", "levels", "levels_of_function"],
)
def test_the_same_budget_in_other_words(written: BuiltWarehouse, name: str) -> None:
    leaves = of_file(
        written,
        name,
        "function_code, sum(amount_yuan)::double / 10000",
        "fct_function_expenditures",
        "is_complete group by function_code",
    )
    assert leaves == DETAILS
    assert of_file(written, name, "distinct statement_code, fund_source", "fct_published_amounts") == [
        ("general_expenditure", "general_public")
    ]


@pytest.mark.parametrize("name", [*NO_STATEMENT, "government_report"])
def test_a_table_of_a_whole_government_is_no_statement(written: BuiltWarehouse, name: str) -> None:
    assert set(of_file(written, name, "distinct statement_code", "fct_published_amounts")) <= {("other",)}
    assert of_file(written, name, "*", "fct_function_expenditures") == []


@pytest.mark.parametrize("name", ABOUT_A_STATEMENT)
def test_a_heading_about_a_statement_is_not_its_title(written: BuiltWarehouse, name: str) -> None:
    assert of_file(written, name, "*", "fct_published_amounts") == []


@pytest.mark.parametrize("name", NEGATIONS)
def test_a_negation_turns_the_meaning(written: BuiltWarehouse, name: str) -> None:
    found = of_file(
        written, name, "fund_source, published_value::double", "fct_published_amounts", "row_role = 'total'"
    )
    assert found == [("special_account", 10.0), ("total", 30.0), ("unit_fund", 20.0)]


def test_key_projects_and_meetings_are_lists(written: BuiltWarehouse) -> None:
    columns = "statement_code, line_label, measure, published_value::double"
    assert of_file(written, "lists", columns, "fct_published_amounts") == [
        ("other", "季度会议", "amount", 1.5),
        ("other", "季度会议", "quantity", 25.0),
        ("other", "年度会议", "amount", 2.5),
        ("other", "年度会议", "quantity", 40.0),
        ("project_performance", "外贸补助", "amount", 80.0),
        ("project_performance", "展会补助", "amount", 120.0),
    ]


@pytest.mark.parametrize(("flow", "nature"), [("revenue", ""), ("expenditure", "total")])
def test_a_part_of_a_column_has_other_coordinates_than_its_whole(
    written: BuiltWarehouse, flow: str, nature: str
) -> None:
    columns = "fund_source, nature, published_value::double"
    condition = f"row_role = 'total' and flow = '{flow}'"
    assert of_file(written, "earmarked", columns, "fct_published_amounts", condition) == sorted(
        [
            ("general_public", "earmarked", 334.56),
            ("general_public", nature, 1330.0),
            ("total", nature, 1330.0),
        ]
    )


def test_an_appropriation_is_fiscal_money_as_a_whole(written: BuiltWarehouse) -> None:
    columns = "statement_code, fund_source, published_value::double"
    condition = "fund_source <> 'total' and row_role <> 'subtotal' and statement_code <> 'expenditure_total'"
    assert of_file(written, "appropriation", f"distinct {columns}", "fct_published_amounts", condition) == [
        ("balance_total", "", 25.0),
        ("balance_total", "unit_fund", 5.0),
        ("revenue_total", "", 25.0),
        ("revenue_total", "unit_fund", 5.0),
    ]
    economic = "economic_code, amount_yuan::double / 10000"
    assert of_file(written, "appropriation", economic, "fct_economic_expenditures") == [
        ("301", 25.0),
        ("303", 5.0),
    ]
    assert of_file(written, "appropriation", "distinct reason", "fct_unplaced_cells") == [("code",)]


def test_the_title_of_a_form_says_the_year_where_nothing_else_does(written: BuiltWarehouse) -> None:
    assert written.rows(
        "select fiscal_year, report_kind from dim_disclosures where source_file = 'only_a_form.pdf'"
    ) == [(2024, "budget")]
    assert of_file(written, "only_a_form", "distinct published_value::double", "fct_published_amounts") == [
        (120.0,)
    ]


def test_targets_say_no_more_than_is_printed(written: BuiltWarehouse) -> None:
    columns = "level_1, indicator_name, operator, target_value::double, target_unit"
    assert of_file(written, "only_a_form", columns, "fct_performance_targets") == [
        ("产出指标(40-50)分", "展会场次（场）", None, 4.0, "场"),
        ("效益指标", "成交额增长", ">=", 5.0, "%"),
    ]
