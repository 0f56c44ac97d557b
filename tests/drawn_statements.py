"""Draws disclosures whose two statements agree, and a book of three of them."""

from __future__ import annotations

from pathlib import Path

from readers.pdf_drawing import Paper

BALANCE_XS = [50.0, 190.0, 290.0, 430.0, 530.0]
XS = [50.0, 120.0, 290.0, 370.0, 450.0, 530.0]
HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def page(paper: Paper, *lines: str) -> None:
    """A page of lines in the middle of each other, such as a cover."""
    for number, line in enumerate(lines):
        paper.text(297, 200 + 60 * number, line, 22, "centre")
    paper.next_page()


def statement(paper: Paper, organization: str, basic: float, project: float = 20.0, lines: int = 1) -> None:
    """一般公共预算支出表 with basic and project expenditure; ``lines`` divide the basic expenditure."""
    paper.text(297, 60, "一般公共预算支出表", 14, "centre")
    paper.text(50, 84, f"部门名称：{organization}")
    paper.text(530, 84, "单位：万元", 10, "right")
    items = [
        [f"20501{number:02d}", f"某项支出{number}", f"{basic / lines:.2f}", f"{basic / lines:.2f}", ""]
        for number in range(3, 3 + lines)
    ]
    total = f"{basic + project:.2f}"
    rows = [
        ["合计", "", total, f"{basic:.2f}", f"{project:.2f}"],
        ["205", "教育支出", total, f"{basic:.2f}", f"{project:.2f}"],
        ["20501", "教育管理事务", total, f"{basic:.2f}", f"{project:.2f}"],
        *items,
        ["2050102", "一般行政管理事务", f"{project:.2f}", "", f"{project:.2f}"],
    ]
    for first in range(0, len(rows), 30):
        if first:
            paper.next_page()
            paper.text(297, 60, "一般公共预算支出表", 14, "centre")
        paper.table(XS, 100, [HEADER, *rows[first : first + 30]])
    paper.next_page()


def balance(paper: Paper, organization: str, basic: float, project: float = 20.0) -> None:
    """部门收支总表 of the same money."""
    paper.text(297, 60, "部门收支总表", 14, "centre")
    paper.text(50, 84, f"部门名称：{organization}")
    paper.text(530, 84, "单位：万元", 10, "right")
    total = f"{basic + project:.2f}"
    rows = [
        ["收入", "", "支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", total, "一、教育支出", total],
        ["本年收入合计", total, "本年支出合计", total],
    ]
    paper.table(BALANCE_XS, 100, rows)
    paper.next_page()


def body(paper: Paper, organization: str, basic: float) -> None:
    balance(paper, organization, basic)
    statement(paper, organization, basic)


def draw_book(path: Path) -> None:
    """A department and two of its units, with contents, chapters, a list of units and an inner title."""
    paper = Paper(path)
    page(paper, "某市商务局", "2024年部门预算")
    page(paper, "目录", "第一部分 部门概况", "第二部分 2024年部门预算表")
    page(paper, "部门预算单位构成", "某市商务局（本级）", "某市商务考试院", "某市会展馆")
    page(paper, "第二部分", "某市商务局2024年部门预算表")
    body(paper, "某市商务局", 500.0)
    page(paper, "某市商务局所属某市会展馆", "2024年预算绩效评价报告")
    page(paper, "某市商务考试院", "2024年单位预算")
    page(paper, "商务考试院2024年单位预算表")
    body(paper, "某市商务考试院", 100.0)
    page(paper, "附件2", "二〇二四年", "某市会展馆", "单位预算")
    body(paper, "某市会展馆", 40.0)
    paper.save()
