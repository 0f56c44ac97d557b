"""The columns of a table over several pages, facing pages and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pdf_drawing import Paper

from pipelines.readers.document import Document, Table
from pipelines.readers.pdf import read_pdf

XS = [50.0, 110.0, 250.0, 330.0, 420.0, 520.0]
HEADER = ["编码", "名称", "合计", "基本", "项目"]


def rows(first: int, count: int, columns: int = 5) -> list[list[str]]:
    return [
        [f"2{n:04d}", "某项支出", f"{n}.30", f"{n}.10", "0.20"][:columns] for n in range(first, first + count)
    ]


def draw(path: Path, pages: Sequence[tuple[str, Sequence[float], float, list[list[str]]]]) -> Document:
    """Each page: its title ('' for none), the column edges, the top of the table, and its rows."""
    paper = Paper(path)
    for title, xs, top, body in pages:
        if title:
            paper.text(297, top - 30, title, 14, "centre")
            paper.text(520, top - 10, "单位：万元", align="right")
        paper.table(xs, top, body)
        paper.next_page()
    return read_pdf(paper.save())


def row_of(table: Table, code: str) -> list[tuple[int, int, str]]:
    """The cells of the row with a code: column, columns spanned, text."""
    (number,) = [cell.row_no for cell in table.cells if cell.text == code]
    return [(c.col_no, c.col_span, c.text) for c in table.cells if c.row_no == number]


@pytest.mark.parametrize("wander", [5.0, 25.0, 60.0])
@pytest.mark.parametrize("title", ["", "支出总表"])
def test_the_same_header_means_the_same_columns_however_far_edges_wander(
    tmp_path: Path, wander: float, title: str
) -> None:
    other = [50.0, 110.0 + wander, 250.0 + wander, 330.0 + wander, 420.0 + wander / 2, 520.0]
    pages = [("支出总表", XS, 70.0, [HEADER, *rows(1, 30)]), (title, other, 70.0, [HEADER, *rows(31, 4)])]
    (table,) = draw(tmp_path / "wander.pdf", pages).tables
    assert (table.column_count, table.row_count) == (5, 35)
    assert row_of(table, "20031") == [
        (1, 1, "20031"), (2, 1, "某项支出"), (3, 1, "31.30"), (4, 1, "31.10"), (5, 1, "0.20"),
    ]  # fmt: skip


def test_a_page_with_the_header_again_in_a_wider_box_goes_on(tmp_path: Path) -> None:
    wider = [40.0, 104.0, 251.0, 340.0, 426.0, 530.0]
    pages = [
        ("支出总表", XS, 70.0, [HEADER, *rows(1, 30)]),
        ("支出总表", wider, 78.0, [HEADER, *rows(31, 4)]),
    ]
    (table,) = draw(tmp_path / "wider.pdf", pages).tables
    assert (table.column_count, table.row_count) == (5, 35)


@pytest.mark.parametrize("again", [[HEADER[:4]], []], ids=["with header", "without header"])
@pytest.mark.parametrize("first", [1, 30])
def test_a_page_may_leave_out_an_empty_last_column(
    tmp_path: Path, again: list[list[str]], first: int
) -> None:
    pages = [
        ("支出总表", XS, 70.0, [HEADER, *rows(1, first)]),
        ("", XS[:5], 60.0, [*again, *rows(40, 4, columns=4)]),
    ]
    (table,) = draw(tmp_path / "left_out.pdf", pages).tables
    assert table.row_count == 1 + first + 4
    assert row_of(table, "20040") == [(1, 1, "20040"), (2, 1, "某项支出"), (3, 1, "40.30"), (4, 1, "40.10")]


def test_a_page_without_header_has_the_columns_in_their_order(tmp_path: Path) -> None:
    other = [50.0, 130.0, 300.0, 360.0, 440.0, 500.0]
    pages = [("支出总表", XS, 70.0, [HEADER, *rows(1, 34)]), ("", other, 60.0, rows(40, 4))]
    (table,) = draw(tmp_path / "order.pdf", pages).tables
    assert (table.column_count, table.row_count) == (5, 39)


def test_other_kinds_of_columns_are_another_table(tmp_path: Path) -> None:
    other = [50.0, 130.0, 300.0, 360.0, 440.0, 500.0]
    body = [[f"{n}.10", "某项支出", "甲", "0.20", "乙"] for n in range(4)]
    pages = [("支出总表", XS, 70.0, [HEADER, *rows(1, 34)]), ("", other, 60.0, body)]
    assert len(draw(tmp_path / "kinds.pdf", pages).tables) == 2


def test_another_header_under_another_title_is_another_table(tmp_path: Path) -> None:
    pages = [("支出总表", XS, 70.0, [HEADER, *rows(1, 30)]), ("收入总表", XS, 70.0, [HEADER, *rows(1, 30)])]
    assert len(draw(tmp_path / "titles.pdf", pages).tables) == 2


LEFT = [50.0, 150.0, 400.0, 550.0]


def left(first: int, count: int) -> list[list[str]]:
    return [row[:3] for row in rows(first, count)]


def right(first: int, count: int) -> list[list[str]]:
    return [row[3:] for row in rows(first, count)]


@pytest.mark.parametrize("order", ["over, then down", "down, then over"])
@pytest.mark.parametrize("header_again", [True, False])
def test_facing_pages_are_one_wide_table(tmp_path: Path, order: str, header_again: bool) -> None:
    again = [HEADER] if header_again else []
    first = ("支出总表", LEFT, 70.0, [HEADER[:3], *left(1, 30)])
    beside_first = ("", [50.0, 300.0, 550.0], 70.0, [HEADER[3:], *right(1, 30)])
    second = ("", LEFT, 70.0, [*(row[:3] for row in again), *left(31, 8)])
    beside_second = ("", [50.0, 300.0, 550.0], 70.0, [*(row[3:] for row in again), *right(31, 8)])
    pages = [first, beside_first, second, beside_second]
    if order == "down, then over":
        pages = [first, second, beside_first, beside_second]
    (table,) = draw(tmp_path / "facing.pdf", pages).tables
    assert (table.page_first, table.page_last, table.row_count, table.column_count) == (1, 4, 39, 5)
    for number in (1, 30, 31, 38):
        texts = [f"2{number:04d}", "某项支出", f"{number}.30", f"{number}.10", "0.20"]
        assert row_of(table, texts[0]) == [(col, 1, text) for col, text in enumerate(texts, 1)]


def test_a_unit_above_the_facing_page_is_above_the_table(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "unit.pdf")
    paper.text(297, 40, "支出总表", 14, "centre")
    paper.table(LEFT, 70, [HEADER[:3], *left(1, 6)])
    paper.next_page()
    paper.text(550, 60, "单位：万元", align="right")
    paper.table([300, 400, 550], 70, [HEADER[3:], *right(1, 6)])
    document = read_pdf(paper.save())
    (table,) = document.tables
    assert [line.text for line in document.lines[: table.after_line_no]] == ["支出总表", "单位：万元"]


def test_a_group_label_goes_on_over_the_facing_page(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "group.pdf")
    paper.grid([50, 150, 400], 70, 5)
    paper.line(150, 80, 400, 80)
    paper.cells([50, 150, 400], 66, [["", "支出"]], 20)
    paper.cells([50, 150, 400], 75, [["编码", "合计"]], 20)
    paper.cells([50, 150, 400], 90, [["201", "1.00"], ["202", "2.00"], ["203", "3.00"], ["204", "4.00"]])
    paper.next_page()
    paper.grid([50, 150, 400], 70, 5)
    paper.line(50, 80, 400, 80)
    paper.line(150, 70, 150, 80)
    paper.cells([50, 150, 400], 75, [["基本", "项目"]], 20)
    paper.cells([50, 150, 400], 90, [["0.50", "0.50"], ["1.00", "1.00"], ["2.00", "1.00"], ["4.00", ""]])
    (table,) = read_pdf(paper.save()).tables
    assert {c.text: (c.row_no, c.col_no, c.row_span, c.col_span) for c in table.cells if c.row_no <= 2} == {
        "编码": (1, 1, 2, 1), "支出": (1, 2, 1, 2),
        "合计": (2, 2, 1, 1), "基本": (2, 3, 1, 1), "项目": (2, 4, 1, 1),
    }  # fmt: skip


def test_the_next_table_of_the_same_height_has_labels_and_stays_apart(tmp_path: Path) -> None:
    pages = [
        ("支出总表", LEFT, 70.0, [HEADER[:3], *left(1, 6)]),
        ("", LEFT, 70.0, [["部门", "内容", "金额"], *([f"第{n}处", "修缮", f"{n}.00"] for n in range(6))]),
    ]
    assert len(draw(tmp_path / "labels.pdf", pages).tables) == 2


@pytest.mark.parametrize("gap", [12.0, 40.0])
def test_two_sheets_on_one_page_are_two_tables_each_below_its_title(tmp_path: Path, gap: float) -> None:
    paper = Paper(tmp_path / "two_up.pdf", size=(842, 595))
    half = (742 - gap) / 2
    for number, (x0, title) in enumerate(((50.0, "收入总表"), (50.0 + half + gap, "支出总表"))):
        paper.text(x0, 30, f"表{number + 1}")
        paper.text(x0 + half / 2, 50, title, 14, "centre")
        paper.text(x0, 72, "某某局")
        paper.text(x0 + half, 72, "单位：万元", align="right")
        xs = [x0 + half * share for share in (0, 0.2, 0.6, 0.8, 1)]
        paper.table(xs, 80, [HEADER[:4], *rows(1, 5 + 3 * number, columns=4)])
    paper.text(421, 570, "- 1 -", 9, "centre")
    document = read_pdf(paper.save())
    texts = [line.text for line in document.lines]
    assert [texts[: table.after_line_no][-3:] for table in document.tables] == [
        ["表1", "收入总表", "某某局  单位：万元"],
        ["表2", "支出总表", "某某局  单位：万元"],
    ]


def test_one_table_in_two_frames_below_one_title_is_no_pair_of_sheets(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "frames.pdf")
    paper.text(297, 40, "收支总表", 14, "centre")
    paper.text(50, 60, "某某局")
    paper.text(545, 60, "单位：万元", align="right")
    paper.table([50, 200, 290], 70, [["收入", "预算数"], *([f"第{n}项", f"{n}.00"] for n in range(5))])
    paper.table([305, 455, 545], 70, [["支出", "预算数"], *([f"第{n}项", f"{n}.00"] for n in range(5))])
    document = read_pdf(paper.save())
    assert [line.text for line in document.lines] == ["收支总表", "某某局  单位：万元"]
    assert {table.after_line_no for table in document.tables} == {2}


def test_a_figure_that_the_page_end_cuts_is_one(tmp_path: Path) -> None:
    xs = [50.0, 120.0, 300.0, 342.0, 500.0]
    paper = Paper(tmp_path / "cut.pdf")
    paper.grid(xs, 700, 3)
    paper.cells(xs, 700, [["编码", "名称", "合计", "说明"], ["201", "某项", "1,000.00", ""]])
    for x in xs:
        paper.line(x, 740, x, 780)
    paper.text(53, 768, "202", 9)
    paper.text(339, 768, "3,410,44", 9, "right")
    paper.next_page()
    paper.grid(xs, 60, 3)
    paper.text(339, 68, "1.41", 9, "right")
    paper.cells(xs, 80, [["203", "某项", "20.00", ""], ["204", "某项", "30.00", ""]])
    (table,) = read_pdf(paper.save()).tables
    assert [c.text for c in table.cells if c.col_no == 3] == [
        "合计",
        "1,000.00",
        "3,410,44\n1.41",
        "20.00",
        "30.00",
    ]


FORM_XS = [50.0, 80.0, 160.0, 240.0, 420.0, 540.0]
LABELS = ["一级指标", "二级指标", "三级指标", "指标值"]


def draw_form(path: Path, again: Sequence[str], align: str = "centre", side: str = "") -> Document:
    """A form whose targets have a header of their own below its head; page 2 begins with ``again``."""
    paper = Paper(path)

    def row(top: float, texts: Sequence[str], columns: Sequence[float], align: str = "centre") -> None:
        for left, right, text in zip(columns, columns[1:], texts, strict=False):
            paper.text((left + right) / 2 if align == "centre" else left + 3, top + 10, text, 9, align)

    def targets(top: float, header: Sequence[str], count: int, group: str, align: str = "centre") -> None:
        row(top, header, FORM_XS[1:], align)
        for number in range(count):
            row(top + 20 * (number + 1), [f"某项{group}{number}", "≥9%"], FORM_XS[3:])
        bottom = top + 20 * (count + 1)
        for number in range(count + 1):
            y = top + 20 * (number + 1)
            paper.line(FORM_XS[1] if number == 0 else FORM_XS[3], y, FORM_XS[-1], y)
        for x in FORM_XS:
            paper.line(x, top, x, bottom)
        row((top + 20 + bottom) / 2 - 10, ["产出指标", "数量指标"] if group == "甲" else [], FORM_XS[1:])

    paper.grid([50, 240, 540], 100, 2)
    paper.cells([50, 240, 540], 100, [["项目名称", "某项目"], ["年度目标", "完成任务"]])
    targets(140, LABELS, 31, "甲")
    paper.text(65, 460, "指标", 9, "centre")
    paper.next_page()
    paper.line(50, 60, 540, 60)
    targets(60, again, 4, "乙", align)
    paper.text(65, 120, side, 9, "centre")
    paper.line(50, 160, 540, 160)
    return read_pdf(paper.save())


@pytest.mark.parametrize("side", ["", "指标"])
def test_the_header_of_a_part_of_a_form_again_is_no_row(tmp_path: Path, side: str) -> None:
    (table,) = draw_form(tmp_path / "inner_header.pdf", LABELS, side=side).tables
    assert table.row_count == 2 + 1 + 31 + 4
    assert [cell.text for cell in table.cells].count("三级指标") == 1
    (group,) = [cell for cell in table.cells if "产出指标" in cell.text]
    assert (group.text, group.row_span) == ("产出指标", 31 + 4)
    (form,) = [cell for cell in table.cells if cell.text == "指标"]
    assert form.row_span == 1 + 31 + 4


@pytest.mark.parametrize(
    ("again", "align"),
    [
        (["一级指标", "二级指标", "三级指标", "指标值说明"], "centre"),
        (["一级指标", "", "三级指标", "指标值"], "centre"),
        (LABELS, "left"),
    ],
    ids=["other label", "label missing", "at the left"],
)
def test_other_labels_than_those_of_the_header_are_a_row(
    tmp_path: Path, again: Sequence[str], align: str
) -> None:
    tables = draw_form(tmp_path / "other.pdf", again, align).tables
    texts = [line for table in tables for cell in table.cells for line in cell.text.split("\n")]
    assert texts.count("三级指标") == 2
