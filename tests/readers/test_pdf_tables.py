"""How the PDF reader reads tables on one page, by the way they are drawn."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pdf_drawing import HEADER, ROWS, Paper

from pipelines.readers.document import Table
from pipelines.readers.pdf import read_pdf

XS = [50.0, 120.0, 300.0, 400.0, 500.0]
ALL = [HEADER, *ROWS]


def texts(table: Table) -> list[list[str]]:
    """The texts of a table row by row; empty cells are empty strings."""
    rows = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row_no - 1][cell.col_no - 1] = cell.text
    return rows


def only_table(path: Path) -> Table:
    tables = read_pdf(path).tables
    assert len(tables) == 1
    return tables[0]


def test_a_fully_ruled_table_keeps_every_cell_at_its_place(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "ruled.pdf")
    paper.text(297, 60, "部门支出总表", 16, "centre")
    paper.text(50, 85, "编制单位：某局")
    paper.text(500, 85, "单位：万元", align="right")
    paper.table(XS, 100, ALL)
    document = read_pdf(paper.save())
    (table,) = document.tables
    assert texts(table) == ALL
    assert (table.header_row_count, table.finder, table.after_line_no) == (1, "rulings", 2)
    assert [line.text for line in document.lines] == ["部门支出总表", "编制单位：某局  单位：万元"]
    cell = next(cell for cell in table.cells if cell.text == "10,441.41")
    assert cell.box is not None
    assert [cell.box.x0, cell.box.top, cell.box.x1, cell.box.bottom] == pytest.approx(
        [300, 160, 400, 180], abs=1
    )


def test_without_left_and_right_border_the_outer_columns_are_not_lost(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "half_ruled.pdf")
    paper.grid(XS, 100, len(ALL), sides=False)
    paper.cells(XS, 100, ALL)
    assert texts(only_table(paper.save())) == ALL


def test_dotted_borders_made_of_squares_are_rulings(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "dotted.pdf")
    for number in range(len(ALL) + 1):
        paper.dotted(XS[0], 100 + 20 * number, XS[-1], 100 + 20 * number)
    for x in XS:
        paper.dotted(x, 100, x, 100 + 20 * len(ALL))
    paper.cells(XS, 100, ALL)
    assert texts(only_table(paper.save())) == ALL


def test_shaded_cells_without_any_ruling_are_a_table(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "shaded.pdf")
    for row in range(len(ALL)):
        for left, right in itertools.pairwise(XS):
            paper.canvas.setFillGray(0.9 if row % 2 else 0.8)
            paper.canvas.rect(left + 0.5, 842 - 119.5 - 20 * row, right - left - 1, 19, stroke=0, fill=1)
    paper.canvas.setFillGray(0)
    paper.cells(XS, 100, ALL)
    assert texts(only_table(paper.save())) == ALL


def test_merged_header_cells_say_how_far_they_reach(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "merged.pdf")
    for y in (100, 140, 160):
        paper.line(XS[0], y, XS[-1], y)
    paper.line(XS[2], 120, XS[-1], 120)
    for x in (XS[0], XS[1], XS[2], XS[-1]):
        paper.line(x, 100, x, 160)
    paper.line(XS[3], 120, XS[3], 160)
    paper.text(55, 120, "编码")
    paper.text(125, 120, "名称")
    paper.text(400, 110, "本年支出", align="centre")
    paper.cells(XS[2:], 120, [["基本支出", "项目支出"]])
    paper.cells(XS, 140, [ROWS[0]])
    table = only_table(paper.save())
    spans = {cell.text: (cell.row_no, cell.col_no, cell.row_span, cell.col_span) for cell in table.cells}
    assert spans["编码"] == (1, 1, 2, 1)
    assert spans["本年支出"] == (1, 3, 1, 2)
    assert spans["项目支出"] == (2, 4, 1, 1)
    assert table.header_row_count == 2


def test_text_on_several_lines_of_one_cell_is_kept_line_by_line(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "wrapped.pdf")
    rows = [HEADER, ["20101\n01", "机关事业单位基本\n养老保险缴费支出", "1,234.\n56", "0.00"]]
    paper.table(XS, 100, rows, height=30)
    assert texts(only_table(paper.save())) == rows


def test_vertical_header_text_reads_downwards_and_right_to_left(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "vertical.pdf")
    paper.grid(XS, 100, 1, 80)
    paper.grid(XS, 180, 1, 20)
    for column, x in (("单位科目", 90), ("名称", 78)):
        for index, char in enumerate(column):
            paper.text(x, 112 + 12 * index, char)
    paper.cells(XS[1:], 130, [HEADER[1:]])
    paper.cells(XS, 180, [ROWS[0]])
    assert only_table(paper.save()).cells[0].text == "单位科目\n名称"


def test_a_label_that_overflows_its_cell_stays_whole(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "overflow.pdf")
    rows = [HEADER, ["201", "人员经费和公用经费支出以及其他各项支出", "2,022.39", "1.00"]]
    xs = [50.0, 120.0, 286.0, 400.0, 500.0]
    paper.table(xs, 100, rows)
    assert texts(only_table(paper.save())) == rows


def test_text_that_runs_over_into_the_cell_below_stays_with_its_own(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "runs_over.pdf")
    paper.grid([50, 150, 300], 100, 3)
    paper.text(53, 110, "当年绩效目标", 9)
    paper.text(153, 105, "融资金额不低于100亿元", 9)
    paper.text(171, 128, "。", 9)
    paper.text(53, 150, "备注", 9)
    paper.text(53, 130, "指标名称", 9)
    paper.text(153, 130, "计量单位", 9)
    table = only_table(paper.save())
    assert [cell.text for cell in table.cells] == [
        "当年绩效目标", "融资金额不低于100亿元\n。", "指标名称", "计量单位", "备注",
    ]  # fmt: skip


def test_bold_print_made_by_drawing_twice_is_read_once(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "twice.pdf")
    paper.table(XS, 100, ALL)
    paper.canvas.translate(0.3, 0)
    paper.cells(XS, 100, ALL)
    assert texts(only_table(paper.save())) == ALL


def test_radicals_become_the_letters_they_look_like(tmp_path: Path) -> None:
    from pipelines.readers.pdf.ink.radicals import RADICALS

    assert "".join(RADICALS.get(char, char) for char in "⽀出⼯资⼾⻔") == "支出工资户门"


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_with_a_rotate_entry_is_read_as_it_is_shown(tmp_path: Path, rotation: int) -> None:
    """The text is turned in the file so that /Rotate makes it upright (reportlab swaps the sides itself)."""
    paper = Paper(tmp_path / "rotated.pdf", (595, 842), rotation)

    canvas = paper.canvas
    if rotation == 90:
        canvas.translate(842, 0)
        canvas.rotate(90)
    elif rotation == 270:
        canvas.translate(0, 595)
        canvas.rotate(-90)
    else:
        canvas.translate(595, 842)
        canvas.rotate(180)
    paper.size = (595, 842)
    paper.table(XS, 100, ALL)
    document = read_pdf(paper.save())
    assert texts(document.tables[0]) == ALL
    page = document.pages[0]
    assert (page.width, page.height, page.rotation) == (595, 842, rotation)
    box = document.tables[0].cells[0].box
    assert box is not None
    assert [box.x0, box.top] == pytest.approx([50, 100], abs=1)


def test_a_page_lying_on_its_side_without_rotate_is_stood_up(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "sideways.pdf", (842, 595))
    paper.canvas.translate(842, 0)
    paper.canvas.rotate(90)
    paper.size = (595, 842)
    paper.table(XS, 100, ALL)
    assert texts(only_table(paper.save())) == ALL


def test_a_three_line_table_gets_its_columns_from_the_gaps(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "three_line.pdf")
    paper.text(297, 70, "部门支出总表", 16, "centre")
    paper.cells(XS, 100, ALL)
    for y in (100, 120, 180):
        paper.line(XS[0], y, XS[-1], y)
    table = only_table(paper.save())
    assert texts(table) == ALL
    assert table.finder == "three_line"
    assert table.header_row_count == 1


def test_a_three_line_header_over_two_columns_spans_them(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "three_line_spans.pdf")
    paper.text(400, 110, "本年支出合计", 9, "centre")
    paper.line(XS[2] + 5, 120, XS[-1] - 5, 120)
    paper.cells(XS, 120, ALL)
    for y in (100, 140, 200):
        paper.line(XS[0], y, XS[-1], y)
    table = only_table(paper.save())
    spanning = next(cell for cell in table.cells if cell.text == "本年支出合计")
    assert (spanning.row_no, spanning.col_no, spanning.col_span) == (1, 3, 2)
    assert texts(table)[1:] == ALL


def test_a_table_without_any_ruling_is_found_under_its_header(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "gaps.pdf")
    paper.text(297, 70, "部门支出总表", 16, "centre")
    paper.cells(XS, 100, ALL)
    table = only_table(paper.save())
    assert texts(table) == ALL
    assert table.finder == "gaps"


def test_rows_closed_by_horizontal_rulings_alone_are_one_table(tmp_path: Path) -> None:
    """Rows without amounts do not divide a table, wherever they are; wrapped labels stay whole."""
    paper = Paper(tmp_path / "horizontal.pdf")
    blank = [[str(number), f"第{number}类支出", "", ""] for number in range(211, 217)]
    rows = [blank[0], *ROWS, *blank[1:5], ["221", "住房保障支出\n（二）", "9.50", "1.00"], ROWS[0], blank[5]]
    paper.text(297, 70, "部门支出总表", 14, "centre")
    paper.cells(XS, 100, [HEADER, *rows], 26)
    for number in range(len(rows) + 2):
        paper.line(XS[0], 100 + 26 * number, XS[-1], 100 + 26 * number)
    document = read_pdf(paper.save())
    (table,) = document.tables
    found = [[c.text for c in table.cells if c.row_no == n] for n in range(1, table.row_count + 1)]
    assert found == [HEADER, *([text for text in row if text] for row in rows)]
    assert [line.text for line in document.lines] == ["部门支出总表"]


def test_wrapped_labels_of_a_three_line_table_stay_in_their_row(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "three_line_wrapped.pdf")
    rows = [
        HEADER,
        ["201", "一般公共服务支出", "1,234.56", "1.00"],
        ["20805", "机关事业单位基本养老\n保险缴费支出", "2.00", "3.00"],
        ["206", "科学技术支出", "", ""],
        ["207", "文化支出", "5.00", "6.00"],
    ]
    paper.cells(XS, 60, rows, 30)
    for y in (60, 90, 210):
        paper.line(XS[0], y, XS[-1], y)
    assert texts(only_table(paper.save())) == rows


def test_halves_of_an_unruled_balance_do_not_run_together(tmp_path: Path) -> None:
    """An amount at the right edge of its column almost touches the label of the next column."""
    paper = Paper(tmp_path / "balance.pdf")
    rows = [
        ["项目", "预算数", "项目", "预算数"],
        ["一、财政拨款收入", "1,000.00", "一、一般公共服务支出", "20.00"],
        ["二、事业收入", "5.00", "二、外交支出", ""],
        ["", "", "三、国防支出", "980.00"],
    ]
    paper.cells([50, 180, 270, 400, 500], 60, rows)
    for y in (60, 80, 140):
        paper.line(50, y, 500, y)
    assert texts(only_table(paper.save())) == rows


def test_rows_that_no_ruling_divides_are_rows_all_the_same(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "verticals.pdf")
    paper.cells(XS, 100, ALL)
    for y in (100, 120, 180):
        paper.line(XS[0], y, XS[-1], y)
    for x in XS:
        paper.line(x, 100, x, 180)
    assert texts(only_table(paper.save())) == ALL


def test_prose_between_two_lines_is_no_table(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "lined_prose.pdf")
    for number in range(6):
        paper.text(60, 100 + 25 * number, f"2024年收入{number}1,234.56万元，其中 100.00 万元用于项目")
    for y in (80, 260):
        paper.line(60, y, 500, y)
    assert read_pdf(paper.save()).tables == ()


def test_two_tables_with_text_between_stay_two(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "two.pdf")
    paper.table(XS, 100, ALL)
    paper.text(50, 210, "二、项目支出")
    paper.table(XS, 230, ALL)
    document = read_pdf(paper.save())
    assert [table.after_line_no for table in document.tables] == [0, 1]


def test_contents_pages_frames_and_prose_are_no_tables(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "prose.pdf")
    for number in range(8):
        paper.text(80, 100 + 20 * number, f"第{number + 1}部分 部门概况")
        paper.text(500, 100 + 20 * number, str(number + 3), align="right")
    paper.next_page()
    paper.grid([60, 530], 100, 1, 200)
    for number in range(6):
        paper.text(70, 120 + 20 * number, f"2024年收入总计 {number},234.56 万元，支出 20.00 万元。")
    document = read_pdf(paper.save())
    assert document.tables == ()
    assert len(document.lines) == 14


def test_bars_of_a_chart_are_no_table(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "chart.pdf")
    paper.grid([60, 530], 80, 1, 260)
    for number in range(5):
        paper.line(90, 100 + 40 * number, 500, 100 + 40 * number)
        paper.text(85, 100 + 40 * number, str(200 - 50 * number), align="right")
    paper.line(90, 100, 90, 260)
    paper.canvas.setFillGray(0.5)
    for number in range(4):
        paper.canvas.rect(120 + 90 * number, 842 - 260, 30, 40 + 10 * number, stroke=0, fill=1)
    paper.canvas.setFillGray(0)
    for number in range(4):
        paper.text(135 + 90 * number, 205 - 10 * number, f"{number}6.50", align="centre")
    assert read_pdf(paper.save()).tables == ()


def test_a_slanted_watermark_stays_out_of_the_cells(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "watermark.pdf")
    paper.table(XS, 100, ALL)
    paper.canvas.translate(200, 842 - 170)
    paper.canvas.rotate(30)
    paper.canvas.setFont("STSong-Light", 20)
    paper.canvas.drawString(0, 0, "预算公开")
    document = read_pdf(paper.save())
    assert texts(document.tables[0]) == ALL
    assert [line.text for line in document.lines] == ["预算公开"]


@pytest.mark.parametrize("lean", [0, 40])
def test_a_watermark_over_a_table_stays_out_of_the_cells(tmp_path: Path, lean: int) -> None:
    paper = Paper(tmp_path / "watermark.pdf")
    canvas = paper.canvas
    canvas.saveState()
    canvas.translate(300, 842 - 140)
    canvas.rotate(lean)
    canvas.setFont("STSong-Light", 60)
    canvas.drawCentredString(0, -20, "内部资料")
    canvas.restoreState()
    paper.table(XS, 100, [HEADER, *ROWS])
    document = read_pdf(paper.save())
    assert texts(document.tables[0]) == [HEADER, *ROWS]
    assert [line.text for line in document.lines] == ["内部资料"]


def test_a_border_around_the_page_is_no_table(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "border.pdf")
    paper.canvas.rect(20, 20, 555, 802)
    paper.canvas.rect(24, 24, 547, 794)
    paper.text(297, 60, "部门支出总表", 14, "centre")
    paper.table(XS, 100, [HEADER, *ROWS])
    document = read_pdf(paper.save())
    assert [texts(table) for table in document.tables] == [[HEADER, *ROWS]]
    assert [line.text for line in document.lines] == ["部门支出总表"]


def test_years_and_column_numbers_are_header_rows(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "header.pdf")
    rows = [["项目", "项目", "2023年", "2024"], ["栏次", "", "1", "2"], *ROWS]
    paper.table(XS, 100, rows)
    assert only_table(paper.save()).header_row_count == 2


WORDS = st.one_of(
    st.just(""),
    st.sampled_from(["合计", "教育支出", "2024年", "无", "201", "--", "其他支出"]),
    st.decimals(min_value=0, max_value=99999, places=2).map(lambda value: f"{value:,}"),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(WORDS, min_size=4, max_size=4), min_size=2, max_size=8))
def test_any_ruled_grid_gives_its_texts_back(tmp_path: Path, rows: list[list[str]]) -> None:
    """Whatever the cells contain, every text is read once, with rows and columns in order."""
    assume(sum(bool(text) for row in rows for text in row) >= 2)
    paper = Paper(tmp_path / "any.pdf")
    paper.table(XS, 100, rows)
    (table,) = read_pdf(paper.save()).tables
    filled = [row for row in rows if any(row)]
    columns = [col for col in range(4) if any(row[col] for row in rows)]
    assert texts(table) == [[row[col] for col in columns] for row in filled]


def test_a_three_line_table_with_blank_columns_and_rows_without_amounts_is_whole(tmp_path: Path) -> None:
    """A label alone makes a column, and the ruling that closes the table says where it ends."""
    paper = Paper(tmp_path / "three_line_blank.pdf")
    xs = [50.0, 220.0, 300.0, 380.0, 460.0]
    body = [
        ["201", "1,168.84", "", ""],
        ["[20101]人大事务", "778.45", "390.39", ""],
        *([f"第{number}项支出", "", "", ""] for number in range(5)),
        ["[20102]政协事务", "390.39", "1.00", ""],
    ]
    paper.text(120, 120, "科目", 9)
    for middle, lines in ((265, "预算"), (345, "上年结转"), (425, "单位资金")):
        paper.text(middle, 114, lines[:2], 9, "centre")
        paper.text(middle, 126, lines[2:], 9, "centre")
    paper.cells(xs, 140, body)
    for y in (100, 140, 140 + 20 * len(body)):
        paper.line(50, y, 460, y)
    table = only_table(paper.save())
    rows = [[cell.text for cell in table.cells if cell.row_no == row] for row in range(1, 10)]
    assert rows == [
        ["科目", "预算", "上年\n结转", "单位\n资金"],
        *([text for text in row if text] for row in body),
    ]
    assert {cell.text: cell.col_no for cell in table.cells}["单位\n资金"] == 4


def test_short_rulings_say_which_columns_a_header_label_names(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "three_line_groups.pdf")
    xs = [50.0, 200.0, 280.0, 360.0, 440.0]
    paper.text(125, 130, "科目名称", 9, "centre")
    paper.text(240, 115, "上年", 9, "centre")
    paper.text(240, 127, "执行数", 9, "centre")
    paper.text(360, 110, "本年预算数", 9, "centre")
    paper.line(285, 120, 437, 120)
    paper.text(320, 130, "基本支出", 9, "centre")
    paper.text(400, 130, "项目支出", 9, "centre")
    paper.cells(xs, 140, [["教育支出", "1.50", "2.50", "3.50"], ["科技支出", "4.50", "5.50", ""]])
    for y in (100, 140, 180):
        paper.line(50, y, 440, y)
    table = only_table(paper.save())
    spans = {cell.text: (cell.row_no, cell.col_no, cell.row_span, cell.col_span) for cell in table.cells}
    assert spans["本年预算数"] == (1, 3, 1, 2)
    assert spans["上年\n执行数"] == (1, 2, 2, 1)
    assert spans["科目名称"] == (2, 1, 1, 1)
    assert spans["项目支出"] == (2, 4, 1, 1)
