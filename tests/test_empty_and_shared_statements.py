"""Statements that are empty, that share a table, or that have no table of their own.

Without published PDFs, their tests are skipped.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from running import BuiltWarehouse

BEIJING = "beijing-2026-jingjihexinxihuaju-budget.pdf"
HUZHOU = "huzhou-2026-caizhengju-budget.pdf"
SHANGHAI = "shanghai-2025-caizhengju-budget.pdf"
XIAN_2019 = "xian-2019-anquanshengchanjianduguanliju-budget.pdf"
XIAN_2022 = "xian-2022-gongyehexinxihuaju-budget.pdf"
ZHUHAI = "zhuhai-2026-shangwuju-budget.pdf"


@pytest.mark.parametrize(
    ("source_file", "items"),
    [
        (HUZHOU, {"reception": 58000, "vehicle_operation": 35000}),
        (SHANGHAI, {"abroad": 2887000, "reception": 254000, "vehicle_operation": 322000}),
        (XIAN_2019, {"reception": 43800, "vehicle_operation": 240000}),
        (XIAN_2022, {"abroad": 0, "reception": 18400, "vehicle_operation": 150000, "vehicle_purchase": 0}),
        (ZHUHAI, {"abroad": 132000, "reception": 66400, "vehicle_operation": 0, "vehicle_purchase": 0}),
    ],
)
def test_three_public_expenses_come_to_what_is_printed(
    published: BuiltWarehouse, source_file: str, items: dict[str, int]
) -> None:
    assert (
        dict(
            published.rows(
                "select item_code, sum(amount_yuan) from fct_three_public_expenses "
                "join dim_disclosures using (disclosure_key, fiscal_year) "
                "where source_file = ? and basis = 'budget' and is_main_scope group by item_code",
                [source_file],
            )
        )
        == items
    )


@pytest.mark.parametrize(
    ("source_file", "statement", "nature", "value"),
    [
        (SHANGHAI, "operating_cost", "basic_public", "2517.78"),
        (ZHUHAI, "other", "administrative", "10884.55"),
    ],
)
def test_what_stands_beside_the_three_public_expenses_is_none_of_them(
    published: BuiltWarehouse, source_file: str, statement: str, nature: str, value: str
) -> None:
    ((row_role, published_value),) = published.rows(
        "select distinct row_role, published_value from fct_published_amounts "
        "join dim_disclosures using (disclosure_key) "
        "where source_file = ? and statement_code = ? and nature = ? and published_value > 0",
        [source_file, statement, nature],
    )
    assert (row_role, published_value) == ("total", Decimal(value))


@pytest.mark.parametrize(
    ("source_file", "count", "value"), [(HUZHOU, 7, Decimal("1266.75")), (ZHUHAI, 22, Decimal("28087.47"))]
)
def test_a_list_of_projects_with_their_targets_gives_its_amounts(
    published: BuiltWarehouse, source_file: str, count: int, value: Decimal
) -> None:
    assert published.rows(
        "select count(*), sum(published_value), min(published_unit), count(line_label) "
        "from fct_published_amounts join dim_disclosures using (disclosure_key) "
        "where source_file = ? and statement_code = 'project_performance' and row_role = 'detail'",
        [source_file],
    ) == [(count, value, "万元", count)]


def test_a_number_printed_with_its_unit_is_placed(published: BuiltWarehouse) -> None:
    assert published.rows(
        "select line_label, published_value, published_unit from fct_published_amounts "
        "join dim_disclosures using (disclosure_key) "
        "where source_file = ? and raw_text like '%万元' order by row_no, col_no",
        [XIAN_2022],
    ) == [
        ("实施期资金总额", 2400000, "万元"),
        ("年度资金总额", 100000, "万元"),
        ("财政拨款", 2400000, "万元"),
        ("财政拨款", 100000, "万元"),
    ]


@pytest.mark.parametrize(
    ("source_file", "statement", "status", "page_no", "is_explained", "words"),
    [
        (HUZHOU, "soe_capital", "empty", 30, True, "没有使用国有资本经营预算拨款安排的支出，故本表无数据"),
        (SHANGHAI, "govfund_expenditure", "empty", 15, True, "政府性基金拨款支出预算为0"),
        # The reason is printed next to the statement in the list of contents.
        (XIAN_2019, "govfund_expenditure", "empty", 24, True, "本单位无政府性基金预算"),
        # The file has tables only; a text elsewhere may say why.
        (XIAN_2019, "soe_capital", "absent", None, None, None),
        (BEIJING, "soe_capital", "empty", 14, None, None),
        (XIAN_2022, "soe_capital", "absent", None, True, "本部门无当年国有资本经营预算拨款收支"),
        # The list of contents names this statement, but is not the statement.
        (XIAN_2019, "department_performance", "present", 33, None, None),
    ],
)
def test_coverage_says_whether_the_text_explains_what_is_missing(
    published: BuiltWarehouse,
    source_file: str,
    statement: str,
    status: str,
    page_no: int | None,
    is_explained: bool | None,
    words: str | None,
) -> None:
    ((found_status, found_page, found_explained, explained_by),) = published.rows(
        "select status, page_no, is_explained, explained_by from fct_statement_coverage "
        "join dim_disclosures using (disclosure_key) where source_file = ? and statement_code = ?",
        [source_file, statement],
    )
    assert (found_status, found_page) == (status, page_no)
    assert found_explained is is_explained
    assert (words or "") in (explained_by or "")


def test_text_files_say_why_their_statements_are_empty(warehouse: BuiltWarehouse) -> None:
    rows = warehouse.rows(
        "select split_part(source_file, '-', 1), statement_code, is_explained from fct_statement_coverage "
        "join dim_disclosures using (disclosure_key) where status = 'empty' or statement_code = 'soe_capital'"
    )
    explained = {(city, statement) for city, statement, is_explained in rows if is_explained}
    assert {city for city, _, is_explained in rows if is_explained is False} == {"guyuan", "xianning"}
    assert explained == {
        ("guyuan", "govfund_expenditure"),
        ("xinzhou", "govfund_expenditure"),
        ("xinzhou", "govfund_revenue"),
        ("xinzhou", "soe_capital"),
        ("xushui", "govfund_expenditure"),
        ("xushui", "soe_capital"),
        ("yima", "govfund_expenditure"),
        ("yima", "soe_capital"),
    }
