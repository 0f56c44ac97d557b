"""Build the models for every document that waits, in batches of bounded size."""

from __future__ import annotations

from pipelines.models.compiled import read_compiled
from pipelines.models.dbt import ModelProgress, build_everything
from pipelines.models.results import Result, merged, read_results, refuse_broken, write_results
from pipelines.models.run import run_batch
from pipelines.raw_store import RawStore, begin_round, finish_batch, forget_withdrawn, mark_built, next_batch
from pipelines.settings import Settings


def build_models(settings: Settings, report: ModelProgress, *, full: bool = False) -> dict[str, Result]:
    """Build and test the models for all pending documents; returns the results by unique id.

    Where everything is built anew (``full``, or a new version of the project or the readers), dbt builds the
    first batch: it makes the tables, and leaves the SQL of all models and tests. Every other batch runs that
    SQL. To be called by who holds the lock of the build database.

    Raises :class:`BuildFailed`; the next call goes on with the batch that failed.
    """
    target_dir = settings.dbt_target_dir
    with RawStore.open(settings.build_file) as store:
        goes_on = begin_round(store, full=full or not (target_dir / "manifest.json").exists())
    results = read_results(target_dir) if goes_on else {}
    batch = None
    while batch is None or not batch.is_last:
        with RawStore.open(settings.build_file) as store:
            batch = next_batch(store, settings.batch_documents)
        if batch.creates_tables:
            build_everything(settings, report)
            results = read_results(target_dir)
        else:
            project = read_compiled(target_dir)
            with RawStore.open(settings.build_file) as store:
                found = list(run_batch(store, project, report, is_last=batch.is_last))
            refuse_broken(found)
            results = merged(results, found)
            write_results(target_dir, results)
        with RawStore.open(settings.build_file) as store:
            finish_batch(store)
    with RawStore.open(settings.build_file) as store:
        forget_withdrawn(store)
        mark_built(store)
    return results
