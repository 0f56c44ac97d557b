"""An empty warehouse, kept with the prepared project: to make its tables takes as long as to fill them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from filelock import FileLock

from pipelines.models.compiled import read_compiled
from pipelines.models.dbt import EMPTY, SEEDS
from pipelines.models.results import Result
from pipelines.models.run import create_tables
from pipelines.raw_store import RawStore, begin_round
from pipelines.settings import DATABASE_NAME


def empty_warehouse(prepared: Path) -> tuple[Path, list[Result]]:
    """All tables of a prepared project, with the rows that follow from seeds, and the results of its tests.

    The file is to be copied. It is made anew only where a test fails.
    """
    folder = prepared / EMPTY
    folder.mkdir(exist_ok=True)
    empty, unfinished = (folder / name for name in (f"{DATABASE_NAME}.duckdb", f"{DATABASE_NAME}.tmp"))
    with FileLock(folder / "lock"):
        if empty.exists():
            return empty, []
        unfinished.unlink(missing_ok=True)
        project = read_compiled(prepared)
        # Nobody reads the comments of tables that are thrown away.
        project = replace(project, models=tuple(replace(model, comments=()) for model in project.models))
        with RawStore.open(unfinished, scratch=True) as store:
            begin_round(store, full=True)
            results = create_tables(store, project, prepared / SEEDS, scratch=True)
        if all(result["status"] != "fail" for result in results):
            unfinished.rename(empty)
    return empty, results
