"""The commands ``yusuan lake``: list, and ``commit``."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.command.options import EXIT_STATUSES, explained, settings_of, stop, warehouse_option
from pipelines.settings import Settings


@click.group(invoke_without_command=True)
@warehouse_option
@click.pass_context
def lake(context: click.Context, warehouse_dir: Path | None) -> None:
    """List the releases in the lake, each with the snapshot that holds it; see `commit` below.

    YUSUAN_LAKE names the catalogue of the lake and YUSUAN_LAKE_DATA the place of its rows. Where both are
    set, every build commits what it publishes.
    """
    context.obj = settings_of(warehouse_dir)
    if context.obj.lake is None:
        stop("No lake is named: set YUSUAN_LAKE and YUSUAN_LAKE_DATA.")
    if context.invoked_subcommand:
        return
    from pipelines.lake.catalogue import LakeFailed, open_lake, releases_in_lake

    try:
        with open_lake(context.obj.lake, context.obj.database_configuration) as connection:
            found = releases_in_lake(connection)
    except LakeFailed as error:
        stop(str(error))
    for snapshot, committed_at, release in found:
        click.echo(f"{snapshot:>9}  {committed_at:%Y-%m-%d %H:%M}  {release}")
    if not found:
        click.echo("The lake holds no release.")


@lake.command(epilog=EXIT_STATUSES)
@click.argument("release", required=False)
@click.pass_obj
def commit(settings: Settings, release: str | None) -> None:
    """Make the lake hold the current release, or RELEASE, also where that is an earlier one."""
    from pipelines.lake.catalogue import LakeFailed
    from pipelines.lake.service import commit_to_lake
    from pipelines.release.releases import current_stamp, release_files

    files, stamp = release_files(settings), release or current_stamp(settings)
    if stamp not in files:
        there = ", ".join(files) or "none"
        stop(f"There is no release {stamp or ''} in {settings.releases_dir}. There are: {there}.")
    try:
        done = commit_to_lake(settings, files[stamp], stamp, go_back=release is not None)
    except (LakeFailed, OSError) as error:
        stop(explained(error))
    if done and done.written:
        what = "all rows" if done.is_whole else f"the rows of {done.documents:,} documents"
        click.echo(f"The lake holds release {stamp} now; {what} were written.")
    elif done:
        click.echo(f"The lake holds release {done.former}; nothing was written.")
