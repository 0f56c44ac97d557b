"""The command ``yusuan``: build the warehouse, ask it, and see what does not add up."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from pipelines.command.check.command import check
from pipelines.command.export.command import export
from pipelines.explore.command import explore, site
from pipelines.settings import Settings, load_settings

_UNCHANGED = "Nothing was published; the former release stays as it is."
_FOLDER = click.Path(path_type=Path, file_okay=False)


def _warehouse_option(command: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "--warehouse-dir", type=_FOLDER, help="Folder of the warehouse.  [default: data/warehouse]"
    )(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="yusuan")
def cli() -> None:
    """Published budget disclosures as rows that anyone can query, add up, and trace back to the page."""


@cli.command()
@click.option(
    "--raw-dir", type=_FOLDER, help="Folder of disclosures, searched recursively.  [default: data/raw]"
)
@_warehouse_option
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes.  [default: one per processor]")
@click.option("--full", is_flag=True, help="Read every document again and build everything anew.")
@click.option("--retry-failed", is_flag=True, help="Also read again what failed before.")
@click.option("--accept-lost-rules", is_flag=True, help="Publish although a rule tests nothing any more.")
def build(
    raw_dir: Path | None,
    warehouse_dir: Path | None,
    workers: int | None,
    full: bool,
    retry_failed: bool,
    accept_lost_rules: bool,
) -> None:
    """Bring the warehouse up to date with a folder of disclosures and publish it.

    Only new and changed documents are read, and only their rows are built. Exit status: 0 all is well;
    1 some document could not be read, the others are built; 2 the build failed and nothing was published.
    """
    import duckdb

    from pipelines.command.console import BuildConsole, print_summary
    from pipelines.command.runner import run_build
    from pipelines.models import BuildFailed
    from pipelines.raw_store import BuildInProgress, build_lock
    from pipelines.raw_store.plan import make_plan
    from pipelines.release.published_file import NothingToPublish
    from pipelines.release.round import RoundIsBroken
    from pipelines.release.rule_coverage import RulesLost

    settings = _settings(warehouse_dir, raw_dir, workers)
    try:
        with build_lock(settings.build_file):
            plan = make_plan(settings, everything=full, retry_failed=retry_failed)
            if plan.nothing_to_do and not full:
                click.echo(f"Nothing has changed since release {plan.state.release}.")
            else:
                with BuildConsole() as console:
                    run_build(
                        settings,
                        plan,
                        console.document_done,
                        console.model_done,
                        everything=full,
                        retry_failed=retry_failed,
                        accept_lost_rules=accept_lost_rules,
                    )
            failed = print_summary(settings)
    except BuildFailed as error:
        _stop(f"{error}\n\n{error.details}\n\n{_UNCHANGED}")
    except (duckdb.Error, NothingToPublish, RoundIsBroken, RulesLost) as error:
        _stop(f"{error}\n\n{_UNCHANGED}")
    except (BuildInProgress, OSError, ValueError) as error:
        _stop(str(error))
    sys.exit(1 if failed else 0)


@cli.command()
@click.argument("sql")
@_warehouse_option
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
)
def query(sql: str, warehouse_dir: Path | None, output_format: str) -> None:
    """Ask the published warehouse, read-only.

    Example: yusuan query "select sum(amount_yuan) from fct_function_expenditures where is_main_scope"
    """
    import duckdb

    from pipelines.release.queries import PublishedWarehouse, write_rows

    try:
        with PublishedWarehouse.open(_settings(warehouse_dir)) as warehouse:
            columns, rows = warehouse.table(sql)
    except (duckdb.Error, FileNotFoundError) as error:
        _stop(str(error))
    write_rows(columns, rows, output_format)


cli.add_command(check)


@cli.command()
@click.argument("amount_key")
@_warehouse_option
@click.option(
    "--raw-dir", type=_FOLDER, help="Folder that the warehouse was built from.  [default: data/raw]"
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Picture to write.  [default: AMOUNT_KEY.png]",
)
def trace(amount_key: str, warehouse_dir: Path | None, raw_dir: Path | None, output: Path | None) -> None:
    """Show where a figure comes from: fact, identities, disclosure, place, row and header.

    AMOUNT_KEY is a key of fct_published_amounts; those of fct_unplaced_cells and fct_performance_targets
    serve as well. Draws the page of a PDF with the cell framed; of a text file the line is printed.
    """
    import duckdb

    from pipelines.command.trace import SourceUnavailable, trace_figure

    try:
        trace_figure(_settings(warehouse_dir, raw_dir), amount_key, output)
    except (duckdb.Error, LookupError, OSError, SourceUnavailable) as error:
        _stop(str(error))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output", type=_FOLDER, help="Folder for pictures and proposals.  [default: teach-NAME OF FILE]"
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
    """
    from pipelines.command import teach as teaching
    from pipelines.models import BuildFailed

    if rows_file and (output or proposals_file or accept):
        _stop("--with shows the rows of a file; it does not go with --output, --proposals or --accept.")
    if write and not rows_file:
        _stop(
            "--write needs --with FILE: the rows to write. --accept takes the proposed rows without a file."
        )
    settings = _settings(None)
    try:
        if rows_file:
            teaching.teach_with(file, rows_file, settings.limits, write=write)
        else:
            output = output or Path(f"teach-{file.stem}")
            teaching.teach(file, output, settings.limits, proposals_file=proposals_file, accept=accept)
    except BuildFailed as error:
        _stop(f"{error}\n\n{error.details}")
    except (teaching.CannotTeach, OSError, ValueError) as error:
        _stop(str(error))


cli.add_command(explore)
cli.add_command(site)
cli.add_command(export)


def main() -> None:
    """Entry point of the console script."""
    cli(prog_name="yusuan")


def _settings(
    warehouse_dir: Path | None, raw_dir: Path | None = None, workers: int | None = None
) -> Settings:
    try:
        return load_settings(raw_dir, warehouse_dir, workers)
    except ValueError as error:
        _stop(str(error))


def _stop(message: str) -> NoReturn:
    click.echo(f"Error: {message}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
