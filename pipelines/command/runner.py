"""Run a build through Dagster in this process, for people at a terminal."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import warnings
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipelines.raw_store.plan import Plan
from pipelines.settings import Settings

if TYPE_CHECKING:
    import dagster as dg

ModelProgress = Callable[[int, int, str], None]

_NODE_DONE = re.compile(r"(\d+) of (\d+) (?!START)([A-Z]+ .*?)\s*\.{2,}")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_LINES_KEPT = 40


class BuildFailed(Exception):
    """The build did not come to a release. ``details`` are the last lines of what failed."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


class _DbtOutput(io.TextIOBase):
    """Takes what dbt prints; tells the progress and keeps the lines, in case it fails."""

    def __init__(self, report: ModelProgress) -> None:
        self.report = report
        self.lines: list[str] = []

    def write(self, text: str) -> int:
        for line in _COLOUR.sub("", text).splitlines():
            if done := _NODE_DONE.search(line):
                self.report(int(done[1]), int(done[2]), done[3])
            if line.strip():
                self.lines.append(line.rstrip())
        return len(text)

    def what_failed(self) -> str:
        """What the data tests found, and the report of dbt at its end; before that, the last lines."""
        for index, line in enumerate(self.lines):
            if line.startswith("Finished running"):
                found = [line for line in self.lines[:index] if line.startswith("Found by ")]
                return "\n".join(found + self.lines[index:])
        return "\n".join(self.lines[-_LINES_KEPT:])


def run_build(
    settings: Settings,
    plan: Plan,
    report: ModelProgress,
    *,
    everything: bool = False,
    retry_failed: bool = False,
    accept_lost_rules: bool = False,
) -> None:
    """Materialize raw tables, models and release for what the plan found.

    Uses the Dagster instance of DAGSTER_HOME where that is set, else one of its own that leaves nothing.
    Raises :class:`BuildFailed`.
    """
    output = _DbtOutput(report)
    with _quiet_dagster(), contextlib.redirect_stdout(output):
        import dagster as dg

        from pipelines.orchestration.automation import partition_range_tags
        from pipelines.orchestration.dbt import build_file_for_dbt, dbt_resource
        from pipelines.orchestration.resources import Workspace

        # Parsed for the same build file, so that dbt need not parse a second time.
        with build_file_for_dbt(settings.build_file):
            assets = _load_assets()
        reads = plan.documents_changed or everything
        run_config = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}, "ops": {}}
        if reads:
            config = {"everything": everything, "retry_failed": retry_failed}
            run_config["ops"]["raw_tables"] = {"config": config}
        run_config["ops"]["release"] = {"config": {"accept_lost_rules": accept_lost_rules}}
        if everything:
            run_config["ops"]["warehouse"] = {"config": {"full_refresh": True}}
        selection = dg.AssetSelection.all() - dg.AssetSelection.assets("raw_tables")
        with _instance() as instance:
            result = dg.materialize(
                assets,
                instance=instance,
                resources={
                    "workspace": Workspace(
                        raw_dir=str(settings.raw_dir),
                        warehouse_dir=str(settings.warehouse_dir),
                        workers=settings.workers,
                    ),
                    "dbt": dbt_resource(),
                },
                run_config=run_config,
                tags=partition_range_tags(*plan.partition_range) if reads else None,
                selection=None if reads else selection,
                raise_on_error=False,
            )
    if not result.success:
        raise BuildFailed(_why(result), output.what_failed())


def _load_assets() -> list[dg.AssetsDefinition]:
    """All assets and checks; parses the dbt project where that is needed."""
    from dagster_dbt.errors import DagsterDbtError

    try:
        from pipelines.orchestration.raw_tables import every_document_has_an_outcome, raw_tables
        from pipelines.orchestration.release import release
        from pipelines.orchestration.warehouse import warehouse
    except DagsterDbtError as error:
        raise BuildFailed("The dbt project cannot be parsed.", str(error)) from error
    return [raw_tables, warehouse, release, every_document_has_an_outcome]


def _why(result: dg.ExecuteInProcessResult) -> str:
    """The message of the step that failed first."""
    for event in result.all_events:
        if event.is_step_failure:
            failure = event.step_failure_data
            if failure.user_failure_data and failure.user_failure_data.description:
                text = failure.user_failure_data.description
            elif failure.error:
                text = (failure.error.cause or failure.error).message
            else:
                text = "no reason given"
            return f"Step {event.step_key} failed: {text.strip()}"
    return "The build failed before its first step."


@contextlib.contextmanager
def _instance() -> Iterator[dg.DagsterInstance]:
    import dagster as dg

    if os.environ.get("DAGSTER_HOME"):
        yield dg.DagsterInstance.get()
    else:
        with dg.DagsterInstance.ephemeral() as instance:
            yield instance


@contextlib.contextmanager
def _quiet_dagster() -> Iterator[None]:
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    logger = logging.getLogger("dagster")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
