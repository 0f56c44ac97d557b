"""The command ``yusuan teach``."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.command.options import FOLDER, explained, settings_of, stop


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output", type=FOLDER, help="Folder for pictures and proposals.  [default: teach-NAME OF FILE]"
)
@click.option(
    "--proposals",
    "proposals_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for the proposed rows.  [default: proposals.csv in the folder of --output]",
)
@click.option("--accept", is_flag=True, help="Add all proposed rows that make no identity fail.")
@click.option(
    "--with",
    "rows_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Show what the rows of an edited file of proposals would change.",
)
@click.option("--write", is_flag=True, help="Add the rows of --with to the vocabulary.")
def teach(
    file: Path,
    output: Path | None,
    proposals_file: Path | None,
    accept: bool,
    rows_file: Path | None,
    write: bool,
) -> None:
    """Find the words of a document that the vocabulary does not know, and propose rows for them.

    Reads FILE, apart from the published warehouse. Shows each unknown title, header, line, form label and
    unit with its picture and the nearest known rows, and what would change with the proposed rows. Nothing is
    written to the vocabulary without --accept or --write.

    Exit status: 0 done; 2 not done, the reason is on standard error.
    """
    from pipelines.command.teach import session
    from pipelines.command.teach.building import CannotTeach
    from pipelines.models import BuildFailed

    if rows_file and (output or proposals_file or accept):
        stop("--with shows the rows of a file; it does not go with --output, --proposals or --accept.")
    if write and not rows_file:
        stop("--write needs --with FILE: the rows to write. --accept takes the proposed rows without a file.")
    settings = settings_of(None)
    try:
        if rows_file:
            session.teach_with(file, rows_file, settings.limits, write=write)
        else:
            output = output or Path(f"teach-{file.stem}")
            session.teach(file, output, settings.limits, proposals_file=proposals_file, accept=accept)
    except BuildFailed as error:
        stop(f"{error}\n\n{error.details}")
    except (CannotTeach, OSError, ValueError) as error:
        stop(explained(error))
