"""Build the models for every document that waits, in batches of bounded size."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipelines.batches import Interpretation, interpret, take_facts, write_batch
from pipelines.build_log import note
from pipelines.models.affected import rows_to_test
from pipelines.models.compiled import MANIFEST, CompiledProject, read_compiled
from pipelines.models.dbt import prepare_project
from pipelines.models.empty import empty_warehouse
from pipelines.models.results import Result, merged, read_results, refuse_failures, write_results
from pipelines.models.run import copy_tables, run_round
from pipelines.raw_store import (
    RawStore,
    begin_round,
    build_state,
    forget_withdrawn,
    mark_built,
    nothing_is_built,
    waiting_documents,
)
from pipelines.settings import Settings
from pipelines.workers import PROCESSES, map_batches

# Fewer documents than these are not divided: each batch costs some seconds, however small.
_LEAST_DOCUMENTS = 20


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """``done`` of ``total`` models, tests or batches of a stage are done; the last one is ``name``."""

    stage: str
    done: int
    total: int
    name: str

    def __str__(self) -> str:
        """What to call the stage."""
        return self.stage


Report = Callable[[BuildProgress], None]


def build_models(settings: Settings, report: Report, *, full: bool = False) -> dict[str, Result]:
    """Build and test the models for all pending documents; returns the results of all nodes by unique id.

    Where everything is rebuilt (``full``, or a new version of the project or the readers), all tables are
    rebuilt first. The caller must hold the build lock.

    Raises :class:`BuildFailed` and :class:`WorkerLost`; the next call continues with what is not built.
    """
    folder, prepared = settings.dbt_target_dir, prepare_project()
    with RawStore.open(settings.build_file, configuration=settings.database_configuration) as store:
        goes_on = begin_round(store, full=full or not (folder / MANIFEST).exists())
        if nothing_is_built(store):
            project, results = _make_tables(store, settings, prepared)
        else:
            project, results = read_compiled(folder), read_results(folder)
            if not goes_on:
                results = {key: results[key] for key in results.keys() - project.repeated}
        batches = batches_of(waiting_documents(store), settings)
        for interpretation in _interpreted(store, settings, prepared, batches, report):
            take_facts(store, interpretation)
            batch, seconds = interpretation.batch, interpretation.seconds
            _log(interpretation.results, batch.key, len(batch.documents), seconds)
            results = merged(results, interpretation.results)
            write_results(folder, results)
        started = time.perf_counter()
        report_node = partial(_report_node, report, "Models and tests over all documents")
        found = run_round(
            store,
            project,
            report_node,
            forget_withdrawn,
            strict=settings.strict_tests,
            rows_to_test=partial(
                rows_to_test,
                project=project,
                prepared=prepared,
                scratch=settings.temporary_dir,
                release=settings.release_file(release) if (release := build_state(store).release) else None,
            ),
        )
        _log(found, "all documents", sum(map(len, batches)), time.perf_counter() - started)
        results = merged(results, found)
        write_results(folder, results)
        mark_built(store)
    shutil.rmtree(settings.batches_dir, ignore_errors=True)
    return results


def batches_of(documents: Sequence[str], settings: Settings) -> list[Sequence[str]]:
    """Documents in batches of bounded size, and at least one for each worker where there are many."""
    share = -(-len(documents) // settings.workers)
    size = min(settings.batch_documents, max(share, _LEAST_DOCUMENTS))
    return [documents[start : start + size] for start in range(0, len(documents), size)]


def _interpreted(
    store: RawStore, settings: Settings, prepared: Path, batches: Sequence[Sequence[str]], report: Report
) -> Iterator[Interpretation]:
    """The batches, interpreted here or by several workers, as they are done."""
    workers = max(1, min(settings.workers, len(batches)))
    here = workers == 1 and settings.executor == PROCESSES
    memory = {"memory_limit": f"{settings.database.memory_mb // workers}MiB", "threads": 1}
    configuration = settings.database_configuration | ({} if here else memory)
    written = (
        write_batch(
            store,
            documents,
            settings.batches_dir,
            prepared,
            settings.temporary_dir,
            configuration,
            strict=settings.strict_tests,
        )
        for documents in batches
    )
    if not here:
        done = map_batches(interpret, written, workers=workers, executor=settings.executor)
        for number, interpretation in enumerate(done, start=1):
            report(BuildProgress("Batches of documents", number, len(batches), interpretation.batch.key))
            yield interpretation
        return
    for number, batch in enumerate(written, start=1):
        of_many = f", batch {number} of {len(batches)}" if len(batches) > 1 else ""
        stage = f"Models and tests{of_many}"
        yield interpret(batch, partial(_report_node, report, stage))


def _make_tables(
    store: RawStore, settings: Settings, prepared: Path
) -> tuple[CompiledProject, dict[str, Result]]:
    """Keep the SQL of the prepared project for later builds, and make the tables that outlast a batch."""
    settings.dbt_target_dir.mkdir(exist_ok=True)
    # In one step: half a manifest would be in the way of later builds.
    unfinished = settings.dbt_target_dir / f".{MANIFEST}.new"
    shutil.copy(prepared / MANIFEST, unfinished)
    unfinished.replace(settings.dbt_target_dir / MANIFEST)
    project, (empty, results) = read_compiled(prepared), empty_warehouse(prepared)
    refuse_failures(results)
    copy_tables(store, project, empty)
    return project, merged({}, results)


def _log(results: Sequence[Result], batch: str, documents: int, seconds: float) -> None:
    failing = [result["unique_id"] for result in results if result["status"] in ("fail", "error")]
    note(
        "models",
        batch=batch,
        documents=documents,
        seconds=round(seconds, 3),
        models_and_tests=len(results),
        failing_tests=failing,
    )


def _report_node(report: Report, stage: str, done: int, total: int, name: str) -> None:
    report(BuildProgress(stage, done, total, name))
