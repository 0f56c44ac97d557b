"""Spreadsheets: what a sheet shows is read, by sheet and cell; what it hides is kept apart."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from forms import ods
from openpyxl import Workbook, load_workbook
from PIL import Image

from pipelines.readers import UnreadableDocument, read_document
from pipelines.readers.document import Cell, Document, Line, Table
from pipelines.readers.spreadsheet.biff_drawing import add_drawings
from pipelines.readers.spreadsheet.sheet import Sheet
from pipelines.settings import PROJECT_ROOT

HEADER = ["科目", "2023年", "2024年预算"]


def rows(table: Table) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for cell in table.cells:
        found.setdefault(cell.row_no, []).append(cell.text)
    return list(found.values())


def lines(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def cell_at(document: Document, reference: str) -> Cell:
    cells = [cell for table in document.tables for cell in table.cells]
    (found,) = [cell for cell in cells if (cell.reference or "").endswith(f"!{reference}")]
    return found


def by_openpyxl(path: Path, fill: Callable[[Workbook], None]) -> Document:
    book = Workbook()
    fill(book)
    book.save(path)
    return read_document(path)


def statement() -> Document:
    """A document with a merged header, text codes, several formats of amounts, and lines around the table."""
    texts = [
        [("科目编码", 1, 2, 1), ("科目名称", 2, 2, 1), ("2024年预算", 3, 1, 2), ("增长", 5, 2, 1)],
        [("合计", 3, 1, 1), ("基本支出", 4, 1, 1)],
        [
            ("2050101", 1, 1, 1),
            ("行政运行", 2, 1, 1),
            ("1,234.50", 3, 1, 1),
            ("0.30", 4, 1, 1),
            ("12.5%", 5, 1, 1),
        ],
        [("0205", 1, 1, 1), ("一般\n事务", 2, 1, 1), ("-7", 3, 1, 1), ("", 4, 1, 1), ("-", 5, 1, 1)],
    ]
    cells = tuple(
        Cell(row, col, text, 1, row_span, col_span)
        for row, of_row in enumerate(texts, 1)
        for text, col, row_span, col_span in of_row
        if text
    )
    above = (Line(1, 1, "一般公共预算支出表"), Line(2, 1, "编制单位：某局    单位：万元"))
    below = (Line(3, 1, "注：本表反映一般公共预算支出。"),)
    return Document("text/plain", "drawn", 1, above + below, (Table(1, 2, 1, 1, 4, 5, 2, "drawn", cells),))


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_a_statement_written_in_each_form_is_read_as_it_was(tmp_path: Path, form: str) -> None:
    written = statement()
    path = tmp_path / f"statement.{form}"
    import_module(f"forms.{form}").write(written, path)
    document = read_document(path)
    (table,), (expected,) = document.tables, written.tables
    assert [(c.row_no, c.col_no, c.row_span, c.col_span, c.text) for c in table.cells] == [
        (c.row_no, c.col_no, c.row_span, c.col_span, c.text) for c in expected.cells
    ]
    assert (table.header_row_count, table.finder) == (2, "sheet")
    assert lines(document) == [
        "一般公共预算支出表",
        "编制单位：某局 单位：万元",
        "注：本表反映一般公共预算支出。",
    ]
    assert [page.name for page in document.pages] == ["表1", "其他说明"]
    assert cell_at(document, "C5").text == "1,234.50"
    assert [cell.stored_value for cell in table.cells if cell.stored_value] == ["0.125"]


def test_what_is_shown_is_read_and_the_stored_number_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "shown.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, HEADER)
    shown = [
        (12345600, '0!.0000"万元"', "1234.5600万元", "12345600"),
        (1234567.891234, "General", "1234567.891", "1234567.891234"),
        (1234.5678, "#,##0.00", "1,234.57", "1234.5678"),
        (205.0, "General", "205", None),
        (45000, 'yyyy"年"m"月"', "2023年3月", "45000"),
        (0, '#,##0.00;-#,##0.00;"-"', "-", "0"),
    ]
    for row, (value, number_format, _, _) in enumerate(shown, 1):
        sheet.write_string(row, 0, "某科目")
        sheet.write_string(row, 1, "0205")
        sheet.write_number(row, 2, value, book.add_format({"num_format": number_format}))
    sheet.write_number(1, 3, 5, book.add_format({"num_format": ";;;"}))
    book.close()
    (table,) = read_document(path).tables
    assert [(c.text, c.stored_value) for c in table.cells if c.col_no == 3 and c.row_no > 1] == [
        (text, stored) for _, _, text, stored in shown
    ]
    assert {c.text for c in table.cells if c.col_no == 2 and c.row_no > 1} == {"0205"}
    assert table.column_count == 3


def test_hidden_sheets_rows_and_columns_are_no_print(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.title = "支出"
        for row in (HEADER, ["甲", 1, 2], ["乙", 3, 4], ["丙", 5, 6]):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        for name, state in (("底稿", "hidden"), ("代码", "veryHidden")):
            other = book.create_sheet(name)
            other.sheet_state = state
            other.append(["旧数", 99])

    document = by_openpyxl(tmp_path / "hidden.xlsx", fill)
    (table,) = document.tables
    assert rows(table) == [["科目", "2024年预算"], ["甲", "2"], ["丙", "6"]]
    assert [(text.page_no, text.reason, text.text) for text in document.hidden_texts] == [
        (1, "hidden_column", "2023年"),
        (1, "hidden_column", "1"),
        (1, "hidden_row", "乙\t3\t4"),
        (1, "hidden_column", "5"),
        (2, "hidden_sheet", "旧数\t99"),
        (3, "hidden_sheet", "旧数\t99"),
    ]


def test_hidden_rows_columns_and_sheets_of_xls_are_no_print(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("支出")
    for row, texts in enumerate((HEADER, ["甲", 1, 2], ["乙", 3, 4])):
        for col, text in enumerate(texts):
            sheet.write(row, col, text)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    book.add_sheet("底稿").visibility = 1
    book.get_sheet(1).write(0, 0, "旧数")
    path = tmp_path / "hidden.xls"
    book.save(str(path))
    document = read_document(path)
    assert rows(document.tables[0]) == [["科目", "2024年预算"], ["甲", "2"]]
    assert {text.reason for text in document.hidden_texts} == {"hidden_row", "hidden_column", "hidden_sheet"}


def test_hidden_and_repeated_parts_of_ods(tmp_path: Path) -> None:
    path = tmp_path / "hidden.ods"
    styles = (
        '<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style>"
    )

    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell{more}><text:p>{text}</text:p></table:table-cell>"

    stored = ' office:value-type="float" office:value="1.999"'
    tables = (
        '<table:table table:name="支出">'
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{cell('科目')}{cell('去年')}{cell('本年')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="2">{cell("甲")}{cell("1")}{cell("2.00", stored)}'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        f'<table:table-row table:visibility="filter">{cell("乙")}{cell("3")}{cell("4")}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        '</table:table><table:table table:name="底稿" table:style-name="off">'
        f"<table:table-row>{cell('旧数')}</table:table-row></table:table>"
    )
    ods.write_content(styles, tables, path)
    document = read_document(path)
    assert rows(document.tables[0]) == [["科目", "本年"], ["甲", "2.00"], ["甲", "2.00"]]
    assert cell_at(document, "C3").stored_value == "1.999"
    assert [text.reason for text in document.hidden_texts].count("hidden_sheet") == 1


def test_a_workbook_in_one_file_of_xml_is_read_by_its_settings(tmp_path: Path) -> None:
    path = tmp_path / "flat.fods"
    cell = (
        '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p>'
        "</table:table-cell>"
    )
    row = "".join(cell.format(number) for number in (2, 0, 3))
    table = f'<table:table table:name="收入"><table:table-row>{row}</table:table-row></table:table>'
    item = '<config:config-item config:name="ShowZeroValues">false</config:config-item>'
    ods.write_content("", table, path)
    with zipfile.ZipFile(path) as package:
        content = package.read("content.xml").decode()
    content = content.replace("document-content ", f'document office:mimetype="{ods.MIMETYPE}" ', 1)
    content = content.replace("document-content>", "document>").replace(
        "<office:automatic", f'<office:settings xmlns:config="c">{item}</office:settings><office:automatic', 1
    )
    path.write_text(content, encoding="utf-8")
    document = read_document(path)
    assert rows(document.tables[0]) == [["2", "3"]]
    assert [page.name for page in document.pages] == ["收入"]


def test_what_a_merged_cell_covers_and_white_text_on_white_are_no_print(tmp_path: Path) -> None:
    path = tmp_path / "covered.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["甲", 1, 2])
    sheet.write_row(2, 0, ["乙", 3, 4])
    sheet.write_number(3, 1, 5, book.add_format({"font_color": "#FFFFFF"}))
    sheet.write_string(3, 0, "丙", book.add_format({"font_color": "#FFFFFF", "bg_color": "#003366"}))
    sheet.merge_range(2, 1, 2, 2, "", book.add_format())
    sheet.write_number(2, 1, 3)
    sheet.write_number(2, 2, 4)
    book.close()
    document = read_document(path)
    assert rows(document.tables[0]) == [HEADER, ["甲", "1", "2"], ["乙", "3"], ["丙"]]
    assert [(text.reason, text.text) for text in document.hidden_texts] == [
        ("covered", "4"),
        ("colour_of_paper", "5"),
    ]


def test_zeros_that_the_view_does_not_show_are_blank(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        for row in (HEADER, ["甲", 0, 2]):
            book.worksheets[0].append(row)
        book.worksheets[0].sheet_view.showZeros = False

    document = by_openpyxl(tmp_path / "zeros.xlsx", fill)
    assert rows(document.tables[0]) == [HEADER, ["甲", "2"]]


def test_figures_that_are_struck_through_are_none(tmp_path: Path) -> None:
    path = tmp_path / "struck.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["甲", 1])
    sheet.write_number(1, 2, 25, book.add_format({"font_strikeout": True}))
    book.close()
    assert cell_at(read_document(path), "C2").text == "2\u03365\u0336"


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_marks_and_struck_digits_within_a_cell_are_no_digits_of_its_number(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"rich.{form}"
    RICH_TEXTS[form](path)
    (table,) = read_document(path).tables
    assert rows(table)[1:] == [["甲", "1,234²"], ["乙", "1\u03360\u03360\u0336200"], ["丙", "3.50"]]


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_a_part_in_white_is_seen_only_on_colour(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"white.{form}"
    WHITE_PARTS[form](path)
    document = read_document(path)
    assert rows(document.tables[0])[1:] == [["甲", "1.00"], ["乙", "2.009"]]
    assert [(text.reason, text.text) for text in document.hidden_texts] == [("colour_of_paper", "9")]


def _white_xlsx(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    white, dark = book.add_format({"font_color": "#FFFFFF"}), book.add_format({"bg_color": "#003366"})
    sheet.write_row(0, 0, HEADER[:2])
    sheet.write_column(1, 0, ["甲", "乙"])
    sheet.write_rich_string(1, 1, "1.00", white, "9")
    sheet.write_rich_string(2, 1, "2.00", white, "9", dark)
    book.close()


def _white_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("收入")
    white, dark = xlwt.easyfont("color white"), xlwt.easyxf("pattern: pattern solid, fore_color blue")
    for row, texts in enumerate([HEADER[:2], ["甲"], ["乙"]]):
        for col, text in enumerate(texts):
            sheet.write(row, col, text)
    sheet.write_rich_text(1, 1, ["1.00", ("9", white)])
    sheet.write_rich_text(2, 1, ["2.00", ("9", white)], dark)
    book.save(str(path))


def _white_ods(path: Path) -> None:
    styles = (
        '<style:style style:name="w" style:family="text"><style:text-properties fo:color="#ffffff"/>'
        '</style:style><style:style style:name="d" style:family="table-cell">'
        '<style:table-cell-properties fo:background-color="#003366"/></style:style>'
    )
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    part = '<text:span text:style-name="w">9</text:span>'
    texts = [HEADER[:2], ["甲", "1.00" + part], ["乙", "2.00" + part]]
    body = ""
    for row in texts:
        dark = ' table:style-name="d"' if row[0] == "乙" else ""
        body += f"<table:table-row>{cell.format('', row[0])}{cell.format(dark, row[1])}</table:table-row>"
    ods.write_content(styles, f"<table:table>{body}</table:table>", path)


WHITE_PARTS = {"xlsx": _white_xlsx, "xls": _white_xls, "ods": _white_ods}


def _rich_xlsx(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    raised, struck = (book.add_format({name: 1}) for name in ("font_script", "font_strikeout"))
    sheet.write_row(0, 0, HEADER[:2])
    sheet.write_column(1, 0, ["甲", "乙", "丙"])
    sheet.write_rich_string(1, 1, "1,234", raised, "2")
    sheet.write_rich_string(2, 1, struck, "100", book.add_format({"bold": 1}), "200")
    sheet.write_rich_string(3, 1, "3.", raised, "50")
    book.close()


def _rich_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("收入")
    raised, struck = (xlwt.easyfont(name) for name in ("escapement superscript", "struck_out true"))
    for col, text in enumerate(HEADER[:2]):
        sheet.write(0, col, text)
    for row, text in enumerate("甲乙丙", 1):
        sheet.write(row, 0, text)
    sheet.write_rich_text(1, 1, ["1,234", ("2", raised)])
    sheet.write_rich_text(2, 1, [("100", struck), ("200", xlwt.easyfont(""))])
    sheet.write_rich_text(3, 1, ["3.", ("50", raised)])
    book.save(str(path))


def _rich_ods(path: Path) -> None:
    looks = {"up": 'style:text-position="super 58%"', "no": 'style:text-line-through-style="solid"'}
    styles = "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'
        for name, look in looks.items()
    )
    texts = [
        HEADER[:2],
        ["甲", '1,234<text:span text:style-name="up">2</text:span>'],
        ["乙", '<text:span text:style-name="no">100</text:span>200'],
        ["丙", '3.<text:span text:style-name="up">50</text:span>'],
    ]
    ods.write_content(styles, _ods_table(texts), path)


RICH_TEXTS = {"xlsx": _rich_xlsx, "xls": _rich_xls, "ods": _rich_ods}


def _ods_table(texts: list[list[str]]) -> str:
    shown = [
        "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
        for row in texts
    ]
    return "".join(
        ["<table:table>", *(f"<table:table-row>{row}</table:table-row>" for row in shown), "</table:table>"]
    )


def test_a_number_that_ods_shows_in_red_is_negative(tmp_path: Path) -> None:
    path = tmp_path / "red.ods"
    styles = (
        '<number:number-style xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
        'style:name="N1"><style:text-properties fo:color="#ff0000"/></number:number-style>'
        '<style:style style:name="c" style:family="table-cell" style:data-style-name="N1"/>'
    )
    cell = (
        '<table:table-cell table:style-name="c" office:value-type="float" office:value="{}">'
        "<text:p>{}</text:p></table:table-cell>"
    )
    cells = [cell.format(*pair) for pair in ((-12.5, "12.50"), (3, "3.00"), (-1, "-1.00"))]
    table = f"<table:table><table:table-row>{''.join(cells)}</table:table-row></table:table>"
    ods.write_content(styles, table, path)
    (table_read,) = read_document(path).tables
    assert rows(table_read) == [["-12.50", "3.00", "-1.00"]]


@pytest.mark.parametrize(
    ("names", "repeated", "tables"),
    [
        (("收入1", "收入2"), True, 1),
        (("收入", "收入（续）"), False, 1),
        (("一般公共预算", "政府性基金"), True, 2),
    ],
)
def test_a_statement_goes_on_on_a_sheet_of_the_same_name(
    tmp_path: Path, names: tuple[str, str], repeated: bool, tables: int
) -> None:
    def fill(book: Workbook) -> None:
        first, second = (book.create_sheet(name) for name in names)
        for row in (HEADER, ["甲", 7, 2], ["乙", 3, 4]):
            first.append(row)
        for row in [HEADER] * repeated + [["丙", 5, 6]]:
            second.append(row)

    document = by_openpyxl(tmp_path / "continued.xlsx", fill)
    assert len(document.tables) == tables
    assert rows(document.tables[0])[:3] == [HEADER, ["甲", "7", "2"], ["乙", "3", "4"]]
    assert rows(document.tables[-1])[-1] == ["丙", "5", "6"]


TOTAL_FIRST = [["合计", 9, 6], ["甲", 7, 2], ["乙", 2, 4]], [["合计", 6, 9], ["丙", 5, 6], ["丁", 1, 3]]
TOTAL_LAST = [["甲", 7, 2], ["合计", 7, 2]], [["丙", 5, 6], ["合计", 5, 6]]
TOTAL_AGAIN = [["合计", 14, 8], ["甲", 7, 2]], [["合计", 14, 8], ["丙", 7, 6]]


@pytest.mark.parametrize(("sheets", "tables"), [(TOTAL_FIRST, 2), (TOTAL_LAST, 2), (TOTAL_AGAIN, 1)])
def test_a_statement_with_a_total_of_its_own_continues_none(
    tmp_path: Path, sheets: tuple[list[list[object]], ...], tables: int
) -> None:
    def fill(book: Workbook) -> None:
        for number, rows_of_sheet in enumerate(sheets, 1):
            sheet = book.create_sheet(f"单位{number}")
            for row in (["收入总表"], HEADER, *rows_of_sheet):
                sheet.append(row)

    assert len(by_openpyxl(tmp_path / "units.xlsx", fill).tables) == tables


def test_a_formula_without_its_value_is_unknown(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        for row in (HEADER, ["甲", 1, 2], ["合计", "=SUM(B2)", "=SUM(C2)"]):
            book.worksheets[0].append(row)

    document = by_openpyxl(tmp_path / "formula.xlsx", fill)
    assert rows(document.tables[0])[-1] == ["合计", "\ufffd", "\ufffd"]
    (notice,) = document.warnings
    assert (notice.reason, notice.pages) == ("formulas_without_values", (1,))
    assert "B3, C3" in notice.message


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_a_zero_that_a_program_writes_as_the_value_of_every_formula_is_unknown(
    tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"formula.{form}"
    if form == "xlsx":
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["甲", 1, 2])
        sheet.write_string(2, 0, "合计")
        sheet.write_formula(2, 1, "=SUM(B2)")
        book.close()
    else:
        old = xlwt.Workbook()
        page = old.add_sheet("1")
        for row, texts in enumerate([HEADER, ["甲", 1, 2], ["合计", xlwt.Formula("SUM(B2)")]]):
            for col, text in enumerate(texts):
                page.write(row, col, text)
        old.save(str(path))
    assert cell_at(read_document(path), "B3").text == "\ufffd"


def test_a_formula_with_its_value_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "formula.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["甲", 1, 2])
    sheet.write_string(2, 0, "合计")
    money = book.add_format({"num_format": "0.00"})
    sheet.write_formula(2, 1, "=SUM(B2)", money, 1)
    sheet.write_formula(2, 2, "=C2-2", money, 0)
    book.close()
    document = read_document(path)
    assert rows(document.tables[0])[-1] == ["合计", "1.00", "0.00"]
    assert not document.warnings


def test_indents_and_widths_are_those_of_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "indents.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.set_column(0, 0, 40)
    sheet.write_row(0, 0, HEADER)
    for row, indent in enumerate((0, 1, 2), 1):
        sheet.write_string(row, 0, "科目", book.add_format({"indent": indent}))
        sheet.write_number(row, 1, row)
    book.close()
    document = read_document(path)
    starts = [cell_at(document, f"A{row}").text_x0 or 0.0 for row in (2, 3, 4)]
    assert starts[1] - starts[0] == starts[2] - starts[1] == 9.0
    boxes = [cell_at(document, reference).box for reference in ("A2", "B2")]
    assert [round(box.x1 - box.x0) for box in boxes if box] == [214, 48]


def test_a_header_centred_across_blank_cells_spans_them(tmp_path: Path) -> None:
    path = tmp_path / "across.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    across = book.add_format({"align": "center_across"})
    sheet.write_string(0, 0, "科目")
    sheet.write_string(0, 1, "预算数", across)
    sheet.write_blank(0, 2, None, across)
    sheet.write_row(1, 0, ["名称", "合计", "基本"])
    sheet.write_row(2, 0, ["甲", 1, 2])
    book.close()
    assert cell_at(read_document(path), "B1").col_span == 2


def test_the_texts_of_rich_strings_are_whole_and_without_reading_aids(tmp_path: Path) -> None:
    path = tmp_path / "rich.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    bold = book.add_format({"bold": True})
    sheet.write_rich_string(1, 0, "行", bold, "政", "运行")
    sheet.write_number(1, 1, 1)
    book.close()
    assert cell_at(read_document(path), "A2").text == "行政运行"


def test_a_workbook_with_a_password_is_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    name = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + name)
    with pytest.raises(UnreadableDocument, match="password") as caught:
        read_document(path)
    assert caught.value.reason == "encrypted"


def test_one_of_the_published_texts_comes_back_from_a_workbook(tmp_path: Path) -> None:
    text = read_document(PROJECT_ROOT / "data" / "raw" / "guyuan-2024-gongyehexinxihuaju-budget.txt")
    path = tmp_path / "guyuan.xlsx"
    import_module("forms.xlsx").write(text, path)
    document = read_document(path)
    assert [
        [(c.row_no, c.col_no, c.row_span, c.col_span, c.text) for c in table.cells]
        for table in document.tables
    ] == [
        [(c.row_no, c.col_no, c.row_span, c.col_span, c.text) for c in table.cells] for table in text.tables
    ]
    assert load_workbook(path, read_only=True).sheetnames == [page.name for page in document.pages]


def test_a_text_in_a_box_is_read_and_a_large_picture_is_told(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    Image.new("L", (400, 300)).save(picture)
    path = tmp_path / "drawn.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.insert_textbox(0, 3, "单位：元")
    sheet.write_column(0, 0, ["支出表", "教育支出"])
    sheet.write_column(1, 1, [1])
    sheet.insert_image(5, 0, str(picture))
    book.close()
    document = read_document(path)
    assert "单位：元" in lines(document)
    assert [(notice.reason, notice.pages) for notice in document.warnings] == [("large_pictures", (1,))]


def test_texts_in_boxes_and_pictures_of_ods(tmp_path: Path) -> None:
    path = tmp_path / "drawn.ods"
    size = 'svg:width="{0}cm" svg:height="{0}cm" xmlns:draw="d" xmlns:svg="s"'
    drawn = (
        f"<draw:frame {size.format(5)}><draw:text-box><text:p>单位：元</text:p></draw:text-box></draw:frame>"
        f"<draw:frame {size.format(15)}><draw:image/></draw:frame>"
    )
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("甲", "1"))
    row = f"<table:table-row>{cells}</table:table-row>"
    tables = f"<table:table table:name='收入'><table:shapes>{drawn}</table:shapes>{row}</table:table>"
    small = drawn.replace("15cm", "1cm").replace("单位：元", "")
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    beside = row.replace("<text:p>甲", f"{note}{small}<text:p>甲")
    ods.write_content("", tables + f"<table:table table:name='支出'>{beside}</table:table>", path)
    document = read_document(path)
    assert lines(document) == ["单位：元"]
    assert [rows(table) for table in document.tables] == [[["甲", "1"]], [["甲", "1"]]]
    assert [(notice.reason, notice.pages) for notice in document.warnings] == [("large_pictures", (1,))]


def test_a_large_picture_of_xls_is_told(tmp_path: Path) -> None:
    picture, path = tmp_path / "picture.bmp", tmp_path / "drawn.xls"
    Image.new("RGB", (400, 300)).save(picture)
    book = xlwt.Workbook()
    for name, scale in (("大", 1.0), ("小", 0.1)):
        sheet = book.add_sheet(name)
        sheet.write(0, 0, "甲")
        sheet.write(0, 1, 1)
        sheet.insert_bitmap(str(picture), 2, 0, scale_x=scale, scale_y=scale)
    book.save(str(path))
    (notice,) = read_document(path).warnings
    assert (notice.reason, notice.pages) == ("large_pictures", (1,))


def test_a_text_in_a_box_of_xls_is_read_and_that_of_a_note_is_not() -> None:
    def box(kind: int, text: bytes, length: int) -> list[tuple[int, bytes]]:
        what = b"\x15\0\x12\0" + kind.to_bytes(2, "little")
        return [(0x5D, what), (0x1B6, bytes(10) + length.to_bytes(2, "little") + bytes(6)), (0x3C, text)]

    sheet = Sheet("收入")
    note = box(25, b"\0note", 4)
    wide, narrow = box(6, b"\1" + "单位：元".encode("utf-16-le"), 4), box(6, b"\0a\rb", 3)
    add_drawings(sheet, [*note, *wide, *narrow], {})
    assert sheet.boxes == ["单位：元", "a\nb"]


def test_a_workbook_of_pictures_says_that_it_has_no_text(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    Image.new("L", (400, 300)).save(picture)
    path = tmp_path / "scan.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().insert_image(0, 0, str(picture))
    book.close()
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    assert caught.value.reason == "image_only"
