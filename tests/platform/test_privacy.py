from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.readers.document import Cell, Document, Line, Table
from pipelines.reading.privacy import MASK, mask_after_label, mask_document, mask_text


def document(*rows: list[str], lines: tuple[str, ...] = (), header_rows: int = 0) -> Document:
    cells = tuple(
        Cell(row, column, text, 1)
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if text
    )
    table = Table(1, 0, 1, 1, len(rows), max(map(len, rows), default=0), header_rows, "tabs", cells)
    return Document(
        "text/plain",
        "text",
        1,
        tuple(Line(number, 1, text) for number, text in enumerate(lines, start=1)),
        (table,) if rows else (),
    )


def texts(masked: Document) -> list[str]:
    return [cell.text for table in masked.tables for cell in table.cells]


@pytest.mark.parametrize(
    "number",
    ["13800000000", "138 000 000 00", "1380000 0000", "138\n0000\n0000", "555 000 0", "023—63898304"],
)
def test_telephone_in_the_cell_after_its_label_is_masked(number: str) -> None:
    row = ["负责人:", "", "经办人:", "某某", "联系电话:", number, "填报日期:", "202 202 241 112 08"]
    assert texts(mask_document(document(row))) == [
        "负责人:",
        "经办人:",
        MASK,
        "联系电话:",
        MASK,
        "填报日期:",
        "202 202 241 112 08",
    ]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            "部门预算公开联系人：黄某某   联系方式：023—63890000",
            f"部门预算公开联系人：{MASK}   联系方式：{MASK}",
        ),
        ("联系人:王某、田某某  联系方式:023-63890000、023-63890001", f"联系人:{MASK}  联系方式:{MASK}"),
        ("负责人：张三联系电话：010 6666 7777", f"负责人：{MASK}联系电话：{MASK}"),
        ("单位负责人(签字)：李 四", f"单位负责人(签字)：{MASK}"),
        ("填表人：阿不都·买买提", f"填表人：{MASK}"),
        ("如有疑问请咨询13800000000。", f"如有疑问请咨询{MASK}。"),
        ("电话 555 000 0", f"电话 {MASK}"),
        ("（0570）3080000", MASK),
        (
            "部门预算公开联系人:仲某、田某某  联系方式:023-63890000",
            f"部门预算公开联系人:{MASK}  联系方式:{MASK}",
        ),
        ("保密审查情况：不设密黄某某", f"保密审查情况：不设密{MASK}"),
        ("保密审查情况：已审查  李某", f"保密审查情况：已审查  {MASK}"),
        ("部门主要负责人审签情况：黄某某", f"部门主要负责人审签情况：{MASK}"),
        ("审核意见：同意公开，张 三", f"审核意见：同意公开，{MASK}"),
    ],
)
def test_labelled_names_and_numbers_in_a_text_are_masked(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "411281230000000015223",
        "13062524P000015104046",
        "填报日期: 20211207104157",
        "填报日期：\t202 202 241 112 08",
        "2019-04-12",
        "13,800,000,000.00",
        "13800000000",
        "10,441.4 1",
        "合计 15000000000元",
        "固定电话费标准为58.8万元/年",
        "口岸现场电话费 28.00 28.00",
        "涉诈电话拦截数 10000",
        "对市监管企业负责人进行任免并考核",
        "负责人：",
        "保密审查情况：已审查",
        "部门主要负责人审签情况：已审签",
        "保密审查情况：不涉密",
        "保密审查情况：未涉及国家秘密",
        "审核意见：同意公开",
        "审核情况：审核通过",
        "项目审核情况说明",
        "[2080505]机关事业单位基本养老保险缴费支出",
    ],
)
def test_amounts_dates_codes_and_prose_survive(text: str) -> None:
    assert mask_text(text) == text


def test_names_and_numbers_below_their_header_are_masked() -> None:
    masked = mask_document(
        document(
            ["项目", "联系人", "联系电话", "金额"], ["修路", "张三", "8888 0000", "8888.00"], header_rows=1
        )
    )
    assert texts(masked)[4:] == ["修路", MASK, MASK, "8888.00"]


def test_a_label_on_a_line_of_its_own_reaches_to_the_next_line() -> None:
    masked = mask_document(document(lines=("联系人：", "张三", "金额", "李四的项目")))
    assert [line.text for line in masked.lines] == ["联系人：", MASK, "金额", "李四的项目"]


def test_a_name_beside_the_label_of_a_signature_is_masked() -> None:
    row = ["保密审查情况：", "不设密 黄某某", "部门主要负责人审签情况：", "李某", "审核意见：", "同意公开"]
    assert texts(mask_document(document(row)))[1::2] == [f"不设密 {MASK}", MASK, "同意公开"]


def test_an_amount_beside_a_telephone_label_survives() -> None:
    assert mask_after_label("电话", "28.00") == "28.00"
    assert mask_after_label("联系电话", "1,234,567.00") == "1,234,567.00"
    assert mask_after_label("联系电话：", "填报日期：") == "填报日期："


gaps = st.lists(st.sampled_from(["", "", "", " ", "\n", "-"]), min_size=10, max_size=10)


@given(
    st.integers(13_000_000_000, 19_999_999_999).map(str),
    gaps,
    st.sampled_from(["联系电话：", "手机:", "电话"]),
)
def test_no_digit_of_a_labelled_mobile_number_is_left(number: str, between: list[str], label: str) -> None:
    broken = "".join(digit + gap for digit, gap in zip(number, [*between, ""], strict=True))
    assert not re.search(r"\d", mask_text(label + broken))
    assert not re.search(r"\d", mask_after_label(label, broken))


amounts = st.decimals(min_value=0, max_value=10**13, places=2).map(lambda value: f"{value:,}")
codes = st.from_regex(r"[0-9]{3}([0-9]{2}){0,2}|[0-9]{6}2[0-9]{13,14}|20[12][0-9]年?", fullmatch=True)
labels = st.sampled_from(
    ["", "合计", "工资福利支出", "30207 邮电费", "电话费", "手续费", "负责人培训", "[2011308]"]
)


@given(labels, amounts | codes)
def test_figures_without_a_label_of_a_telephone_survive(label: str, figure: str) -> None:
    assert mask_text(f"{label} {figure}") == f"{label} {figure}"
    assert mask_after_label(label, figure) == figure


@given(st.text(alphabet="联系电话人负责：: 张三0123456789-\n", max_size=40))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask_text(text)
    assert mask_text(once) == once
