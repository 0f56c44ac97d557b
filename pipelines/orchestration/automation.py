"""When the warehouse is built without anyone asking: every day, and when disclosures arrive."""

from datetime import UTC, datetime

import dagster as dg
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES

from pipelines.orchestration.arrivals import arrivals
from pipelines.orchestration.checks import all_rows_hold
from pipelines.orchestration.resources import Workspace
from pipelines.raw_folder.overrides import OverridesError
from pipelines.raw_store import BuildInProgress
from pipelines.raw_store.plan import make_plan

_tests_of_all_rows = dg.AssetSelection.checks(all_rows_hold)

build_warehouse = dg.define_asset_job(
    "build_warehouse",
    selection=dg.AssetSelection.all() - _tests_of_all_rows,
    description="Fetch and read what is new or changed, build and test the models for it, and publish.",
)

test_warehouse = dg.define_asset_job(
    "test_warehouse",
    selection=_tests_of_all_rows,
    description="Test all rows of the warehouse, also those that no build has touched for long.",
)


nightly_build = dg.ScheduleDefinition(
    name="nightly_build",
    job=build_warehouse,
    cron_schedule="0 3 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night at three: also repeats what a broken run left undone.",
)

nightly_test = dg.ScheduleDefinition(
    name="nightly_test",
    job=test_warehouse,
    cron_schedule="0 5 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night at five, after the build: all rows are tested.",
)


@dg.sensor(
    job=build_warehouse,
    minimum_interval_seconds=10,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Watches the raw folder and asks for one run for all documents that came, changed or went.",
)
def new_disclosures(
    context: dg.SensorEvaluationContext, workspace: Workspace
) -> dg.RunRequest | dg.SkipReason:
    """Compare the raw folder with the ledger and the last release."""
    if context.instance.get_run_ids(dg.RunsFilter(statuses=NOT_FINISHED_STATUSES), limit=1):
        return dg.SkipReason("A run is under way or waits; what has come meanwhile is looked at after it.")
    try:
        plan = make_plan(workspace.settings())
    except (BuildInProgress, FileNotFoundError, OverridesError) as error:
        return dg.SkipReason(str(error))
    if not plan.documents_wait:
        return dg.SkipReason("No document has come, changed or gone since the last release.")
    # What is still to be done an hour later is asked for again, whatever became of its run.
    return dg.RunRequest(
        run_key=f"{plan.run_key}-{datetime.now(UTC):%Y%m%dT%H}",
        # A file that is dropped is no reason to ask all hosts again.
        run_config={"ops": {arrivals.op.name: {"config": {"fetch": False}}}},
    )
