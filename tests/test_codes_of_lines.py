"""Lines with codes of several systems, and lists of purchases: drawn as PDF, built and queried.

Each statement is drawn as published templates print it. The role and all codes of each line must be right.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from readers.pdf_drawing import Paper
from running import BuiltWarehouse

SIDEWAYS = (842.0, 595.0)

# title, column edges, and rows with their cells separated by |
STATEMENTS: list[tuple[str, list[float], list[str]]] = [
    (
        "部门支出总表",
        [40, 220, 400, 580, 670, 750, 820],
        [
            "支出功能分类科目|政府支出经济分类科目|部门支出经济分类科目|合计|基本支出|项目支出",
            "2050803-培训支出|50203-培训费|30216-培训费|103.58|47.00|56.58",
            "2080505-养老保险缴费|50102-社会保障缴费|30108-养老保险缴费|642.96|642.96|",
            "合计|||746.54|689.96|56.58",
        ],
    ),
    (
        "一般公共预算基本支出表",
        [40, 220, 400, 480, 560, 640],
        [
            "政府支出经济分类科目|部门支出经济分类科目|合计|人员经费|公用经费",
            "50102-社会保障缴费|30108-养老保险缴费|642.96|642.96|",
            "50102-社会保障缴费|30109-职业年金缴费|32.15|32.15|",
            "50203-培训费|30216-培训费|47.00||47.00",
            "合计||722.11|675.11|47.00",
        ],
    ),
    (
        "政府采购预算表",
        [40, 80, 120, 160, 230, 380, 530, 580, 620, 660, 700, 740, 815],
        [
            "类|款|项|单位编码|采购项目|采购目录|数量|类|款|类|款|预算金额",
            "||||合计||24|||||60.00",
            "205|03|03|1|全额||20|||||50.00",
            "205|03|03|262005|某某技工学校||20|||||50.00",
            "205|03|03||宿舍维修（女生）|B08修缮工程|1|310|06|506|01|30.00",
            "205|03|03||办公设备|A02010105便携式计算机|19|310|02|503|06|20.00",
            "215|05|02|1|全额||4|||||10.00",
            "215|05|02|262001|某某工业局||4|||||10.00",
            "215|05|02||专项服务|其他服务|4|302|27|502|05|10.00",
        ],
    ),
    (
        "政府采购支出预算表",
        [40, 200, 360, 480, 600, 680, 760],
        [
            "采购品目大类|专项名称|经济科目|采购品目名称|其他资金|总计",
            "合计||||25.00|44.26",
            "货物|||||15.26",
            "某某中学|||||15.26",
            "|教育业务费用|办公费|A4黑白打印机||11.90",
            "|教育业务费用|办公费|复印纸||3.36",
            "服务||||25.00|29.00",
            "某某学院||||25.00|29.00",
            "|后勤费用|物业管理费|物业管理服务|25.00|29.00",
        ],
    ),
    (
        "政府采购预算明细表",
        [40, 120, 300, 400],
        [
            "项目编号|项目|总计",
            "合计||44.26",
            "A|货物|15.26",
            "C|服务|29.00",
        ],
    ),
]


def draw(path: Path) -> None:
    paper = Paper(path, SIDEWAYS)
    paper.text(421, 200, "某市工业和信息化局", 22, "centre")
    paper.text(421, 250, "2024年部门预算", 22, "centre")
    for title, xs, rows in STATEMENTS:
        paper.next_page()
        paper.text(421, 50, title, 16, "centre")
        paper.text(800, 80, "单位：万元", align="right")
        paper.table(xs, 100, [row.split("|") for row in rows])
    paper.save()


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    draw(folder / "codes.pdf")


def lines(written: BuiltWarehouse, page_no: int, column: str, *names: str) -> list[tuple[object, ...]]:
    return written.rows(
        f"select {', '.join(names)} from fct_published_amounts "
        "where page_no = ? and column_label = ? order by row_no",
        [page_no, column],
    )


def test_each_column_of_a_line_gives_its_own_code(written: BuiltWarehouse) -> None:
    codes = ("function_code", "government_economic_code", "department_economic_code")
    assert lines(written, 2, "合计", "line_label", *codes) == [
        ("培训支出", "2050803", "50203", "30216"),
        ("养老保险缴费", "2080505", "50102", "30108"),
        ("合计", None, None, None),
    ]


def test_a_line_with_several_codes_counts_once(written: BuiltWarehouse) -> None:
    assert written.rows(
        "select economic_code, government_economic_code, economic_name_printed, sum(amount_yuan) "
        "from fct_economic_expenditures group by all order by all"
    ) == [
        ("30108", "50102", "养老保险缴费", 6429600),
        ("30109", "50102", "职业年金缴费", 321500),
        ("30216", "50203", "培训费", 470000),
    ]


def test_codes_behind_a_quantity_belong_to_the_purchase_before_it(written: BuiltWarehouse) -> None:
    names = (
        "line_label",
        "row_role",
        "function_code",
        "unit_code",
        "procurement_code",
        "department_economic_code",
    )
    expected = [
        ("合计", "total", None, None, None, None),
        ("全额", "subtotal", "2050303", None, None, None),
        ("某某技工学校", "subtotal", "2050303", "262005", None, None),
        ("宿舍维修（女生）", "detail", "2050303", "262005", "B08", "31006"),
        ("办公设备", "detail", "2050303", "262005", "A02010105", "31002"),
        ("全额", "subtotal", "2150502", None, None, None),
        ("某某工业局", "subtotal", "2150502", "262001", None, None),
        ("专项服务", "detail", "2150502", "262001", None, "30227"),
    ]
    assert lines(written, 4, "预算金额", *names) == expected
    assert lines(written, 4, "数量", *names) == expected
    # （女生） is not the unit of a quantity.
    assert {unit for (unit,) in lines(written, 4, "数量", "published_unit")} == {""}


def test_headings_of_a_list_of_purchases_are_subtotals(written: BuiltWarehouse) -> None:
    assert lines(written, 5, "总计", "line_label", "row_role", "procurement_code") == [
        ("合计", "total", None),
        ("货物", "subtotal", None),
        ("某某中学", "subtotal", None),
        ("A4黑白打印机", "detail", None),
        ("复印纸", "detail", None),
        ("服务", "subtotal", None),
        ("某某学院", "subtotal", None),
        ("物业管理服务", "detail", None),
    ]


def test_letters_of_the_catalogue_are_codes(written: BuiltWarehouse) -> None:
    assert lines(written, 6, "总计", "line_label", "procurement_code") == [
        ("合计", None),
        ("货物", "A"),
        ("服务", "C"),
    ]


def test_no_sum_is_accused(written: BuiltWarehouse) -> None:
    assert written.rows("select rule_code, subject from fct_reconciliations where status = 'fail'") == []
    proved = written.rows(
        "select distinct verification from fct_published_amounts "
        "where statement_code = 'procurement' and measure = 'amount' and row_role in ('detail', 'total')"
    )
    assert proved == [("verified",)]
