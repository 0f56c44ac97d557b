"""When the warehouse is built without anyone asking: every day, and when disclosures arrive."""

import dagster as dg

from pipelines.orchestration.checks import all_rows_hold
from pipelines.orchestration.resources import Workspace
from pipelines.raw_folder.fingerprints import all_buckets
from pipelines.raw_store import BuildInProgress
from pipelines.raw_store.plan import Plan, make_plan

_tests_of_all_rows = dg.AssetSelection.checks(all_rows_hold)

build_warehouse = dg.define_asset_job(
    "build_warehouse",
    selection=dg.AssetSelection.all() - _tests_of_all_rows,
    description="Read what is new or changed, build and test the models for it, and publish.",
)

test_warehouse = dg.define_asset_job(
    "test_warehouse",
    selection=_tests_of_all_rows,
    description="Test all rows of the warehouse, also those that no build has touched for long.",
)


def partition_range_tags(first: str, last: str) -> dict[str, str]:
    """Tags that make one run of all partitions from ``first`` to ``last``."""
    return {"dagster/asset_partition_range_start": first, "dagster/asset_partition_range_end": last}


def request_for(plan: Plan) -> dg.RunRequest:
    """One run for everything that waits."""
    return dg.RunRequest(run_key=plan.run_key, tags=partition_range_tags(*plan.partition_range))


@dg.schedule(
    job=build_warehouse,
    cron_schedule="0 3 * * *",
    execution_timezone="Asia/Shanghai",
    description="Every night at three: also repeats what a broken run left undone.",
)
def nightly_build() -> dg.RunRequest:
    """All partitions; what has not changed costs nothing."""
    buckets = all_buckets()
    return dg.RunRequest(tags=partition_range_tags(buckets[0], buckets[-1]))


nightly_test = dg.ScheduleDefinition(
    name="nightly_test",
    job=test_warehouse,
    cron_schedule="0 5 * * *",
    execution_timezone="Asia/Shanghai",
    description="Every night at five, after the build: all rows are tested.",
)


@dg.sensor(
    job=build_warehouse,
    minimum_interval_seconds=60,
    description="Watches the raw folder and asks for one run for all documents that came, changed or went.",
)
def new_disclosures(workspace: Workspace) -> dg.RunRequest | dg.SkipReason:
    """Compare the raw folder with the ledger."""
    try:
        plan = make_plan(workspace.settings())
    except (BuildInProgress, FileNotFoundError) as error:
        return dg.SkipReason(str(error))
    if not plan.documents_changed:
        return dg.SkipReason("No document has come, changed or gone.")
    return request_for(plan)
