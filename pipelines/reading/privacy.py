"""Names and telephone numbers of contact persons are masked before anything is stored.

Budget forms print who filled them in. A number is only taken for a telephone where a label says so or
where its shape leaves no doubt (area code and dash, a mobile number within a sentence): amounts, dates
and codes of projects have to survive untouched, also when they are as long as a telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipelines.readers.document import Cell, Document, HiddenText, Line, Table

MASK = "***"

_PERSON = (
    r"(?:联系人|经办人|负责人|填报人|填表人|制表人|编制人|审核人|复核人|录入人|法定代表人|法人代表|经手人)"
    r"(?:员)?(?:姓名)?(?:[（(](?:签字|签名|签章|盖章)[)）])?"
)
_TELEPHONE = r"(?:联系)?(?:电话|方式|手机)(?:号码|号)?|传真|手机号|联系号码"
# Covers say who has looked the disclosure over, with or without the result before the name.
_SIGNATURE = (
    r"(?:保密)?(?:审查|审签|审核|审批|审定|签发|签批|签字|签名)(?:情况|意见|结果)"
    r"(?:[（(](?:签字|签名|签章|盖章)[)）])?"
)
_RESULT = (
    r"(?>(?:已经?|经)?(?:保密)?(?:审查|审签|审核|审批|审定|签发|签批|签字|通过|同意|合格|完成|阅)+"
    r"|(?:没有|[不未无非])(?:涉及|[涉设属])?(?:国家)?(?:秘密|密)?|(?:情况)?属实|(?:可以|可)?公开)"
)
_LABEL_WORDS = (
    r"(?:联系|经办|负责|填报|填表|制表|编制|审核|复核|录入|法定|法人|经手|电话|手机|传真|日期|时间|单位|部门|职务"
    r"|签字|签名|签章|盖章|公章|姓名|年|月|无$|暂无)"
)
_HAN = r"[\u3400-\u9fff]"
_NAME_SHAPES = (
    rf"{_HAN}{{2,}}[·•．]{_HAN}{{2,}}",
    rf"{_HAN}{{2,4}}(?!{_HAN})",
    rf"{_HAN}\s{{1,3}}{_HAN}(?!{_HAN})",
)
_NAME = rf"(?!{_LABEL_WORDS})(?:{'|'.join(_NAME_SHAPES)})"
_NAMES = rf"{_NAME}(?:[\s、,，;；/]+{_NAME})*"
_NAME_FOLLOWED_BY_LABEL = rf"{_HAN}{{2,4}}?(?=(?:{_PERSON}|联系电话|联系方式|电话|手机|填报日期)\s*[:：])"

# Digits of one number may be broken by spaces, line ends, dashes and brackets.
_GAP = r"[\s\-‐‑‒–—―－−()（）]*"
_MOBILE = rf"(?:\+?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}"
_LANDLINE = rf"[（(]?0\d(?:{_GAP}\d){{8,10}}"
_LOCAL = rf"(?:[2-9]\d{{6,7}}(?!\d)|[2-9](?:{_GAP}\d){{6,7}}(?!\s?\d))"
_SERVICE = rf"[48]00(?:{_GAP}\d){{7}}"
_EXTENSION = r"(?:\s*(?:转|-)\s*\d{1,5})?"
_NUMBER = rf"(?:{_MOBILE}|{_LANDLINE}|{_SERVICE}|{_LOCAL})(?![\d.,，]*\d){_EXTENSION}"
_NUMBERS = rf"(?<![\d.,，])(?<!\d\s){_NUMBER}(?:\s*[、,，;；/\s]\s*{_NUMBER})*"

_NAME_IN_TEXT = re.compile(rf"({_PERSON}\s*[:：]\s*)({_NAME_FOLLOWED_BY_LABEL}|{_NAMES})")
_NAME_AFTER_RESULT = re.compile(rf"({_SIGNATURE}\s*[:：]\s*(?:{_RESULT}[\s,，、;；。]*)*+)({_NAMES})")
_TELEPHONE_IN_TEXT = re.compile(rf"((?:{_TELEPHONE})\s*[:：]?\s*)({_NUMBERS})")
_DASHED_LANDLINE = re.compile(
    r"(?<![\dA-Za-z.,-])[（(]?0\d{2,3}[)）]?\s?[\-‐‑‒–—―－−]{1,2}\s?[2-9]\d{6,7}(?![\dA-Za-z.,])"
)
_BRACKETED_LANDLINE = re.compile(r"[（(]0\d{2,3}[)）]\s?[2-9]\d{6,7}(?![\dA-Za-z.,])")
_MOBILE_IN_SENTENCE = re.compile(
    r"(?<![\dA-Za-z.,，])1[3-9]\d(?:\d{8}|-\d{4}-\d{4})(?![\dA-Za-z.,，]*\d|\s*(?:[万亿千百]|元))"
)
_HAN_CHARACTER = re.compile(_HAN)

_PERSON_LABEL = re.compile(rf"^{_HAN}{{0,6}}{_PERSON}\s*[:：]?$")
_TELEPHONE_LABEL = re.compile(rf"^{_HAN}{{0,6}}(?:{_TELEPHONE})\s*[:：]?$")
_SIGNATURE_LABEL = re.compile(rf"^{_HAN}{{0,8}}{_SIGNATURE}\s*[:：]$")
_RESULT_AND_NAMES = re.compile(rf"^((?:{_RESULT}[\s,，、;；。]*)*+){_NAMES}$")
_NAMES_ONLY = re.compile(rf"^{_NAMES}$")
_ANY_NUMBERS = re.compile(_NUMBERS)
_WORTH_A_LOOK = re.compile(r"[人电手传式审签]|0\d{2,3}[)）]?\s?[\-‐‑‒–—―－−]|[)）]\s?[2-9]\d{6}|1[3-9]\d")


def mask_document(document: Document) -> Document:
    """The same document without names and telephone numbers of contact persons."""
    return replace(
        document,
        lines=tuple(_mask_lines(document.lines)),
        tables=tuple(_mask_table(table) for table in document.tables),
        warnings=tuple(replace(notice, message=mask_text(notice.message)) for notice in document.warnings),
        hidden_texts=tuple(_mask_hidden(document.hidden_texts)),
    )


def _mask_hidden(texts: Sequence[HiddenText]) -> list[HiddenText]:
    """Hidden texts, masked as lines are."""
    lines = [Line(number, text.page_no, text.text, text.box) for number, text in enumerate(texts, 1)]
    return [replace(text, text=line.text) for text, line in zip(texts, _mask_lines(lines), strict=True)]


def mask_text(text: str) -> str:
    """Mask what the text itself gives away: labelled names and numbers, and unmistakable numbers."""
    if not _WORTH_A_LOOK.search(text):
        return text
    text = _NAME_IN_TEXT.sub(rf"\1{MASK}", text)
    text = _NAME_AFTER_RESULT.sub(rf"\1{MASK}", text)
    text = _TELEPHONE_IN_TEXT.sub(rf"\1{MASK}", text)
    text = _DASHED_LANDLINE.sub(MASK, text)
    text = _BRACKETED_LANDLINE.sub(MASK, text)
    if _HAN_CHARACTER.search(text):
        text = _MOBILE_IN_SENTENCE.sub(MASK, text)
    return text


def mask_after_label(label: str, text: str) -> str:
    """Mask a text that is beside or below the text of a label."""
    label = label.strip()
    if _TELEPHONE_LABEL.match(label):
        return _ANY_NUMBERS.sub(MASK, text)
    if _PERSON_LABEL.match(label) and _NAMES_ONLY.match(text.strip()):
        return MASK
    if _SIGNATURE_LABEL.match(label):
        return _RESULT_AND_NAMES.sub(rf"\1{MASK}", text.strip())
    return text


def _is_label(text: str) -> bool:
    text = text.strip()
    return any(label.match(text) for label in (_TELEPHONE_LABEL, _PERSON_LABEL, _SIGNATURE_LABEL))


def _mask_lines(lines: Iterable[Line]) -> Iterable[Line]:
    before = ""
    for line in lines:
        text = mask_after_label(before, mask_text(line.text))
        before = line.text if _is_label(line.text) else ""
        yield line if text == line.text else replace(line, text=text)


def _mask_table(table: Table) -> Table:
    headers = [cell for cell in table.cells if cell.row_no <= table.header_row_count and _is_label(cell.text)]
    cells: list[Cell] = []
    for cell, left in _with_left_neighbours(table.cells):
        text = mask_text(cell.text)
        if left is not None:
            text = mask_after_label(left.text, text)
        for header in headers:
            if header.row_no < cell.row_no and _stands_below(cell, header):
                text = mask_after_label(header.text, text)
        cells.append(cell if text == cell.text else replace(cell, text=text))
    return replace(table, cells=tuple(cells))


def _with_left_neighbours(cells: Sequence[Cell]) -> Iterable[tuple[Cell, Cell | None]]:
    """Each cell, in its given order, with the nearest printed cell to its left."""
    left: dict[tuple[int, int], Cell] = {}
    ordered = sorted(cells, key=lambda cell: (cell.row_no, cell.col_no))
    for before, cell in pairwise(ordered):
        if before.row_no == cell.row_no:
            left[cell.row_no, cell.col_no] = before
    return ((cell, left.get((cell.row_no, cell.col_no))) for cell in cells)


def _stands_below(cell: Cell, header: Cell) -> bool:
    return header.col_no <= cell.col_no < header.col_no + header.col_span
