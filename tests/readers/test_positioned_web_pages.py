"""Web pages made of positioned pieces are ink on paper: they are read as the PDF that they were made from."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from forms import positioned_html
from pdf_drawing import HEADER, ROWS, two_pages

from pipelines.readers import Document, read_document
from pipelines.readers.web.render import render_page

XS = [50.0, 120.0, 300.0, 400.0, 500.0]
TEXTS = [*HEADER, *(text for row in ROWS for text in row)]


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_pages(tmp_path_factory.mktemp("pdf") / "two.pdf")


def cells(document: Document) -> list[tuple[int, int, int, str]]:
    return [
        (cell.page_no, cell.row_no, cell.col_no, cell.text)
        for table in document.tables
        for cell in table.cells
    ]


@pytest.mark.parametrize("style", positioned_html.STYLES)
def test_a_pdf_turned_into_html_is_read_as_the_pdf(tmp_path: Path, pdf: Path, style: str) -> None:
    path = tmp_path / "page.html"
    positioned_html.write(pdf, path, style)
    found, source = read_document(path), read_document(pdf)
    assert found.reader == "web:positioned"
    assert (found.media_type, found.page_count) == ("text/html", 2)
    assert cells(found) == cells(source)
    assert [line.text for line in found.lines] == [line.text for line in source.lines]
    for page, original in zip(found.pages, source.pages, strict=True):
        assert (page.width, page.height) == pytest.approx((original.width, original.height), abs=0.1)
    for table, original in zip(found.tables, source.tables, strict=True):
        for one, other in zip(table.cells, original.cells, strict=True):
            assert one.box is not None
            assert other.box is not None
            assert (one.box.x0, one.box.top) == pytest.approx((other.box.x0, other.box.top), abs=1.0)


def sheet(pieces: str, *, rulings: str = "") -> str:
    return f'<div class="page">{pieces}{rulings}</div>'


def read(tmp_path: Path, body: str, style: str = "") -> Document:
    path = tmp_path / "page.html"
    rules = f"<style>.page{{position:relative;width:600pt;height:800pt}}{style}</style>"
    path.write_text(f"<html><head>{rules}</head><body>{body}</body></html>", encoding="utf-8")
    document = read_document(path)
    assert document.reader == "web:positioned"
    return document


def places() -> list[tuple[float, float, str]]:
    """Left and top of the text of each cell, in points."""
    rows = [HEADER, *ROWS]
    return [(XS[c] + 4, 104 + 20 * r, text) for r, row in enumerate(rows) for c, text in enumerate(row)]


def pieces(template: str) -> str:
    return "".join(template.format(x=x, y=y, text=text) for x, y, text in places())


PLAIN = "<div style='position:absolute;left:{x}pt;top:{y}pt;font-size:9pt'>{text}</div>"
LINES = "".join(
    [f"<div class=r style='left:50pt;top:{y}pt;width:450pt;height:1px'></div>" for y in range(100, 181, 20)]
    + [f"<div class=r style='left:{x}pt;top:100pt;width:1px;height:80pt'></div>" for x in XS]
)
BLACK = ".r{position:absolute;background:#000}"


def test_boxes_within_boxes_add_up_their_places(tmp_path: Path) -> None:
    inner = "".join(
        f"<div style='position:absolute;left:{x - 40}pt;top:{y - 90}pt'><div style='position:absolute;"
        f"left:10pt;top:5pt;font-size:9pt'>{text}</div></div>"
        for x, y, text in places()
    )
    moved = f"<div style='position:absolute;left:30pt;top:85pt'>{inner}</div>"
    (table,) = read(tmp_path, sheet(moved, rulings=LINES), BLACK).tables
    assert [cell.text for cell in table.cells] == TEXTS


def test_a_text_layer_is_scaled_and_placed_by_shares_of_its_page(tmp_path: Path) -> None:
    layer = "".join(
        f"<span style='left:{x / 6:.4f}%;top:{y / 8:.4f}%;font-size:calc(var(--scale-factor)*18px);"
        f"transform:scaleX(0.6667)'>{text}</span>"
        for x, y, text in places()
    )
    style = ".textLayer span{position:absolute;transform-origin:0% 0%;white-space:pre;line-height:0.6}"
    document = read(tmp_path, sheet(f"<div class=textLayer>{layer}</div>", rulings=LINES), BLACK + style)
    (table,) = document.tables
    assert [cell.text for cell in table.cells] == TEXTS


def test_borders_of_boxes_are_rulings(tmp_path: Path) -> None:
    boxes = "".join(
        f"<div class=b style='left:{XS[c]}pt;top:{100 + 20 * r}pt;width:{XS[c + 1] - XS[c]}pt;height:20pt'>"
        f"<span style='padding-left:3pt'>{text}</span></div>"
        for r, row in enumerate([HEADER, *ROWS])
        for c, text in enumerate(row)
    )
    style = ".b{position:absolute;border:1px solid #333;font-size:9pt;line-height:20pt}"
    (table,) = read(tmp_path, sheet(boxes), style).tables
    assert [cell.text for cell in table.cells] == TEXTS


def test_drawings_are_rulings(tmp_path: Path) -> None:
    path = "".join([f"M50 {y}h450" for y in range(100, 181, 20)] + [f"M{x} 100v80" for x in XS])
    svg = (
        "<svg style='position:absolute;left:0;top:0;width:600pt;height:800pt' viewBox='0 0 600 800'>"
        f"<g><path d='{path}' stroke='black' fill='none'/></g></svg>"
    )
    (table,) = read(tmp_path, sheet(svg + pieces(PLAIN))).tables
    assert [cell.text for cell in table.cells] == TEXTS


def test_a_drawing_below_the_texts_has_the_rulings(tmp_path: Path) -> None:
    path = "".join([f"M50 {y}h450" for y in range(100, 181, 20)] + [f"M{x} 100v80" for x in XS])
    svg = f"<svg viewBox='0 0 600 800'><path d='{path}' stroke='#000'/></svg>"
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    picture = f"<img style='position:absolute;left:0;top:0;width:600pt;height:800pt' src='{source}'>"
    (table,) = read(tmp_path, sheet(picture + pieces(PLAIN))).tables
    assert (table.finder, [cell.text for cell in table.cells]) == ("rulings", TEXTS)


def test_a_broken_picture_has_no_rulings(tmp_path: Path) -> None:
    style = "position:absolute;left:0;top:0;width:600pt;height:800pt"
    pictures = "".join(
        f"<img style='{style}' src='data:image/{kind};base64,{data}'>"
        for kind, data in (("png", "iVBORw0KGgo="), ("png", "!"), ("svg+xml", ""), ("jpeg", "AAAA"))
    )
    document = read(tmp_path, sheet(pictures + pieces(PLAIN), rulings=LINES), BLACK)
    assert [cell.text for cell in document.tables[0].cells] == TEXTS


def test_amounts_of_a_narrow_font_stay_in_their_columns(tmp_path: Path) -> None:
    amounts = "".join(
        f"<p style='position:absolute;left:{50 + 40 * c}pt;top:{104 + 20 * r}pt;font-size:9pt'>{text}</p>"
        for r, row in enumerate([["甲", "乙", "丙"], ["12,345,678.90", "2,112.86", "302"]])
        for c, text in enumerate(row)
    )
    lines = "".join(
        [f"<div class=r style='left:48pt;top:{y}pt;width:120pt;height:1px'></div>" for y in (100, 120, 140)]
        + [
            f"<div class=r style='left:{48 + 40 * c}pt;top:100pt;width:1px;height:40pt'></div>"
            for c in range(4)
        ]
    )
    far = "".join(PLAIN.format(x=60, y=400 + 20 * n, text="说明文字") for n in range(6))
    (table,) = read(tmp_path, sheet(amounts + far, rulings=lines), BLACK).tables
    assert [cell.text for cell in table.cells] == ["甲", "乙", "丙", "12,345,678.90", "2,112.86", "302"]


def test_what_was_joined_over_a_ruling_stands_in_two_cells(tmp_path: Path) -> None:
    """Exporters write an amount and the label that touches it as one text; here its last digit is astride."""

    def text(x: float, row: int, words: str) -> str:
        return f'<p style="position:absolute;left:{x}pt;top:{54 + 20 * row}pt;font-size:12pt">{words}</p>'

    def line(x: float, y: float, width: float, height: float) -> str:
        place = f"left:{x}pt;top:{y}pt;width:{width}pt;height:{height}pt"
        return f'<div style="position:absolute;{place};background:#000"></div>'

    lines = [line(x, 50, 0.5, 60) for x in (50, 220, 292, 460, 540)]
    lines += [line(50, y, 490, 0.5) for y in (50, 70, 90, 110)]
    words = [
        text(60, 0, "收入"), text(230, 0, "预算数"), text(300, 0, "支出"), text(470, 0, "预算数"),
        text(60, 1, "（一）一般公共预算资金"), text(243, 1, "36,208.43（一）一般公共服务支出"),
        text(472, 1, "22,006.16"),
        text(60, 2, "合计"), text(243, 2, "36,208.43合计"), text(472, 2, "22,006.16"),
    ]  # fmt: skip
    (table,) = read(tmp_path, sheet("".join(words), rulings="".join(lines))).tables
    assert [cell.text for cell in table.cells if cell.row_no > 1] == [
        "（一）一般公共预算资金", "36,208.43", "（一）一般公共服务支出", "22,006.16",
        "合计", "36,208.43", "合计", "22,006.16",
    ]  # fmt: skip


def test_two_amounts_in_one_text_stand_in_two_cells(tmp_path: Path) -> None:
    """Written without the space between them, 12.50 and 1、一般公共服务支出 would be 12.501."""
    texts = "".join(
        f"<p style='position:absolute;left:{x}pt;top:{y}pt;font-size:12pt'>{text}</p>"
        for x, y, text in (
            (60, 54, "收入"), (130, 54, "金额"), (180, 54, "支出"), (330, 54, "预算数"),
            (52, 74, "财政拨款"), (140, 74, "12.50&#160;1、一般公共服务支出"),
            (308, 74, "12.50&#160;3,012.50"),
        )
    )  # fmt: skip
    lines = [f"<div class=r style='left:50pt;top:{y}pt;width:400pt;height:1px'></div>" for y in (50, 70, 90)]
    lines += [
        f"<div class=r style='left:{x}pt;top:50pt;width:1px;height:40pt'></div>"
        for x in (50, 120, 173, 300, 340, 450)
    ]
    far = "".join(PLAIN.format(x=60, y=400 + 20 * n, text="说明文字") for n in range(6))
    (table,) = read(tmp_path, sheet(texts + far, rulings="".join(lines)), BLACK).tables
    assert [cell.text for cell in table.cells if cell.row_no == 2] == [
        "财政拨款", "12.50", "1、一般公共服务支出", "12.50", "3,012.50",
    ]  # fmt: skip


# Labels of four rows, 20 points high, joined to one text.
JOINED = "<p style='position:absolute;left:52pt;top:74pt{}'>一、教育<br>二、科技<br>三、卫生<br>四、住房</p>"


@pytest.mark.parametrize(
    ("size", "amounts"),
    [
        (";font-size:12pt;line-height:20pt", ["1.00", "2.00", "3.00", "4.00"]),
        # The third one stands on a ruling.
        (";font-size:12pt;line-height:15pt", ["1.00\ufffd", "2.00\ufffd", "3.00\ufffd", "4.00\ufffd"]),
        # Without its style sheet, two stand in the first row and none in the last one.
        (";line-height:10pt", ["1.00\ufffd", "2.00\ufffd", "3.00\ufffd", "4.00\ufffd"]),
    ],
)
def test_amounts_beside_labels_that_drift_from_their_rows_are_unknown(
    tmp_path: Path, size: str, amounts: list[str]
) -> None:
    figures = "".join(PLAIN.format(x=200, y=74 + 20 * n, text=f"{n + 1}.00") for n in range(4))
    total = PLAIN.format(x=60, y=154, text="合计") + PLAIN.format(x=200, y=154, text="10.00")
    head = PLAIN.format(x=60, y=54, text="项目") + PLAIN.format(x=200, y=54, text="预算数")
    lines = [
        f"<div class=r style='left:50pt;top:{50 + 20 * n}pt;width:300pt;height:1px'></div>" for n in range(7)
    ]
    lines += [
        f"<div class=r style='left:{x}pt;top:50pt;width:1px;height:120pt'></div>" for x in (50, 190, 350)
    ]
    far = "".join(PLAIN.format(x=60, y=400 + 20 * n, text="说明文字") for n in range(6))
    body = head + JOINED.format(size) + figures + total + far
    (table,) = read(tmp_path, sheet(body, rulings="".join(lines)), BLACK).tables
    assert [cell.text for cell in table.cells if cell.col_no == 2] == ["预算数", *amounts, "10.00"]


def test_a_blank_sheet_is_a_page(tmp_path: Path) -> None:
    full = sheet(pieces(PLAIN), rulings=LINES)
    assert [page.character_count > 0 for page in read(tmp_path, full + sheet("") + full, BLACK).pages] == [
        True, False, True,
    ]  # fmt: skip


def test_white_boxes_draw_no_lines(tmp_path: Path) -> None:
    document = read(tmp_path, sheet(pieces(PLAIN), rulings=LINES), BLACK.replace("#000", "#fff"))
    assert [table.finder for table in document.tables if table.finder == "rulings"] == []


def test_what_is_hidden_or_beside_the_page_is_no_print(tmp_path: Path) -> None:
    hidden = PLAIN.replace("'position", "'display:none;position").format(x=60, y=130, text="9.99")
    beside = PLAIN.format(x=-900, y=130, text="8.88") + PLAIN.format(x=60, y=2000, text="7.77")
    document = read(tmp_path, sheet(pieces(PLAIN) + hidden + beside, rulings=LINES), BLACK)
    assert [cell.text for cell in document.tables[0].cells] == TEXTS
    assert {(text.text, text.reason) for text in document.hidden_texts} == {
        ("9.99", "unpainted"), ("8.88", "off_page"), ("7.77", "off_page"),
    }  # fmt: skip


def test_a_watermark_that_leans_is_laid_over_the_text(tmp_path: Path) -> None:
    place = "position:absolute;left:200pt;top:140pt;font-size:20pt;transform:rotate(-45deg)"
    mark = f"<div style='{place}'>样稿</div>"
    document = read(tmp_path, sheet(pieces(PLAIN) + mark, rulings=LINES), BLACK)
    assert [cell.text for cell in document.tables[0].cells] == TEXTS
    assert [line.text for line in document.lines] == ["样稿"]


def test_characters_of_a_font_of_the_page_are_unknown(tmp_path: Path) -> None:
    document = read(tmp_path, sheet(pieces(PLAIN).replace("教育支出", "\ue123\ue124"), rulings=LINES), BLACK)
    assert [c.text for c in document.tables[0].cells if "\ufffd" in c.text] == ["\ufffd\ufffd"]
    assert [notice.reason for notice in document.warnings] == ["unknown_characters"]


def test_the_text_around_the_pieces_stands_above_them(tmp_path: Path) -> None:
    around = "<ul><li><a href=/>首页</a></li></ul><h1>某局2024年部门预算</h1><p>发布日期：2024-02-01</p>"
    document = read(tmp_path, around + sheet(pieces(PLAIN), rulings=LINES), BLACK)
    assert [line.text for line in document.lines] == ["某局2024年部门预算", "发布日期：2024-02-01"]
    assert [cell.text for cell in document.tables[0].cells] == TEXTS
    assert document.page_count == 1


def test_pieces_on_no_sheet_are_a_page(tmp_path: Path) -> None:
    document = read(tmp_path, pieces(PLAIN) + LINES, BLACK)
    assert [cell.text for cell in document.tables[0].cells] == TEXTS


def test_a_page_is_drawn_from_its_texts_and_lines(tmp_path: Path) -> None:
    read(tmp_path, sheet(pieces(PLAIN), rulings=LINES), BLACK)
    picture = render_page(tmp_path / "page.html", 1, 2.0)
    assert picture.size == (1200, 1600)
    assert picture.getpixel((300, 201)) == (0, 0, 0), "the upper ruling"
    assert picture.getpixel((300, 300)) != (0, 0, 0)
    with pytest.raises(IndexError):
        render_page(tmp_path / "page.html", 2)


def test_one_long_positioned_box_is_a_usual_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    body = "<table><tr><td>科目<td>金额<tr><td>教育<td>1.00</table>" + "<p>说明文字</p>" * 100
    path.write_text(f"<html><body><div style='position:absolute;top:0'>{body}</div></body></html>", "utf-8")
    assert read_document(path).reader == "web:page"
    assert render_page(path, 1).width > 100


# A balance of two halves without rulings, its columns between 40, 190, 260, 420 and 500 points: labels at the
# left, figures at the right, headers in the middle.
BALANCE = [
    (141.0, 100.0, "收入"), (371.0, 100.0, "支出"),
    (106.0, 120.0, "项目"), (211.5, 120.0, "预算数"), (331.0, 120.0, "项目"), (446.5, 120.0, "预算数"),
]  # fmt: skip
LABELS = ["一般公共预算财政拨款收入", "政府性基金收入", "国有资本经营收入", "事业收入"]
BODY = [
    (x, 140.0 + 18 * row, text)
    for row, label in enumerate(LABELS)
    for x, text in (
        (44.0, label),
        (220.0, f"{row + 1},234.50"),
        (264.0, f"（{row}）灾害防治及应急管理支出"),
        (451.0, f"12{row},456.80"),
    )
]


def unruled(tmp_path: Path, texts: list[tuple[float, float, str]]) -> Document:
    far = "".join(PLAIN.format(x=60, y=600 + 30 * n, text="说明文字") for n in range(3))
    return read(tmp_path, sheet("".join(PLAIN.format(x=x, y=y, text=text) for x, y, text in texts) + far))


def test_texts_alone_make_a_table_with_labels_above_several_columns(tmp_path: Path) -> None:
    title = [(200, 60, "部门收支总表"), (40, 80, "单位：万元")]
    (table,) = unruled(tmp_path, [*title, *BALANCE, *BODY]).tables
    assert (table.finder, table.row_count, table.column_count, table.header_row_count) == ("texts", 6, 4, 2)
    spans = [(cell.col_no, cell.col_span, cell.text) for cell in table.cells if cell.row_no == 1]
    assert spans == [(1, 2, "收入"), (3, 2, "支出")]
    assert [cell.text for cell in table.cells][6:] == [text for _, _, text in BODY]


def test_a_label_between_columns_makes_no_table(tmp_path: Path) -> None:
    labels = [text for text in BALANCE if text[2] != "收入"]
    document = unruled(tmp_path, [*labels, (190, 100, "收入"), *BODY])
    assert (document.tables, [r.reason for r in document.refused_tables]) == ((), ["no_header"])


def test_lines_of_a_label_that_may_be_rows_make_no_table(tmp_path: Path) -> None:
    wrapped = [(x, 140 + 2 * (y - 140), text) for x, y, text in BODY]
    lines = [(44, y + 14, "及其他") for x, y, _ in wrapped if x == 44]
    document = unruled(tmp_path, [*BALANCE, *wrapped, *lines])
    assert [cell.text for table in document.tables for cell in table.cells if cell.text == "及其他"] == []


def test_a_label_above_lower_ones_belongs_to_the_header(tmp_path: Path) -> None:
    """Above two of four columns, but not in the middle of them: without it 小计 would be of everything."""
    labels = [(60, 110, "科目"), (160, 110, "合计"), (250, 118, "小计"), (340, 118, "人员经费")]
    rows = [
        (x, 140.0 + 18 * row, text)
        for row, name in enumerate(["教育支出", "卫生支出", "住房支出"])
        for x, text in ((60.0, name), (160.0, "9,000.00"), (250.0, "1,000.00"), (340.0, "1,000.00"))
    ]
    assert unruled(tmp_path, [*labels, (345, 100, "基本支出"), *rows]).tables == ()


def test_rows_below_a_wrapped_label_are_not_cut_off(tmp_path: Path) -> None:
    """A text alone on its line, farther left than the labels: a note, but a centred label if rows follow."""
    note = [(41.0, 210.0, "机关事业单位基本养老保险缴费支出及其他")]
    (table,) = unruled(tmp_path, [*BALANCE, *BODY, *note]).tables
    assert table.row_count == 6
    below = [(x, 222.0, text) for x, _, text in BODY[:4]]
    assert unruled(tmp_path, [*BALANCE, *BODY, *note, *below]).tables == ()


def test_a_page_number_close_below_is_no_row(tmp_path: Path) -> None:
    texts = [*BALANCE, *BODY, (60.0, 222.0, "16")]
    pieces = "".join(PLAIN.format(x=x, y=y, text=text) for x, y, text in texts)
    (table,) = read(tmp_path, sheet(pieces)).tables
    assert "16" not in [cell.text for cell in table.cells]


def test_a_sheet_whose_end_is_lost_does_not_lie_below_the_next_one(tmp_path: Path, pdf: Path) -> None:
    """Their figures would stand in the same cells: 61.32 and 16 are no 61.3216."""
    path = tmp_path / "page.html"
    positioned_html.write(pdf, path)
    source, content = read_document(path), path.read_text(encoding="utf-8")
    end = content.rindex("</div>", 0, content.index("page2-div"))
    path.write_text(content[:end] + content[end + len("</div>") :], encoding="utf-8")
    found = read_document(path)
    assert cells(found) == cells(source)
