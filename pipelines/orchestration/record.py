"""A build from the command line, noted in Dagster as well."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

import dagster as dg

from pipelines.models.results import Result
from pipelines.orchestration.checks import our_work_is_sound, published_figures_add_up
from pipelines.orchestration.raw_tables import every_document_has_an_outcome, raw_tables, read_as_event
from pipelines.orchestration.release import RELEASE, release_as_event
from pipelines.orchestration.resources import Workspace
from pipelines.orchestration.warehouse import events_of, scopes_to_build
from pipelines.raw_store import BuildState
from pipelines.raw_store.extract import ExtractionSummary
from pipelines.release.publication import Release
from pipelines.release.rule_coverage import LostRule
from pipelines.settings import Settings

Event = dg.MaterializeResult | dg.AssetCheckResult
_CHECKS = {
    every_document_has_an_outcome: raw_tables.key,
    published_figures_add_up: RELEASE,
    our_work_is_sound: RELEASE,
}


def record_build(
    settings: Settings,
    read: ExtractionSummary | None,
    before: BuildState,
    results: Mapping[str, Result],
    published: Release,
    lost: list[LostRule],
    *,
    full: bool,
) -> None:
    """Note a build in the instance that DAGSTER_HOME names, as if a run of Dagster had made it.

    ``before`` is the state that the build began with. The caller must hold the build lock. Where Dagster
    cannot be reached, a warning says so: the build itself is done.
    """
    try:
        with dg.DagsterInstance.get() as instance:
            if read:
                _note(instance, read_as_event(read))
            for event in events_of(settings, results, scopes_to_build(before, full=full)):
                _note(instance, event)
            _note(instance, release_as_event(published, lost))
            for event in _checks(settings):
                _note(instance, event)
    except Exception as error:  # whatever is the matter with another program's database
        logging.getLogger(__name__).warning("This build could not be recorded in Dagster. %s", error)


def _checks(settings: Settings) -> Iterator[dg.AssetCheckResult]:
    workspace = Workspace(raw_dir=str(settings.raw_dir), warehouse_dir=str(settings.warehouse_dir))
    for check, asset_key in _CHECKS.items():
        found = check(workspace=workspace)
        assert isinstance(found, dg.AssetCheckResult)
        yield found._replace(asset_key=asset_key, check_name=check.check_key.name)


def _note(instance: dg.DagsterInstance, event: Event) -> None:
    assert event.asset_key
    if isinstance(event, dg.MaterializeResult):
        instance.report_runless_asset_event(dg.AssetMaterialization(event.asset_key, metadata=event.metadata))
        return
    assert event.check_name
    instance.report_runless_asset_event(
        dg.AssetCheckEvaluation(
            check_name=event.check_name,
            passed=event.passed,
            metadata=event.metadata,
            severity=event.severity,
            asset_key=event.asset_key,
        )
    )
