"""Build the models for every document that waits, in batches of bounded size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pipelines.models.compiled import read_compiled
from pipelines.models.dbt import build_everything
from pipelines.models.results import Result, merged, read_results, write_results
from pipelines.models.run import run_batch
from pipelines.raw_store import RawStore, begin_round, finish_batch, forget_withdrawn, mark_built, next_batch
from pipelines.settings import Settings


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """A seed, a model or a test is done, the ``done``th of ``total`` in its batch."""

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

    Where everything is built anew (``full``, or a new version of the project or the readers), dbt builds the
    first batch: it makes the tables, and leaves the SQL of all models and tests. Every other batch runs that
    SQL. To be called by who holds the lock of the build database.

    Raises :class:`BuildFailed`; the next call goes on with the batch that failed.
    """
    target_dir = settings.dbt_target_dir
    with RawStore.open(settings.build_file) as store:
        goes_on = begin_round(store, full=full or not (target_dir / "manifest.json").exists())
    results = read_results(target_dir)
    batch, number = None, 0
    while batch is None or not batch.is_last:
        number += 1
        with RawStore.open(settings.build_file) as store:
            batch = next_batch(store, settings.batch_documents)
            report_node = partial(_report_node, report, number, number + batch.remaining - 1)
            if not batch.creates_tables:
                project = read_compiled(target_dir)
                if number == 1 and not goes_on:
                    # What does not run again still holds.
                    results = {key: results[key] for key in results.keys() - project.keys}
                results = merged(results, run_batch(store, project, batch, report_node))
                write_results(target_dir, results)
        if batch.creates_tables:
            build_everything(settings, report_node)
            results = read_results(target_dir)
            with RawStore.open(settings.build_file) as store:
                finish_batch(store)
    with RawStore.open(settings.build_file) as store:
        forget_withdrawn(store)
        mark_built(store)
    return results


def _report_node(report: Report, batch: int, batches: int, done: int, total: int, name: str) -> None:
    report(BuildProgress(batch, batches, done, total, name))
