"""The command ``yusuan build``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from pipelines.command.options import FOLDER, explained, settings_of, stop, warehouse_option
from pipelines.command.plain_text import printable
from pipelines.settings import Settings

_WARNINGS_SHOWN = 5


@click.command()
@click.option(
    "--raw-dir", type=FOLDER, help="Folder of disclosures, searched recursively.  [default: data/raw]"
)
@warehouse_option
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Worker processes.  [default: one per processor, if the memory allows]",
)
@click.option("--full", is_flag=True, help="Read every document again and rebuild everything.")
@click.option("--retry-failed", is_flag=True, help="Also read again all that failed before.")
@click.option("--accept-lost-rules", is_flag=True, help="Publish although a rule tests nothing any more.")
@click.option(
    "--accept-vanished", is_flag=True, help="Publish although most or all documents are gone from the folder."
)
def build(
    raw_dir: Path | None,
    warehouse_dir: Path | None,
    workers: int | None,
    full: bool,
    retry_failed: bool,
    accept_lost_rules: bool,
    accept_vanished: bool,
) -> None:
    """Bring the warehouse up to date with a folder of disclosures and publish it.

    PDF files and plain text are read, whatever their names; of other files it says what they are. Only new
    and changed documents are read, and only their rows are built.

    Exit status: 0 all is well; 1 some document could not be read, the others are published; 2 the build
    failed; the reason, and whether anything was published before, is on standard error.
    """
    settings = settings_of(warehouse_dir, raw_dir, workers)
    click.echo(f"Looking through {printable(str(settings.raw_dir))}")
    from pipelines.build_log import logged
    from pipelines.command.build.building import run_build
    from pipelines.command.build.progress import BuildConsole
    from pipelines.command.build.summary import print_summary
    from pipelines.raw_store import build_lock
    from pipelines.raw_store.plan import make_plan
    from pipelines.release.leftovers import remove_leftovers
    from pipelines.release.releases import current_stamp
    from pipelines.shortage import told_in_words

    before = current_stamp(settings)
    published = None
    try:
        with told_in_words(settings), build_lock(settings.build_file), logged(settings):
            remove_leftovers(settings)
            plan = make_plan(
                settings, everything=full, retry_failed=retry_failed, accept_vanished=accept_vanished
            )
            _warn(plan.warnings)
            if full or not plan.nothing_to_do:
                with BuildConsole() as console:
                    published = run_build(
                        settings,
                        plan,
                        console,
                        everything=full,
                        retry_failed=retry_failed,
                        accept_lost_rules=accept_lost_rules,
                        accept_vanished=accept_vanished,
                    )
            if not published:
                click.echo(f"Nothing has changed since release {plan.state.release}.")
            failed = print_summary(settings)
    except Exception as error:
        _stop_with(error, settings, before)
    for reason in published.not_removed if published else ():
        click.echo(f"Warning: an old release could not be removed. {printable(reason)}", err=True)
    sys.exit(1 if failed else 0)


def _warn(warnings: Sequence[str]) -> None:
    for warning in warnings[:_WARNINGS_SHOWN]:
        click.secho(f"Warning: {printable(warning)}", fg="yellow", err=True)
    if (more := len(warnings) - _WARNINGS_SHOWN) > 0:
        click.secho(f"Warning: {more:,} more rows match no file.", fg="yellow", err=True)


def _stop_with(error: Exception, settings: Settings, before: str | None) -> NoReturn:
    """End the command with what an error says and what is published now; ``before`` was published before.

    Raises what is a fault of the program.
    """
    import duckdb

    from pipelines.lake.catalogue import LakeFailed
    from pipelines.models import BuildFailed
    from pipelines.raw_store import BuildInProgress
    from pipelines.release.published_file import NothingToPublish
    from pipelines.release.releases import current_stamp
    from pipelines.release.round import RoundIsBroken
    from pipelines.release.rule_coverage import RulesLost
    from pipelines.shortage import OutOfRoom
    from pipelines.workers import WorkersFailed

    now = current_stamp(settings)
    if now != before:
        published = f"Release {now} was published before that, and can be used."
    else:
        published = "Nothing was published" + ("; the former release stays as it is." if now else ".")
    if isinstance(error, BuildFailed):
        stop(f"{error}\n\n{error.details}\n\n{published}")
    if isinstance(
        error,
        (duckdb.Error, LakeFailed, NothingToPublish, OutOfRoom, RoundIsBroken, RulesLost, WorkersFailed),
    ):
        stop(f"{error}\n\n{published}")
    if isinstance(error, (BuildInProgress, OSError, ValueError)) and not isinstance(error, BrokenPipeError):
        stop(explained(error) + (f"\n\n{published}" if now != before else ""))
    raise error
