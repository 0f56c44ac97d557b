"""Reports as one page of HTML that needs nothing else: findings with pictures first, then what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.command.check import wording
from pipelines.command.check.looked import Looked
from pipelines.command.check.pictures import Places
from pipelines.command.check.reports import DisclosureReport, Finding
from pipelines.command.check.sections import coverage_rows, unchecked_rows
from pipelines.command.check.speech import Speech, one_line

_TEMPLATES = Path(__file__).with_name("templates")
# Cells whose number may be a figure; the others are codes, sequence numbers, dates and the like.
_MAY_BE_FIGURES = (
    "unknown_statement",
    "unknown_header",
    "unknown_form_label",
    "unknown_unit",
    "unknown_fiscal_year",
    "unknown_report_kind",
    "unreadable_number",
    "several_columns",
    "header_contradicts_arithmetic",
    "no_basis",
)
_MOST_ROWS = 100
_STATUSES = ("pass", "rounding", "fail", "not_testable")


def write_page(looked: Looked, reports: Sequence[DisclosureReport], path: Path, speech: Speech) -> None:
    """Write the page. Every value in it is escaped: labels come from other people's files."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["text"] = wording.as_text
    environment.filters["one_line"] = one_line
    places = Places(looked)
    rules = {
        code: (chinese if speech.language == "zh" else english)
        for code, chinese, english in looked.warehouse.rows(
            "select rule_code, statement_zh, statement_en from dim_reconciliation_rules"
        )
    }
    text = environment.get_template("report.html").render(
        say=speech.say,
        label=speech.label,
        part=speech.part,
        notice=speech.notice,
        language="zh-CN" if speech.language == "zh" else "en",
        name=partial(wording.name_of, speech=speech),
        status=partial(wording.status_of, speech=speech),
        written_at=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        is_draft=looked.is_draft,
        unread_files=looked.unread_files,
        rules=rules,
        reports=[_values(looked, report, places, speech) for report in reports],
    )
    path.write_text(text, encoding="utf-8")


def _values(looked: Looked, report: DisclosureReport, places: Places, speech: Speech) -> Mapping[str, Any]:
    key = report.disclosure.disclosure_key
    return {
        "report": report,
        "disclosure": report.disclosure,
        "open": [_finding(report, finding, places, speech) for finding in report.open_findings],
        "known": [_finding(report, finding, places, speech) for finding in report.known_findings],
        "proved": wording.proved_share(report),
        "tested": _tested(report),
        "unchecked": [row for row in unchecked_rows(report, speech) if row[0] != speech.say("cell")],
        "untested": _untested(looked, key),
        "unplaced": _unplaced(report, speech),
        "cells": _cells(looked, key),
        "coverage": [
            (*row, code_status, explained)
            for row, (_, code_status, _, _, explained) in zip(
                coverage_rows(report, speech), report.coverage, strict=True
            )
        ],
        "most_rows": _MOST_ROWS,
    }


def _finding(report: DisclosureReport, finding: Finding, places: Places, speech: Speech) -> Mapping[str, Any]:
    return {
        "finding": finding,
        "difference": wording.difference_of(finding),
        "statements": wording.statements_of(finding, speech),
        "places": places.of(report.disclosure, finding),
    }


def _tested(report: DisclosureReport) -> dict[str, dict[str, list[int]]]:
    """By rule and statement, how many identities hold, hold within rounding, fail, cannot be tested."""
    tested: dict[str, dict[str, list[int]]] = {}
    for rule, statement, status, _, number in report.identities:
        counts = tested.setdefault(rule, {}).setdefault(statement, [0] * len(_STATUSES))
        counts[_STATUSES.index(status)] += number
    return tested


def _untested(looked: Looked, key: str) -> Sequence[tuple[Any, ...]]:
    """(page, statement, figure, why) of identities that cannot be tested."""
    return looked.warehouse.rows(
        "select page_no, statement_code, subject, explanation from fct_reconciliations "
        f"where disclosure_key = '{key}' and status = 'not_testable' order by page_no, subject"
    )


def _unplaced(report: DisclosureReport, speech: Speech) -> list[tuple[str, int]]:
    """(reason, how many) of cells that are not figures."""
    counts: dict[str, int] = {}
    for reason, _, number in report.unplaced:
        counts[reason] = counts.get(reason, 0) + number
    return [(speech.label("reason", reason), number) for reason, number in counts.items()]


def _cells(looked: Looked, key: str) -> Sequence[tuple[Any, ...]]:
    """(page, title, column, line, text, reason) of cells that may be figures."""
    columns = looked.warehouse.columns_of("fct_unplaced_cells")
    if not {"title", "column_label", "line_label"} <= columns:
        return []
    reasons = ", ".join(f"'{reason}'" for reason in _MAY_BE_FIGURES)
    return looked.warehouse.rows(
        "select page_no, title, column_label, line_label, raw_text, reason from fct_unplaced_cells "
        f"where disclosure_key = '{key}' and reason in ({reasons}) order by page_no, table_no, row_no, col_no"
    )
