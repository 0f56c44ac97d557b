"""Documents read and built apart from the published warehouse, in a folder that is thrown away."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from pipelines.models.compiled import read_compiled
from pipelines.models.empty import empty_warehouse
from pipelines.models.results import Result
from pipelines.models.run import NodeProgress, run_documents, run_round
from pipelines.plain_paths import quoted_path
from pipelines.raw_folder.overrides import read_overrides
from pipelines.raw_store import RawStore, take_whole_round
from pipelines.raw_store.extract import ExtractionSummary, extract_documents
from pipelines.raw_store.segments import find_segments
from pipelines.reading.content import CONTENT_TABLES
from pipelines.release.queries import PublishedWarehouse, search_published
from pipelines.settings import DATABASE_NAME, Limits

# Folder of the copies, beside the database.
RAW = "raw"


def read_apart(
    files: Sequence[Path], folder: Path, limits: Limits, workers: int = 1
) -> tuple[Path, ExtractionSummary]:
    """Read documents into the raw tables of a new database in ``folder``; returns it and what was read.

    The documents are copied there. What ``disclosures.csv`` beside the first one says of them counts. Raises
    :class:`OverridesError` where that table cannot be taken, OSError for a file that cannot be copied.
    """
    overrides = read_overrides(files[0].parent)
    raw_dir = folder / RAW
    raw_dir.mkdir(parents=True)
    for name, file in zip(names_apart(files), files, strict=True):
        (raw_dir / name).parent.mkdir(exist_ok=True)
        shutil.copy2(file, raw_dir / name)
    database = folder / f"{DATABASE_NAME}.duckdb"
    with RawStore.open(database) as store:
        return database, extract_documents(
            raw_dir, store, workers=workers, limits=limits, overrides=overrides
        )


def names_apart(files: Sequence[Path]) -> list[str]:
    """What the copies of files are called: their names; in a folder of its own where a name comes again."""
    names: list[str] = []
    for number, file in enumerate(files, start=1):
        names.append(f"{number}/{file.name}" if file.name in names else file.name)
    return names


def build_apart(read: Path, prepared: Path, built: Path, progress: NodeProgress) -> list[Result]:
    """Build what was read with a prepared dbt project, in the new database ``built``; returns the results.

    Data tests of documents do not run: they are for whoever builds a warehouse, and take a third of the time.
    Nothing is built where a test that reads no document fails. Raises :class:`BuildFailed` where the models
    cannot run.
    """
    empty, results = empty_warehouse(prepared)
    if any(result["status"] == "fail" for result in results):
        return results
    project = replace(read_compiled(prepared), tests=())
    shutil.copyfile(empty, built)
    with RawStore.open(built, scratch=True) as store:
        _copy_rows(store, read)
        take_whole_round(store)
        ((documents,),) = store.rows("select count(*) from raw.documents")
        of_documents = run_documents(store, project, documents, progress)
        return [*of_documents, *run_round(store, project, progress)]


def _copy_rows(store: RawStore, read: Path) -> None:
    """Take all documents of a database, and what is pending there, into a scratch one, which has none."""
    store.connection.execute(f"attach {quoted_path(read)} as read_here (read_only)")
    find_segments(store.connection, read)
    with store.transaction():
        for table in ("documents", "overrides", "pending_documents", *CONTENT_TABLES):
            store.connection.execute(f"insert into raw.{table} by name from read_here.raw.{table}")
    store.connection.execute("detach read_here")


@contextmanager
def opened(built: Path) -> Generator[PublishedWarehouse]:
    """The tables of a built database as those of a release."""
    with duckdb.connect(str(built), read_only=True) as connection:
        search_published(connection)
        yield PublishedWarehouse(connection)
