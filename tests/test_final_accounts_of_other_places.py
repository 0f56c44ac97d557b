"""Final accounts of several provinces: sums across groups, counts below money, self-evaluations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from readers.pdf_drawing import Paper
from running import BuiltWarehouse

Cell = tuple[str, int] | str
LANDSCAPE = (842.0, 595.0)
UNIT = "单位：万元"


def begin(folder: Path, name: str, *, size: tuple[float, float] = LANDSCAPE) -> Paper:
    paper = Paper(folder / f"{name}.pdf", size=size)
    for place, line in enumerate(("某县粮食局", "2023年度部门决算")):
        paper.text(size[0] / 2, 200 + 50 * place, line, 20, "centre")
    paper.next_page()
    return paper


def caption(paper: Paper, title: str) -> None:
    paper.text(paper.size[0] / 2, 50, title, 14, "centre")
    paper.text(paper.size[0] - 60, 80, UNIT, align="right")


def merged(paper: Paper, xs: Sequence[float], rows: Sequence[Sequence[Cell]], *, top: float = 100) -> None:
    """A table whose cells may span columns: (text, number of columns)."""
    for number, row in enumerate(rows):
        column, y = 0, top + 20 * number
        for cell in row:
            text, span = cell if isinstance(cell, tuple) else (cell, 1)
            paper.table([xs[column], xs[column + span]], y, [[text]])
            column += span


def sums_across_groups(folder: Path, name: str, *, personnel: str = "900.00", item: str = "950.00") -> None:
    """公用经费合计 stands below two groups of columns; prose names an item before its budget."""
    paper = begin(folder, name)
    caption(paper, "一般公共预算财政拨款支出决算表")
    rows = [
        ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
        ["", "合计", "1,045.44", "995.44", "50.00"],
        ["201", "一般公共服务支出", "950.00", "900.00", "50.00"],
        ["20103", "政府办公厅（室）及相关机构事务", "950.00", "900.00", "50.00"],
        ["2010301", "行政运行", "950.00", "900.00", "50.00"],
        ["221", "住房保障支出", "95.44", "95.44", ""],
        ["22102", "住房改革支出", "95.44", "95.44", ""],
        ["2210201", "住房公积金", "95.44", "95.44", ""],
    ]
    paper.table([45.0, 130.0, 330.0, 440.0, 560.0, 680.0], 100, rows)
    paper.next_page()
    caption(paper, "一般公共预算财政拨款基本支出决算明细表")
    group = ["科目编码", "科目名称", "金额"]
    merged(
        paper,
        [40.0, 90.0, 210.0, 290.0, 340.0, 460.0, 540.0, 590.0, 710.0, 790.0],
        [
            [("人员经费", 3), ("公用经费", 6)],
            group * 3,
            ["301", "工资福利支出", "880.00", "302", "商品和服务支出", "90.00", "310", "资本性支出", "5.44"],
            ["30101", "基本工资", "880.00", "30201", "办公费", "60.00", "31002", "办公设备购置", "5.44"],
            ["303", "对个人和家庭的补助", "20.00", "30202", "印刷费", "30.00", "", "", ""],
            ["30302", "退休费", "20.00", "", "", "", "", "", ""],
            [("人员经费合计", 2), "900.00", ("公用经费合计", 5), "95.44"],
        ],
    )
    paper.next_page()
    prose = (
        "五、一般公共预算财政拨款支出决算情况说明",
        f"1.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）。年初预算为900.00万元，支出决算为{item}万元。",
        "六、一般公共预算财政拨款基本支出决算情况说明",
        f"2023年度一般公共预算财政拨款基本支出995.44万元，其中：人员经费{personnel}万元；公用经费95.44万元。",
    )
    for place, line in enumerate(prose):
        paper.text(60, 60 + 24 * place, line)
    paper.save()


def budget_and_final_rows(folder: Path) -> None:
    """The three public expenses as columns, 预算数 and 决算数 as rows."""
    paper = begin(folder, "budget_and_final_rows")
    caption(paper, "一般公共预算财政拨款“三公”经费支出决算表")
    merged(
        paper,
        [40.0, 120.0, 220.0, 340.0, 440.0, 540.0, 660.0, 790.0],
        [
            [("项目", 1), ("合计", 1), "因公出国（境）费", "公务接待费", ("公务用车购置及运行维护费", 3)],
            ["", "", "", "", "小计", "公务用车购置费", "公务用车运行维护费"],
            ["预算数", "12.00", "0.00", "3.00", "9.00", "0.00", "9.00"],
            ["决算数", "10.00", "0.00", "2.00", "8.00", "0.00", "8.00"],
        ],
    )
    paper.save()


def counts_below_money(folder: Path) -> None:
    """Below the row of money another table in the same grid counts journeys, vehicles and guests."""
    paper = begin(folder, "counts_below_money")
    caption(paper, "财政拨款“三公”经费支出决算表")
    merged(
        paper,
        [40.0, 190.0, 340.0, 490.0, 640.0, 790.0],
        [
            ["“三公”经费合计", "因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费"],
            ["15.00", "4.00", "0.00", "8.00", "3.00"],
            [("相关统计数：", 5)],
            [("项目", 2), "统计数", "项目", "统计数"],
            [("因公出国（境）团组数（个）", 2), "1", "公务用车购置数（辆）", "0"],
            [("国内公务接待批次（个）", 2), "12", "公务用车保有量（辆）", "3"],
        ],
    )
    paper.save()


def running_of_the_organization(folder: Path) -> None:
    """What keeps the organisation running: money and counts in two halves, each with sums of its own."""
    paper = begin(folder, "running_of_the_organization")
    caption(paper, "机构运行信息表")
    rows = [
        ["项目", "预算数", "统计数", "项目", "统计数"],
        ["一、“三公”经费支出", "—", "—", "二、机关运行经费", "60.00"],
        ["（一）支出合计", "12.00", "10.00", "三、国有资产占用情况", "—"],
        ["1．公务用车运行维护费", "9.00", "8.00", "（一）车辆数合计（辆）", "5"],
        ["2．公务接待费", "3.00", "2.00", "1．机要通信用车", "2"],
        ["（二）相关统计数", "—", "—", "2．执法执勤用车", "3"],
        ["1．公务用车保有量（辆）", "—", "5", "四、政府采购支出信息", "—"],
        ["2．国内公务接待批次（个）", "—", "20", "（一）政府采购支出合计", "30.00"],
        ["3．国内公务接待人次（人）", "—", "90", "1．政府采购货物支出", "30.00"],
    ]
    paper.table([40.0, 240.0, 340.0, 440.0, 660.0, 790.0], 100, rows)
    paper.save()


def self_evaluation(folder: Path) -> None:
    """The columns of the money end where the list of indicators begins."""
    paper = begin(folder, "self_evaluation", size=(595.0, 842.0))
    caption(paper, "项目支出绩效自评表")
    merged(
        paper,
        [40.0, 105.0, 175.0, 250.0, 325.0, 400.0, 445.0, 500.0, 555.0],
        [
            [("项目名称", 2), ("粮情监测经费", 6)],
            [("主管部门", 2), ("某县粮食局", 2), ("实施单位", 2), ("某县粮食局", 2)],
            ["项目资金", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
            ["", "年度资金总额", "100.00", "120.00", "90.00", "10", "75.00%", "7.50"],
            ["", "其中：财政拨款", "100.00", "120.00", "90.00", "—", "75.00%", "—"],
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"],
            ["产出指标", "数量指标", "监测次数", "≥4次", "5次", "50", "50", ""],
            ["效益指标", "社会效益指标", "知晓率", "≥85%", "88%", "40", "37", ""],
            [("总分", 5), "100", "94.50", ""],
        ],
    )
    paper.save()


def second_half(folder: Path) -> None:
    """The columns of a wide table that did not fit on its page, without the names of its lines."""
    paper = begin(folder, "second_half")
    caption(paper, "支出决算表")
    rows = [
        ["基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"],
        ["8", "9", "10", "11", "12"],
        ["90.00", "30.00", "0.00", "0.00", "0.00"],
        ["60.00", "20.00", "0.00", "0.00", "0.00"],
        ["30.00", "10.00", "0.00", "0.00", "0.00"],
    ]
    paper.table([40.0, 190.0, 340.0, 490.0, 640.0, 790.0], 100, rows)
    paper.save()


def basic_data(folder: Path) -> None:
    """Three figures beside one label, of years that only words far above tell."""
    paper = begin(folder, "basic_data", size=(595.0, 842.0))
    caption(paper, "部门整体支出绩效评价基础数据表")
    merged(
        paper,
        [40.0, 220.0, 330.0, 440.0, 550.0],
        [
            ["财政供养人员情况（人）", "编制数", "在职人数", "控制率"],
            ["", "86", "80", "93.02%"],
            ["经费控制情况（万元）", "2022年决算数", "2023年预算数", "2023年决算数"],
            ["项目支出：", "51.18", "29.88", "49.34"],
            ["公用经费", "66.40", "47.66", "51.06"],
            ["厉行节约措施", ("压缩一般性支出", 3)],
        ],
    )
    paper.save()


def divided_reception(folder: Path) -> None:
    """Rows of the three public expenses: reception is divided in other words, then in its own."""
    paper = begin(folder, "divided_reception")
    for place, home in enumerate(("（1）国内接待费", "（1）国内公务接待费")):
        if place:
            paper.next_page()
        caption(paper, ("一般公共预算财政拨款" if place else "财政拨款") + "“三公”经费支出决算表")
        rows = [
            ["项目", "预算数", "统计数"],
            ["（一）支出合计", "14.00", "12.00"],
            ["1．因公出国（境）费", "1.00", "1.00"],
            ["2．公务用车购置及运行维护费", "9.00", "8.00"],
            ["（1）公务用车购置费", "0.00", "0.00"],
            ["（2）公务用车运行维护费", "9.00", "8.00"],
            ["3．公务接待费", "4.00", "3.00"],
            [home, "3.00", "2.00"],
            ["（2）国（境）外公务接待费" if place else "（2）国（境）外接待费", "1.00", "1.00"],
        ]
        paper.table([60.0, 300.0, 440.0, 580.0], 100, rows)
    paper.save()


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    sums_across_groups(folder, "sums_across_groups")
    sums_across_groups(folder, "other_figures_in_prose", personnel="910.00", item="960.00")
    for draw in (
        budget_and_final_rows, counts_below_money, running_of_the_organization, self_evaluation, second_half,
        basic_data, divided_reception,
    ):  # fmt: skip
        draw(folder)


def test_a_sum_below_two_groups_is_that_of_both(written: BuiltWarehouse) -> None:
    columns = "line_label, nature, row_role, published_value::double, verification"
    assert written.rows_of_file(
        "sums_across_groups.pdf", columns, "fct_published_amounts", "line_label like '%经费合计'"
    ) == [
        ("人员经费合计", "basic_personnel", "subtotal", 900.0, "verified"),
        ("公用经费合计", "basic_public", "subtotal", 95.44, "verified"),
    ]
    total = "sum(amount_yuan)::double, bool_and(is_complete)"
    assert written.rows_of_file("sums_across_groups.pdf", total, "fct_economic_expenditures") == [
        (9_954_400.0, True)
    ]
    assert written.rows_of_file("sums_across_groups.pdf", "*", "fct_reconciliations", "status = 'fail'") == []


def test_prose_about_sums_and_items_of_final_accounts_is_compared(written: BuiltWarehouse) -> None:
    claim = "status, claimed_value::double, table_value::double"
    personnel = "subject = '人员经费'"
    item = "status, published_value::double, expected_value::double"
    path = "rule_code = 'fund_item_path'"
    for name, status, said in (
        ("sums_across_groups", ("agrees", "pass"), (900.0, 950.0)),
        ("other_figures_in_prose", ("disagrees", "fail"), (910.0, 960.0)),
    ):
        assert written.rows_of_file(f"{name}.pdf", claim, "fct_narrative_claims", personnel) == [
            (status[0], said[0], 900.0)
        ]
        assert written.rows_of_file(f"{name}.pdf", item, "fct_publication_checks", path) == [
            (status[1], said[1], 950.0)
        ]


def test_a_row_says_whether_it_is_of_the_budget_or_of_the_final_accounts(written: BuiltWarehouse) -> None:
    columns = "basis, item_code, amount_yuan::double / 10000"
    assert written.rows_of_file(
        "budget_and_final_rows.pdf", columns, "fct_three_public_expenses", "amount_yuan > 0"
    ) == [
        ("budget", "reception", 3.0),
        ("budget", "vehicle_operation", 9.0),
        ("final", "reception", 2.0),
        ("final", "vehicle_operation", 8.0),
    ]


def test_a_divided_item_counts_once(written: BuiltWarehouse) -> None:
    columns = "fund_source, basis, sum(amount_yuan)::double / 10000, bool_and(is_complete)"
    assert written.rows_of_file(
        "divided_reception.pdf", columns, "fct_three_public_expenses", "true group by all"
    ) == [
        ("", "budget", 14.0, True),
        ("", "final", 12.0, True),
        ("general_public", "budget", 14.0, True),
        ("general_public", "final", 12.0, True),
    ]


def test_another_table_in_the_grid_is_not_read_by_the_header_above(written: BuiltWarehouse) -> None:
    columns = "published_value::double, measure"
    assert (
        written.rows_of_file("counts_below_money.pdf", columns, "fct_published_amounts", "row_no > 2") == []
    )
    refused = "raw_text, reason"
    assert written.rows_of_file("counts_below_money.pdf", refused, "fct_unplaced_cells") == [
        ("0", "unknown_header"),
        ("1", "unknown_header"),
        ("12", "unknown_header"),
        ("3", "unknown_header"),
    ]


def test_counts_among_money_are_counts_and_make_no_sum_fail(written: BuiltWarehouse) -> None:
    columns = "line_label, published_value::double"
    name, facts = "running_of_the_organization", "fct_published_amounts"
    assert written.rows_of_file(f"{name}.pdf", columns, facts, "measure = 'quantity'") == [
        ("公务用车保有量（辆）", 5.0),
        ("国内公务接待人次（人）", 90.0),
        ("国内公务接待批次（个）", 20.0),
        ("执法执勤用车", 3.0),
        ("机要通信用车", 2.0),
        ("车辆数合计（辆）", 5.0),
    ]
    assert written.rows_of_file(f"{name}.pdf", "count(*)", facts, "measure = 'amount'") == [(9,)]
    assert written.rows_of_file(f"{name}.pdf", "*", "fct_reconciliations", "status = 'fail'") == []


def test_points_of_indicators_are_not_read_by_the_columns_of_money(written: BuiltWarehouse) -> None:
    columns = "line_label, basis, measure, published_value::double"
    assert written.rows_of_file("self_evaluation.pdf", columns, "fct_published_amounts") == [
        ("年度资金总额", "adjusted_budget", "amount", 120.0),
        ("年度资金总额", "budget", "amount", 100.0),
        ("年度资金总额", "final", "amount", 90.0),
        ("年度资金总额", "final", "share_pct", 75.0),
        ("财政拨款", "adjusted_budget", "amount", 120.0),
        ("财政拨款", "budget", "amount", 100.0),
        ("财政拨款", "final", "amount", 90.0),
    ]
    targets = "indicator_name, target_value::double"
    assert written.rows_of_file("self_evaluation.pdf", targets, "fct_performance_targets") == [
        ("监测次数", 4.0),
        ("知晓率", 85.0),
    ]


@pytest.mark.parametrize("name", ["second_half", "basic_data"])
def test_figures_that_nothing_beside_them_names_are_refused(written: BuiltWarehouse, name: str) -> None:
    assert written.rows_of_file(f"{name}.pdf", "*", "fct_published_amounts") == []
    assert written.rows_of_file(f"{name}.pdf", "*", "fct_reconciliations", "status = 'fail'") == []
    reasons = {reason for (reason,) in written.rows_of_file(f"{name}.pdf", "reason", "fct_unplaced_cells")}
    assert (
        reasons
        == {"second_half": {"column_number", "unknown_header"}, "basic_data": {"unknown_form_label"}}[name]
    )
