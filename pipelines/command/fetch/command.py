"""The command ``yusuan fetch``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipelines.command.options import FOLDER, explained, settings_of, stop
from pipelines.settings import SOURCES_FILE


@click.command()
@click.option("--raw-dir", type=FOLDER, help="Folder of disclosures, with sources.csv.  [default: data/raw]")
def fetch(raw_dir: Path | None) -> None:
    """Fetch what is new or changed at the addresses in sources.csv.

    Files, and the attachments of pages, are kept in the folder fetched/ of the folder of disclosures, each
    content once; every request is noted in fetches.jsonl. A build then reads them like all other files.

    Exit status: 0 all is well; 1 some address gave no document; 2 nothing was fetched, the reason is on
    standard error or beside each address.
    """
    settings = settings_of(None, raw_dir)
    from pipelines.arrivals.fetch import fetch_sources
    from pipelines.arrivals.snapshots import FetchInProgress
    from pipelines.command.fetch.telling import print_fetched, print_request

    try:
        summary = fetch_sources(settings.raw_dir, settings.fetching, progress=print_request)
    except (FetchInProgress, OSError, ValueError) as error:
        stop(explained(error))
    if not summary.sources:
        stop(
            f"There is no address in {settings.raw_dir / SOURCES_FILE}. Make it a table in CSV with a column "
            "'address', one line for each page or file to fetch."
        )
    print_fetched(summary)
    troubles = len(summary.troubles)
    sys.exit(0 if not troubles else 2 if troubles == len(summary.requests) else 1)
