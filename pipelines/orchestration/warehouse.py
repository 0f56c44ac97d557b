"""The dbt project: what the raw tables mean."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, dbt_assets
from dagster_dbt.asset_utils import DAGSTER_DBT_UNIQUE_ID_METADATA_KEY
from dagster_dbt.core.dbt_cli_event import DbtCliEventMessage

from pipelines.orchestration.dbt import (
    TEST_ARGUMENTS,
    build_arguments,
    build_file_for_dbt,
    dbt_project,
    prepare_manifest,
    translator,
)
from pipelines.orchestration.resources import Workspace
from pipelines.raw_store import (
    RawStore,
    begin_batch,
    build_lock,
    build_state,
    forget_withdrawn,
    mark_built,
)
from pipelines.release.failed_checks import FailedCheck, checks_as_markdown, failed_checks
from pipelines.settings import Settings


class WarehouseConfig(dg.Config):
    """Build everything, also where nothing has changed."""

    full_refresh: bool = False


@dbt_assets(
    manifest=prepare_manifest(),
    project=dbt_project,
    dagster_dbt_translator=translator,
    name="warehouse",
)
def warehouse(
    context: dg.AssetExecutionContext, config: WarehouseConfig, dbt: DbtCliResource, workspace: Workspace
) -> Iterator[Any]:
    """Build and test the models for the documents that changed since the last release, or for all."""
    settings = workspace.settings()
    with build_lock(settings.build_file, workspace.lock_seconds):
        if context.selected_asset_keys:
            if context.is_subset:
                raise dg.Failure(
                    "The models are built together, for the same batch of documents. Materialize all of "
                    "them: the job build_warehouse does."
                )
            with RawStore.open(settings.build_file) as store:
                state = build_state(store)
                if state.up_to_date and settings.published_file.exists() and not config.full_refresh:
                    context.log.info("Nothing has changed since release %s.", state.release)
                    return
                full = config.full_refresh or state.needs_full_refresh
                size = begin_batch(store, full=full)
            context.log.info("Building %d documents%s.", size, ", all models anew" if full else "")
            with build_file_for_dbt(settings.build_file):
                yield from _run(dbt, build_arguments(full=full), context, settings)
            with RawStore.open(settings.build_file) as store:
                forget_withdrawn(store)
                mark_built(store)
        else:
            with build_file_for_dbt(settings.build_file):
                yield from _run(dbt, TEST_ARGUMENTS, context, settings)


def _run(
    dbt: DbtCliResource, arguments: list[str], context: dg.AssetExecutionContext, settings: Settings
) -> Iterator[Any]:
    """Run dbt and report what it built, and the checks that Dagster shows.

    What dbt has parsed, compiled and logged lies beside the build file. Only there does it say, at its end,
    which columns fail: failed checks are reported last.
    """
    target_path = settings.dbt_target_dir
    shown = {spec.metadata[DAGSTER_DBT_UNIQUE_ID_METADATA_KEY] for spec in warehouse.check_specs}
    failed: list[dg.AssetCheckResult] = []
    invocation = dbt.cli(arguments, context=context, target_path=target_path, raise_on_error=False)
    for message in invocation.stream_raw_events():
        # Dagster would note a test that it does not show once for each table that it reads, with a warning.
        if message.raw_event["info"]["name"] == "LogTestResult" and _unique_id(message) not in shown:
            continue
        for event in message.to_default_asset_events(
            invocation.manifest, translator, context, target_path, dbt_project
        ):
            if isinstance(event, dg.AssetCheckResult) and not event.passed:
                failed.append(event)
            else:
                yield event
    yield from with_failing_columns(failed, failed_checks(target_path))
    if error := invocation.get_error():
        raise error


def _unique_id(message: DbtCliEventMessage) -> str:
    return message.raw_event["data"]["node_info"]["unique_id"]


def with_failing_columns(
    results: Iterable[dg.AssetCheckResult], checks: Sequence[FailedCheck]
) -> Iterator[dg.AssetCheckResult]:
    """Results of dbt tests, with the failed checks of each in its metadata."""
    for result in results:
        of_test = [check for check in checks if check.test_id == result.metadata["unique_id"].value]
        columns = sorted({check.column for check in of_test if check.column})
        yield result.with_metadata(
            {
                **result.metadata,
                "failing_columns": ", ".join(columns),
                "failed_checks": dg.MetadataValue.md(checks_as_markdown(of_test)),
            }
        )
