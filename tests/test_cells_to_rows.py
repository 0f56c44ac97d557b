"""Cells that are not what their grid says: what of them becomes a row, and what is unplaced."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from readers.pdf_drawing import Paper
from running import BuiltWarehouse

XS = [50.0, 130.0, 250.0, 330.0, 410.0, 490.0]
HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
PROJECT_XS = [50.0, 200.0, 320.0, 430.0]
PROJECT_HEADER = ["项目名称", "合计", "一般公共预算"]


def begin(path: Path, title: str) -> Paper:
    paper = Paper(path)
    paper.text(297, 200, f"某市{path.stem}局", 22, "centre")
    paper.text(297, 250, "2024年部门预算", 22, "centre")
    paper.next_page()
    paper.text(297, 50, title, 16, "centre")
    paper.text(490, 80, "单位：万元", align="right")
    return paper


def statement(paper: Paper, rows: Sequence[Sequence[str]], merged: tuple[int, float] | None = None) -> None:
    """A table; ``merged`` is a row and the x between two columns where it lacks its ruling."""
    for number in range(len(rows) + 2):
        paper.line(XS[0], 100 + 20 * number, XS[-1], 100 + 20 * number)
    for x in XS:
        for row in range(len(rows) + 1):
            if (row, x) != merged:
                paper.line(x, 100 + 20 * row, x, 120 + 20 * row)
    paper.cells(XS, 100, [HEADER, *rows])


ROWS = [
    ["205", "教育支出", "1,234.56", "900.00", "334.56"],
    ["20501", "教育管理事务", "1,234.56", "900.00", "334.56"],
    ["2050101", "行政运行", "900.00", "900.00", ""],
    ["2050102", "一般行政管理事务", "334.56", "", "334.56"],
]


def over_text_column(path: Path) -> None:
    """The number of the total is wider than its column, and its cell begins in the column of names."""
    paper = begin(path, "一般公共预算支出表")
    statement(paper, [*ROWS, ["合计", "", "", "900.00", "334.56"]], merged=(5, 250.0))
    paper.text(327, 210, "1,234.56", 9, "right")
    paper.save()


def over_two_amounts(path: Path) -> None:
    """A number in the middle of a cell under 合计 and 基本支出."""
    paper = begin(path, "一般公共预算支出表")
    statement(paper, [*ROWS, ["合计", "", "", "", "334.56"]], merged=(5, 330.0))
    paper.text(330, 210, "1,234.56", 9, "centre")
    paper.save()


def code_over_amount(path: Path) -> None:
    """A code whose cell spans the columns of names and 合计."""
    paper = begin(path, "一般公共预算支出表")
    statement(paper, [*ROWS, ["合计", "", "", "900.00", "334.56"]], merged=(5, 250.0))
    paper.text(327, 210, "2050199", 9, "right")
    paper.save()


def unreadable(path: Path) -> None:
    """The numbers of one line are damaged; the parts of 项目支出 do not add up."""
    paper = begin(path, "一般公共预算支出表")
    rows = [list(row) for row in ROWS]
    rows[2][2] = rows[2][3] = "9.00.00"
    rows[3][4] = "300.00"
    statement(paper, [["", "合计", *ROWS[0][2:]], *rows])
    paper.save()


def merged_project(path: Path, *, closed: bool = False) -> None:
    """One project beside the amounts of four units, the last two on the next page."""
    paper = begin(path, "项目支出表")
    body = [["信息系统运行维护", "65.50", "65.50"], ["", "29.70", "29.70"]]
    more = [["", "12.30", "12.30"], ["", "7.10", "7.10"], ["业务培训", "3.40", "3.40"]]

    def page(top: float, rows: list[list[str]], ruled: set[int]) -> None:
        for number in range(len(rows) + 1):
            left = PROJECT_XS[0] if number in ruled else PROJECT_XS[1]
            paper.line(left, top + 20 * number, PROJECT_XS[-1], top + 20 * number)
        for x in PROJECT_XS:
            paper.line(x, top, x, top + 20 * len(rows))
        paper.cells(PROJECT_XS, top, rows)

    ends = {0, 3} if closed else {0}
    page(720, [PROJECT_HEADER, *body], {1} | ends)
    paper.next_page()
    page(60, more, {2, 3} | ({0} if closed else set()))
    paper.save()


def merged_project_closed(path: Path) -> None:
    merged_project(path, closed=True)


def cut_figure(path: Path, *, ruled: bool = True) -> None:
    """A figure that the page end cuts between its lines, with rulings around and without."""
    paper = begin(path, "项目支出表")
    xs = [50.0, 114.0, 156.0, 240.0] if ruled else [50.0, 200.0, 320.0, 430.0]
    body = [["甲类项目", "9,100.00", "9,100.00"], ["乙类项目", "8,100.25", "8,100.25"]]
    draw = paper.table if ruled else paper.cells
    draw(xs, 700, [PROJECT_HEADER, *body, ["", "", "12,437.36"]])
    paper.text(53, 770, "丙丁戊己庚类", 10)
    paper.text(xs[2] - 3, 770, "12,437.3", 9, "right")
    paper.next_page()
    draw(xs, 60, [["", "", ""], ["辛类项目", "6,314.47", "6,314.47"], ["壬类项目", "614.79", "614.79"]])
    paper.text(53, 70, "项目", 10)
    paper.text(xs[2] - 3, 70, "6", 9, "right")
    paper.save()


def cut_figure_unruled(path: Path) -> None:
    cut_figure(path, ruled=False)


INDICATOR_LIST = [
    "1、1-产出指标；11-数量指标；培训人",
    "数；实施周期指标值:≥60人；年度指标",
    "值:≥20人。2、1-产出指标；12-质量",
    "指标；合格率；年度指标值:良好。3、2-效",
    "益指标；22-社会效益；维护；整合；年",
    "度指标值:5。",
]


def indicator_list(path: Path) -> None:
    """A project with all its indicators in one cell; the name of the last may be two."""
    paper = begin(path, "项目支出绩效目标表")
    xs = [50.0, 170.0, 250.0, 330.0, 520.0]
    paper.table(xs, 100, [["项目名称", "合计", "绩效目标", "绩效指标"]])
    paper.table(xs, 120, [["业务培训", "12.50", "提高能力", ""]], 100)
    for number, line in enumerate(INDICATOR_LIST):
        paper.text(333, 135 + 14 * number, line, 9)
    paper.save()


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    drawings = (
        over_text_column, over_two_amounts, code_over_amount, unreadable,
        merged_project, merged_project_closed, cut_figure, cut_figure_unruled, indicator_list,
    )  # fmt: skip
    for draw in drawings:
        draw(folder / f"{draw.__name__}.pdf")


def amounts(written: BuiltWarehouse, name: str, label: str) -> list[tuple[str, float, bool, str]]:
    return [
        (column, float(value), repaired, verification)
        for column, value, repaired, verification in written.rows(
            "select column_label, published_value, repaired, verification from fct_published_amounts "
            "join dim_disclosures using (disclosure_key) where source_file = ? and line_label = ? "
            "order by row_no, col_no",
            [f"{name}.pdf", label],
        )
    ]


def unplaced(written: BuiltWarehouse, name: str) -> list[tuple[str, str]]:
    return written.rows(
        "select raw_text, reason from fct_unplaced_cells join dim_disclosures using (disclosure_key) "
        "where source_file = ? and reason not in ('code', 'header_text') order by page_no, row_no",
        [f"{name}.pdf"],
    )


def test_a_number_over_a_text_column_belongs_to_its_amount_column(written: BuiltWarehouse) -> None:
    assert amounts(written, "over_text_column", "合计") == [
        ("合计", 1234.56, True, "verified"),
        ("基本支出", 900.0, False, "verified"),
        ("项目支出", 334.56, False, "verified"),
    ]


def test_a_number_over_two_amount_columns_belongs_to_neither(written: BuiltWarehouse) -> None:
    assert [column for column, *_ in amounts(written, "over_two_amounts", "合计")] == ["项目支出"]
    assert unplaced(written, "over_two_amounts") == [("1,234.56", "several_columns")]


def test_a_code_over_an_amount_column_stays_a_code(written: BuiltWarehouse) -> None:
    assert written.scalar("select count(*) from fct_published_amounts where published_value = 2050199") == 0


def test_an_identity_with_an_unreadable_number_does_not_accuse(written: BuiltWarehouse) -> None:
    assert unplaced(written, "unreadable") == [("9.00.00", "unreadable_number")] * 2
    found = written.rows(
        "select subject, status, cause, fct_reconciliations.explanation from fct_reconciliations "
        "join dim_disclosures using (disclosure_key) "
        "where source_file = 'unreadable.pdf' and status in ('fail', 'not_testable') "
        "and rule_code = 'code_parts'"
    )
    doubted = {subject: why for subject, status, cause, why in found if cause == "unreadable_number"}
    assert list(doubted) == ["20501 教育管理事务 · 合计"]
    assert "could not be read" in doubted["20501 教育管理事务 · 合计"]
    assert "无法辨认" in doubted["20501 教育管理事务 · 合计"]
    assert {subject for subject, status, *_ in found if status == "fail"} == {"20501 教育管理事务 · 项目支出"}


@pytest.mark.parametrize("name", ["merged_project", "merged_project_closed"])
def test_a_merged_label_is_that_of_all_its_rows_also_over_a_page_end(
    written: BuiltWarehouse, name: str
) -> None:
    found = written.rows(
        "select line_label, row_role, published_value, page_no from fct_published_amounts "
        "join dim_disclosures using (disclosure_key) where source_file = ? and fund_source = 'total' "
        "order by row_no",
        [f"{name}.pdf"],
    )
    assert [(label, role, float(value), page) for label, role, value, page in found] == [
        ("信息系统运行维护", "detail", 65.5, 2),
        ("信息系统运行维护", "detail", 29.7, 2),
        ("信息系统运行维护", "detail", 12.3, 3),
        ("信息系统运行维护", "detail", 7.1, 3),
        ("业务培训", "detail", 3.4, 3),
    ]


def test_a_figure_that_the_page_end_cuts_is_one_row(written: BuiltWarehouse) -> None:
    found = amounts(written, "cut_figure", "丙丁戊己庚类项目")
    assert [(value, repaired) for _, value, repaired, _ in found] == [(12437.36, True), (12437.36, False)]


def test_the_pieces_of_a_cut_figure_are_never_published(written: BuiltWarehouse) -> None:
    assert unplaced(written, "cut_figure_unruled") == [
        ("12,437.3\ufffd", "unreadable_number"),
        ("\ufffd6", "unreadable_number"),
    ]
    assert (
        written.scalar("select count(*) from fct_published_amounts where published_value in (12437.3, 6)")
        == 0
    )


def test_indicators_listed_in_one_cell_are_targets_or_unplaced(written: BuiltWarehouse) -> None:
    found = written.rows(
        "select project_name, target_period, level_1, level_2, indicator_name, target_text, operator, "
        "cast(target_value as integer), target_unit from fct_performance_targets "
        "join dim_disclosures using (disclosure_key) where source_file = 'indicator_list.pdf' "
        "order by target_key"
    )
    people = ("产出指标", "数量指标", "培训人数")
    assert found == [
        ("业务培训", "implementation", *people, "≥60人", ">=", 60, "人"),
        ("业务培训", "year", *people, "≥20人", ">=", 20, "人"),
        ("业务培训", "year", "产出指标", "质量指标", "合格率", "良好", None, None, None),
    ]
    assert unplaced(written, "indicator_list") == [("\n".join(INDICATOR_LIST), "unclear_indicators")]
    assert written.rows(
        "select status, target_count, refused_count from fct_statement_coverage "
        "join dim_disclosures using (disclosure_key) "
        "where source_file = 'indicator_list.pdf' and statement_code = 'project_performance'"
    ) == [("present", 3, 1)]
