"""The command ``yusuan export``."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.command.options import settings_of, stop, warehouse_option

_FOLDER = click.Path(path_type=Path)


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
@warehouse_option
def export(folder: Path, file_format: str, language: str, warehouse_dir: Path | None) -> None:
    """Write all reports and tables into the folder DIR, described by a data package.

    DIR is made, or replaced where it holds an earlier export only; it is never half written. Each export
    gives its release, the hash of the file, the licence and how to cite it (datapackage.json; in workbooks
    also their last sheet).
    """
    import time

    import duckdb

    from pipelines.command.export.exporting import export_warehouse
    from pipelines.command.export.folder import FolderHoldsOtherFiles

    settings, start = settings_of(warehouse_dir), time.monotonic()
    try:
        done = export_warehouse(settings, folder, file_format, language)
    except (duckdb.Error, FolderHoldsOtherFiles, OSError, ValueError) as error:
        stop(str(error))
    sheets = "sheets" if file_format == "xlsx" else "tables"
    click.echo(
        f"Release     {done.release}\n"
        f"Written     {done.rows:,} rows of {done.tables:,} {sheets} in {done.files:,} files\n"
        f"Size        {done.bytes / 1_000_000:,.1f} MB, in {time.monotonic() - start:,.1f} seconds\n"
        f"Folder      {folder}"
    )
