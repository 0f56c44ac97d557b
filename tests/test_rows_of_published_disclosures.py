"""Outlines of published disclosures: leaves add up to their totals, and nothing counts twice.

The documents are not part of the repository; without them, tests are skipped.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from running import BuiltWarehouse

UNIVERSITY = "chongqing-2023-xinandaxue-final"
NAMES_ONLY = "huzhou-2026-caizhengju-budget"
PROJECT_TREE = "xian-2022-gongyehexinxihuaju-budget"
RECORDS_OVER_PAGES = "changsha-2025-gonganju-budget"


def total_of(published: BuiltWarehouse, fact: str, name: str) -> Decimal:
    return published.scalar(
        f"""
        select sum(amount_yuan) from {fact} join dim_disclosures using (disclosure_key)
        where source_file = ? and is_main_scope
        """,
        [f"{name}.pdf"],
    )


def roles(published: BuiltWarehouse, name: str, page_no: int) -> dict[str, set[str]]:
    """The line labels of a page by row role."""
    rows = published.rows(
        """
        select row_role, line_label
        from fct_published_amounts join dim_disclosures using (disclosure_key)
        where source_file = ? and page_no = ?
        """,
        [f"{name}.pdf", page_no],
    )
    return {role: {label for other, label in rows if other == role} for role, _ in rows}


@pytest.mark.parametrize(
    ("fact", "name", "printed"),
    [
        ("fct_revenues", UNIVERSITY, "5694965400.00"),
        ("fct_revenues", PROJECT_TREE, "1059464715.06"),
        ("fct_projects", PROJECT_TREE, "1009299897.92"),
        ("fct_function_expenditures", PROJECT_TREE, "1053642667.43"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_leaves_come_to_the_printed_total(
    published: BuiltWarehouse, fact: str, name: str, printed: str
) -> None:
    assert total_of(published, fact, name) == Decimal(printed)


def test_projects_below_categories_without_indents_are_the_leaves(published: BuiltWarehouse) -> None:
    page = roles(published, PROJECT_TREE, 40)
    assert page["detail"] == {
        "中小企业、民营经济综合服务信息费",
        "中小企业、民营经济组织培训费",
        "社会信用体系建设宣传",
    }
    assert {"通用项目", "网络信息化建设", "西安市社会信用中心"} <= page["subtotal"]


def test_names_of_the_classification_nest_without_codes(published: BuiltWarehouse) -> None:
    page = roles(published, NAMES_ONLY, 17)
    assert {"卫生健康支出", "行政事业单位医疗"} <= page["subtotal"]
    assert {"行政单位医疗", "公务员医疗补助", "住房公积金"} <= page["detail"]


def test_a_department_is_the_sum_of_its_units_and_they_are_alike(published: BuiltWarehouse) -> None:
    rows = published.rows(
        """
        select row_role, count(distinct row_no)
        from fct_published_amounts join dim_disclosures using (disclosure_key)
        where source_file = ? and statement_code = 'revenue_total'
        group by row_role
        """,
        [f"{NAMES_ONLY}.pdf"],
    )
    assert dict(rows) == {"total": 1, "subtotal": 1, "detail": 5}


def test_a_record_that_goes_on_over_pages_counts_once(published: BuiltWarehouse) -> None:
    details = published.rows(
        """
        select line_label, count(*)
        from fct_published_amounts join dim_disclosures using (disclosure_key)
        where source_file = ? and statement_code = 'project_performance' and row_role = 'detail'
        group by line_label
        """,
        [f"{RECORDS_OVER_PAGES}.pdf"],
    )
    assert len(details) > 10
    assert {count for _, count in details} == {1}
    repeated = published.scalar("select count(*) from fct_unplaced_cells where reason = 'printed_again'")
    assert repeated > len(details)


def test_basic_expenditure_printed_only_as_personnel_and_public_is_basic(published: BuiltWarehouse) -> None:
    natures = published.rows(
        """
        select distinct nature
        from fct_function_expenditures join dim_disclosures using (disclosure_key)
        where source_file = ?
        """,
        [f"{PROJECT_TREE}.pdf"],
    )
    assert {nature for (nature,) in natures} == {"basic", "project"}
