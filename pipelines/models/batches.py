"""Build the models for every document that waits, in batches of bounded size."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from pipelines.build_log import note
from pipelines.models.compiled import CompiledProject, read_compiled
from pipelines.models.dbt import MANIFEST, SEEDS, prepare_project
from pipelines.models.results import Result, merged, read_results, write_results
from pipelines.models.run import create_tables, run_batch, run_whole_warehouse
from pipelines.raw_store import Batch, RawStore, begin_round, forget_withdrawn, mark_built, next_batch
from pipelines.settings import Settings


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """A model or a test is done, the ``done``th of ``total`` in its batch."""

    batch: int
    batches: int
    done: int
    total: int
    name: str

    def __str__(self) -> str:
        """What to call the batch."""
        batch = f", batch {self.batch} of {self.batches}" if self.batches > 1 else ""
        return f"Models and tests{batch}"


Report = Callable[[BuildProgress], None]


def build_models(settings: Settings, report: Report, *, full: bool = False) -> dict[str, Result]:
    """Build and test the models for all pending documents; returns the results of all nodes by unique id.

    Where everything is built anew (``full``, or a new version of the project or the readers), all tables are
    made anew first. To be called by who holds the lock of the build database.

    Raises :class:`BuildFailed`; the next call goes on with the batch that failed.
    """
    folder = settings.dbt_target_dir
    with RawStore.open(settings.build_file, configuration=settings.database_configuration) as store:
        goes_on = begin_round(store, full=full or not (folder / MANIFEST).exists())
        batch, number = next_batch(store, settings.batch_documents), 1
        if batch.creates_tables:
            project, results = _make_tables(store, settings)
        else:
            project, results = read_compiled(folder), read_results(folder)
            if not goes_on:
                results = {key: results[key] for key in results.keys() - project.repeated}
        batches = batch.remaining
        while True:
            report_node = partial(_report_node, report, number, batches)
            started = time.perf_counter()
            found = run_batch(store, project, batch, report_node, strict=settings.strict_tests)
            _log(found, batch, number, batches, time.perf_counter() - started)
            results = merged(results, found)
            write_results(folder, results)
            if batch.is_last:
                break
            batch, number = next_batch(store, settings.batch_documents), number + 1
        if forget_withdrawn(store):
            run_whole_warehouse(store, project)
        mark_built(store)
    return results


def _make_tables(store: RawStore, settings: Settings) -> tuple[CompiledProject, dict[str, Result]]:
    """Compile the project if that is not done, keep its SQL for later builds, and make all tables."""
    prepared = prepare_project()
    settings.dbt_target_dir.mkdir(exist_ok=True)
    # In one step: half a manifest would stand in the way of later builds.
    unfinished = settings.dbt_target_dir / f".{MANIFEST}.new"
    shutil.copy(prepared / MANIFEST, unfinished)
    unfinished.replace(settings.dbt_target_dir / MANIFEST)
    project = read_compiled(prepared)
    return project, merged({}, create_tables(store, project, prepared / SEEDS))


def _log(results: Sequence[Result], batch: Batch, number: int, batches: int, seconds: float) -> None:
    failing = [result["unique_id"] for result in results if result["status"] in ("fail", "error")]
    note(
        "models",
        batch=number,
        batches=batches,
        documents=batch.documents,
        seconds=round(seconds, 3),
        models_and_tests=len(results),
        failing_tests=failing,
    )


def _report_node(report: Report, batch: int, batches: int, done: int, total: int, name: str) -> None:
    report(BuildProgress(batch, batches, done, total, name))
