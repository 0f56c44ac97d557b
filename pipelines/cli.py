"""The command ``yusuan``: build the warehouse, ask it, and see what does not add up.

Each command is in its own package; its click function imports what it needs when it is called, so that
help is there at once.
"""

from __future__ import annotations

import io
import sys

import click

from pipelines.command.build.command import build
from pipelines.command.check.command import check
from pipelines.command.export.command import export
from pipelines.command.fetch.command import fetch
from pipelines.command.lake.command import lake
from pipelines.command.query.command import query
from pipelines.command.releases.command import releases
from pipelines.command.status.command import status
from pipelines.command.teach.command import teach
from pipelines.command.trace.command import trace
from pipelines.explore.command import explore, site


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="yusuan")
def cli() -> None:
    """Published budget disclosures as rows that anyone can query, add up, and trace back to the page."""


for command in (fetch, build, query, check, trace, teach, explore, site, export, status, releases, lake):
    cli.add_command(command)


def main() -> None:
    """Entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot write Chinese shows the codes of the characters, instead of an error.
            stream.reconfigure(errors="backslashreplace")
    cli(prog_name="yusuan")


if __name__ == "__main__":
    main()
