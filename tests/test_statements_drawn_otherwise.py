"""The same small budget in other forms: codes in parts, feet, page totals, empty forms, units in cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from readers.pdf_drawing import Paper
from running import BuiltWarehouse

XS = [45.0, 100.0, 270.0, 340.0, 420.0, 500.0]
HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
TOTAL = ["", "合计", "1,450.50", "1,115.94", "334.56"]
ROWS = [
    ["205", "教育支出", "1,234.56", "900.00", "334.56"],
    ["20501", "教育管理事务", "1,234.56", "900.00", "334.56"],
    ["2050101", "行政运行", "900.00", "900.00", ""],
    ["2050102", "一般行政管理事务", "334.56", "", "334.56"],
    ["208", "社会保障和就业支出", "120.50", "120.50", ""],
    ["20805", "行政事业单位养老支出", "120.50", "120.50", ""],
    ["2080505", "机关事业单位基本养老保险缴费支出", "80.30", "80.30", ""],
    ["2080506", "机关事业单位职业年金缴费支出", "40.20", "40.20", ""],
    ["221", "住房保障支出", "95.44", "95.44", ""],
    ["22102", "住房改革支出", "95.44", "95.44", ""],
    ["2210201", "住房公积金", "95.44", "95.44", ""],
]
DETAILS = {"2050101": 900.0, "2050102": 334.56, "2080505": 80.3, "2080506": 40.2, "2210201": 95.44}


def begin(path: Path, title: str, unit: str = "万元") -> Paper:
    paper = Paper(path)
    paper.text(297, 200, f"某市{path.stem}局", 22, "centre")
    paper.text(297, 250, "2024年部门预算", 22, "centre")
    paper.next_page()
    next_statement(paper, title, unit)
    return paper


def next_statement(paper: Paper, title: str, unit: str = "万元") -> None:
    paper.text(297, 50, title, 16, "centre")
    paper.text(500, 80, f"单位：{unit}", align="right")


def codes_in_parts(path: Path, *, words: bool) -> None:
    """科目编码 over three columns of parts; 类 | 款 | 项 beside the first total, or nowhere."""
    paper = begin(path, "一般公共预算支出表")
    xs = [45.0, 75.0, 105.0, 135.0, *XS[2:]]
    paper.table(xs, 120, [["类", "款", "项", *TOTAL[1:]] if words else ["", "", "", *TOTAL[1:]]])
    paper.table(xs, 140, [[code[:3], code[3:5], code[5:], *rest] for code, *rest in ROWS])
    for x in [xs[0], *xs[3:]]:
        paper.line(x, 100, x, 120)
    paper.line(xs[0], 100, xs[-1], 100)
    paper.cells([xs[0], *xs[3:]], 100, [HEADER])
    paper.save()


def class_beside_total(path: Path) -> None:
    codes_in_parts(path, words=True)


def class_nowhere(path: Path) -> None:
    codes_in_parts(path, words=False)


def foot_in_frame(path: Path) -> None:
    """Who made the table, and when, in its last row: the date stands in columns of amounts."""
    paper = begin(path, "一般公共预算支出表")
    paper.table(XS, 100, [HEADER, TOTAL, *ROWS, ["制表人：某某", "", "填报日期：", "2024.03", "15"]])
    paper.save()


def page_totals(path: Path) -> None:
    """本页小计 and 过次页 end the first page, 承前页 begins the second."""
    paper = begin(path, "一般公共预算支出表")
    running = ["1,234.56", "900.00", "334.56"]
    first = [HEADER, TOTAL, *ROWS[:4], ["", "本页小计", *running], ["", "过次页", *running]]
    paper.table(XS, 840 - 20 * len(first) - 20, first)
    paper.next_page()
    paper.table(XS, 50, [HEADER, ["", "承前页", *running], *ROWS[4:]])
    paper.save()


def blank_form(path: Path) -> None:
    """A form to be filled in: example codes, no amounts, and 合计 across codes and names."""
    paper = begin(path, "一般公共预算支出表")
    paper.table(XS, 100, [HEADER])
    for x in [XS[0], *XS[2:]]:
        paper.line(x, 120, x, 140)
    paper.cells([XS[0], *XS[2:]], 120, [["合计", "", "", ""]])
    paper.table(XS, 140, [[code, name, "", "", ""] for code, name, *_ in ROWS])
    paper.save()


def unit_in_cells(path: Path) -> None:
    """Every amount carries its unit."""
    paper = begin(path, "一般公共预算支出表")
    body = [[*row[:2], *(value and value + "万元" for value in row[2:])] for row in (TOTAL, *ROWS)]
    paper.table(XS, 100, [HEADER, *body])
    paper.save()


def yuan_in_cells(path: Path) -> None:
    """Some amounts are in yuan and say so, below a caption of ten thousand yuan."""
    paper = begin(path, "一般公共预算支出表")
    body = [list(row) for row in (TOTAL, *ROWS)]
    for row in body[3:5]:
        row[2:] = [value and f"{yuan(value)}元" for value in row[2:]]
    paper.table(XS, 100, [HEADER, *body])
    paper.save()


def wrong_caption(path: Path, *, with_witness: bool = False) -> None:
    """A statement in yuan under the caption of ten thousand yuan; other statements print the same total."""
    paper = begin(path, "收支总表")
    total = "1,450.50"
    balance = [
        ["收入", "预算数", "支出", "预算数"],
        ["一般公共预算拨款收入", total, "教育支出", "1,234.56"],
        ["", "", "社会保障和就业支出", "120.50"],
        ["", "", "住房保障支出", "95.44"],
        ["本年收入合计", total, "本年支出合计", total],
        ["收入总计", total, "支出总计", total],
    ]
    paper.table([45.0, 180.0, 270.0, 410.0, 500.0], 100, balance)
    paper.next_page()
    if with_witness:
        next_statement(paper, "部门支出总表")
        paper.table(XS, 100, [HEADER, TOTAL, *ROWS])
        paper.next_page()
    next_statement(paper, "一般公共预算支出表")
    in_yuan = [[*row[:2], *(yuan(value) for value in row[2:])] for row in (TOTAL, *ROWS)]
    paper.table(XS, 100, [HEADER, *in_yuan])
    paper.save()


def wrong_caption_and_witness(path: Path) -> None:
    wrong_caption(path, with_witness=True)


def yuan(value: str) -> str:
    return value and f"{round(float(value.replace(',', '')) * 10_000):,}.00"


def leaf_changed(path: Path, *, by: float = -30.0) -> None:
    """One leaf is wrong by the same in two columns: its row still adds up."""
    paper = begin(path, "一般公共预算支出表")
    body = [list(row) for row in (TOTAL, *ROWS)]
    body[8][2:4] = [f"{40.20 + by:.2f}"] * 2
    paper.table(XS, 100, [HEADER, *body])
    paper.save()


def leaf_changed_up(path: Path) -> None:
    leaf_changed(path, by=30.0)


DRAWINGS: Sequence[Callable[[Path], None]] = (
    class_beside_total, class_nowhere, foot_in_frame, page_totals, blank_form, unit_in_cells, yuan_in_cells,
    wrong_caption, wrong_caption_and_witness, leaf_changed, leaf_changed_up,
)  # fmt: skip


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    for draw in DRAWINGS:
        draw(folder / f"{draw.__name__}.pdf")


def details(written: BuiltWarehouse, name: str) -> dict[str, float]:
    """The first amount of each detail line in ten thousand yuan, by its code."""
    return {
        code: float(value)
        for code, value in written.rows(
            "select function_code, arg_min(amount_yuan, col_no) / 10000 from fct_published_amounts "
            "join dim_disclosures using (disclosure_key) "
            "where source_file = ? and row_role = 'detail' group by all",
            [f"{name}.pdf"],
        )
    }


def unplaced(written: BuiltWarehouse, name: str) -> list[tuple[str, str]]:
    return written.rows(
        "select raw_text, reason from fct_unplaced_cells join dim_disclosures using (disclosure_key) "
        "where source_file = ? and reason not in ('code', 'header_text') order by page_no, row_no, col_no",
        [f"{name}.pdf"],
    )


def failing(written: BuiltWarehouse, name: str) -> list[tuple[str, str]]:
    return written.rows(
        "select rule_code, subject from fct_reconciliations join dim_disclosures using (disclosure_key) "
        "where source_file = ? and status in ('fail', 'not_testable')",
        [f"{name}.pdf"],
    )


@pytest.mark.parametrize(
    "name",
    ["class_beside_total", "class_nowhere", "foot_in_frame", "page_totals", "unit_in_cells", "yuan_in_cells"],
)
def test_the_small_budget_is_read_whole_in_each_form(written: BuiltWarehouse, name: str) -> None:
    assert details(written, name) == DETAILS
    assert failing(written, name) == []
    [(total,)] = written.rows(
        "select sum(amount_yuan) from fct_function_expenditures join dim_disclosures using (disclosure_key) "
        "where source_file = ? and is_complete and is_main_scope",
        [f"{name}.pdf"],
    )
    assert total == 14_505_000


def test_the_foot_of_a_table_is_no_line(written: BuiltWarehouse) -> None:
    assert unplaced(written, "foot_in_frame") == [("2024.03", "note_text"), ("15", "note_text")]


def test_running_totals_of_pages_are_no_lines(written: BuiltWarehouse) -> None:
    assert [reason for _, reason in unplaced(written, "page_totals")] == ["page_total"] * 9


def test_a_blank_form_publishes_nothing(written: BuiltWarehouse) -> None:
    assert details(written, "blank_form") == {}
    assert unplaced(written, "blank_form") == []


def verifications(written: BuiltWarehouse, name: str, condition: str = "true") -> set[str]:
    return {
        verification
        for (verification,) in written.rows(
            "select distinct verification from fct_published_amounts "
            f"join dim_disclosures using (disclosure_key) where source_file = ? and {condition}",
            [f"{name}.pdf"],
        )
    }


def test_where_two_statements_differ_by_a_unit_neither_is_verified(written: BuiltWarehouse) -> None:
    assert verifications(written, "wrong_caption") == {"unverified"}
    assert written.rows(
        "select distinct is_complete from fct_function_expenditures "
        "join dim_disclosures using (disclosure_key) where source_file = 'wrong_caption.pdf'"
    ) == [(False,)]


def test_a_third_statement_says_which_unit_is_wrong(written: BuiltWarehouse) -> None:
    name = "wrong_caption_and_witness"
    assert verifications(written, name, "statement_code = 'general_expenditure'") == {"contradicted"}
    assert verifications(written, name, "statement_code = 'expenditure_total'") == {"verified"}


@pytest.mark.parametrize("name", ["leaf_changed", "leaf_changed_up"])
def test_a_leaf_whose_own_sum_fails_is_not_verified(written: BuiltWarehouse, name: str) -> None:
    assert "verified" not in verifications(written, name, "function_code in ('2080505', '2080506')")
    # One wrong line takes nothing from the rest of the table.
    rest = "coalesce(function_code, '') not in ('2080505', '2080506')"
    assert verifications(written, name, rest) == {"verified"}
