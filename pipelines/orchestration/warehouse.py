"""The dbt project: what the raw tables mean."""

import json
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg
from dagster_dbt import dbt_assets
from dagster_dbt.asset_utils import DAGSTER_DBT_UNIQUE_ID_METADATA_KEY

from pipelines.models import BuildFailed
from pipelines.models.batches import BuildProgress, Report, build_models
from pipelines.models.compiled import row_scopes
from pipelines.models.dbt import prepare_manifest, run_data_tests
from pipelines.models.results import Result, read_results
from pipelines.orchestration.dbt import dbt_project, translator
from pipelines.orchestration.resources import Workspace
from pipelines.raw_store import RawStore, build_lock, build_state
from pipelines.release.failed_checks import FailedCheck, checks_as_markdown, failed_checks

_MANIFEST = prepare_manifest()


class WarehouseConfig(dg.Config):
    """Build everything, also where nothing has changed."""

    full_refresh: bool = False


@dbt_assets(
    manifest=_MANIFEST,
    project=dbt_project,
    dagster_dbt_translator=translator,
    name="warehouse",
)
def warehouse(
    context: dg.AssetExecutionContext, config: WarehouseConfig, workspace: Workspace
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Build and test the models for the documents that changed since the last release, or for all."""
    settings = workspace.settings()
    with build_lock(settings.build_file, workspace.lock_seconds):
        target_dir = settings.dbt_target_dir
        if not context.selected_asset_keys:
            target_dir = run_data_tests(settings)
            results = read_results(target_dir)
        elif context.is_subset:
            raise dg.Failure(
                "The models are built together, for the same documents. Materialize all of them: the job "
                "build_warehouse does."
            )
        else:
            with RawStore.open(settings.build_file) as store:
                state = build_state(store)
            if state.up_to_date and settings.published_file.exists() and not config.full_refresh:
                context.log.info("Nothing has changed since release %s.", state.release)
                return
            try:
                results = build_models(settings, _log_progress(context), full=config.full_refresh)
            except BuildFailed as error:
                raise dg.Failure(f"{error}\n\n{error.details}") from error
    yield from events_of(results, failed_checks(target_dir))


def _log_progress(context: dg.AssetExecutionContext) -> Report:
    def report(progress: BuildProgress) -> None:
        if progress.done == progress.total:
            context.log.info("%s: %d", progress, progress.total)

    return report


def events_of(
    results: Mapping[str, Result], failed: Sequence[FailedCheck]
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """One event for each table that holds what it should, and for each check that Dagster shows.

    ``results`` are those of models and tests by unique id; the failed checks give columns to the tests.
    Dagster wants events in the order in which the tables depend on each other.
    """
    nodes = json.loads(_MANIFEST.read_text(encoding="utf-8"))["nodes"]
    shown = {spec.metadata[DAGSTER_DBT_UNIQUE_ID_METADATA_KEY]: spec for spec in warehouse.check_specs}
    for unique_id in row_scopes(nodes):
        result = results.get(unique_id)
        if result and unique_id in shown:
            of_test = [check for check in failed if check.test_id == unique_id]
            yield check_result(shown[unique_id], result, of_test)
        elif result and result["status"] == "success":
            yield dg.MaterializeResult(asset_key=translator.get_asset_key(nodes[unique_id]))


def check_result(
    spec: dg.AssetCheckSpec, result: Result, failed: Sequence[FailedCheck]
) -> dg.AssetCheckResult:
    """The result of a data test as Dagster shows it: which columns failed is in its metadata."""
    is_error = result["status"] in ("fail", "error")
    columns = sorted({check.column for check in failed if check.column})
    return dg.AssetCheckResult(
        passed=result["status"] == "pass",
        asset_key=spec.asset_key,
        check_name=spec.name,
        severity=dg.AssetCheckSeverity.ERROR if is_error else dg.AssetCheckSeverity.WARN,
        metadata={
            "failing_columns": ", ".join(columns),
            "failed_checks": dg.MetadataValue.md(checks_as_markdown(failed)),
        }
        if failed
        else None,
    )
