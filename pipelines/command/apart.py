"""Documents read and built apart from the published warehouse, in a folder that is thrown away."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from pipelines.models.compiled import Scope, read_compiled
from pipelines.models.dbt import SEEDS
from pipelines.models.results import Result
from pipelines.models.run import NodeProgress, create_tables, run_batch
from pipelines.raw_folder.overrides import read_overrides
from pipelines.raw_store import RawStore, begin_round, next_batch
from pipelines.raw_store.extract import ExtractionSummary, extract_documents
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


def build_apart(
    database: Path, prepared: Path, progress: NodeProgress, tests: Collection[Scope] = ()
) -> list[Result]:
    """Build what was read with a prepared dbt project, in the same database; returns the results.

    Data tests run for some scopes only: those of documents are for who builds a warehouse, and take a third
    of the time. Nothing is built where a test that reads no document fails. Raises :class:`BuildFailed` where
    the models cannot run.
    """
    project = read_compiled(prepared)
    project = replace(
        project,
        # Nobody reads the comments of tables that are thrown away.
        models=tuple(replace(model, comments=()) for model in project.models),
        tests=tuple(test for test in project.tests if test.scope in tests),
    )
    with RawStore.open(database) as store:
        begin_round(store, full=True)
        ((documents,),) = store.rows("select count(*) from raw.documents")
        batch = next_batch(store, max(1, documents))
        results = create_tables(store, project, prepared / SEEDS)
        if all(result["status"] != "fail" for result in results):
            results += run_batch(store, project, batch, progress)
    return results


@contextmanager
def opened(built: Path) -> Generator[PublishedWarehouse]:
    """The tables of a built database as those of a release."""
    with duckdb.connect(str(built), read_only=True) as connection:
        search_published(connection)
        yield PublishedWarehouse(connection)
