"""The dbt project: what the raw tables mean."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, dbt_assets

from pipelines.orchestration.dbt import (
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
                yield from _run(dbt, ["build"], context, settings)


def _run(
    dbt: DbtCliResource, arguments: list[str], context: dg.AssetExecutionContext, settings: Settings
) -> Iterator[Any]:
    """Run dbt; what it has parsed, compiled and logged lies beside the build file."""
    target_path = settings.build_file.parent / "dbt"
    for event in dbt.cli(arguments, context=context, target_path=target_path).stream():
        # Tests that are not shown as checks come as observations, one by one.
        if not isinstance(event, dg.AssetObservation):
            yield event
