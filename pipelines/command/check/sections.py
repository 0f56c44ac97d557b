"""The parts of a report as tables of words and numbers, for Markdown and spreadsheets."""

from __future__ import annotations

from collections import Counter

from pipelines.command.check.reports import DisclosureReport, Finding
from pipelines.command.check.speech import Speech, one_line
from pipelines.command.check.wording import statements_of, status_of

# Columns by their keys in ``words.toml``.
FINDING_COLUMNS = (
    "page",
    "kind",
    "statement",
    "figure",
    "published",
    "expected",
    "difference",
    "unit",
    "yuan",
    "explanation",
    "conclusion",
)
UNCHECKED_COLUMNS = ("what", "statement", "why", "number")
COVERAGE_COLUMNS = ("statement", "status", "page", "named_as")


def finding_row(finding: Finding, speech: Speech) -> tuple[object, ...]:
    """A finding in the order of its columns; figures stay numbers."""
    return (
        finding.page_no,
        speech.label("kind", finding.kind),
        statements_of(finding, speech),
        one_line(finding.subject),
        finding.published_value,
        finding.expected_value,
        finding.difference,
        one_line(finding.unit),
        finding.difference_yuan,
        speech.part(finding.explanation),
        speech.part(finding.known_reason),
    )


def unchecked_rows(report: DisclosureReport, speech: Speech) -> list[tuple[str, str, str, int]]:
    """(what, statement, why, how many) of what could not be checked: identities, figures and cells."""
    found: Counter[tuple[str, str, str]] = Counter()
    for _, statement, status, cause, number in report.identities:
        if status == "not_testable":
            found[speech.say("identity"), _statement(statement, speech), speech.label("cause", cause)] += (
                number
            )
    for statement, verification, number in report.amounts:
        if verification == "unverified":
            found[speech.say("amount"), _statement(statement, speech), speech.say("in_no_identity")] += number
    for reason, _, number in report.unplaced:
        found[speech.say("cell"), "", speech.label("reason", reason)] += number
    return [(*what, number) for what, number in found.items()]


def coverage_rows(report: DisclosureReport, speech: Speech) -> list[tuple[object, ...]]:
    """(statement, status, page, name in the file) of each statutory statement."""
    return [
        (_statement(code, speech), status_of(status, speech), page, one_line(name))
        for code, status, page, name, _ in report.coverage
    ]


def _statement(code: str, speech: Speech) -> str:
    return speech.label("statement_code", code)
