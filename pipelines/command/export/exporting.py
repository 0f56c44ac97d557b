"""One export of the published file, in one format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.command.export.files import WrittenFile, write_csv, write_parquet
from pipelines.command.export.folder import DESCRIPTOR, FISCAL_DESCRIPTOR, whole_folder, write_json
from pipelines.command.export.package import Release, data_package, fiscal_package, table_resource
from pipelines.command.export.tables import read_tables
from pipelines.command.export.workbooks import READ, write_workbooks
from pipelines.release.queries import PublishedWarehouse
from pipelines.settings import Settings


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds: files with their descriptors, rows of all tables or sheets, and bytes."""

    release: str
    tables: int
    files: int
    rows: int
    bytes: int


def export_warehouse(settings: Settings, folder: Path, file_format: str, language: str) -> Exported:
    """Write ``parquet``, ``csv`` or ``xlsx`` with titles in ``zh`` or ``en``.

    Raises FileNotFoundError where nothing is published, FolderHoldsOtherFiles, OSError, and what DuckDB
    raises.
    """
    with PublishedWarehouse.open(settings) as warehouse, whole_folder(folder) as written_folder:
        if "report_name" not in warehouse.columns_of("dim_report_names"):
            raise FileNotFoundError(
                f"{settings.published_file} has no reports, as an older version made it: `yusuan build`."
            )
        connection = warehouse.connection
        release = Release.of(settings.published_file)
        tables = read_tables(connection, READ if file_format == "xlsx" else None)
        if file_format == "xlsx":
            books = list(write_workbooks(connection, tables, written_folder, release, language))
            resources = [resource for book in books for resource in book.resources]
            count, rows = len(resources), sum(book.rows for book in books)
        else:
            write = write_csv if file_format == "csv" else write_parquet
            written: list[WrittenFile] = [
                file for table in tables for file in write(connection, table, written_folder)
            ]
            resources = [table_resource(file, written_folder, language) for file in written]
            fiscal = fiscal_package(release, written, written_folder, language)
            write_json(written_folder / FISCAL_DESCRIPTOR, fiscal)
            count, rows = len(tables), sum(file.rows for file in written)
        write_json(written_folder / DESCRIPTOR, data_package(release, resources))
        files = [path for path in written_folder.rglob("*") if path.is_file()]
        return Exported(release.stamp, count, len(files), rows, sum(path.stat().st_size for path in files))
