"""The command ``yusuan check``."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.command.language import language_option, user_language
from pipelines.command.options import raw_option, settings_of, stop, warehouse_option
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.command.check.looked import Looked
    from pipelines.command.check.reports import DisclosureReport
    from pipelines.command.check.speech import Speech

_FORMATS = ("table", "markdown", "xlsx", "html")
_FILES = {"xlsx": "findings.xlsx", "html": "findings.html"}
_LIMIT = 20


@dataclass(frozen=True)
class Wanted:
    """What was asked for. ``limit`` None shows all; ``what`` are names of disclosures, or files."""

    what: Sequence[str]
    output_format: str = "table"
    output: Path | None = None
    language: str = "en"
    limit: int | None = _LIMIT
    summary: bool = False
    by_statement: bool = False
    keep: Path | None = None


@click.command()
@click.argument("what", nargs=-1)
@warehouse_option
@click.option(
    "--html",
    "html_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write one page with a picture of each place.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
    help="At the terminal, as Markdown, as a spreadsheet, or as a page.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write.  [default: Markdown is printed, else findings.xlsx or findings.html]",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help=f"Show so many findings and documents at the terminal.  [default: {_LIMIT}]",
)
@click.option("--all", "show_all", is_flag=True, help="Show all findings and documents.")
@click.option("--summary", is_flag=True, help="Only how much is proved, a line for each document.")
@click.option(
    "--by", type=click.Choice(["document", "statement"]), help="With --summary: lines for statements too."
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Of files: keep the database with the rows of all models here, to see how a figure was made.",
)
@language_option
@raw_option
def check(
    what: tuple[str, ...],
    warehouse_dir: Path | None,
    html_file: Path | None,
    output_format: str,
    output: Path | None,
    limit: int | None,
    show_all: bool,
    summary: bool,
    by: str | None,
    keep: Path | None,
    language: str | None,
    raw_dir: Path | None,
) -> None:
    """Show what does not add up, with both figures, and what could not be checked.

    WHAT are disclosures of the warehouse: keys, or parts of file or organisation names; without any, all
    current ones. Or they are files, before they are published: these are read on their own, and no warehouse
    is needed.

    Exit status: 0 checked; 1 some file could not be read, the others are checked; 2 nothing was checked.
    """
    import duckdb

    from pipelines.models.results import BuildFailed

    if html_file:
        if output or output_format != "table":
            stop("--html FILE does not go with --format or --output; it is --format html --output FILE.")
        output_format, output = "html", html_file
    _refuse_contradictions(output_format, output, limit, show_all, summary, by)
    wanted = Wanted(
        what,
        output_format,
        output,
        user_language(language),
        None if show_all else limit or _LIMIT,
        summary,
        by == "statement",
        keep,
    )
    try:
        with _looked(settings_of(warehouse_dir, raw_dir), wanted) as looked:
            _show(looked, wanted)
    except BuildFailed as error:
        stop(f"{error}\n\n{error.details}")
    except (duckdb.Error, LookupError, OSError, ValueError) as error:
        stop(str(error))
    sys.exit(1 if looked.unread_files else 0)


def _refuse_contradictions(
    output_format: str, output: Path | None, limit: int | None, show_all: bool, summary: bool, by: str | None
) -> None:
    if limit and show_all:
        stop("--limit and --all do not go together.")
    if by and not summary:
        stop("--by says how --summary counts; add --summary.")
    if summary and output_format != "table":
        stop("--summary is for the terminal; the files have a summary of their own.")
    if output_format == "table" and output:
        stop("--output needs --format markdown, xlsx or html.")
    if output and not output.absolute().parent.is_dir():
        stop(f"There is no folder {output.absolute().parent} to write {output.name} into.")


@contextmanager
def _looked(settings: Settings, wanted: Wanted) -> Generator[Looked]:
    """The warehouse, or one of the files that were named."""
    from pipelines.command.check.looked import Looked
    from pipelines.release.queries import PublishedWarehouse

    files = [path for path in map(Path, wanted.what) if path.exists()]
    if files and len(files) < len(wanted.what):
        names = ", ".join(name for name in wanted.what if not Path(name).exists())
        raise LookupError(f"There is no file {names}. Name files, or disclosures of the warehouse, not both.")
    if files:
        from pipelines.command.check.drafts import drafts

        with drafts(files, settings, wanted.keep) as looked:
            yield looked
    elif wanted.keep:
        raise ValueError("--keep goes with files; a warehouse keeps no rows between the steps.")
    else:
        with PublishedWarehouse.open(settings) as warehouse:
            yield Looked(warehouse, settings, wanted.what)


def _show(looked: Looked, wanted: Wanted) -> None:
    from pipelines.command.check.reports import make_reports
    from pipelines.command.check.speech import Speech

    speech = Speech.of(looked.warehouse, wanted.language)
    reports = make_reports(looked.warehouse, looked.names)
    if wanted.summary:
        from pipelines.command.check.shares import print_shares

        print_shares(reports, speech, by_statement=wanted.by_statement)
    elif wanted.output_format == "table":
        from pipelines.command.check.terminal import print_reports

        print_reports(reports, speech, wanted.limit, looked.unread_files)
    else:
        _write(looked, reports, speech, wanted)


def _write(looked: Looked, reports: Sequence[DisclosureReport], speech: Speech, wanted: Wanted) -> None:
    from pipelines.command.check.markdown import as_markdown
    from pipelines.command.check.spreadsheet import write_spreadsheet

    output = wanted.output
    if wanted.output_format == "markdown":
        text = as_markdown(reports, speech, looked.unread_files)
        if not output:
            click.echo(text)
            return
        output.write_text(text, encoding="utf-8")
    elif wanted.output_format == "xlsx":
        output = output or Path(_FILES["xlsx"])
        write_spreadsheet(reports, output, speech)
    else:
        from pipelines.command.check.page import write_page

        output = output or Path(_FILES["html"])
        write_page(looked, reports, output, speech)
    click.echo(speech.say("written", file=output))
