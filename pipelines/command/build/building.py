"""One build from the raw folder to the release, for people at a terminal."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Protocol

from pipelines.batches.build import BuildProgress, build_models
from pipelines.raw_folder.discovery import FoundDocument
from pipelines.raw_store import RawStore, build_state
from pipelines.raw_store.extract import extract_documents
from pipelines.raw_store.plan import Plan
from pipelines.reading.outcome import Outcome
from pipelines.release.publication import Release
from pipelines.release.round import publish_round
from pipelines.settings import Settings


class Watcher(Protocol):
    """Receives how far a build is: before each step, and when a part of it is done."""

    def reading(self, documents: Sequence[FoundDocument], workers: int) -> None:
        """These documents are going to be read."""

    def document_done(self, outcome: Outcome, done: int, total: int) -> None:
        """One of them is read, or was given up."""

    def building(self) -> None:
        """The models are going to be built."""

    def model_done(self, progress: BuildProgress) -> None:
        """One of them is built."""

    def publishing(self) -> None:
        """What was built is going to be published."""


def run_build(
    settings: Settings,
    plan: Plan,
    watcher: Watcher,
    *,
    everything: bool = False,
    retry_failed: bool = False,
    accept_lost_rules: bool = False,
    accept_vanished: bool = False,
) -> Release | None:
    """Read, build and publish what the plan found. The caller must hold the build lock.

    Returns the new release; None where what was tried again failed as before. Raises :class:`BuildFailed`,
    :class:`RulesLost`, and whatever reading and publishing raise.
    """
    read = None
    if plan.documents_changed or everything:
        to_read = plan.difference.to_read
        watcher.reading(to_read, max(1, min(settings.workers, len(to_read))))
        with RawStore.open(settings.build_file, configuration=settings.database_configuration) as store:
            read = extract_documents(
                settings.raw_dir,
                store,
                workers=settings.workers,
                executor=settings.executor,
                limits=settings.limits,
                everything=everything,
                retry_failed=retry_failed,
                accept_vanished=accept_vanished,
                progress=watcher.document_done,
            )
            is_current = build_state(store).up_to_date and plan.published and not everything
        if is_current:
            return None
    watcher.building()
    results = build_models(settings, watcher.model_done, full=everything)
    watcher.publishing()
    published, lost = publish_round(settings, accept_lost_rules=accept_lost_rules)
    if os.environ.get("DAGSTER_HOME"):
        from pipelines.orchestration.record import record_build

        record_build(settings, read, plan.state, results, published, lost, full=everything)
    return published
