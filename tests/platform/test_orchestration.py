"""A run of Dagster over a tiny dbt project: it leaves what the command line leaves, and says little."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest
from small_disclosures import disclosure

from pipelines.models.dbt import prepare_project
from pipelines.settings import PROJECT_ROOT

# In a process of its own, as the assets are those of the dbt project that the environment names. Each line
# that is sent to it starts a run, or a build from the command line with this home of Dagster.
RUN_ASSETS = """
import json, sys
import dagster as dg
from click.testing import CliRunner
from pipelines.cli import cli
from pipelines.orchestration.raw_tables import every_document_has_an_outcome, raw_tables
from pipelines.orchestration.resources import Workspace
from pipelines.orchestration.warehouse import warehouse

def run():
    with dg.DagsterInstance.get() as instance:
        run = dg.materialize(
            [raw_tables, warehouse, every_document_has_an_outcome],
            instance=instance,
            resources={"workspace": Workspace()},
            raise_on_error=False,
        )
        return run.success, run.run_id, instance.all_logs(run.run_id)


def of_type(events, event_type):
    found = [event.dagster_event for event in events if event.is_dagster_event]
    return [event for event in found if event.event_type == event_type]


def build(home):
    done = CliRunner().invoke(cli, ["build"], env={"DAGSTER_HOME": home})
    return {"status": done.exit_code, "output": done.output}


for line in sys.stdin:
    command, _, home = line.strip().partition(" ")
    if command == "build":
        print(json.dumps(build(home)), flush=True)
        continue
    success, run_id, events = run()
    made = of_type(events, dg.DagsterEventType.ASSET_MATERIALIZATION)
    checked = of_type(events, dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    report = {
        "success": success,
        "run_id": run_id,
        "loud": [event.message for event in events if event.level >= 30],
        "materialized": sorted({event.asset_key.to_user_string() for event in made}),
        "rows": {
            event.asset_key.to_user_string(): event.step_materialization_data.materialization.metadata[
                "dagster/row_count"
            ].value
            for event in made
            if event.asset_key.path[0] == "marts"
        },
        "checks": {
            event.event_specific_data.check_name: event.event_specific_data.passed for event in checked
        },
    }
    print(json.dumps(report), flush=True)
"""


@dataclass(frozen=True)
class DagsterPlace:
    """A folder with raw files, a warehouse and a dbt project, and a process that runs its assets."""

    folder: Path
    process: subprocess.Popen[str]

    def run(self) -> dict[str, Any]:
        """Materialize everything, and say what Dagster noted."""
        return self._ask("run")

    def build(self, home: Path) -> dict[str, Any]:
        """Build from the command line; its exit status and its output."""
        return self._ask(f"build {home}")

    def _ask(self, line: str) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        raise AssertionError((self.folder / "errors.txt").read_text())

    def log(self) -> list[dict[str, Any]]:
        """The lines of the log of builds."""
        lines = (self.folder / "warehouse" / "log" / "builds.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(
            str(self.folder / "warehouse" / "disclosures.duckdb"), read_only=True
        ) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def place(tiny_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DagsterPlace]:
    """Three documents, in two batches."""
    folder = tmp_path_factory.mktemp("dagster_run")
    shutil.copytree(tiny_project, folder / "dbt_project")
    (folder / "raw").mkdir()
    (folder / "dagster").mkdir()
    for name in ("one", "two", "three"):
        (folder / "raw" / f"{name}.txt").write_text(disclosure(name), encoding="utf-8")
    variables = {
        "YUSUAN_RAW_DIR": folder / "raw",
        "YUSUAN_WAREHOUSE_DIR": folder / "warehouse",
        "YUSUAN_DBT_PROJECT_DIR": folder / "dbt_project",
        "YUSUAN_BATCH_DOCUMENTS": 2,
        "DAGSTER_HOME": folder / "dagster",
        "DAGSTER_DISABLE_TELEMETRY": 1,
    }
    environment = {name: str(value) for name, value in variables.items()}
    with (
        (folder / "errors.txt").open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-c", RUN_ASSETS],
            env={**os.environ, **environment},
            cwd=PROJECT_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        yield DagsterPlace(folder, process)
        process.kill()


def test_runs_build_in_batches_and_note_every_table_once_without_a_warning(place: DagsterPlace) -> None:
    first = place.run()
    assert first["success"], first
    assert first["loud"] == []
    assert {"raw_tables", "seeds/words", "staging/stg_documents", "release"} <= set(first["materialized"])
    assert first["checks"]["every_document_has_an_outcome"]
    assert any(name.startswith("unique_dim_totals") for name in first["checks"])
    assert place.rows("select count(*) from marts.fct_extraction_outcomes") == [(3,)]
    assert {line["run"] for line in place.log()} == {first["run_id"]}
    assert place.log()[-1]["event"] == "published"

    (place.folder / "raw" / "four.txt").write_text(disclosure("four"), encoding="utf-8")
    second = place.run()
    assert second["success"], second
    from_seeds_alone = {"seeds/words", "marts/dim_words"}
    assert set(first["materialized"]) - set(second["materialized"]) == from_seeds_alone
    assert first["rows"]["marts/fct_extraction_outcomes"] == 3
    assert second["rows"]["marts/fct_extraction_outcomes"] == 4
    assert second["checks"].keys() == first["checks"].keys()
    assert place.rows("select count(*) from marts.fct_extraction_outcomes") == [(4,)]

    third = place.run()
    assert third["success"], third
    assert third["loud"] == []
    assert third["materialized"] == ["raw_tables"], "nothing has changed"
    assert third["checks"] == second["checks"]


def test_a_build_from_the_command_line_is_noted_as_well(place: DagsterPlace) -> None:
    (place.folder / "raw" / "five.txt").write_text(disclosure("five"), encoding="utf-8")
    built = place.build(place.folder / "dagster")
    assert built["status"] == 0, built["output"]
    with dg.DagsterInstance.from_config(str(place.folder / "dagster")) as instance:
        for name in ("raw_tables", "marts/fct_extraction_outcomes", "release"):
            event = instance.get_latest_materialization_event(dg.AssetKey(name.split("/")))
            assert event and event.asset_materialization
            assert not event.run_id, f"{name}: the last one is of a run"
            assert event.asset_materialization.metadata


def test_a_build_is_done_also_where_dagster_cannot_be_told(place: DagsterPlace) -> None:
    (place.folder / "raw" / "six.txt").write_text(disclosure("six"), encoding="utf-8")
    built = place.build(Path("/nowhere"))
    assert built["status"] == 0, built["output"]
    assert "could not be recorded in Dagster" in built["output"]


def test_a_model_that_fails_is_named(place: DagsterPlace) -> None:
    model = place.folder / "dbt_project" / "models" / "marts" / "fct_cells.sql"
    sound = model.read_text()
    model.write_text(sound + "\nand this is no SQL")
    # It can be compiled. Here that takes a third of the time, as dbt was imported already.
    prepare_project(place.folder / "dbt_project")
    try:
        broken = place.run()
    finally:
        model.write_text(sound)
    assert not broken["success"]
    assert "release" not in broken["materialized"]
