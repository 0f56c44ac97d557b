"""Statements by function whose columns are economic categories, in either system, with and without codes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from readers.pdf_drawing import Paper
from running import BuiltWarehouse

CODES = ["", "205", "20501", "2050101", "2050102", "221", "22102", "2210201"]
NAMES = ["合计", "教育支出", "教育管理事务", "行政运行", "一般行政管理事务"]
NAMES += ["住房保障支出", "住房改革支出", "住房公积金"]
# Wages, goods and services, transfers to individuals, capital.
FIGURES = [
    (700.44, 414.56, 35.5, 180.0),
    (605.0, 414.56, 35.5, 180.0),
    (605.0, 414.56, 35.5, 180.0),
    (605.0, 310.0, 35.5, 0.0),
    (0.0, 104.56, 0.0, 180.0),
    (95.44, 0.0, 0.0, 0.0),
    (95.44, 0.0, 0.0, 0.0),
    (95.44, 0.0, 0.0, 0.0),
]
TOTAL = 1330.50
LEAVES = {
    "2050101": (605.0, 310.0, 35.5, 0.0),
    "2050102": (0.0, 104.56, 0.0, 180.0),
    "2210201": (95.44, 0.0, 0.0, 0.0),
}
GOVERNMENT = ["机关工资福利支出", "机关商品和服务支出", "对个人和家庭的补助", "机关资本性支出（一）"]
DEPARTMENT = ["工资福利支出", "商品和服务支出", "对个人和家庭的补助", "资本性支出"]
GOVERNMENT_CODES, DEPARTMENT_CODES = ["501", "502", "509", "503"], ["301", "302", "303", "310"]
XS = [30.0, 80.0, 200.0, 260.0, 340.0, 420.0, 500.0, 575.0]


def printed(value: float) -> str:
    return f"{value:,.2f}" if value else ""


def lines(text: str, length: int = 6) -> str:
    return "\n".join(text[place : place + length] for place in range(0, len(text), length))


def rows(*, sections: bool = False) -> list[list[str]]:
    """The lines of the statement; with ``sections`` wages are printed whole and in two parts."""
    body = []
    for code, name, (wages, *rest) in zip(CODES, NAMES, FIGURES, strict=True):
        first = [wages, round(wages * 0.75, 2), round(wages * 0.25, 2)] if sections else [wages]
        figures = [printed(value) for value in (sum((wages, *rest)), *first, *rest)]
        body.append([code, name, *figures])
    return body


def begin(folder: Path, name: str, title: str) -> Paper:
    paper = Paper(folder / f"{name}.pdf")
    paper.text(297, 200, f"某市{name}局", 20, "centre")
    paper.text(297, 250, "2024年部门预算", 20, "centre")
    paper.next_page()
    paper.text(297, 50, title, 14, "centre")
    paper.text(560, 80, "单位：万元", align="right")
    return paper


def one_level(folder: Path, name: str, title: str, labels: Sequence[str]) -> None:
    paper = begin(folder, name, title)
    paper.table(XS, 100, [["科目编码", "科目名称", "合计", *map(lines, labels)], *rows()], height=40)
    paper.save()


def code_row(folder: Path, name: str, codes: Sequence[str], labels: Sequence[str]) -> None:
    """The codes stand in a row of their own below the names."""
    paper = begin(folder, name, "部门支出总表")
    paper.table(XS, 140, [["", "", "", *codes], *rows()], height=30)
    paper.line(XS[0], 100, XS[-1], 100)
    for x in XS:
        paper.line(x, 100, x, 140)
    paper.cells(XS, 100, [["科目编码", "科目名称", "合计", *map(lines, labels)]], height=40)
    paper.save()


def two_levels(folder: Path, name: str, first: str, parts: Sequence[str], others: Sequence[str]) -> None:
    """Wages as a group: 小计, and two sections below it."""
    paper = begin(folder, name, "一般公共预算支出表")
    xs = [20.0, 65.0, 160.0, 215.0, 275.0, 335.0, 395.0, 455.0, 515.0, 580.0]
    paper.table(xs, 160, rows(sections=True), height=30)
    for x in xs:
        paper.line(x, 120 if x in xs[4:6] else 100, x, 160)
    paper.line(xs[0], 100, xs[-1], 100)
    paper.line(xs[3], 120, xs[6], 120)
    paper.cells(xs[3:], 100, [[first]], height=20)
    paper.cells([*xs[:3]], 100, [["科目编码", "科目名称"]], height=60)
    paper.cells(xs[2:4], 100, [["合计"]], height=60)
    paper.cells(xs[6:], 100, [[lines(label, 5) for label in others]], height=60)
    paper.cells(xs[3:7], 120, [["小计", *(lines(part, 5) for part in parts)]], height=40)
    paper.save()


def write_documents(folder: Path, request: pytest.FixtureRequest) -> None:
    del request
    pairs = zip(GOVERNMENT_CODES, GOVERNMENT, strict=True)
    one_level(folder, "gov_coded", "一般公共预算支出表（按政府预算经济分类）", [f"{c}{n}" for c, n in pairs])
    pairs = zip(DEPARTMENT_CODES, DEPARTMENT, strict=True)
    one_level(folder, "dep_coded", "一般公共预算支出表", [f"{n}（{c}）" for c, n in pairs])
    one_level(folder, "gov_named", "部门支出总表", GOVERNMENT)
    one_level(folder, "dep_named", "一般公共预算支出表", DEPARTMENT)
    one_level(
        folder, "odd_named", "一般公共预算支出表", ["对个人和家庭的补助", "对企业补助", "其他支出", "预备费"]
    )
    code_row(folder, "code_row", GOVERNMENT_CODES, GOVERNMENT)
    two_levels(
        folder,
        "two_coded",
        "501机关工资福利支出",
        ["50101工资奖金津补贴", "50102社会保障缴费"],
        GOVERNMENT[1:],
    )
    two_levels(folder, "two_named", "工资福利支出", ["基本工资", "奖金"], DEPARTMENT[1:])


SYSTEMS = {
    "gov_coded": ("government", GOVERNMENT_CODES, "code"),
    "dep_coded": ("department", DEPARTMENT_CODES, "code"),
    "code_row": ("government", GOVERNMENT_CODES, "code"),
    "gov_named": ("government", GOVERNMENT_CODES, "name"),
    "dep_named": ("department", DEPARTMENT_CODES, "name"),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_column_gives_its_category_and_the_line_its_function(written: BuiltWarehouse, name: str) -> None:
    system, codes, conformed_by = SYSTEMS[name]
    expected = {
        (function, code, value * 10_000)
        for function, values in LEAVES.items()
        for code, value in zip(codes, values, strict=True)
        if value
    }
    facts = written.rows(
        "select function_code, economic_code, amount_yuan::double, code_system, conformed_by, is_complete "
        "from fct_economic_expenditures join dim_disclosures using (disclosure_key) where source_file = ?",
        [f"{name}.pdf"],
    )
    assert {row[:3] for row in facts} == expected and len(facts) == len(expected)
    assert {row[3:] for row in facts} == {(system, conformed_by, True)}


def test_the_atomic_fact_has_printed_codes_only(written: BuiltWarehouse) -> None:
    codes = written.rows(
        "select distinct source_file, coalesce(department_economic_code, government_economic_code) as code "
        "from fct_published_amounts join dim_disclosures using (disclosure_key) where code is not null"
    )
    expected = {
        (f"{name}.pdf", code) for name, (_, codes, how) in SYSTEMS.items() if how == "code" for code in codes
    }
    assert set(codes) == expected | {("two_coded.pdf", code) for code in ("501", "50101", "50102")}


@pytest.mark.parametrize("name", [*SYSTEMS, "two_coded", "two_named"])
def test_each_analysts_fact_counts_the_yuan_once(written: BuiltWarehouse, name: str) -> None:
    for fact in ("function", "economic"):
        totals = written.rows(
            f"select sum(amount_yuan)::double, bool_and(is_complete) from fct_{fact}_expenditures "
            "join dim_disclosures using (disclosure_key) where source_file = ?",
            [f"{name}.pdf"],
        )
        assert totals == [(TOTAL * 10_000, True)], fact


def test_the_columns_are_proven_to_come_to_the_total(written: BuiltWarehouse) -> None:
    outcomes = written.rows(
        "select source_file, status, count(*) from fct_reconciliations "
        "join dim_disclosures using (disclosure_key) "
        "where rule_code = 'total_parts' and source_file <> 'odd_named.pdf' group by all"
    )
    assert {row[:2] for row in outcomes} == {
        (f"{name}.pdf", "pass") for name in (*SYSTEMS, "two_coded", "two_named")
    }


@pytest.mark.parametrize(
    ("name", "codes"), [("two_coded", ("50101", "50102")), ("two_named", ("30101", "30103"))]
)
def test_sections_count_instead_of_their_class(
    written: BuiltWarehouse, name: str, codes: tuple[str, ...]
) -> None:
    rows = written.rows(
        "select distinct economic_code from fct_economic_expenditures "
        "join dim_disclosures using (disclosure_key) where source_file = ? and economic_class_code[-1] = '1'",
        [f"{name}.pdf"],
    )
    assert {code for (code,) in rows} == set(codes)


def test_names_of_both_systems_tell_nothing(written: BuiltWarehouse) -> None:
    """对个人和家庭的补助 | 对企业补助 | 其他支出 | 预备费: which system is open, and so are the columns."""
    of_file = "join dim_disclosures using (disclosure_key) where source_file = 'odd_named.pdf'"
    assert written.rows(f"select 1 from fct_economic_expenditures {of_file}") == []
    assert (
        written.scalar(f"select count(*) from fct_unplaced_cells {of_file} and reason = 'unknown_header'")
        == 12
    )
