"""The command ``yusuan build``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from pipelines.command.options import FOLDER, explained, settings_of, stop, warehouse_option
from pipelines.command.plain_text import printable

_UNCHANGED = "Nothing was published; the former release stays as it is."
_WARNINGS_SHOWN = 5


@click.command()
@click.option(
    "--raw-dir", type=FOLDER, help="Folder of disclosures, searched recursively.  [default: data/raw]"
)
@warehouse_option
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes.  [default: one per processor]")
@click.option("--full", is_flag=True, help="Read every document again and build everything anew.")
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
    failed and nothing was published, the reason stands on standard error.
    """
    settings = settings_of(warehouse_dir, raw_dir, workers)
    click.echo(f"Looking through {printable(str(settings.raw_dir))}")
    import duckdb

    from pipelines.command.build.building import run_build
    from pipelines.command.build.progress import BuildConsole
    from pipelines.command.build.summary import print_summary
    from pipelines.models import BuildFailed
    from pipelines.raw_store import BuildInProgress, build_lock
    from pipelines.raw_store.plan import make_plan
    from pipelines.reading.pool import WorkersFailed
    from pipelines.release.published_file import NothingToPublish
    from pipelines.release.round import RoundIsBroken
    from pipelines.release.rule_coverage import RulesLost

    try:
        with build_lock(settings.build_file):
            plan = make_plan(
                settings, everything=full, retry_failed=retry_failed, accept_vanished=accept_vanished
            )
            _warn(plan.warnings)
            is_new = False
            if full or not plan.nothing_to_do:
                with BuildConsole() as console:
                    is_new = run_build(
                        settings,
                        plan,
                        console,
                        everything=full,
                        retry_failed=retry_failed,
                        accept_lost_rules=accept_lost_rules,
                        accept_vanished=accept_vanished,
                    )
            if not is_new:
                click.echo(f"Nothing has changed since release {plan.state.release}.")
            failed = print_summary(settings)
    except BrokenPipeError:
        raise
    except BuildFailed as error:
        stop(f"{error}\n\n{error.details}\n\n{_UNCHANGED}")
    except (duckdb.Error, NothingToPublish, RoundIsBroken, RulesLost, WorkersFailed) as error:
        stop(f"{error}\n\n{_UNCHANGED}")
    except (BuildInProgress, OSError, ValueError) as error:
        stop(explained(error))
    sys.exit(1 if failed else 0)


def _warn(warnings: Sequence[str]) -> None:
    for warning in warnings[:_WARNINGS_SHOWN]:
        click.secho(f"Warning: {printable(warning)}", fg="yellow", err=True)
    if (more := len(warnings) - _WARNINGS_SHOWN) > 0:
        click.secho(f"Warning: {more:,} more rows speak of no file.", fg="yellow", err=True)
