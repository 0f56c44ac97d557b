"""What a trace says, in Chinese and in English, as labels with texts beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipelines.command.language import LANGUAGES, Labels
from pipelines.command.trace.chain import Address, Fact
from pipelines.command.trace.neighbours import Neighbours, PrintedCell

Lines = list[tuple[str, str]]

_LINE_END = re.compile(r"(?<=[\u2e80-\uffef])[ \t]*\n[ \t]*(?=[\u2e80-\uffef])")
_CODES = {
    "function_code": ("功能分类", "function"),
    "department_economic_code": ("部门经济分类", "department economic category"),
    "government_economic_code": ("政府经济分类", "government economic category"),
    "unit_code": ("单位", "unit"),
    "project_code": ("项目", "project"),
    "procurement_code": ("采购品目", "procurement item"),
}
# Results of an identity that need no explanation.
_HOLDING = ("pass", "rounding")
WORDS = {
    "figure": ("数字", "Figure"),
    "published_by": ("公开文件", "Published by"),
    "printed_at": ("印在何处", "Where it is printed"),
    "identities": ("勾稽关系", "Identities it is part of"),
    "amount": ("金额", "Amount"),
    "verdict": ("检验结果", "Verdict"),
    "recognised": ("图像识别", "Recognised"),
    "recognised_with": (
        "由图像识别得到，可能误读（置信度 {0:.0%}）",
        "read from a picture, may be misread (score {0:.0%})",
    ),
    "statement": ("报表", "Statement"),
    "line": ("行", "Line"),
    "codes": ("代码", "Codes"),
    "header": ("列头", "Header"),
    "period_and_basis": ("所指", "Period and basis"),
    "fund_source": ("资金来源", "Fund source"),
    "nature": ("支出性质", "Nature"),
    "measure": ("计量", "Measure"),
    "flow": ("收支", "Flow"),
    "key": ("键", "Key"),
    "unplaced": ("未采用原因", "Not used, as"),
    "project": ("项目", "Project"),
    "indicator": ("指标", "Indicator"),
    "target": ("指标值", "Target"),
    "reads_as": ("读作", "Reads as"),
    "organisation": ("单位", "Organisation"),
    "year": ("年度", "Year"),
    "title": ("标题", "Title"),
    "file": ("文件", "File"),
    "place": ("位置", "Place"),
    "printed": ("原文", "Printed"),
    "row": ("整行", "Row"),
    "picture": ("图片", "Picture"),
    "unknown": ("未知", "unknown"),
    "yuan": ("元", "yuan"),
    "page": ("第{0}页", "page {0}"),
    "address": (
        "第{0.page_no}页，第{0.table_no}表，第{0.row_no}行，第{0.col_no}列",
        "page {0.page_no}, table {0.table_no}, row {0.row_no}, column {0.col_no}",
    ),
    "source_line": ("，文件第{0}行", ", line {0} of the file"),
    "cell_reference": ("，单元格 {0}", ", cell {0}"),
    "not_shown": ("未显示：{0}", "not shown: {0}"),
    "none_above": ("上方没有", "none above it"),
    "header_elsewhere": ("列头读自第{0}页。", "The header was read on page {0}."),
    "no_identities_yet": (
        "此版本没有勾稽关系（没有 fct_reconciliations）。",
        "This release holds no identities yet (no fct_reconciliations).",
    ),
    "in_none": ("不在任何勾稽关系中。", "It is part of none."),
    "the_cell": ("单元格", "the cell"),
    "its_row": ("所在行", "its row"),
    "its_header": ("列头", "its header"),
}


class Speech(Labels):
    """Labels of codes, and the words of a trace, in one language."""

    def say(self, key: str, *values: Any) -> str:
        """The words of a key."""
        return WORDS[key][LANGUAGES.index(self.language)].format(*values)

    def code_name(self, column: str) -> str:
        """What a column of codes is called."""
        return _CODES[column][LANGUAGES.index(self.language)]


def fact_lines(fact: Fact, speech: Speech) -> Lines:
    """What the warehouse says of the figure, label by label; what it leaves open is left out."""
    values = fact.values
    statement = speech.of("statement_code", values.get("statement_code"))
    if fact.table == "fct_unplaced_cells":
        lines = [
            ("unplaced", speech.of("reason", values.get("reason"))),
            ("statement", statement),
            ("line", values.get("line_label")),
            ("header", header_path(values)),
            ("amount", _value(values)),
        ]
    elif fact.table == "fct_performance_targets":
        levels = [values.get(name) for name in ("level_1", "level_2", "indicator_name")]
        target = [_plain(values.get(name)) for name in ("operator", "target_value", "target_unit")]
        number = joined(target, " ") if values.get("target_value") is not None else None
        lines = [
            ("project", joined([values.get("project_name"), values.get("project_code")], " ")),
            ("indicator", joined(levels, " / ")),
            ("target", values.get("target_text")),
            ("reads_as", number),
        ]
    else:
        lines = _amount_lines(values, statement, speech)
    return _spoken([*lines, ("key", fact.key)], speech)


def _amount_lines(values: Mapping[str, Any], statement: str, speech: Speech) -> list[tuple[str, Any]]:
    yuan = values.get("amount_yuan")
    in_yuan = f" = {yuan:,} {speech.say('yuan')}" if yuan is not None else ""
    codes = [f"{speech.code_name(name)} {values[name]}" for name in _CODES if values.get(name)]
    return [
        ("amount", _value(values) + in_yuan),
        ("verdict", speech.of("verification", values.get("verification"))),
        ("recognised", _recognised(values, speech)),
        ("statement", joined([statement, speech.of("flow", values.get("flow"))])),
        ("line", joined([values.get("line_label"), speech.of("row_role", values.get("row_role"))])),
        ("codes", joined(codes)),
        ("header", header_path(values)),
        (
            "period_and_basis",
            joined([_plain(values.get("fiscal_year")), speech.of("basis", values.get("basis"))]),
        ),
        *((name, speech.of(name, values.get(name))) for name in ("fund_source", "nature")),
        ("measure", "" if values.get("measure") == "amount" else speech.of("measure", values.get("measure"))),
    ]


def header_path(values: Mapping[str, Any]) -> str:
    """The header on the page, from the outside in, as the warehouse published it; empty where it is not."""
    path = values.get("header_path")
    return joined(map(one_line, path), " / ") if path else one_line(values.get("column_label") or "")


def disclosure_lines(disclosure: Mapping[str, Any], speech: Speech) -> Lines:
    """Who published what, and in which file."""
    lines = [
        ("organisation", disclosure.get("organization_name") or speech.say("unknown")),
        ("year", year_and_kind(disclosure, speech) or speech.say("unknown")),
        ("title", disclosure.get("title")),
        ("file", disclosure["source_file"]),
    ]
    return [*_spoken(lines, speech), ("sha256", disclosure["content_sha256"])]


def year_and_kind(disclosure: Mapping[str, Any], speech: Speech) -> str:
    """``2024 Budget``."""
    kind = speech.of("report_kind", disclosure.get("report_kind"))
    return joined([_plain(disclosure.get("fiscal_year")), kind], " ")


def address_lines(address: Address, neighbours: Neighbours, header: str, speech: Speech) -> Lines:
    """Where the figure is printed, and what is printed beside and above it.

    ``header`` is the published one: only where there is none, the cells above are shown.
    """
    place = speech.say("address", address)
    if address.source_line is not None:
        place += speech.say("source_line", address.source_line)
    if address.cell_reference is not None:
        place += speech.say("cell_reference", address.cell_reference)
    lines = [
        ("place", place),
        ("printed", one_line(address.raw_text)),
    ]
    if neighbours.missing:
        return _spoken([*lines, ("row", speech.say("not_shown", neighbours.missing))], speech)
    lines.append(("row", _row_text(address, neighbours.row)))
    if not header:
        above = joined((one_line(cell.text) for cell in neighbours.header), " / ")
        lines.append(("header", above or speech.say("none_above")))
    pages = sorted({cell.page_no for cell in neighbours.header} - {address.page_no})
    spoken = _spoken(lines, speech)
    return [*spoken, ("", speech.say("header_elsewhere", ", ".join(map(str, pages))))] if pages else spoken


def identity_lines(identities: Sequence[Mapping[str, Any]] | None, speech: Speech) -> Lines:
    """The identities of a figure, each rule once for each result, with the rows that it is about.

    Those that do not hold are shown with both figures.
    """
    if not identities:
        return [("", speech.say("no_identities_yet" if identities is None else "in_none"))]
    about: dict[tuple[str, str], list[str]] = {}
    for identity in identities:
        subject = one_line(identity.get("subject") or "")
        if identity["status"] not in _HOLDING:
            explained = speech.part(identity.get("explanation")) or _both_figures(identity)
            subject = joined([subject, explained])
        subjects = about.setdefault((identity["status"], identity["rule_code"]), [])
        subjects += [subject] if subject and subject not in subjects else []
    return [
        (speech.of("status", status), joined([speech.of("rule_code", rule), "; ".join(subjects)], " "))
        for (status, rule), subjects in about.items()
    ]


def caption_lines(
    disclosure: Mapping[str, Any], fact: Fact, speech: Speech, *, with_chinese: bool = True
) -> list[str]:
    """Whose figure a picture shows: organisation, year, statement, verdict; and its place.

    Names that are Chinese in both languages are left out for a font that cannot write them.
    """
    values = fact.values
    who = disclosure.get("organization_name") or speech.say("unknown")
    verdict = speech.of("verification", values.get("verification")) or speech.of(
        "reason", values.get("reason")
    )
    statement = speech.of("statement_code", values.get("statement_code"))
    return [
        joined([who if with_chinese else "", year_and_kind(disclosure, speech)]),
        joined([statement, header_path(values) if with_chinese else "", verdict]),
        joined([speech.say("address", fact.address), fact.key]),
    ]


def joined(parts: Iterable[str | None], separator: str = " · ") -> str:
    """The parts that are there, with a separator between them."""
    return separator.join(part for part in parts if part)


def one_line(text: str) -> str:
    """Lines of a cell as one; Chinese continues without a space where a line ends."""
    return " ".join(_LINE_END.sub("", text).split())


def _spoken(lines: Iterable[tuple[str, Any]], speech: Speech) -> Lines:
    return [(speech.say(key), str(text)) for key, text in lines if text not in (None, "")]


def _row_text(address: Address, row: Sequence[PrintedCell]) -> str:
    texts = [(cell.col_no, one_line(cell.text)) for cell in row]
    texts.append((address.col_no, f"»{one_line(address.raw_text)}«"))
    return " │ ".join(text for _, text in sorted(texts))


def _both_figures(identity: Mapping[str, Any]) -> str:
    figures = (_plain(identity.get(name)) for name in ("published_value", "computed_value"))
    return joined(figures, " / ")


def _recognised(values: Mapping[str, Any], speech: Speech) -> str:
    score = values.get("recognition_score")
    return "" if score is None else speech.say("recognised_with", score)


def _value(values: Mapping[str, Any]) -> str:
    return joined([_plain(values.get("published_value")), values.get("published_unit")], " ")


def _plain(value: Any) -> str:
    """A figure without the zeros that only the scale of its column adds."""
    if isinstance(value, Decimal):
        return f"{Decimal(f'{value.normalize():f}'):,}"
    return "" if value is None else str(value)
