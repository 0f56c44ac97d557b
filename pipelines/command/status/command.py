"""The command ``yusuan status``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipelines.command.options import explained, raw_option, settings_of, stop, warehouse_option


@click.command()
@raw_option
@warehouse_option
@click.option("--all", "show_all", is_flag=True, help="List all failing documents.  [default: the first 10]")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Words for people, or JSON for programs.",
)
def status(raw_dir: Path | None, warehouse_dir: Path | None, show_all: bool, output_format: str) -> None:
    """Show which release is out, what waits, what fails and since when, and what changed in the last day.

    Nothing is changed or read again. Times are in UTC.

    Exit status: 0 the published warehouse is what the raw folder holds; 1 it is out of date, a build is under
    way, or a document fails; 2 this could not be determined, the reason is on standard error.
    """
    import duckdb

    from pipelines.command.status.lines import as_json, as_lines
    from pipelines.release.status import status_of

    try:
        found = status_of(settings_of(warehouse_dir, raw_dir))
    except (duckdb.Error, OSError, ValueError) as error:
        stop(explained(error))
    if output_format == "json":
        click.echo(as_json(found))
    else:
        for line in as_lines(found, None if show_all else 10):
            click.echo(line)
    sys.exit(1 if found.is_behind or found.failing else 0)
