"""Web pages: their tables, what a person cannot see on them, the site around them, and their encodings."""

from __future__ import annotations

import email.mime.multipart
import email.mime.text
from pathlib import Path

import pytest
from forms import html
from running import RAW_DIR

from pipelines.readers import Document, UnreadableDocument, media_type_of, read_document
from pipelines.readers.document import Table

Placed = dict[tuple[int, int], str]
STATEMENT = (
    """<table><tr><td>科目</td><td>金额</td></tr><tr><td>教育支出</td><td>1,234.56</td></tr></table>"""
)


def read(tmp_path: Path, body: str, head: str = "") -> Document:
    path = tmp_path / "page.html"
    path.write_text(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return read_document(path)


def table_of(tmp_path: Path, body: str, head: str = "") -> Table:
    (table,) = read(tmp_path, body, head).tables
    return table


def texts(table: Table) -> Placed:
    return {(cell.row_no, cell.col_no): cell.text for cell in table.cells}


def lines(document: Document) -> list[str]:
    return [line.text for line in document.lines]


@pytest.mark.parametrize("name", [path.name for path in sorted(RAW_DIR.glob("*.txt"))])
def test_a_disclosure_as_a_page_of_a_site_has_the_cells_and_lines_of_the_text(
    tmp_path: Path, name: str
) -> None:
    source, path = read_document(RAW_DIR / name), tmp_path / "page.html"
    html.write(source, path)
    found = read_document(path)
    assert [line.text.split() for line in found.lines] == [line.text.split() for line in source.lines]
    for table, read_again in zip(source.tables, found.tables, strict=True):
        expected = {place: text.split() for place, text in texts(table).items()}
        assert {place: text.split() for place, text in texts(read_again).items()} == expected
    assert found.hidden_texts == ()


def test_spans_leave_their_places_to_no_other_cell(tmp_path: Path) -> None:
    body = """<table>
    <tr><td rowspan=2>科目<td colspan=2>预算<td rowspan="0">备注
    <tr><td>基本<td>项目
    <tr><td>教育<td>1.00<td>2.00
    </table>"""
    table = table_of(tmp_path, body)
    assert texts(table) == {
        (1, 1): "科目", (1, 2): "预算", (1, 4): "备注", (2, 2): "基本", (2, 3): "项目",
        (3, 1): "教育", (3, 2): "1.00", (3, 3): "2.00",
    }  # fmt: skip
    spans = {cell.text: (cell.row_span, cell.col_span) for cell in table.cells}
    assert (spans["科目"], spans["预算"], spans["备注"]) == ((2, 1), (1, 2), (3, 1))
    assert table.cells[-1].reference == "T1R3C3"


def test_absurd_spans_end_with_the_table(tmp_path: Path) -> None:
    wide = "<td colspan=99999999 rowspan=99999999>1.00" * 50
    table = table_of(tmp_path, f"<table><tr>{wide}<tr><td>2.00<td>3.00</table>")
    assert len(table.cells) == 52
    assert max(cell.row_span for cell in table.cells) <= 2


def test_the_head_stands_above_and_the_foot_below_whatever_their_order(tmp_path: Path) -> None:
    body = """<table><tfoot><tr><td>合计<td>3.00</tfoot><tbody><tr><td>教育<td>3.00</tbody>
    <thead><tr><th>科目<th>金额</thead></table>"""
    table = table_of(tmp_path, body)
    assert [text for place, text in texts(table).items() if place[1] == 1] == ["科目", "教育", "合计"]
    assert table.header_row_count == 1


def test_a_table_that_holds_tables_is_layout(tmp_path: Path) -> None:
    body = f"""<table><tr><td><table><tr><td>单位：示例局</td><td>单位：万元</td></tr></table></td></tr>
    <tr><td>说明文字<br>第二行</td></tr><tr><td>{STATEMENT}</td></tr><tr><td>注：以上</td></tr></table>"""
    document = read(tmp_path, body)
    assert [len(table.cells) for table in document.tables] == [2, 4]
    assert lines(document) == ["说明文字", "第二行", "注：以上"]


def test_tables_side_by_side_in_a_layout_are_not_one(tmp_path: Path) -> None:
    cells = "".join(
        f"<td><table><tr><td>项目<td>金额<tr><td>{name}<td>1.00</table>" for name in ("收入", "支出")
    )
    path = tmp_path / "page.html"
    path.write_text(f"<html><table><tr>{cells}</table>")
    assert [texts(table)[2, 1] for table in read_document(path).tables] == ["收入", "支出"]


@pytest.mark.parametrize(
    ("second", "tables"),
    [
        ("<tr><td colspan=2>支出表<tr><td colspan=2>单位：元", 2),
        ("<tr><td colspan=2>收入表<tr><td colspan=2>单位：万元", 1),
        ("<tr><td colspan=2>支出表", 2),
        ("<tr><td colspan=2>收入表", 1),
    ],
)
def test_a_statement_below_another_in_one_table_begins_at_its_title(
    tmp_path: Path, second: str, tables: int
) -> None:
    first = "<tr><td colspan=2>收入表<tr><td colspan=2>单位：万元"
    header, row = "<tr><td>项目<td>预算数", "<tr><td>{}<td>{}"
    rows = row.format("教育", 1), row.format("卫生", 2)
    path = tmp_path / "page.html"
    path.write_text(f"<html><table>{first}{header}{rows[0]}{second}{header}{rows[1]}</table>")
    found = read_document(path).tables
    assert len(found) == tables
    assert [cell.text for cell in found[-1].cells][-2:] == ["卫生", "2"]


def test_a_statement_with_a_small_table_in_one_cell_stays_a_statement(tmp_path: Path) -> None:
    small = "<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>"
    rows = "".join(f"<tr><td>项目{n}</td><td>{n}.00</td></tr>" for n in range(1, 5))
    table = table_of(tmp_path, f"<table><tr><td>{small}</td><td>金额</td></tr>{rows}</table>")
    assert texts(table)[1, 1] == "甲\n乙"
    assert texts(table)[5, 2] == "4.00"


def test_rows_of_single_cells_are_prose(tmp_path: Path) -> None:
    document = read(tmp_path, f"<table><tr><td>第一段</td></tr><tr><td>第二段</td></tr></table>{STATEMENT}")
    assert lines(document) == ["第一段", "第二段"]
    assert len(document.tables) == 1


def test_white_space_is_shown_as_a_browser_shows_it(tmp_path: Path) -> None:
    body = """<table><tr><td> 科目
      编码 </td><td>&nbsp;</td></tr>
    <tr><td>&nbsp;&nbsp;&nbsp;&nbsp;其中：<b>教育</b>
    <i>x</i></td><td>1.00</td></tr><tr><td><p>一行</p><p>二行</p></td><td>2<br>3</td></tr></table>"""
    table = table_of(tmp_path, body)
    assert texts(table) == {
        (1, 1): "科目编码", (2, 1): "其中：教育 x", (2, 2): "1.00",
        (3, 1): "一行\n二行", (3, 2): "2\n3",
    }  # fmt: skip
    starts = {cell.text: cell.text_x0 or 0.0 for cell in table.cells}
    assert starts["其中：教育 x"] - starts["科目编码"] == pytest.approx(18)  # four spaces


@pytest.mark.parametrize(
    "style",
    [
        "padding-left: 24px",
        "text-indent:18pt",
        "padding:1px 1px 1px 24px",
        "mso-char-indent-count:2",
        "CLASS",
    ],
)
def test_indents_of_styles_move_the_text(tmp_path: Path, style: str) -> None:
    attribute = 'class="deep"' if style == "CLASS" else f'style="{style}"'
    body = f"<table><tr><td>支出<td>3.00<tr><td {attribute}>教育<td align=right>3.00</table>"
    table = table_of(tmp_path, body, "<style><!-- td.deep { padding-left: 18pt; } --></style>")
    first, _, second, amount = table.cells
    assert (second.text_x0 or 0.0) - (first.text_x0 or 0.0) == pytest.approx(18)
    assert amount.alignment == "right"


HIDDEN = """<style>.gone { display: none !important } </style>
<table><col><col style='display:none;width:0'><col>
<tr><td>科目<td>辅助<td>金额
<tr style="display:none"><td>旧行<td>9.00<td>9.00
<tr><td>教育<span style="visibility:hidden">暗</span><td>8.00<td>1.00<font color="#FFFFFF">7.00</font>
<tr class="gone"><td>也藏<td>6.00<td>6.00
</table><p hidden>看不见</p><div class=gone>5.00</div>"""


def test_what_a_person_cannot_see_is_no_print(tmp_path: Path) -> None:
    document = read(tmp_path, HIDDEN)
    (table,) = document.tables
    assert texts(table) == {(1, 1): "科目", (1, 2): "金额", (2, 1): "教育", (2, 2): "1.00"}
    assert lines(document) == []
    hidden = {(hidden.reason, hidden.text) for hidden in document.hidden_texts}
    assert hidden == {
        ("hidden_row", "旧行\t9.00\t9.00"), ("hidden_row", "也藏\t6.00\t6.00"), ("hidden_column", "辅助"),
        ("hidden_column", "8.00"), ("hidden_text", "暗"), ("hidden_text", "7.00"), ("hidden_text", "看不见"),
        ("hidden_text", "5.00"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "style",
    [
        "color:transparent",
        "color:rgba(0, 0, 0, 0)",
        "color:#0000",
        "opacity:0",
        "opacity:.0",
        "font-size:0",
        "text-indent:-9999px",
        "position:absolute;left:-9999px",
        "position:fixed;top:-999em",
        "position:absolute;clip:rect(0, 0, 0, 0)",
        "position:absolute;clip:rect(1px 1px 1px 1px)",
        "clip-path:inset(50%)",
    ],
)
def test_text_without_ink_or_beside_the_page_is_no_print(tmp_path: Path, style: str) -> None:
    document = read(
        tmp_path, f"<table><tr><td>科目<td>金额<tr><td>教育<td>1.00<b style='{style}'>9</b></table>"
    )
    assert texts(document.tables[0])[2, 2] == "1.00"
    assert [(hidden.reason, hidden.text) for hidden in document.hidden_texts] == [("hidden_text", "9")]


@pytest.mark.parametrize(
    "cell",
    [
        "<td style='color:rgb(0,0,0)'>1.00",
        "<td style='color:transparent;background-clip:text;background:red'>1.00",
        "<td style='font-size:0'><span style='font-size:12px'>1.00</span>",
        "<td style='visibility:hidden'><span style='visibility:visible'>1.00</span>",
        "<td style='text-indent:-2em'>1.00",
        "<td style='left:-9999px'>1.00",
        "<td style='position:absolute;clip:rect(0,90px,20px,0)'>1.00",
    ],
)
def test_text_that_can_be_seen_all_the_same_is_print(tmp_path: Path, cell: str) -> None:
    table = table_of(tmp_path, f"<table><tr><td>科目<td>金额<tr><td>教育{cell}</table>")
    assert texts(table)[2, 2] == "1.00"


@pytest.mark.parametrize(
    "style", ["color:#fff", "visibility:hidden", "visibility:collapse", "opacity:0", "font-size:0"]
)
def test_a_cell_without_ink_leaves_its_place_blank(tmp_path: Path, style: str) -> None:
    rows = f"<tr><td>科目<td>合计<td>基本<tr><td>教育<td style='{style}'>3.00<td>2.00"
    assert texts(table_of(tmp_path, f"<table>{rows}</table>")) == {
        (1, 1): "科目", (1, 2): "合计", (1, 3): "基本", (2, 1): "教育", (2, 3): "2.00",
    }  # fmt: skip


@pytest.mark.parametrize("style", ["display:none", "position:absolute;left:-9999px"])
def test_cells_move_up_to_the_place_of_one_that_is_not_laid_out(tmp_path: Path, style: str) -> None:
    rows = f"<tr><td>科目<td>合计<tr><td>教育<td style='{style}'>3.00<td>2.00"
    assert texts(table_of(tmp_path, f"<table>{rows}</table>"))[2, 2] == "2.00"


def test_a_row_without_ink_still_reaches_down_and_a_section_hides_its_rows(tmp_path: Path) -> None:
    body = """<table><tr><td>科目<td>项目<td>金额
    <tr style="visibility:hidden"><td rowspan=2>教育<td>甲<td>1.00<tr><td>乙<td>2.00
    <tbody style="display:none"><tr><td>卫生<td>丙<td>3.00</tbody></table>"""
    document = read(tmp_path, body)
    assert texts(document.tables[0]) == {
        (1, 1): "科目", (1, 2): "项目", (1, 3): "金额", (2, 2): "乙", (2, 3): "2.00",
    }  # fmt: skip
    assert [(hidden.reason, hidden.text) for hidden in document.hidden_texts] == [
        ("hidden_row", "卫生\t丙\t3.00"),
        ("hidden_row", "教育\t甲\t1.00"),
    ]


@pytest.mark.parametrize(
    ("media", "is_seen"),
    [
        ("print", True),
        ("not screen", True),
        ("only screen and (max-width: 640px)", True),
        ("(prefers-color-scheme: dark)", True),
        ("screen", False),
        ("print, screen", False),
        ("screen and (min-width: 48em)", False),
    ],
)
def test_a_page_is_read_as_a_wide_screen_shows_it(tmp_path: Path, media: str, *, is_seen: bool) -> None:
    head = f"<style>@media {media} {{ .old {{ display: none }} }}</style>"
    rows = "<tr><td>科目<td>金额<td class=old>上年<tr><td>教育<td>1.00<td class=old>2.00"
    assert ((2, 3) in texts(table_of(tmp_path, f"<table>{rows}</table>", head))) is is_seen


@pytest.mark.parametrize(
    ("rule", "is_seen"),
    [
        ("tr:first-child { background: #369 }", True),
        ("table tr:not(.odd) td { background-color: navy }", True),
        ("tr[data-head] { background: #369 }", True),
        ("tr:hover { background: #369 }", False),
        ("tr:first-child { background: #fff }", False),
        ("p:first-child { background: #369 }", False),
    ],
)
def test_white_text_is_seen_where_a_rule_may_give_it_a_ground(
    tmp_path: Path, rule: str, *, is_seen: bool
) -> None:
    head = f"<style>.white {{ color: white }} {rule}</style>"
    body = "<table><tr><td class=white>科目<td class=white>金额<tr><td>教育<td>1.00</table>"
    assert ("科目" in texts(table_of(tmp_path, body, head)).values()) is is_seen


def test_white_text_is_seen_on_colour_and_where_the_colours_are_in_another_file(tmp_path: Path) -> None:
    white = "<tr style='color:#fff'><td>科目<td>金额<tr><td>教育<td>1.00</table>"
    assert len(table_of(tmp_path, f"<table bgcolor=navy>{white}").cells) == 4
    assert len(table_of(tmp_path, f"<table>{white}", "<link rel=stylesheet href=a.css>").cells) == 4
    assert len(table_of(tmp_path, f"<table>{white}").cells) == 2


def test_marks_of_notes_are_no_digits_of_a_number(tmp_path: Path) -> None:
    raised = '1.50<span style="vertical-align:super">2</span>'
    table = table_of(
        tmp_path,
        f"<table><tr><td>教育<td>120<sup>1</sup><tr><td>卫生<td>{raised}<tr><td>其他<td>3.<sup>50</sup></table>",
    )
    assert [texts(table)[row, 2] for row in (1, 2, 3)] == ["120¹", "1.50²", "3.50"]


def test_a_number_that_excel_shows_in_red_is_negative(tmp_path: Path) -> None:
    red = "<font color=\"#FF0000\" style='mso-ignore:color'>12.50</font>"
    table = table_of(
        tmp_path, f'<table><tr><td>教育<td>{red}<tr><td>a<td><font color="red">1.00</font></table>'
    )
    assert [texts(table)[row, 2] for row in (1, 2)] == ["-12.50", "1.00"]


def test_numbers_that_are_struck_out_are_no_numbers(tmp_path: Path) -> None:
    table = table_of(tmp_path, "<table><tr><td>教育<td><s>1.00</s> 2.00<tr><td>a<td>1.00</table>")
    assert texts(table)[1, 2] == "1̶.̶0̶0̶ 2.00"


EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312">
<style>.xl65 {mso-number-format:"\\#\\,\\#\\#0\\.00"; text-align:right;}</style></head><body>
<table><tr height=19><td colspan=3 style='mso-ignore:colspan'>2024年部门收支总表</td></tr>
<tr><td>教育支出</td><td class=xl65 x:num="1234.5678">1,234.57</td><td class=xl65 x:num>3.00</td></tr>
<![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=72></td></tr><![endif]>
</table></body></html>"""


def test_of_a_page_that_excel_saved_the_shown_numbers_count(tmp_path: Path) -> None:
    path = tmp_path / "table.xls"
    path.write_bytes(EXCEL.encode("gb18030"))
    (table,) = read_document(path).tables
    assert texts(table) == {
        (1, 1): "2024年部门收支总表", (2, 1): "教育支出", (2, 2): "1,234.57", (2, 3): "3.00",
    }  # fmt: skip
    assert table.cells[0].col_span == 1


CALC = """<!DOCTYPE html><html><head><meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/></head>
<table cellspacing="0" border="0">
<colgroup width="80"></colgroup><tr><td colspan=3>收入总表</td></tr><tr><td><br><td><td>单位：万元</tr>
<tr><td>科目<td>2023年<td>2024年</td></tr><tr><td>教育<td sdval="1">1.00<td sdval="2">2.00</tr></table>"""


def test_of_a_page_that_calc_saved_a_heading_between_lines_stays_in_the_table(tmp_path: Path) -> None:
    path = tmp_path / "calc.html"
    heading = "<tr><td>项目</td><td>截止时间：2023-12-31</td><td></td></tr>"
    lined = (heading + CALC[CALC.index("<tr><td>科目") :]).replace(
        "<td", '<td style="border: 1px solid #000"'
    )
    path.write_text(CALC[: CALC.index("<tr><td>科目")] + lined, encoding="utf-8")
    document = read_document(path)
    assert lines(document) == ["收入总表", "单位：万元"]
    assert [cell.text for cell in document.tables[0].cells][:2] == ["项目", "截止时间：2023-12-31"]


def test_of_a_page_that_calc_saved_titles_stand_above_the_table(tmp_path: Path) -> None:
    path = tmp_path / "calc.html"
    path.write_text(CALC, encoding="utf-8")
    document = read_document(path)
    assert lines(document) == ["收入总表", "单位：万元"]
    assert [cell.text for cell in document.tables[0].cells][:3] == ["科目", "2023年", "2024年"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "gb18030"),
        ("gb2312", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("big5", "big5"),
    ],
)
def test_encodings_are_told_by_the_bytes_before_the_words(
    tmp_path: Path, declared: str, encoding: str
) -> None:
    word = "教育支出" if encoding == "big5" else "教育支出㈠"
    table = STATEMENT.replace("教育支出", word).replace("金额", "元")
    page = f"<html><head><meta charset='{declared}'></head><body>{table}<p>{word}</p></body></html>"
    path = tmp_path / "page.html"
    path.write_bytes(page.encode(encoding))
    assert texts(read_document(path).tables[0])[2, 1] == word
    assert lines(read_document(path)) == [word]


@pytest.mark.parametrize("wrong", [b"\xff", b"\xe6\x95"], ids=["a wrong byte", "half a character"])
def test_a_wrong_byte_in_a_page_costs_its_character_and_not_all_words(tmp_path: Path, wrong: bytes) -> None:
    """Such as the end of a download within a character: read as GB18030, no word would be left."""
    page = f"<html><body>{STATEMENT}<p>教育支出@</p></body></html>".encode().replace(b"@", wrong)
    path = tmp_path / "page.html"
    path.write_bytes(page)
    document = read_document(path)
    assert lines(document) == ["教育支出�"]
    assert [notice.reason for notice in document.warnings] == ["unknown_characters"]


@pytest.mark.parametrize("end", ["<p>二、支出", "<table><tr><td>1.00"])
def test_a_page_that_ends_too_early_says_so_wherever_it_ends(tmp_path: Path, end: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{STATEMENT}{end}", encoding="utf-8")
    assert [notice.reason for notice in read_document(path).warnings] == ["cut_off"]


def test_pages_that_were_saved_together_are_the_pages_of_one_document(tmp_path: Path) -> None:
    message = email.mime.multipart.MIMEMultipart("related")
    message["From"] = "<Saved by Blink>"
    for number in (1, 2):
        page = f"<html><body><p>附表{number}</p>{STATEMENT}</body></html>"
        message.attach(email.mime.text.MIMEText(page, "html", "gb18030"))
    path = tmp_path / "page.mht"
    path.write_bytes(message.as_bytes())
    assert media_type_of(path) == "text/html"
    document = read_document(path)
    assert [(line.page_no, line.text) for line in document.lines] == [(1, "附表1"), (2, "附表2")]
    assert [table.page_first for table in document.tables] == [1, 2]


def test_the_site_around_is_no_content(tmp_path: Path) -> None:
    body = f"""<form id="aspnetForm"><div id="top">
    <a href=/>首页</a> | <a href=/a>公开</a> | <a href=/b>服务</a></div>
    <table class="nav"><tr><td><a href=/>首页</a></td><td><a href=/1>动态</a></td></tr></table>
    <div>您的位置：<a href=/>首页</a> &gt;&gt; <a href=/2>预决算</a> &gt;&gt; 正文</div>
    <p>一、部门概况，<a href="/law">依据预算法</a>公开。</p>{STATEMENT}
    <p><span onclick="window.print()">打印</span> <span onclick="window.close()">关闭</span></p>
    <ul><li><a href=/x>上一篇：某局2023年预算公开</a></li></ul>
    <table><tr><td>主办：某某局</td><td>某ICP备05012345号</td></tr></table></form>"""
    document = read(tmp_path, body, "<title>某局2024年部门预算_某市人民政府</title>")
    assert lines(document) == ["某局2024年部门预算", "一、部门概况，依据预算法公开。"]
    assert len(document.tables) == 1


def test_a_block_named_as_furniture_that_prints_amounts_is_content(tmp_path: Path) -> None:
    assert len(read(tmp_path, f"<div class=footer>{STATEMENT}</div>").tables) == 1
    assert len(read(tmp_path, f"<aside><p>说明</p>{STATEMENT}</aside>").tables) == 1


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>某局2024年部门预算_某市</title>", ""),
        ("<meta name=ArticleTitle content='某局2024年部门预算'><title>某市</title>", ""),
        ("<title>某市</title>", "<header><h1>某局2024年部门预算</h1></header>"),
        ("<title>某局2024年部门预算_某市</title>", "<div>某局2024年<br>部门预算</div>"),
    ],
)
def test_the_title_of_the_page_stands_once_above_its_content(tmp_path: Path, head: str, body: str) -> None:
    assert "".join(lines(read(tmp_path, body + STATEMENT, head))) == "某局2024年部门预算"


def test_a_page_with_content_says_what_it_links_to(tmp_path: Path) -> None:
    document = read(tmp_path, STATEMENT + "<a href='a.pdf'>a</a><a href='b.xls'>b</a>")
    (notice,) = document.warnings
    assert notice.reason == "links_to_documents"
    assert "2 documents" in notice.message
    assert "a.pdf, b.xls" in notice.message


def test_a_page_that_only_links_to_the_disclosure_names_it(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"links to 1 document; fetch instead: a\.pdf") as caught:
        read(tmp_path, "<h1>某局2024年部门预算</h1><p>附件：<a href='a.pdf'>2024年部门预算</a></p>")
    assert caught.value.reason == "web_page"


def test_a_table_that_a_server_names_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "支出.xls"
    path.write_bytes("<table border=1><tr><td>项目<td>金额<tr><td>教育<td>1.00</table>".encode("gbk"))
    assert texts(read_document(path).tables[0]) == {
        (1, 1): "项目",
        (1, 2): "金额",
        (2, 1): "教育",
        (2, 2): "1.00",
    }


def test_a_page_that_ends_within_a_table_says_so(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body>" + STATEMENT.removesuffix("</td></tr></table>"), encoding="utf-8")
    assert [notice.reason for notice in read_document(path).warnings] == ["cut_off"]


def test_the_frame_of_a_workbook_names_its_sheets(tmp_path: Path) -> None:
    frames = "<frameset><frame src='a.files/sheet001.htm'><frame src='a.files/tabstrip.htm'></frameset>"
    path = tmp_path / "a.htm"
    path.write_text(f"<html><head></head>{frames}</html>", encoding="utf-8")
    with pytest.raises(UnreadableDocument, match=r"a\.files/sheet001\.htm"):
        read_document(path)


HOSTILE = {
    "deep": "<div>" * 5000 + "1.00",
    "deep tables": "<table><tr><td>" * 900 + "1.00",
    "spans": "<table>" + ("<tr>" + "<td colspan=1000 rowspan=65534>1" * 20) * 40,
    "rules": "<style>" + "div div div div div p{top:1px}" * 500 + "</style>" + "<div>" * 40 + "<p>1" * 2000,
    "brackets": "<style>p{top:" + "(" * 30000 + "</style><p style='left:" + "(" * 5000 + "'>x",
    "entities": "<table><tr><td>&#x110000;&#xD800;&#0;&bogus;<td>1.00</table>",
    "unclosed": "<!-- <table><tr><td>1.00",
    "pieces": "<div style='position:absolute;left:1e999px;top:-9e9px;font-size:1e9px'>1.00</div>" * 50,
    "maps": "<p style='position:absolute;transform:matrix(0,0,nan,1) scale(1e9)'>1.00</p>" * 50,
    "lines": "".join(
        f"<p style='position:absolute;left:{n}px;top:{n}px;width:900px;height:900px;border:1px solid'>{n}</p>"
        for n in range(300)
    ),
    "broken": "<table><tr><td colspan='-1' rowspan='x'>甲<td colspan='1e9'>1.00" + "<![" * 50,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_pages_have_an_outcome_in_few_steps(tmp_path: Path, kind: str) -> None:
    try:
        read(tmp_path, HOSTILE[kind])
    except UnreadableDocument as error:
        assert str(error)
