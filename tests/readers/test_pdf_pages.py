"""Tables that run over pages, and files that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_drawing import HEADER, ROWS, Paper
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipelines.readers.document import Table, UnreadableDocument
from pipelines.readers.pdf import read_pdf, render_page

XS = [50.0, 120.0, 300.0, 400.0, 500.0]
FULL = 760  # A table from 60 to here fills the page.


def first_column(table: Table) -> list[str]:
    return [cell.text for cell in table.cells if cell.col_no == 1]


def data(first: int, count: int) -> list[list[str]]:
    return [[f"2{number:04d}", "某项支出", f"{number}.00", "0.50"] for number in range(first, first + count)]


def test_a_table_over_two_pages_is_one_and_its_header_counts_once(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "two_pages.pdf")
    paper.text(297, 40, "部门支出总表", 14, "centre")
    paper.table(XS, 60, [HEADER, *data(1, 34)])
    paper.text(297, 800, "- 1 -", 9, "centre")
    paper.next_page()
    paper.table(XS, 60, [HEADER, *data(35, 3)])
    paper.text(297, 800, "- 2 -", 9, "centre")
    (table,) = read_pdf(paper.save()).tables
    assert (table.page_first, table.page_last, table.row_count, table.header_row_count) == (1, 2, 38, 1)
    assert first_column(table) == ["科目编码", *[f"2{number:04d}" for number in range(1, 38)]]
    assert table.cells[-1].page_no == 2


def test_a_total_printed_again_with_the_header_counts_once_and_is_told(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "total.pdf")
    total = ["合计", "", "630.00", "18.00"]
    for first, count in ((1, 33), (34, 3)):
        paper.table(XS, 60, [HEADER, total, *data(first, count)])
        paper.next_page()
    document = read_pdf(paper.save())
    (table,) = document.tables
    again = [cell for cell in table.cells if cell.printed_again]
    assert [(cell.page_no, cell.text) for cell in again] == [(2, "合计"), (2, "630.00"), (2, "18.00")]
    assert first_column(table).count("合计") == 2
    assert table.row_count == 39
    assert document.warnings[0].pages == (2,)
    assert "630.00" in document.warnings[0].message


def test_a_table_goes_on_without_repeating_its_header(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "no_header.pdf")
    paper.table(XS, 60, [HEADER, *data(1, 34)])
    paper.next_page()
    paper.table(XS, 60, data(35, 3))
    (table,) = read_pdf(paper.save()).tables
    assert table.row_count == 38


def test_title_and_header_printed_again_go_on_with_the_table(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "titles.pdf")
    for first in (1, 10):
        paper.text(297, 40, "部门支出总表", 14, "centre")
        paper.text(500, 56, "单位：万元", align="right")
        paper.table(XS, 70, [HEADER, *data(first, 9)])
        paper.next_page()
    (table,) = read_pdf(paper.save()).tables
    assert table.row_count == 19


def test_forms_with_one_title_and_other_contents_stay_apart(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "forms.pdf")
    for name in ("甲", "乙"):
        paper.text(297, 40, "绩效目标表", 14, "centre")
        paper.table(XS, 60, [["项目名称", f"{name}项目", "金额", "1.00"], *data(1, 34)])
        paper.next_page()
    assert len(read_pdf(paper.save()).tables) == 2


def test_forms_that_carry_their_title_inside_the_frame_stay_apart(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "framed_titles.pdf")
    for name in ("甲", "乙"):
        paper.grid([50, 500], 60, 1)
        paper.text(275, 70, f"{name}项目绩效目标表", align="centre")
        paper.table(XS, 80, [["项目名称", f"{name}项目", "金额", "1.00"], *data(1, 32)])
        paper.next_page()
    assert len(read_pdf(paper.save()).tables) == 2


def test_forms_with_one_title_and_one_project_name_stay_apart(tmp_path: Path) -> None:
    """Two units have a project of the same name: title and first row are equal, but they are two forms."""
    paper = Paper(tmp_path / "same_name.pdf")
    for unit, amount in (("甲中心", "1160.00"), ("乙中心", "66.50")):
        paper.grid([50, 500], 60, 1)
        paper.text(275, 70, "综合工作经费项目绩效目标表", align="centre")
        rows = [
            ["项目名称", "综合工作经费", "", ""],
            ["主管部门", "某局", "实施单位", unit],
            ["资金总额", "", "", amount],
            ["年度目标", "保证运转", "", ""],
        ]
        paper.table(XS, 80, rows)
        paper.next_page()
    first, second = read_pdf(paper.save()).tables
    assert [first.cells[-2].text, second.cells[-3].text] == ["年度目标", "66.50"]


def test_a_header_printed_again_over_new_lines_goes_on(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "new_lines.pdf")
    names = [f"第{number}某单位" for number in "一二三四五六七八九十"]
    for part in (names[:5], names[5:]):
        paper.table(XS, 60, [["单位", "科目名称", "合计", "基本支出"], *([n, "", "1.00", ""] for n in part)])
        paper.next_page()
    (table,) = read_pdf(paper.save()).tables
    assert table.row_count == 11


def test_text_between_two_pages_ends_a_table(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "between.pdf")
    paper.table(XS, 60, [HEADER, *data(1, 34)])
    paper.next_page()
    paper.text(50, 50, "三、一般公共预算支出表")
    paper.table(XS, 60, [HEADER, *data(1, 3)])
    assert len(read_pdf(paper.save()).tables) == 2


def test_a_running_head_does_not_end_a_table(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "running.pdf")
    paper.text(50, 30, "某局2024年度部门预算公开", 9)
    paper.text(50, 200, "第二部分")
    paper.next_page()
    for first, count in ((1, 34), (35, 3)):
        paper.text(50, 30, "某局2024年度部门预算公开", 9)
        paper.table(XS, 60, data(first, count))
        paper.next_page()
    (table,) = read_pdf(paper.save()).tables
    assert table.row_count == 37


def test_a_page_that_lacks_the_rows_dividing_a_column_keeps_its_columns(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "columns.pdf")
    paper.table(XS, 60, [HEADER, *data(1, 34)])
    paper.next_page()
    paper.table([50, 120, 500], 60, [["备注", "本表金额单位为万元"]])
    (table,) = read_pdf(paper.save()).tables
    last = table.cells[-1]
    assert (table.column_count, last.col_no, last.col_span) == (4, 2, 3)


@pytest.mark.parametrize("repeats_header", [True, False])
def test_a_three_line_table_goes_on_over_the_page(tmp_path: Path, repeats_header: bool) -> None:
    paper = Paper(tmp_path / "three_line.pdf")
    paper.text(297, 40, "部门支出总表", 14, "centre")
    paper.cells(XS, 60, [HEADER, *data(1, 34)])
    for y in (60, 80):
        paper.line(XS[0], y, XS[-1], y)
    paper.next_page()
    rows = [*([HEADER] if repeats_header else []), *data(35, 5)]
    paper.cells(XS, 60, rows)
    for y in (60, 80, 180) if repeats_header else (160,):
        paper.line(XS[0], y, XS[-1], y)
    (table,) = read_pdf(paper.save()).tables
    assert (table.page_last, table.row_count, table.column_count) == (2, 40, 4)


def test_rows_without_title_or_header_go_on_after_a_short_page(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "short.pdf")
    paper.table(XS, 60, [HEADER, *data(1, 5)])
    paper.next_page()
    paper.table(XS, 60, data(6, 3))
    (table,) = read_pdf(paper.save()).tables
    assert table.row_count == 9


def test_a_cell_cut_by_the_page_end_is_one_cell(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "cut.pdf")
    paper.table(XS, 60, [HEADER, *data(1, 33)])
    for x in XS:
        paper.line(x, 740, x, FULL)
    paper.cells(XS, 740, [["29999", "其他支出的说明", "7.00", "0.50"]])
    paper.next_page()
    paper.grid(XS, 60, 2)
    paper.cells(XS, 60, [["", "写到下一页", "", ""], *data(40, 1)])
    (table,) = read_pdf(paper.save()).tables
    assert table.row_count == 36
    assert "其他支出的说明\n写到下一页" in [cell.text for cell in table.cells]


def test_merged_cells_printed_on_every_page_are_one_cell(tmp_path: Path) -> None:
    """Over three pages, name, amount and group are closed at each page end and printed again."""
    paper = Paper(tmp_path / "again.pdf")
    xs = [50.0, 150.0, 250.0, 350.0, 500.0]
    for first in (1, 11, 21):
        paper.table(xs, 60, [["项目名称", "资金总额", "一级指标", "三级指标"]])
        paper.grid(xs[3:], 80, 10)
        for y in (80, 280):
            paper.line(xs[0], y, xs[3], y)
        for x in xs[:3]:
            paper.line(x, 80, x, 280)
        paper.text(53, 180, "修路")
        paper.text(153, 180, "428.69")
        paper.text(253, 180, "产出指标")
        paper.cells(xs[3:], 80, [[f"指标{number}"] for number in range(first, first + 10)])
        paper.next_page()
    (table,) = read_pdf(paper.save()).tables
    counted = {c.text: (c.row_no, c.row_span) for c in table.cells if not c.printed_again}
    assert table.row_count == 31
    assert [counted[text] for text in ("修路", "428.69", "产出指标")] == [(2, 30)] * 3
    assert [(c.page_no, c.text) for c in table.cells if c.printed_again] == [(2, "428.69"), (3, "428.69")]


def test_equal_amounts_of_neighbouring_rows_are_two_amounts(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "equal.pdf")
    paper.table(XS, 60, [HEADER, *data(1, 33), ["208", "社会保障", "66.50", "66.50"]])
    paper.next_page()
    paper.table(XS, 60, [["20805", "养老支出", "66.50", "66.50"], *data(40, 2)])
    (table,) = read_pdf(paper.save()).tables
    assert [cell.text for cell in table.cells].count("66.50") == 4
    assert not any(cell.printed_again for cell in table.cells)


def test_a_full_line_that_a_closed_row_breaks_goes_on_over_the_page(tmp_path: Path) -> None:
    """Word closes the row at the page end, and opens it again at the top of the next page."""
    paper = Paper(tmp_path / "wrapped.pdf")
    paper.table(XS, 60, [HEADER, *data(1, 33)])
    paper.grid(XS, 720, 2)
    paper.cells(XS, 740, [["29999", "商品和服务支出定额非三保经费类的补助资", "7.00", "0.50"]])
    paper.next_page()
    paper.table(XS, 60, [["", "金（续）", "", ""], *data(40, 2)])
    paper.next_page()
    (table,) = read_pdf(paper.save()).tables
    assert table.row_count == 37
    whole = next(cell for cell in table.cells if cell.text.startswith("商品"))
    assert whole.text.endswith("补助资\n金（续）")


def test_a_short_line_does_not_go_on_over_the_page(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "not_wrapped.pdf")
    paper.table(XS, 60, [HEADER, *data(1, 34)])
    paper.next_page()
    paper.table(XS, 60, [["", "其中：", "", ""], *data(40, 2)])
    (table,) = read_pdf(paper.save()).tables
    assert "其中：" in [cell.text for cell in table.cells]


def test_characters_one_below_the_other_go_on_over_the_page(tmp_path: Path) -> None:
    """The page end cuts 效益指标 after its first character and closes the cell."""
    paper = Paper(tmp_path / "stack.pdf")
    paper.table(XS, 60, [HEADER, *data(1, 33)])
    paper.grid(XS, 720, 2)
    paper.cells(XS, 740, [["效", "经济效益", "7.00", "0.50"]])
    paper.next_page()
    for y in (80, 100, 120, 140):
        paper.line(XS[1] if y < 140 else XS[0], y, XS[-1], y)
    for x in XS:
        paper.line(x, 60, x, 140)
    for number, char in enumerate("益指标"):
        paper.text(53, 68 + 12 * number, char, 9)
    paper.cells(XS, 60, [["", "社会效益", "1.00", "0.50"], *([["", "生态效益", "2.00", "0.10"]] * 3)])
    (table,) = read_pdf(paper.save()).tables
    stack = next(cell for cell in table.cells if cell.text.startswith("效"))
    assert (stack.text.replace("\n", ""), stack.row_span) == ("效益指标", 5)


def test_a_merged_cell_cut_twice_keeps_all_its_rows(tmp_path: Path) -> None:
    """The header repeated on the next pages is between its parts, and is not one of its rows."""
    paper = Paper(tmp_path / "cut_twice.pdf")
    for page in range(3):
        paper.table(XS, 60, [HEADER])
        paper.grid(XS[1:], 80, 33)
        paper.line(XS[0], 80, XS[0], 740)
        if page == 2:
            paper.line(XS[0], 740, XS[1], 740)
        if page == 0:
            paper.text(53, 400, "产出指标", 9)
        paper.cells(XS[1:], 80, [row[1:] for row in data(33 * page + 1, 33)])
        paper.next_page()
    (table,) = read_pdf(paper.save()).tables
    whole = next(cell for cell in table.cells if cell.text == "产出指标")
    assert (table.row_count, whole.row_no, whole.row_span) == (100, 2, 99)


def test_boxes_lie_on_the_picture_where_the_cell_is_printed(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "picture.pdf", (595, 842), rotation=90)
    paper.canvas.translate(842, 0)
    paper.canvas.rotate(90)
    paper.size = (595, 842)
    paper.table(XS, 100, [HEADER, *ROWS])
    path = paper.save()
    box = read_pdf(path).tables[0].cells[0].box
    picture = render_page(path, 1, 2.0).convert("L")
    assert box is not None
    assert picture.size == (1190, 1684)
    edge = [picture.getpixel((int(box.x0 * 2) + dx, int(box.top + box.bottom))) for dx in (-1, 0, 1)]
    assert min(edge) < 128  # type: ignore[type-var]


def test_a_page_too_fine_for_a_table_is_read_by_pdfplumber(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.readers.pdf.ruled.grid_from_frame.MOST_GRID_CELLS", 4)
    paper = Paper(tmp_path / "fine.pdf")
    paper.text(50, 40, "部门支出总表")
    paper.table(XS, 60, [HEADER, *ROWS])
    document = read_pdf(paper.save())
    (table,) = document.tables
    assert table.finder == "pdfplumber"
    assert [cell.text for cell in table.cells if cell.row_no == 2] == ROWS[0]
    assert [line.text for line in document.lines] == ["部门支出总表"]
    assert str(document.warnings[0]).startswith("Page 1: Read the slower way")


def _refusal(path: Path) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_pdf(path)
    assert str(caught.value).endswith(".")
    return caught.value.reason


def test_unreadable_files_say_what_is_wrong(tmp_path: Path) -> None:
    whole = Paper(tmp_path / "whole.pdf")
    whole.text(50, 50, "预算")
    data = whole.save().read_bytes()
    cases = {
        "empty_file": b"",
        "truncated": data[: len(data) * 2 // 3],
        "damaged": b"<html>not found</html>",
    }
    for reason, content in cases.items():
        path = tmp_path / f"{reason}.pdf"
        path.write_bytes(content)
        assert _refusal(path) == reason


def test_an_encrypted_file_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt="secret")
    canvas.drawString(50, 50, "1")
    canvas.save()
    assert _refusal(path) == "encrypted"


def test_a_scan_says_that_its_pages_are_pictures(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path))
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "grey")), 0, 0, 595, 842)
    canvas.save()
    assert _refusal(path) == "image_only"


def test_reading_twice_gives_the_same_document(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "same.pdf")
    paper.table(XS, 60, [HEADER, *ROWS])
    path = paper.save()
    assert read_pdf(path) == read_pdf(path)


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_lone_digit_in_a_font_that_is_not_embedded_is_not_lost(tmp_path: Path, rotation: int) -> None:
    """pdfium leaves out such a digit if the fonts of the machine do not have it."""
    paper = Paper(tmp_path / "lone.pdf", rotation=rotation)
    if rotation:
        paper.canvas.translate(595, 0)
        paper.canvas.rotate(90)
        paper.size = (842.0, 595.0)
    paper.grid(XS, 100, 3)
    for number, row in enumerate([HEADER, ["201", "教育支出", "7", "0"], ["202", "外交支出", "8.50", "2"]]):
        for x, text in zip(XS, row, strict=False):
            paper.canvas.setFont("STSong-Light", 9)
            paper.canvas.drawString(x + 3, paper.size[1] - 113 - 20 * number, text)
    (table,) = read_pdf(paper.save()).tables
    assert [cell.text for cell in table.cells][4:] == [
        "201", "教育支出", "7", "0", "202", "外交支出", "8.50", "2",
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["一般公共预算支出表", ""])
@pytest.mark.parametrize("changed", [0, 3])
def test_a_table_printed_again_with_other_figures_is_another_table(
    tmp_path: Path, title: str, changed: int
) -> None:
    """A draft and its revision; the figures may differ from the first row on or only in the last."""
    paper = Paper(tmp_path / "revised.pdf")
    rows = [["合计", "", "630.00", "18.00"], *ROWS]
    revised = [list(row) for row in rows]
    for row in revised[changed:]:
        row[2] = "99.00"
    for body in (rows, revised):
        paper.text(297, 40, title, 14, "centre")
        paper.table(XS, 60, [HEADER, *body])
        paper.next_page()
    first, second = read_pdf(paper.save()).tables
    assert (first.page_last, first.row_count, second.page_first, second.row_count) == (1, 5, 2, 5)
    assert not any(cell.printed_again for cell in second.cells)


def test_a_list_whose_numbers_begin_anew_on_each_page_goes_on(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "numbers.pdf")
    for page in ("甲", "乙"):
        rows = [[str(number), f"{page}项目{number}", "1.00", "0.50"] for number in range(1, 35)]
        paper.table(XS, 60, [["序号", "项目名称", "合计", "基本支出"], *rows])
        paper.next_page()
    (table,) = read_pdf(paper.save()).tables
    assert table.row_count == 69
