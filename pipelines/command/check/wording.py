"""Numbers, names and sentences of a report, the same wherever it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.cells import cell_len

from pipelines.command.check.reports import Disclosure, DisclosureReport, Finding
from pipelines.command.check.speech import Speech, one_line
from pipelines.command.plain_text import fit


def as_text(value: object) -> str:
    """A cell for reading: no trailing zeros, thousands separated, nothing for what is missing."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, int):
        return f"{value:,}"
    return one_line(str(value))


def name_of(disclosure: Disclosure, speech: Speech, width: int | None = None) -> str:
    """Whose disclosure it is, of which year; its file where it does not say.

    Where it is wider than ``width`` columns the name is cut, and the year stays.
    """
    if not disclosure.organization_name:
        name = one_line(disclosure.source_file)
        return fit(name, width) if width else name
    kind = speech.label("report_kind", disclosure.report_kind)
    if disclosure.fiscal_year and kind:
        kind = speech.say("year_and_kind", year=disclosure.fiscal_year, kind=_in_sentence(kind, speech))
    name, kind = one_line(disclosure.organization_name), f" {kind}".rstrip()
    return (fit(name, width - cell_len(kind)) if width else name) + kind


def statements_of(finding: Finding, speech: Speech) -> str:
    """The statement of a finding, and the one that it is compared with."""
    codes = [finding.statement_code, finding.other_statement_code]
    return " / ".join(speech.label("statement_code", code) for code in codes if code)


def figures_of(finding: Finding, speech: Speech) -> str:
    """Both figures in a phrase, without their unit; empty where there are not two."""
    if finding.published_value is None or finding.expected_value is None:
        return ""
    key = "figures_prose" if finding.kind == "prose" else "figures"
    return speech.say(
        key, published=as_text(finding.published_value), expected=as_text(finding.expected_value)
    )


def difference_of(finding: Finding) -> str:
    """By how much both figures differ, with the unit; empty where they cannot be compared."""
    if finding.difference is None:
        return ""
    return f"{as_text(abs(finding.difference))} {one_line(finding.unit)}".strip()


def proved_share(report: DisclosureReport) -> str:
    """How much of the figures an identity proves."""
    from pipelines.command.console import share

    total = report.amounts_with()
    return share(report.amounts_with("verified"), total) if total else "–"


def status_of(status: str, speech: Speech) -> str:
    """The label of the status of a statement."""
    return speech.say(status) if status == "partly_unreadable" else speech.label("status", status)


def counted(of: Sequence[tuple[str, int]], speech: Speech) -> str:
    """``365 hold, 2 not testable``; "none" where there is nothing."""
    words = [f"{number:,} {name}" for name, number in of if number]
    return ("，" if speech.language == "zh" else ", ").join(words) or speech.say("none")


def identity_counts(report: DisclosureReport, speech: Speech) -> str:
    """How many identities hold, fail and cannot be tested."""
    names = {"fail": "failed", "pass": "held", "rounding": "rounding", "not_testable": "not_testable"}
    return counted(
        [(speech.say(name), report.identities_with(status)) for status, name in names.items()], speech
    )


def amount_counts(report: DisclosureReport, speech: Speech) -> str:
    """How many figures are verified, contradicted and not verified."""
    kinds = ("verified", "contradicted", "unverified")
    return counted(
        [
            (_in_sentence(speech.label("verification", kind), speech), report.amounts_with(kind))
            for kind in kinds
        ],
        speech,
    )


def _in_sentence(label: str, speech: Speech) -> str:
    return label.lower() if speech.language == "en" else label
