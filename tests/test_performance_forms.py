"""Performance forms of published disclosures, as printed. Without the files, tests are skipped."""

from __future__ import annotations

from decimal import Decimal

import pytest
from running import BuiltWarehouse

# file, page and name of an indicator; then, from its row: levels, operator, value, unit, weight
TARGETS = [
    ("beijing", 77, "全年重大信息安全事故次数", ("产出指标", "质量指标", "<", "1", "次", None)),
    ("beijing", 74, "促进并购重组投资", ("效益指标", "经济效益指标", ">=", "20", "亿元", None)),
    ("beijing", 22, "劳务费", ("成本指标", "经济成本指标", "<=", "5", "万元", None)),
    ("changsha", 53, "社会公众满意度", ("满意度指标", "服务对象满意度指标", ">=", "90", "%", None)),
    ("changsha", 53, "民警因执法维权被投诉情况", ("效益指标", None, "=", "0", "次", None)),
    ("changsha", 33, "年度考核率", ("产出指标", "质量指标", ">=", "80", "%", "4")),
    ("changsha", 33, "年内招录完成率", ("产出指标", "时效指标", None, None, None, "6")),
    ("chongqing", 31, "单位面积建设成本", (None, None, "<=", "1300", "元", "20")),
    ("chongqing", 29, "技改专项贷融资金额", (None, None, ">=", "100", "亿元", "10")),
    ("zhongyang", 31, "《人民信访》发行量", ("产出指标", "数量指标", None, "720000", "册", "8")),
    ("zhongyang", 31, "接访环境", ("效益指标", "社会效益指标", None, None, None, "10")),
]


@pytest.mark.parametrize(("file", "page_no", "name", "printed"), TARGETS)
def test_a_target_says_what_its_row_prints(
    published: BuiltWarehouse, file: str, page_no: int, name: str, printed: tuple[str | None, ...]
) -> None:
    rows = published.rows(
        "select level_1, level_2, operator, target_value, target_unit, weight, target_period "
        "from fct_performance_targets join dim_disclosures using (disclosure_key) "
        "where source_file like ? and page_no = ? and indicator_name = ?",
        [f"{file}%", page_no, name],
    )
    numbers = {3, 5}
    expected = tuple(
        Decimal(text) if place in numbers and text else text for place, text in enumerate(printed)
    )
    assert rows == [(*expected, "year")]


# file, page, line, column, then fund source, nature, row role, value and unit
MONEY = [
    (
        "beijing",
        74,
        "总体资金情况（万元）",
        "预算支出总额",
        ("total", "total", "total", "590242.67051", "万元"),
    ),
    (
        "beijing",
        74,
        "总体资金情况（万元）",
        "财政拨款 / 项目支出",
        ("", "project", "total", "565975.798855", "万元"),
    ),
    (
        "beijing",
        74,
        "总体资金情况（万元）",
        "其他资金 / 基本支出",
        ("unit_fund", "basic", "total", "1144.083863", "万元"),
    ),
    ("chongqing", 29, "补助区县", "当年预算", ("total", "project", "detail", "89901", "万元")),
    (
        "chongqing",
        31,
        "工业和信息化业务工作经费",
        "当年财政拨款预算金额",
        ("", "project", "detail", "6564.12", "万元"),
    ),
    ("huzhou", 32, "信息化建设与运维", "金额", ("total", "project", "detail", "113.75", "万元")),
    (
        "xian",
        56,
        "任务4：节能工作推进",
        "预算金额（万元） / 财政拨款",
        ("", "total", "detail", "81.56", "万元"),
    ),
    ("xian", 56, "金额合计", "预算金额（万元） / 总额", ("total", "total", "total", "5364.27", "万元")),
    ("xian", 60, "年度资金总额", "资金金额（万元）", ("total", "project", "total", "100000", "万元")),
]


@pytest.mark.parametrize(("file", "page_no", "line", "column", "printed"), MONEY)
def test_the_money_of_a_form_has_its_coordinates(
    published: BuiltWarehouse, file: str, page_no: int, line: str, column: str, printed: tuple[str, ...]
) -> None:
    rows = published.rows(
        "select fund_source, nature, row_role, published_value, published_unit "
        "from fct_published_amounts join dim_disclosures using (disclosure_key) "
        "where source_file like ? and page_no = ? and line_label = ? and column_label = ? "
        "and statement_code like '%performance'",
        [f"{file}%", page_no, line, column],
    )
    *words, value, unit = printed
    assert rows == [(*words, Decimal(value), unit)]


def test_no_number_of_a_form_is_without_a_place_for_want_of_words(published: BuiltWarehouse) -> None:
    assert not published.rows("select * from fct_unplaced_cells where reason = 'unknown_form_label'")


def test_weights_of_a_form_come_to_ninety_or_a_hundred(published: BuiltWarehouse) -> None:
    sums = published.rows(
        "select sum(weight) from fct_performance_targets where weight is not null "
        "group by disclosure_key, table_no, project_name"
    )
    assert len(sums) > 15
    assert {value for (value,) in sums} <= {Decimal(90), Decimal(100)}


def test_every_project_of_a_list_has_its_targets(published: BuiltWarehouse) -> None:
    assert published.rows(
        "select count(distinct project_name) from fct_performance_targets "
        "join dim_disclosures using (disclosure_key) "
        "where source_file like 'changsha%' and statement_code = 'project_performance'"
    ) == [(14,)]
