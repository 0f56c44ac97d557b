"""Reports at a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from pipelines.command.check.reports import DisclosureReport, Finding
from pipelines.command.check.wording import COLUMNS, as_text, cells, counts, heading
from pipelines.release.queries import print_table

# Too long for a line; the files have them.
_LEFT_OUT = ("explanation 说明",)


def print_reports(reports: Iterable[DisclosureReport]) -> None:
    """What to look at, disclosure by disclosure, and how many things."""
    console = Console(highlight=False, soft_wrap=True)
    total = known = 0
    for report in reports:
        total += len(report.findings)
        known += sum(bool(finding.known_reason) for finding in report.findings)
        console.print(
            f"\n{heading(report)}  [{report.disclosure_key}]  {report.source_file}",
            markup=False,
            style="bold",
        )
        console.print(f"  identities: {counts(report.identities)}", markup=False)
        console.print(f"  amounts: {counts(report.amounts)}", markup=False)
        for notice in report.notices:
            for line in str(notice).splitlines():
                console.print(f"  notice: {line}", markup=False)
        for name, status, *_ in report.coverage:
            if status in ("unreadable", "partly_unreadable"):
                console.print(f"  {status.replace('_', ' ')}: {name}", markup=False)
        if report.findings:
            shown = [column for column in COLUMNS if column not in _LEFT_OUT]
            print_table(shown, [_shown_cells(finding) for finding in report.findings])
    looked_at = f", {known:,} of them reviewed before" if known else ""
    console.print(f"\n{total:,} things to look at{looked_at}.", markup=False)


def _shown_cells(finding: Finding) -> tuple[str, ...]:
    pairs = zip(COLUMNS, cells(finding), strict=True)
    return tuple(as_text(value) for column, value in pairs if column not in _LEFT_OUT)
