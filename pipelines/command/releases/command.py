"""The commands ``yusuan releases``: list, ``compare`` and ``use``."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.command.options import EXIT_STATUSES, explained, settings_of, stop, warehouse_option
from pipelines.settings import Settings


@click.group(invoke_without_command=True)
@warehouse_option
@click.pass_context
def releases(context: click.Context, warehouse_dir: Path | None) -> None:
    """List the releases that are there; see `compare` and `use` below.

    The last three are kept. Each says what it was made of in its own tables dim_releases and
    fct_release_tables.
    """
    context.obj = settings_of(warehouse_dir)
    if context.invoked_subcommand:
        return
    from pipelines.command.releases.lines import release_lines
    from pipelines.release.releases import current_stamp
    from pipelines.release.status import releases_of

    found = releases_of(context.obj)
    if not found:
        stop(f"There is no release in {context.obj.releases_dir}. Build one with `yusuan build`.")
    for line in release_lines(found, current_stamp(context.obj)):
        click.echo(line)


@releases.command(epilog=EXIT_STATUSES)
@click.argument("former", required=False)
@click.argument("current", required=False)
@click.option("--all", "show_all", is_flag=True, help="Show all figures.  [default: the first 20]")
@click.pass_obj
def compare(settings: Settings, former: str | None, current: str | None, show_all: bool) -> None:
    """Show what changed between two releases, figure by figure.

    FORMER and CURRENT are releases, of which the first characters are enough, or files. Without them, the
    current release is compared with the one before it. A figure that is at the same place of the same
    document is the same figure; figures of documents that came or went are counted.
    """
    import duckdb

    from pipelines.command.releases.lines import change_lines
    from pipelines.release.comparison import compare_releases

    try:
        one, other = _pair(settings, former, current)
        changes = compare_releases(one, other, most_figures=10**9 if show_all else 20)
    except (duckdb.Error, LookupError, OSError, ValueError) as error:
        stop(explained(error))
    for line in change_lines(one, other, changes):
        click.echo(line)


@releases.command(epilog=EXIT_STATUSES)
@click.argument("release")
@click.pass_obj
def use(settings: Settings, release: str) -> None:
    """Go back to a release (or forward again): readers see it from now on.

    Nothing else is changed: the next build that finds something new publishes what the raw folder holds then.
    """
    from pipelines.raw_store import BuildInProgress, build_lock
    from pipelines.release.publication import make_current
    from pipelines.release.releases import current_stamp

    try:
        with build_lock(settings.build_file):
            stamp, before = _found(settings, release), current_stamp(settings)
            make_current(settings, stamp)
    except (BuildInProgress, LookupError, OSError) as error:
        stop(explained(error))
    click.echo(f"{settings.published_file} is release {stamp} now; it was {before or 'none'}.")


def _pair(settings: Settings, former: str | None, current: str | None) -> tuple[Path, Path]:
    """The files of the two releases. Raises LookupError."""
    from pipelines.release.releases import current_stamp, release_files

    newest = current or current_stamp(settings)
    if not newest:
        raise LookupError(f"There is no release in {settings.releases_dir}. Build one with `yusuan build`.")
    other = _file(settings, newest)
    if former:
        return _file(settings, former), other
    before = [file for stamp, file in release_files(settings).items() if stamp < other.resolve().parent.name]
    if not before:
        raise LookupError(f"There is no release before {other.resolve().parent.name} any more.")
    return before[-1], other


def _file(settings: Settings, release: str) -> Path:
    from pipelines.release.releases import release_files

    if Path(release).is_file():
        return Path(release)
    return release_files(settings)[_found(settings, release)]


def _found(settings: Settings, release: str) -> str:
    """The one release whose name begins so. Raises LookupError."""
    from pipelines.release.releases import release_files

    stamps = list(release_files(settings))
    found = [stamp for stamp in stamps if stamp.startswith(release)]
    if len(found) == 1:
        return found[0]
    there = ", ".join(found or stamps) or "none"
    raise LookupError(
        f"{'Several releases begin' if found else 'No release begins'} with {release}. There are: {there}."
    )
