"""The PDF reader on published disclosures. They are not in the repository; without them, tests skip."""

from __future__ import annotations

from functools import cache

import pdfplumber
import pytest
from running import NO_PUBLISHED, PUBLISHED

from pipelines.readers.document import Cell, Document, Table, UnreadableDocument
from pipelines.readers.figures import squeezed
from pipelines.readers.pdf import read_pdf

pytestmark = pytest.mark.skipif(not (PUBLISHED / "pdf").is_dir(), reason=NO_PUBLISHED)


@cache
def read(name: str) -> Document:
    path = PUBLISHED / f"{name}.pdf"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return read_pdf(path)


def table_on(name: str, page_no: int) -> Table:
    return next(t for t in read(name).tables if t.page_first <= page_no <= t.page_last)


def row(table: Table, number: int) -> list[str]:
    return [squeezed(cell.text) for cell in table.cells if cell.row_no == number]


def cell(table: Table, text: str) -> Cell:
    return next(cell for cell in table.cells if squeezed(cell.text) == text)


# name, number of tables, then pages and columns of some of them
TABLES = [
    ("pdf/beijing-2026-jingjihexinxihuaju-budget", 13, {(3, 6, 9), (21, 73, 11), (74, 79, 9)}),
    ("pdf/changsha-2025-gonganju-budget", 10, {(16, 17, 7), (23, 50, 13), (51, 53, 19)}),
    ("pdf/chongqing-2023-xinandaxue-final", 4, {(8, 9, 4), (10, 11, 10), (12, 13, 8), (14, 15, 8)}),
    ("pdf/foshan-2019-guidaojiaotongju-final", 9, {(5, 7, 6), (12, 14, 8), (17, 20, 6)}),
    ("pdf/fuzhou-2026-yiliaobaozhangju-budget", 24, {(18, 20, 3), (28, 28, 5), (37, 37, 5), (38, 38, 5)}),
    ("pdf/shanghaiputuo-2025-wanlijiedao-budget", 9, {(10, 13, 9), (14, 18, 7), (20, 24, 7)}),
    ("pdf/wuxi-2026-jiaoyuju-budget", 13, {(16, 17, 19), (32, 49, 10)}),
    ("pdf/xian-2019-anquanshengchanjianduguanliju-budget", 16, {(10, 15, 9), (33, 38, 6), (39, 45, 5)}),
    ("pdf/xian-2022-gongyehexinxihuaju-budget", 22, {(44, 45, 30), (46, 47, 8), (48, 49, 8)}),
    ("pdf/yantai-2026-shenjiju-budget", 18, {(13, 14, 7), (30, 30, 6), (31, 31, 6)}),
]


@pytest.mark.parametrize(("name", "count", "some"), TABLES, ids=lambda value: str(value)[:20])
def test_tables_are_whole_and_apart(name: str, count: int, some: set[tuple[int, int, int]]) -> None:
    tables = read(name).tables
    assert len(tables) == count
    assert some <= {(table.page_first, table.page_last, table.column_count) for table in tables}


def test_merged_header_of_three_levels() -> None:
    table = table_on("pdf/zhongyang-2026-guojiaxinfangju-budget", 10)
    top, middle, low = (cell(table, text) for text in ("2026年预算数", "年初预算数", "基本支出"))
    assert (top.row_no, top.col_no, top.col_span) == (1, 5, 4)
    assert (middle.row_no, middle.col_no, middle.col_span) == (2, 5, 3)
    assert (low.row_no, low.col_no, table.header_row_count) == (3, 6, 3)


def test_a_label_that_runs_into_the_amount_beside_it_is_taken_off_the_amount() -> None:
    table = table_on("pdf/xian-2019-anquanshengchanjianduguanliju-budget", 3)
    assert row(table, 4)[3:5] == ["1、人员经费和公用经费支出", "2,022.39"]


def test_decimals_set_in_another_font_stay_with_their_amount() -> None:
    table = table_on("pdf/chongqing-2026-jingjihexinxihuawei-budget", 8)
    assert row(table, 3)[:3] == ["合计", "244,895.02", "192,446.79"]


def test_a_line_cut_by_the_page_end_is_neither_lost_nor_doubled() -> None:
    table = table_on("pdf/beijing-2026-jingjihexinxihuaju-budget", 25)
    text = "11000022T000000427998-北京市中小企业公共服务平台网络市级枢纽平台基础运维"
    assert cell(table, text).row_span > 6
    assert table.header_row_count == 2


def test_texts_broken_by_the_page_end_are_whole() -> None:
    wuxi = table_on("pdf/wuxi-2026-jiaoyuju-budget", 40)
    texts = {squeezed(item.text) for item in wuxi.cells}
    assert {"江苏省梅村高级中学空港分校", "高中教学楼门窗及卫生间改造项目", "其他建筑物、构筑物修缮"} <= texts
    assert not {"校", "缮", "三保)", "维护费", "改造项目", "江苏省梅村高级中学空港分"} & texts
    fuzhou = table_on("pdf/fuzhou-2026-yiliaobaozhangju-budget", 27)
    assert cell(fuzhou, "2026年医疗服务与保障能力提升补助资金").page_no == 26
    xian = table_on("pdf/xian-2022-gongyehexinxihuaju-budget", 53)
    assert cell(xian, "效益指标").row_span == 5


def test_what_a_page_prints_again_counts_once() -> None:
    table = table_on("pdf/changsha-2025-gonganju-budget", 30)
    amounts = [c for c in table.cells if c.text == "428.69"]
    assert [(c.page_no, c.row_span, c.printed_again) for c in amounts] == [
        (23, 27, False),
        (24, 10, True),
        (25, 9, True),
    ]
    foshan = table_on("pdf/foshan-2019-guidaojiaotongju-final", 9)
    assert {c.text for c in foshan.cells if c.printed_again} >= {"合计", "1668.14", "0.01"}


def test_charts_contents_and_prose_give_no_tables() -> None:
    charts = {7, 9, 11, 12, 13}
    starts = {table.page_first for table in read("pdf/xian-2022-gongyehexinxihuaju-budget").tables}
    assert not charts & starts
    assert read("controls/beijing-2026-jingjihexinxihuaju-narrative-budget").tables == ()


def test_a_scan_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read("controls/beijing-2026-zhengwufuwuheshujuju-imageonly-budget")
    assert caught.value.reason == "image_only"


@pytest.mark.parametrize(
    ("name", "page_no"),
    [
        ("changsha-2025-gonganju-budget", 14),
        ("wuxi-2026-jiaoyuju-budget", 18),
        ("huzhou-2026-caizhengju-budget", 19),
        ("yantai-2026-shenjiju-budget", 9),
        ("foshan-2019-guidaojiaotongju-final", 8),
    ],
)
def test_pdfplumber_reads_the_same_rows(name: str, page_no: int) -> None:
    """Another engine, which shares no code with ours, gives the same rows with their texts in order."""
    table = table_on(f"pdf/{name}", page_no)
    ours = {tuple(row(table, number)) for number in range(1, table.row_count + 1)}
    with pdfplumber.open(PUBLISHED / "pdf" / f"{name}.pdf") as pdf:
        theirs = [r for t in pdf.pages[page_no - 1].extract_tables() for r in t]
    printed = {tuple(squeezed(text) for text in r if text and squeezed(text)) for r in theirs} - {()}
    assert printed
    assert printed <= ours
