"""One build from the raw folder to the release, for people at a terminal."""

from __future__ import annotations

import os

from pipelines.models.batches import Report, build_models
from pipelines.raw_store import RawStore
from pipelines.raw_store.extract import Progress, extract_documents
from pipelines.raw_store.plan import Plan
from pipelines.release.round import publish_round
from pipelines.settings import Settings


def run_build(
    settings: Settings,
    plan: Plan,
    document_done: Progress,
    model_done: Report,
    *,
    everything: bool = False,
    retry_failed: bool = False,
    accept_lost_rules: bool = False,
) -> None:
    """Read, build and publish what the plan found; to be called by who holds the lock of the build database.

    Raises :class:`BuildFailed`, :class:`RulesLost`, and whatever reading and publishing raise.
    """
    read = None
    if plan.documents_changed or everything:
        with RawStore.open(settings.build_file) as store:
            read = extract_documents(
                settings.raw_dir,
                store,
                workers=settings.workers,
                limits=settings.limits,
                everything=everything,
                retry_failed=retry_failed,
                progress=document_done,
            )
    results = build_models(settings, model_done, full=everything)
    published, lost = publish_round(settings, accept_lost_rules=accept_lost_rules)
    if os.environ.get("DAGSTER_HOME"):
        from pipelines.orchestration.record import record_build

        record_build(settings, read, plan.state, results, published, lost, full=everything)
