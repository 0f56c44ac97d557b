"""Forms: money of no single year, and self-evaluations with rates, points and what became of targets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from readers.pdf_drawing import Paper
from running import BuiltWarehouse

XS = [30.0, 90.0, 200.0, 285.0, 400.0, 485.0]
EVALUATED = [30.0, 130.0, 205.0, 280.0, 355.0, 415.0, 490.0, 560.0]


def begin(folder: Path, name: str, kind: str, title: str) -> Paper:
    paper = Paper(folder / f"{name}.pdf")
    paper.text(297, 200, f"某市{name}局", 20, "centre")
    paper.text(297, 250, f"2024年部门{kind}", 20, "centre")
    paper.next_page()
    paper.text(297, 50, title, 14, "centre")
    paper.text(560, 80, "单位：万元", align="right")
    return paper


def side_by_side(folder: Path, name: str, whole: str, year: str) -> None:
    """Money of the whole term on the left, money of the year on the right, each with its sources."""
    paper = begin(folder, name, "预算", "项目支出绩效目标表")
    rows = [
        ["项目名称", "道路改造", "", "主管部门", "某局"],
        ["资金金额", whole, "300.00", year, "100.00"],
        ["", "其中：财政拨款", "280.00", "其中：财政拨款", "90.00"],
        ["", "其他资金", "20.00", "其他资金", "10.00"],
        ["一级指标", "二级指标", "三级指标", "指标值", "备注"],
        ["产出指标", "数量指标", "改造道路", "≥5公里", ""],
    ]
    paper.table([*XS, 560.0], 100, rows)
    paper.save()


def of_no_year(folder: Path, name: str) -> None:
    """A form without a cover: nothing says the year."""
    paper = Paper(folder / f"{name}.pdf")
    paper.text(297, 50, "项目支出绩效目标表", 14, "centre")
    paper.text(560, 80, "单位：万元", align="right")
    paper.table(
        XS[:3], 100, [["项目名称", "道路改造"], ["年度资金总额", "100.00"], ["其中：财政拨款", "100.00"]]
    )
    paper.save()


def columns_of_a_list(folder: Path, name: str, whole: str) -> None:
    paper = begin(folder, name, "预算", "项目支出预算表")
    rows = [
        ["项目名称", whole, "本年预算数"],
        ["合计", "500.00", "160.00"],
        ["道路改造", "300.00", "100.00"],
        ["桥梁维修", "200.00", "60.00"],
    ]
    paper.table([60.0, 240.0, 360.0, 500.0], 100, rows)
    paper.save()


def self_evaluation(folder: Path, name: str, title: str, heads: Sequence[str], rate: str) -> None:
    paper = begin(folder, name, "决算", title)
    money = [
        ["项目名称", "道路改造", "", "", "", "", ""],
        ["资金情况", *heads],
        ["年度资金总额", "100.00", "120.00", "90.00", "10", rate, "7.5"],
        ["其中：财政拨款", "80.00", "100.00", "70.00", "", "", ""],
        ["其他资金", "20.00", "20.00", "20.00", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "改造道路", "≥5公里", "6", "50", "49"],
        ["满意度指标", "满意度", "群众满意度", "≥90%", "95", "40", "40"],
    ]
    paper.table(EVALUATED, 100, money)
    paper.save()


def write_documents(folder: Path, request: pytest.FixtureRequest) -> None:
    del request
    side_by_side(folder, "whole_term", "实施期资金总额：", "年度资金总额：")
    side_by_side(folder, "middle_term", "中期资金总额", "年度资金总额")
    side_by_side(folder, "total_budget", "项目总预算", "项目当年预算")
    columns_of_a_list(folder, "whole_list", "项目总投资")
    of_no_year(folder, "of_no_year")
    heads = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率(%)", "得分"]
    self_evaluation(folder, "evaluated_project", "项目支出绩效自评表", heads, "75.00")
    heads = ["年初预算数(A)", "全年预算数(B)", "全年执行数(C)", "分值", "执行率(C/B)", "得分"]
    self_evaluation(folder, "evaluated_percent", "部门整体支出绩效自评表", heads, "75.00%")
    heads = ["年初预算安排金额①", "调整后预算数②", "年度支出金额③", "分值", "支出实现率(%)④=③/②", "得分"]
    self_evaluation(folder, "evaluated_numbers", "项目支出绩效自评表", heads, "75.00")
    heads = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    self_evaluation(folder, "evaluated_ratio", "项目支出绩效自评表", heads, "0.75")


def amounts(written: BuiltWarehouse, name: str) -> set[tuple[str, float]]:
    return set(
        written.rows(
            "select case when measure = 'amount' then basis else measure end, published_value::double "
            "from fct_published_amounts join dim_disclosures using (disclosure_key) where source_file = ?",
            [f"{name}.pdf"],
        )
    )


def unplaced(written: BuiltWarehouse, name: str) -> dict[float, str]:
    return dict(
        written.rows(
            "select published_value::double, reason from fct_unplaced_cells "
            "join dim_disclosures using (disclosure_key) where source_file = ?",
            [f"{name}.pdf"],
        )
    )


@pytest.mark.parametrize("name", ["whole_term", "middle_term", "total_budget"])
def test_money_of_the_whole_term_is_published_and_is_in_no_sum_of_a_year(
    written: BuiltWarehouse, name: str
) -> None:
    published = {value for _, value in amounts(written, name)}
    assert published == {100.0, 90.0, 10.0, 300.0, 280.0, 20.0}
    assert unplaced(written, name) == {}
    summed = written.rows(
        "select distinct amount_yuan::double from fct_projects join dim_disclosures using (disclosure_key) "
        "where source_file = ?",
        [f"{name}.pdf"],
    )
    assert {value for (value,) in summed} <= {1_000_000, 900_000, 100_000}


def test_a_column_of_total_investment_is_no_budget_of_the_year(written: BuiltWarehouse) -> None:
    assert amounts(written, "whole_list") == {("budget", 160.0), ("budget", 100.0), ("budget", 60.0)}
    assert unplaced(written, "whole_list") == dict.fromkeys((500.0, 300.0, 200.0), "no_basis")
    assert written.scalar(
        "select sum(amount_yuan)::double from fct_projects join dim_disclosures using (disclosure_key) "
        "where source_file = 'whole_list.pdf'"
    ) == pytest.approx(1_600_000)


MONEY = {("budget", 100.0), ("budget", 80.0), ("budget", 20.0)} | {
    (basis, value)
    for basis, values in (("adjusted_budget", (120.0, 100.0, 20.0)), ("final", (90.0, 70.0, 20.0)))
    for value in values
}


@pytest.mark.parametrize("name", ["evaluated_project", "evaluated_percent", "evaluated_numbers"])
def test_each_column_of_a_self_evaluation_has_its_basis_and_the_rate_is_a_share(
    written: BuiltWarehouse, name: str
) -> None:
    assert amounts(written, name) == MONEY | {("share_pct", 75.0)}


def test_a_rate_that_may_be_a_ratio_stays_open(written: BuiltWarehouse) -> None:
    """0.75 below 执行率: three quarters, or three quarters of a percent."""
    assert amounts(written, "evaluated_ratio") == MONEY
    assert unplaced(written, "evaluated_ratio")[0.75] == "unknown_form_label"


@pytest.mark.parametrize(
    "name", ["evaluated_project", "evaluated_percent", "evaluated_numbers", "evaluated_ratio"]
)
def test_points_and_what_became_of_targets_are_no_money(written: BuiltWarehouse, name: str) -> None:
    reasons = unplaced(written, name)
    assert {reasons[value] for value in (10.0, 7.5)} == {"template_text"}
    targets = written.rows(
        "select indicator_name, operator, target_value::double from fct_performance_targets "
        "join dim_disclosures using (disclosure_key) where source_file = ? order by 1",
        [f"{name}.pdf"],
    )
    assert targets == [("改造道路", ">=", 5.0), ("群众满意度", ">=", 90.0)]


def test_a_document_that_names_no_year_says_so(written: BuiltWarehouse) -> None:
    outcome = written.rows(
        "select reason, message from fct_extraction_outcomes "
        "where source_file = 'of_no_year.pdf' and step = 'interpret'"
    )
    assert [reason for reason, _ in outcome] == ["figures_refused"]
    assert "fiscal_year" in outcome[0][1]
