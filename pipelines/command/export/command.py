"""The command ``yusuan export``."""

from __future__ import annotations

from pathlib import Path

import click

_FOLDER = click.Path(path_type=Path)


class _Stopped(click.ClickException):
    """An error in words, with the exit status of all commands."""

    exit_code = 2


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["parquet", "csv", "xlsx"]),
    default="parquet",
    show_default=True,
    help="Parquet by fiscal year, CSV for Excel, or a workbook for each organisation.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of the headers of workbooks, and of titles in the data package.",
)
@click.option(
    "--warehouse-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the warehouse.  [default: data/warehouse]",
)
def export(folder: Path, file_format: str, language: str, warehouse_dir: Path | None) -> None:
    """Write all reports and tables into the folder DIR, described by a data package.

    DIR is made, or replaced where it holds an earlier export only; it is never half written. Each export
    tells its release, the hash of the file, the licence and how to cite it (datapackage.json; in workbooks
    also their last sheet).
    """
    import time

    import duckdb

    from pipelines.command.export.exporting import export_warehouse
    from pipelines.command.export.folder import FolderHoldsOtherFiles
    from pipelines.settings import load_settings

    start = time.monotonic()
    try:
        done = export_warehouse(load_settings(None, warehouse_dir), folder, file_format, language)
    except (duckdb.Error, FolderHoldsOtherFiles, OSError, ValueError) as error:
        raise _Stopped(str(error)) from error
    sheets = "sheets" if file_format == "xlsx" else "tables"
    click.echo(
        f"Release     {done.release}\n"
        f"Written     {done.rows:,} rows of {done.tables:,} {sheets} in {done.files:,} files\n"
        f"Size        {done.bytes / 1_000_000:,.1f} MB, in {time.monotonic() - start:,.1f} seconds\n"
        f"Folder      {folder}"
    )
