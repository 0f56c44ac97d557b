"""The command ``yusuan trace``."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.command.language import language_option
from pipelines.command.options import (
    explained,
    raw_option,
    refuse_missing_folder,
    settings_of,
    stop,
    warehouse_option,
)


@click.command()
@click.argument("amount_key")
@warehouse_option
@raw_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Picture to write, a .png file.  [default: AMOUNT_KEY.png]",
)
@language_option
def trace(
    amount_key: str,
    warehouse_dir: Path | None,
    raw_dir: Path | None,
    output: Path | None,
    language: str | None,
) -> None:
    """Show where a figure comes from: its line and header, identities, disclosure, and place on the page.

    AMOUNT_KEY is a key of fct_published_amounts; those of fct_unplaced_cells and fct_performance_targets
    serve as well. Draws the page with the cell framed, a sheet or a web page as a grid; of a text file the
    line is printed.

    Exit status: 0 traced to the page; 2 not, and the reason is on standard error. What the warehouse
    knows is printed even where the source file is gone or was changed.
    """
    import duckdb

    from pipelines.command.language import user_language
    from pipelines.command.trace.report import trace_figure
    from pipelines.command.trace.source import SourceUnavailable

    if output:
        if output.suffix.lower() != ".png":
            stop(f"{output} does not end in .png; the page is written as a PNG picture.")
        refuse_missing_folder(output)
    try:
        trace_figure(settings_of(warehouse_dir, raw_dir), amount_key, output, user_language(language))
    except BrokenPipeError:
        raise
    except (duckdb.Error, LookupError, OSError, SourceUnavailable) as error:
        stop(explained(error))
