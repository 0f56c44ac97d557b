"""The dbt project: what the raw tables mean."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import dagster as dg
from dagster_dbt.asset_utils import DAGSTER_DBT_UNIQUE_ID_METADATA_KEY

from pipelines.batches.build import BuildProgress, Report, build_models
from pipelines.models import BuildFailed
from pipelines.models.compiled import Scope, relation_of, row_scopes
from pipelines.models.dbt import prepare_manifest, prepare_project
from pipelines.models.empty import empty_warehouse
from pipelines.models.results import Result, read_results, rows_affected
from pipelines.orchestration.dbt import specs_of, translator
from pipelines.orchestration.release import release_as_event, release_spec
from pipelines.orchestration.resources import Workspace
from pipelines.orchestration.tables import tables_of
from pipelines.raw_store import BuildState, RawStore, build_state
from pipelines.release.failed_checks import FailedCheck, checks_as_markdown, failed_checks
from pipelines.release.published_file import NothingToPublish
from pipelines.release.round import RoundIsBroken, publish_round
from pipelines.release.rule_coverage import RulesLost
from pipelines.settings import Settings
from pipelines.workers import WorkersFailed

_MANIFEST = json.loads(prepare_manifest().read_text(encoding="utf-8"))
_NODES = _MANIFEST["nodes"]
_SPECS, _CHECK_SPECS = specs_of(_MANIFEST)
_RELEASE_SPEC = release_spec(spec.key for spec in _SPECS)


class WarehouseConfig(dg.Config):
    """Build everything, also where nothing has changed; publish although a rule tests nothing any more."""

    full_refresh: bool = False
    accept_lost_rules: bool = False


# The models are built together, for the same documents: Dagster offers none of them alone. Their release is
# part of the step, since to note hundreds of tables takes longer than to publish them.
@dg.multi_asset(name="warehouse", specs=[*_SPECS, _RELEASE_SPEC], check_specs=_CHECK_SPECS, can_subset=False)
def warehouse(
    context: dg.AssetExecutionContext, config: WarehouseConfig, workspace: Workspace
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Build, test and publish what changed since the last release, or everything."""
    published: dg.MaterializeResult | dg.Failure | None = None
    with workspace.building(context.run.run_id) as settings:
        with RawStore.open(settings.build_file) as store:
            state = build_state(store)
        if state.up_to_date and settings.published_file.exists() and not config.full_refresh:
            context.log.info("Nothing has changed since release %s.", state.release)
            built, results = frozenset[Scope](), read_results(settings.dbt_target_dir)
        else:
            built = scopes_to_build(state, full=config.full_refresh)
            try:
                results = build_models(settings, _log_progress(context), full=config.full_refresh)
            except BuildFailed as error:
                raise dg.Failure(f"{error}\n\n{error.details}") from error
            except WorkersFailed as error:
                raise dg.Failure(str(error)) from error
            published = _publish(settings, accept_lost_rules=config.accept_lost_rules)
        events = list(events_of(settings, results, built))
    yield from events
    if isinstance(published, dg.Failure):
        raise published
    if published:
        yield published


def _publish(settings: Settings, *, accept_lost_rules: bool) -> dg.MaterializeResult | dg.Failure:
    try:
        return release_as_event(*publish_round(settings, accept_lost_rules=accept_lost_rules))
    except (NothingToPublish, RoundIsBroken, RulesLost) as error:
        return dg.Failure(str(error))


def _log_progress(context: dg.AssetExecutionContext) -> Report:
    def report(progress: BuildProgress) -> None:
        if progress.done == progress.total:
            context.log.info("%s: %d", progress, progress.total)

    return report


def scopes_to_build(state: BuildState, *, full: bool) -> frozenset[Scope]:
    """Which tables a build makes: what follows from seeds alone stays, unless everything is rebuilt."""
    made_anew = full or state.needs_full_refresh
    return frozenset(Scope) if made_anew else frozenset(Scope) - {Scope.CONSTANT}


def events_of(
    settings: Settings, results: Mapping[str, Result], built: Collection[Scope]
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """One event for each table that was built, and for each check that Dagster shows.

    ``results`` are the last ones of all models and tests by unique id; ``built`` names the tables that were
    built now. The caller must hold the build lock. Dagster wants events in the order in which the tables
    depend on each other.
    """
    failed = failed_checks(settings.dbt_target_dir)
    shown = {spec.metadata[DAGSTER_DBT_UNIQUE_ID_METADATA_KEY]: spec for spec in _CHECK_SPECS}
    empty, _ = empty_warehouse(prepare_project())
    with (
        RawStore.open(empty, read_only=True, scratch=True) as empty_store,
        RawStore.open(settings.build_file, read_only=True) as store,
    ):
        # Those of a batch are not in the build database.
        tables = tables_of(empty_store) | tables_of(store)
    for unique_id, scope in row_scopes(_NODES).items():
        result = results.get(unique_id)
        if unique_id in shown:
            of_test = [check for check in failed if check.test_id == unique_id]
            yield check_result(shown[unique_id], result, of_test)
        elif scope in built and result and result["status"] == "success":
            node = _NODES[unique_id]
            table = tables[relation_of(node)]
            if scope == Scope.BATCH:
                # Its rows are thrown away with the database of their batch.
                table = replace(table, rows=rows_affected(result))
            yield dg.MaterializeResult(
                asset_key=translator.get_asset_key(node), metadata=table.metadata(node)
            )


def check_result(
    spec: dg.AssetCheckSpec, result: Result | None, failed: Sequence[FailedCheck]
) -> dg.AssetCheckResult:
    """The result of a data test as Dagster shows it: which columns failed is in its metadata."""
    status = result["status"] if result else "not run"
    is_error = status in ("fail", "error")
    columns = sorted({check.column for check in failed if check.column})
    return dg.AssetCheckResult(
        passed=status == "pass",
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
