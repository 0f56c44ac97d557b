"""An empty warehouse, kept with the prepared project: to make its tables takes as long as to fill them."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock

from pipelines.models.compiled import read_compiled
from pipelines.models.dbt import EMPTY, SEEDS
from pipelines.models.results import Result, read_results, write_results
from pipelines.models.run import create_tables
from pipelines.raw_store import RawStore, begin_round
from pipelines.settings import DATABASE_NAME


def empty_warehouse(prepared: Path) -> tuple[Path, list[Result]]:
    """All tables of a prepared project, with the rows that follow from seeds, and what came of its tests.

    The file is to be copied. It is not there where a test fails.
    """
    folder = prepared / EMPTY
    folder.mkdir(exist_ok=True)
    empty, unfinished = (folder / name for name in (f"{DATABASE_NAME}.duckdb", f"{DATABASE_NAME}.tmp"))
    with FileLock(folder / "lock"):
        known = read_results(folder)
        if empty.exists() and known:
            return empty, [*known.values()]
        unfinished.unlink(missing_ok=True)
        with RawStore.open(unfinished, scratch=True) as store:
            begin_round(store, full=True)
            results = create_tables(store, read_compiled(prepared), prepared / SEEDS)
        if all(result["status"] != "fail" for result in results):
            write_results(folder, {result["unique_id"]: result for result in results})
            unfinished.rename(empty)
    return empty, results
