"""The words and numbers of a report, the same wherever it is shown."""

from __future__ import annotations

from decimal import Decimal

from pipelines.command.check.reports import DisclosureReport, Finding

KINDS = {
    "identity": "does not add up 勾稽不平",
    "comparison": "disclosures differ 与其他公开文件不一致",
    "prose": "prose differs 与正文不一致",
    "coverage": "empty without a word 空表未说明",
    "edition": "printed again with other figures 同一报表数字不同",
    "check": "text, contents or titles 文字、目录、标题不符",
}
COLUMNS = (
    "page 页",
    "kind 类别",
    "statement 报表",
    "figure 数字",
    "published 公布数",
    "expected 应为",
    "difference 差额",
    "unit 单位",
    "explanation 说明",
    "reviewed 核对结论",
)
UNCHECKED_COLUMNS = ("what 对象", "why 原因", "number 数量")
COVERAGE_COLUMNS = ("statement 报表", "status 状态", "page 页", "named as 名称")
STATUSES = {
    "present": "present 有",
    "partly_unreadable": "present, part unreadable 有，部分未能读取",
    "empty": "empty 空表",
    "absent": "absent 无",
    "unreadable": "unreadable 未能读取",
}


def cells(finding: Finding) -> tuple[object, ...]:
    """A finding in the order of ``COLUMNS``; figures stay numbers."""
    return (
        finding.page_no,
        KINDS[finding.kind],
        finding.statement,
        finding.subject,
        finding.published_value,
        finding.expected_value,
        finding.difference,
        finding.unit,
        finding.explanation,
        finding.known_reason,
    )


def as_text(value: object) -> str:
    """A cell for reading: no trailing zeros, thousands separated, nothing for what is missing."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def counts(of: dict[str, int]) -> str:
    """``3 pass, 1 rounding``; "none" where there is nothing."""
    return ", ".join(f"{number:,} {name}" for name, number in of.items()) or "none"


def heading(report: DisclosureReport) -> str:
    """Whose disclosure it is, or its file where it does not say."""
    return report.name or report.source_file
