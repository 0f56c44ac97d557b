"""Statements of one grid are told apart by geometry: titles, headers, labels, notes."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.readers.structured import Grid, GridCell, Paragraph
from pipelines.readers.structured.splitting import split

A_HEADER = [["科目", "预算数", "增长"]]
ROWS = [["甲", "1.00", "2%"], ["乙", "3.00", "4%"]]


def grid(*rows: Sequence[str | tuple[str, int]], framed: tuple[int, ...] | None = None) -> Grid:
    """A grid of texts, some with the columns that they span; lines are drawn around the rows ``framed``."""
    cells: list[GridCell] = []
    for number, row in enumerate(rows):
        col = 0
        for one in row:
            text, span = (one, 1) if isinstance(one, str) else one
            if text:
                drawn = None if framed is None else number in framed
                cells.append(GridCell(number, col, text, 1, span, framed=drawn))
            col += span
    return Grid(cells, widths=[60.0] * 8)


def parts(one: Grid) -> list[str | list[list[str]]]:
    """The texts of paragraphs, and the rows of grids."""
    found: list[str | list[list[str]]] = []
    for block in split([one]):
        if isinstance(block, Paragraph):
            found.append(block.text)
            continue
        rows: dict[int, list[str]] = {}
        for cell in block.cells:
            rows.setdefault(cell.row, []).append(cell.text)
        found.append(list(rows.values()))
    return found


def test_title_captions_and_notes_are_text_around_the_table() -> None:
    read = parts(
        grid(
            [("收支预算总表", 3)],
            ["", "", "公开01表"],
            ["编制单位：某局", "", "单位：万元"],
            *A_HEADER,
            *ROWS,
            ["注：本表反映部门本年度的总收支和年末结转结余情况，不含往来款项。"],
            ["负责人：甲", "", "填表人：乙"],
        )
    )
    assert read == [
        "收支预算总表",
        "公开01表",
        "编制单位：某局 单位：万元",
        A_HEADER + ROWS,
        "注：本表反映部门本年度的总收支和年末结转结余情况，不含往来款项。",
        "负责人：甲 填表人：乙",
    ]


def test_a_header_over_columns_that_the_next_row_divides_is_no_title() -> None:
    header = [["", ("预算数", 2)], ["科目", "合计", "基本支出"]]
    assert parts(grid(*header, *ROWS)) == [[["预算数"], ["科目", "合计", "基本支出"], *ROWS]]


def test_statements_one_below_another_are_told_apart() -> None:
    read = parts(
        grid([("甲表", 3)], *A_HEADER, *ROWS, [], [("乙表", 3)], ["", "", "单位：元"], *A_HEADER, *ROWS)
    )
    assert read == ["甲表", A_HEADER + ROWS, "乙表", "单位：元", A_HEADER + ROWS]


def test_statements_without_a_blank_row_between_are_told_apart_by_their_lines() -> None:
    rows = ([("甲表", 3)], *A_HEADER, *ROWS, [("乙表", 3)], *A_HEADER, *ROWS)
    assert parts(grid(*rows, framed=(1, 2, 3, 5, 6, 7))) == ["甲表", A_HEADER + ROWS, "乙表", A_HEADER + ROWS]


def test_labels_blank_rows_and_inner_headings_do_not_cut_a_statement() -> None:
    labelled = [*A_HEADER, ["一、工资福利支出"], *ROWS, ["二、商品和服务支出"], *ROWS]
    assert parts(grid(*labelled)) == [labelled]
    assert parts(grid(*A_HEADER, *ROWS, [], ["合计", "4.00", "3%"])) == [
        A_HEADER + ROWS + [["合计", "4.00", "3%"]]
    ]
    form = (
        ["项目名称", ("某项目", 2)],
        [("年度绩效目标", 3)],
        ["一级指标", "二级指标", "指标值"],
        ["产出指标", "数量", "≥90%"],
    )
    assert parts(grid(*form, framed=(0, 1, 2, 3))) == [
        [
            ["项目名称", "某项目"],
            ["年度绩效目标"],
            ["一级指标", "二级指标", "指标值"],
            ["产出指标", "数量", "≥90%"],
        ]
    ]


def test_a_label_at_the_head_of_a_continued_list_stays_in_it() -> None:
    assert parts(grid(["一、工资福利支出"], *ROWS)) == [[["一、工资福利支出"], *ROWS]]


def test_amounts_outside_the_lines_stay_in_the_table() -> None:
    read = parts(grid(*A_HEADER, *ROWS, ["丙", "5.00", "1%"], framed=(0, 1, 2)))
    assert read == [[*A_HEADER, *ROWS, ["丙", "5.00", "1%"]]]


def test_running_text_and_contents_are_no_tables() -> None:
    assert parts(grid(["某市某局"], ["2024年部门预算"])) == ["某市某局", "2024年部门预算"]
    contents = [
        ["目录"],
        ["表名", "页码"],
        *([f"{name}表", str(page)] for page, name in enumerate("甲乙丙丁", 3)),
    ]
    assert parts(grid(*contents)) == ["目录", "表名 页码", "甲表 3", "乙表 4", "丙表 5", "丁表 6"]
    assert len(parts(grid(["科目", "人数"], ["甲", "3"], ["乙", "2"], ["丙", "5"], ["丁", "6"]))) == 1


def test_the_halves_of_a_balance_stay_together_and_two_statements_are_cut() -> None:
    balance = (
        ["收入", "", "", "支出", ""],
        ["项目", "金额", "", "项目", "金额"],
        ["税", "1.00", "", "薪", "1.00"],
    )
    assert len(parts(grid(*balance))) == 1
    assert len(parts(grid(*balance, framed=(0, 1, 2)))) == 1
    titled = (["收入表", "", "", "支出表", ""], *balance[1:])
    assert [part for part in parts(grid(*titled, framed=(1, 2))) if isinstance(part, str)] == [
        "收入表",
        "支出表",
    ]
    both = (
        [("甲表", 2), "", ("乙表", 2)],
        ["", "单位：元", "", "", "单位：万元"],
        ["科目", "金额", "", "科目", "金额"],
        ["甲", "1.00", "", "乙", "2.00"],
    )
    assert parts(grid(*both)) == [
        "甲表",
        "单位：元",
        [["科目", "金额"], ["甲", "1.00"]],
        "乙表",
        "单位：万元",
        [["科目", "金额"], ["乙", "2.00"]],
    ]


def test_a_statement_right_below_another_begins_at_its_title_above_a_unit() -> None:
    second = [["类别", "金额", "占比"], ["丙", "5.00", "6%"]]
    for unit in (["", "", "单位：元"], ["单位：元"]):
        read = parts(grid(["收入表"], *A_HEADER, *ROWS, ["支出表"], unit, *second))
        assert read == ["收入表", A_HEADER + ROWS, "支出表", "单位：元", second]


def test_a_label_above_another_with_a_colon_begins_no_statement() -> None:
    rows = [*A_HEADER, *ROWS, ["二、结余"], ["其中：上年"], ["丙", "-", "丁"], ["合计", "5.00", "6%"]]
    assert parts(grid(*rows)) == [[[text for text in row if text] for row in rows]]
