"""The outcome of each address, and of all of them together, as text."""

from __future__ import annotations

import click

from pipelines.arrivals.fetch import FetchSummary
from pipelines.arrivals.ledger import Request
from pipelines.command.plain_text import labelled, printable, terminal_width

# In the order in which they are shown.
_WORDS = {
    "fetched": "fetched",
    "unchanged": "unchanged",
    "page": "page with attachments",
    "unlinked": "no longer linked",
    "gone": "gone",
    "not_a_document": "not a document",
    "refused_by_robots": "refused by robots.txt",
    "too_large": "too large",
    "too_slow": "too slow",
    "failed": "failed",
}


def print_request(request: Request, done: int, total: int) -> None:
    """One line for one address."""
    shown = request.source_file if request.outcome == "fetched" else request.message
    words = _WORDS[request.outcome] + (f": {shown}" if shown else "")
    colour = "red" if request.is_trouble else None
    click.secho(printable(f"[{done}/{total}] {request.address} {words}"), fg=colour)


def print_fetched(summary: FetchSummary) -> None:
    """How many addresses had which outcome, what moved, and what gave no document."""
    counts = summary.counts
    told = ", ".join(f"{counts[outcome]:,} {words}" for outcome, words in _WORDS.items() if counts[outcome])
    click.echo()
    _print("Addresses", f"{summary.sources:,} listed, {len(summary.requests):,} asked for or known: {told}")
    for request in summary.requests:
        if request.moved and not request.is_trouble:
            _print("Moved", f"{request.address}: {request.message}")
    for request in summary.troubles:
        _print("No document", f"{request.address} ({_WORDS[request.outcome]}): {request.message}", "red")


def _print(label: str, text: str, colour: str | None = None) -> None:
    for line in labelled([(f"{label:<11}", printable(text))], terminal_width()):
        click.secho(line, fg=colour)
