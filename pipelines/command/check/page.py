"""Reports as one page for a browser or a printer, which needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipelines.command.check.crops import Places
from pipelines.command.check.reports import DisclosureReport
from pipelines.command.check.sections import checked_rows, coverage_rows, unchecked_rows
from pipelines.command.check.speech import Speech
from pipelines.command.check.wording import (
    amount_counts,
    as_text,
    difference_of,
    identity_counts,
    name_of,
    proved_share,
    statements_of,
)
from pipelines.release.queries import PublishedWarehouse

# Of so many findings of a disclosure the place is shown; a page with more takes long to open.
_PICTURES = 100


def as_page(
    warehouse: PublishedWarehouse,
    reports: Sequence[DisclosureReport],
    raw_dir: Path,
    speech: Speech,
    unread_files: Sequence[tuple[str, str]] = (),
) -> str:
    """HTML with its style and pictures inside; what documents say is escaped.

    ``unread_files`` are (file, why) of drafts that could not be read.
    """
    environment = Environment(
        loader=PackageLoader("pipelines.command.check", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    places = Places(warehouse, raw_dir)
    shown = [
        [(finding, places.of(report.disclosure, finding)) for finding in report.open_findings[:_PICTURES]]
        for report in reports
    ]
    return environment.get_template("report.html").render(
        reports=list(zip(reports, shown, strict=True)),
        unread_files=unread_files,
        speech=speech,
        say=speech.say,
        text=as_text,
        name=lambda report: name_of(report.disclosure, speech),
        proved=proved_share,
        identities=lambda report: identity_counts(report, speech),
        amounts=lambda report: amount_counts(report, speech),
        statements=lambda finding: statements_of(finding, speech),
        difference=difference_of,
        checked=lambda report: checked_rows(warehouse, report, speech),
        unchecked=lambda report: unchecked_rows(report, speech),
        coverage=lambda report: coverage_rows(report, speech),
        made=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        version=version("yusuan"),
    )
