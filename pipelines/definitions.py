"""The one entry point of Dagster: assets, checks, jobs, schedules and sensors."""

import dagster as dg

from pipelines.orchestration.arrivals import arrivals
from pipelines.orchestration.automation import (
    build_warehouse,
    new_disclosures,
    nightly_build,
    nightly_test,
    test_warehouse,
)
from pipelines.orchestration.checks import all_rows_hold, our_work_is_sound, published_figures_add_up
from pipelines.orchestration.notification import tell_of_failed_documents, tell_of_failed_runs
from pipelines.orchestration.raw_tables import every_document_has_an_outcome, raw_tables
from pipelines.orchestration.resources import Workspace
from pipelines.orchestration.warehouse import warehouse


@dg.definitions
def defs() -> dg.Definitions:
    """Everything `dagster dev` shows."""
    return dg.Definitions(
        assets=[arrivals, raw_tables, warehouse],
        asset_checks=[
            every_document_has_an_outcome,
            published_figures_add_up,
            our_work_is_sound,
            all_rows_hold,
        ],
        jobs=[build_warehouse, test_warehouse],
        schedules=[nightly_build, nightly_test],
        sensors=[new_disclosures, tell_of_failed_runs, tell_of_failed_documents],
        resources={"workspace": Workspace()},
        # One process: documents fan out to worker processes of their own within raw_tables.
        executor=dg.in_process_executor,
    )
