"""Documents that are read and built apart from the warehouse: drafts, and files with unknown words."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.models.compiled import Scope, read_compiled
from pipelines.models.dbt import SEEDS
from pipelines.models.results import Result
from pipelines.models.run import create_tables, run_batch
from pipelines.raw_store import RawStore, begin_round, next_batch
from pipelines.raw_store.extract import ExtractionSummary, extract_documents
from pipelines.release.queries import PublishedWarehouse, search_published
from pipelines.settings import DATABASE_NAME, OVERRIDES_FILE, Limits

# (what is done, of how many, its name)
Progress = Callable[[int, int, str], None]


def read_files(files: Sequence[Path], folder: Path, limits: Limits) -> tuple[Path, ExtractionSummary]:
    """Read documents into the raw tables of a new database in ``folder``; returns it and what became of them.

    What ``disclosures.csv`` beside a file says of it counts. Raises OSError.
    """
    raw_dir = folder / "raw"
    for number, file in enumerate(files):
        own = raw_dir / str(number) if len(files) > 1 else raw_dir
        own.mkdir(parents=True)
        shutil.copy2(file, own)
        if (overrides := file.with_name(OVERRIDES_FILE)).is_file() and len(files) == 1:
            shutil.copy2(overrides, own)
    store_file = folder / f"{DATABASE_NAME}.duckdb"
    with RawStore.open(store_file) as store:
        summary = extract_documents(raw_dir, store, workers=min(len(files), 2), limits=limits)
    return store_file, summary


def build_apart(
    raw_file: Path, folder: Path, prepared: Path, progress: Progress
) -> tuple[Path, list[Result]]:
    """Build what was read with a prepared dbt project, in a new database.

    Returns the database, and the results of the tests that read no document; where one of these fails nothing
    is built. Raises :class:`BuildFailed` where the models cannot run.
    """
    folder.mkdir()
    built = folder / f"{DATABASE_NAME}.duckdb"
    shutil.copy2(raw_file, built)
    with RawStore.open(built) as store:
        project = read_compiled(prepared)
        begin_round(store, full=True)
        batch = next_batch(store, 1_000)
        constant = {test.unique_id for test in project.tests_of(Scope.CONSTANT)}
        results = [
            result
            for result in create_tables(store, project, prepared / SEEDS)
            if result["unique_id"] in constant
        ]
        if all(result["status"] != "fail" for result in results):
            run_batch(store, project, batch, progress)
    return built, results


@contextmanager
def opened(built: Path) -> Generator[PublishedWarehouse]:
    """The tables and views of a built database as those of a release."""
    with duckdb.connect(str(built), read_only=True) as connection:
        search_published(connection)
        yield PublishedWarehouse(connection)
