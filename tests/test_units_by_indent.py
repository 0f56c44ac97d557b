"""Lists whose only outline is where their text begins: units, their projects, and what was carried over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from drawn_statements import page
from readers.pdf_drawing import Paper
from running import BuiltWarehouse

XS = [45.0, 250.0, 340.0, 430.0, 520.0]
# No word of the vocabulary names the first column.
HEADER = ["支出项目类别样式", "合计", "一般公共预算拨款", "其他收入"]
PROJECTS = (
    (0, "某市商务局", 1234.56, 34.56),
    (1, "某市商务局（本级）", 700.25, 34.56),
    (2, "商务管理", 400.13, 34.56),
    (2, "会展专项", 300.12, 0),
    (1, "某市商务考试院", 200.2, 0),
    (2, "商务管理", 200.2, 0),
    (1, "某市会展中心（新区）", 334.11, 0),
    (2, "商务管理", 111.01, 0),
    (2, "建设数据中心", 223.1, 0),
)
BASIC = (
    (0, "某市商务局", 926.05, 0),
    (1, "某市商务局（本级）", 700.8, 0),
    (2, "工资福利支出", 500.5, 0),
    (3, "基本工资", 300.31, 0),
    (3, "津贴补贴", 200.19, 0),
    (2, "商品和服务支出", 200.3, 0),
    (3, "办公费", 150.11, 0),
    (3, "差旅费", 50.19, 0),
    (1, "某市商务考试院", 225.25, 0),
    (2, "工资福利支出", 125.11, 0),
    (3, "基本工资", 125.11, 0),
    (2, "商品和服务支出", 100.14, 0),
    (3, "办公费", 60.1, 0),
    (3, "差旅费", 40.04, 0),
)
UNITS = {("商务管理", 400.13): "某市商务局（本级）", ("会展专项", 300.12): "某市商务局（本级）"} | {
    ("商务管理", 200.2): "某市商务考试院",
    ("商务管理", 111.01): "某市会展中心（新区）",
    ("建设数据中心", 223.1): "某市会展中心（新区）",
}
# How far the text of each line is moved, in widths of a character.
INDENTS = {
    "indented": [0] * 14,
    "unit_moved_right": [0, 0, 0, 0, 2, *[0] * 9],
    "project_moved_left": [0, 0, 0, -2, *[0] * 10],
    "all_moved": [1, 0, -2, 0, 2, -1, 0, 0, -4, 0, 2, 0, -2, 0],
}


def table(
    paper: Paper, title: str, lines: Sequence[tuple[int, str, float, float]], moves: Sequence[int]
) -> None:
    paper.text(297, 50, title, 16, "centre")
    paper.text(500, 80, "单位：万元", align="right")
    rows = [
        ["　" * max(0, 2 * depth + move) + name, f"{amount:,.2f}", f"{amount - other:,.2f}", f"{other:,.2f}"]
        for (depth, name, amount, other), move in zip(lines, moves, strict=False)
    ]
    paper.table(XS, 100, [HEADER, *rows])
    paper.next_page()


def balance(paper: Paper) -> None:
    """上年结余、结转 without a number above its own 1. and 2., of which one is not zero."""
    paper.text(297, 50, "部门收支总表", 16, "centre")
    paper.text(500, 80, "单位：万元", align="right")
    rows = [
        ["收入", "", "支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["一、财政拨款", "1,900.00", "一、商业服务业等支出", "2,160.61"],
        ["　1.一般公共预算拨款", "1,900.00", "", ""],
        ["　2.政府性基金预算拨款", "0.00", "", ""],
        ["二、其他收入", "34.56", "", ""],
        ["本年收入合计", "1,934.56", "本年支出合计", "2,160.61"],
        ["上年结余、结转", "226.05", "结转下年", "0.00"],
        ["　1.财政拨款结余、结转", "226.05", "", ""],
        ["　2.非财政拨款结余、结转", "0.00", "", ""],
        ["收入总计", "2,160.61", "支出总计", "2,160.61"],
    ]
    paper.table([45.0, 200.0, 290.0, 430.0, 520.0], 100, rows)
    paper.next_page()


def code_printed_twice(paper: Paper, other: float = 55.53) -> None:
    """21699 is printed again where its only item should stand."""
    paper.text(297, 50, "一般公共预算支出表", 16, "centre")
    paper.text(500, 80, "单位：万元", align="right")
    lines = [
        ("", "合计", 500.57 + other),
        ("201", "一般公共服务支出", 500.57),
        ("20113", "商贸事务", 500.57),
        ("2011301", "行政运行", 300.26),
        ("2011350", "事业运行", 200.31),
        ("216", "商业服务业等支出", other),
        ("21699", "其他商业服务业等支出", 55.53),
        ("21699", "其他商业服务业等支出", 55.53),
    ]
    paper.table(
        [45.0, 130.0, 340.0, 520.0],
        100,
        [
            ["科目编码", "科目名称", "预算数"],
            *([code, name, f"{amount:,.2f}"] for code, name, amount in lines),
        ],
    )
    paper.next_page()


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    for name, moves in (*INDENTS.items(), ("flat", [-2 * depth for depth, *_ in BASIC])):
        paper = Paper(folder / f"{name}.pdf")
        page(paper, f"某市{name}局", "2026年部门预算")
        flat = [-2 * depth for depth, *_ in PROJECTS]
        table(paper, "项目支出总表", PROJECTS, flat if name == "flat" else moves)
        table(paper, "基本支出总表", BASIC, moves)
        if name == "indented":
            balance(paper)
            code_printed_twice(paper)
        if name == "flat":
            code_printed_twice(paper, other=111.06)
        paper.save()


def rows(
    written: BuiltWarehouse, columns: str, table: str, name: str, condition: str = "true"
) -> list[tuple]:
    return written.rows(
        f"select {columns} from {table} join dim_disclosures using (disclosure_key) "
        f"where source_file = '{name}.pdf' and {condition} order by all"
    )


def projects(
    written: BuiltWarehouse, name: str, condition: str = "true"
) -> dict[tuple[str, float], str | None]:
    found = rows(
        written,
        "project_name, sum(amount_yuan)::double / 10000, fct_projects.unit_name",
        "fct_projects",
        name,
        f"fund_source = 'total' and {condition} group by project_name, fct_projects.unit_name",
    )
    return {(project, amount): unit for project, amount, unit in found}


def test_projects_are_those_of_the_unit_that_they_are_indented_under(written: BuiltWarehouse) -> None:
    assert projects(written, "indented") == UNITS
    assert projects(written, "indented", "is_complete") == UNITS


@pytest.mark.parametrize("name", [*INDENTS, "flat"])
def test_wrong_indents_lose_units_and_never_mix_them_up(written: BuiltWarehouse, name: str) -> None:
    found = rows(
        written,
        "distinct line_label, published_value::double, unit_name",
        "fct_published_amounts",
        name,
        "statement_code = 'project_expenditure' and col_no = 2 and unit_name is not null "
        "and row_role = 'detail' and line_label <> unit_name",
    )
    assert {(label, amount): unit for label, amount, unit in found}.items() <= UNITS.items()
    complete = projects(written, name, "is_complete")
    assert {project: unit for project, unit in complete.items() if unit}.items() <= UNITS.items()
    assert not complete or complete.keys() == UNITS.keys()


def test_economic_items_below_units_are_known_by_their_names_and_have_their_unit(
    written: BuiltWarehouse,
) -> None:
    found = rows(
        written,
        "line_label, unit_name, published_value::double",
        "fct_published_amounts",
        "indented",
        "statement_code like 'basic%' and col_no = 2 and row_role = 'detail'",
    )
    items = [(label, amount) for depth, label, amount, _ in BASIC if depth == 3]
    assert sorted((label, amount) for label, _, amount in found) == sorted(items)
    assert {unit for label, unit, _ in found if label == "基本工资"} == {
        "某市商务局（本级）",
        "某市商务考试院",
    }
    [(total, complete)] = rows(
        written,
        "sum(amount_yuan)::double / 10000, bool_and(is_complete)",
        "fct_economic_expenditures",
        "indented",
        "is_main_scope",
    )
    assert (total, complete) == (926.05, True)


def test_what_was_carried_over_counts_once(written: BuiltWarehouse) -> None:
    assert rows(
        written, "sum(amount_yuan)::double / 10000, bool_and(is_complete)", "fct_revenues", "indented"
    ) == [(2160.61, True)]


def test_a_code_printed_twice_counts_once_where_the_sum_above_needs_it(written: BuiltWarehouse) -> None:
    def roles(name: str) -> list[str]:
        found = rows(written, "row_role", "fct_published_amounts", name, "function_code = '21699'")
        return [role for (role,) in found]

    assert roles("indented") == ["detail", "subtotal"]
    assert roles("flat") == ["detail", "detail"]
