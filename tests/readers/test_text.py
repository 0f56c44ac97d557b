"""Plain-text conversions: tables with each known quirk are read correctly."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.readers.document import Document, UnreadableDocument
from pipelines.readers.text import read_text
from pipelines.readers.text.spans import header_cells


def read(tmp_path: Path, content: str | bytes) -> Document:
    path = tmp_path / "disclosure.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_text(path)


def grid(document: Document, table_no: int = 1) -> dict[tuple[int, int], str]:
    table = next(table for table in document.tables if table.table_no == table_no)
    return {(cell.row_no, cell.col_no): cell.text for cell in table.cells}


def header_path(rows: list[str], column: int) -> list[str]:
    cells = header_cells([row.split("\t") for row in rows])
    return [cell.text for cell in cells if cell.column <= column < cell.end]


def test_cells_and_their_source_lines(tmp_path: Path) -> None:
    document = read(tmp_path, "部门收支总表\n单位：万元\n项目\t预算数\n一、本年收入\t1,278.78\n")
    assert grid(document) == {(1, 1): "项目", (1, 2): "预算数", (2, 1): "一、本年收入", (2, 2): "1,278.78"}
    assert [line.text for line in document.lines] == ["部门收支总表", "单位：万元"]
    assert {cell.source_line for cell in document.tables[0].cells} == {3, 4}
    assert document.tables[0].header_row_count == 1


def test_page_break_inside_a_table(tmp_path: Path) -> None:
    document = read(tmp_path, "项目\t预算数\n甲\t1.00\n\n\n乙\t2.00\n")
    assert len(document.tables) == 1
    assert document.tables[0].row_count == 3


def test_text_between_rows_makes_two_tables(tmp_path: Path) -> None:
    assert len(read(tmp_path, "项目\t预算数\n甲\t1.00\n表二\n项目\t金额\n乙\t2.00\n").tables) == 2


def test_word_dump_with_merged_header(tmp_path: Path) -> None:
    rows = [
        ["序号", "收入", "支出"],
        ["", "项目", "预算数", "项目", "预算数"],
        ["1", "一、拨款", "5.00", "一、教育支出", ""],
    ]
    content = (
        "收支总表\n" + "".join("".join(f"\t{text}\n" for text in row) + "\n" for row in rows) + "\n说明\n"
    )
    table = read(tmp_path, content).tables[0]
    spans = {cell.text: (cell.col_no, cell.col_span) for cell in table.cells if cell.row_no == 1}
    assert spans == {"序号": (1, 1), "收入": (2, 2), "支出": (4, 2)}
    assert table.finder == "word_dump"


def test_word_dump_cell_of_several_paragraphs(tmp_path: Path) -> None:
    document = read(tmp_path, "\t目标\n\t1.购买设备。\n2.购买电脑。\n\n\t甲\n\t1.00\n\n\n完\n")
    assert grid(document)[(1, 2)] == "1.购买设备。\n2.购买电脑。"


def test_conversion_markup_is_not_print(tmp_path: Path) -> None:
    document = read(tmp_path, "# **收支总表**\n<b>合计</b>\t<b>3814.52</b>\n-----\t------\n")
    assert document.lines[0].text == "收支总表"
    assert grid(document) == {(1, 1): "合计", (1, 2): "3814.52"}


def test_contents_page_is_no_table(tmp_path: Path) -> None:
    document = read(tmp_path, "第一部分 概况\t1\n一、职责\t1\n二、机构\t6\n第二部分 报表\t7\n")
    assert document.tables == ()


def test_group_headers_reach_over_their_columns() -> None:
    rows = ["科目\t\t2024年预算数\t\t", "编码\t名称\t合计\t基本支出\t项目支出"]
    assert header_path(rows, 3) == ["2024年预算数", "基本支出"]


def test_last_header_row_pushed_to_the_left() -> None:
    rows = [
        "科目编码\t\t\t单位\t合计\t基本支出\t\t\t\t项目支出\t\t",
        "\t\t\t\t\t小计\t人员经费\t\t公用经费\t\t小计\t其他",
        "类\t款\t项\t工资\t补助\t商品\t\t资本\t\t\t\t",
    ]
    assert header_path(rows, 6) == ["基本支出", "人员经费", "工资"]
    assert header_path(rows, 9) == ["基本支出", "公用经费", "资本"]
    assert header_path(rows, 10) == ["项目支出", "小计"]
    assert header_path(rows, 3) == ["单位"]


def test_groups_begin_where_the_second_row_begins_again() -> None:
    rows = ["2023年\t\t2024年\t\t\t", "合计\t甲\t乙\t合计\t甲\t乙"]
    assert header_path(rows, 2) == ["2023年", "乙"]
    assert header_path(rows, 3) == ["2024年", "合计"]


def test_row_that_lost_its_empty_first_cell(tmp_path: Path) -> None:
    document = read(tmp_path, "收入\t\t支出\t\n项目\t金额\t项目\t金额\n一\t1.00\t甲\t2.00\n\t乙\t3.00\n")
    assert grid(document)[(4, 3)] == "乙"
    assert grid(document)[(4, 4)] == "3.00"


def test_gb18030_is_read(tmp_path: Path) -> None:
    document = read(tmp_path, "部门收支总表\n项目\t金额\n合计\t1.00\n".encode("gb18030"))
    assert document.lines[0].text == "部门收支总表"
    assert document.reader.endswith("gb18030")


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "empty_file"), (b" \n\t", "empty_file"), (b"\x89PNG\x00\x01", "not_text")]
)
def test_refusals_say_why(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read(tmp_path, content)
    assert refused.value.reason == reason


@given(
    st.lists(
        st.lists(st.text("甲乙丙丁1234567890.,%（）", min_size=1, max_size=6), min_size=3, max_size=3),
        min_size=2,
        max_size=8,
    )
)
def test_any_full_table_gives_its_texts_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("table") / "disclosure.txt"
    path.write_text("表一\n" + "\n".join("\t".join(row) for row in rows) + "\n", encoding="utf-8")
    tables = read_text(path).tables
    assert [cell.text for cell in tables[0].cells] == [text for row in rows for text in row]


def test_a_wrong_byte_in_a_text_costs_its_character_and_not_all_words(tmp_path: Path) -> None:
    """Read as GB18030 no word would be left; and digits around a wrong byte are no number."""
    document = read(
        tmp_path, "部门收支总表\n项目\t预算数\n一、本年收入\t12@8.78\n".encode().replace(b"@", b"\xff")
    )
    assert grid(document)[2, 2] == "12�8.78"
    assert [line.text for line in document.lines] == ["部门收支总表"]
    assert [notice.reason for notice in document.warnings] == ["unknown_characters"]
