from __future__ import annotations

import json
import os
from pathlib import Path

import dagster as dg
import pytest
from small_disclosures import Extract, disclosure

from pipelines.definitions import defs
from pipelines.orchestration.automation import new_disclosures, nightly_build, nightly_test
from pipelines.orchestration.raw_tables import ExtractionConfig, raw_tables
from pipelines.orchestration.resources import Workspace
from pipelines.raw_store import RawStore

SNAPSHOT = Path(__file__).with_name("assets.json")


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return defs()


def test_assets_and_groups_are_those_of_the_snapshot(definitions: dg.Definitions) -> None:
    """After a change on purpose: YUSUAN_UPDATE_SNAPSHOTS=1 make test."""
    groups: dict[str, list[str]] = {}
    for key in definitions.resolve_asset_graph().get_all_asset_keys():
        group = definitions.resolve_asset_graph().get(key).group_name
        groups.setdefault(group, []).append(key.to_user_string())
    found = {group: sorted(names) for group, names in sorted(groups.items())}
    if os.environ.get("YUSUAN_UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(json.dumps(found, indent=2) + "\n")
    assert found == json.loads(SNAPSHOT.read_text())


def test_data_flows_from_raw_tables_to_the_release(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    assert graph.get(dg.AssetKey("raw_tables")).parent_keys == {dg.AssetKey("arrivals")}
    release = graph.get(dg.AssetKey("release"))
    assert {key.path[0] for key in release.parent_keys} == {"marts", "reports"}
    staging = [graph.get(key) for key in graph.get_all_asset_keys() if key.path[0] == "staging"]
    assert staging
    assert all(dg.AssetKey("raw_tables") in node.parent_keys for node in staging)


def test_no_table_is_offered_alone(definitions: dg.Definitions) -> None:
    """The models are built together: a person who asks for one is asked whether all may be built."""
    graph = definitions.resolve_asset_graph()
    tables = {key for key in graph.get_all_asset_keys() if key.path[0] not in ("arrivals", "raw_tables")}
    for key in tables:
        assert graph.get(key).execution_set_asset_keys == tables
    assert not any(graph.get(key).is_partitioned for key in graph.get_all_asset_keys())


def test_sensor_and_schedules_run_without_being_switched_on() -> None:
    assert new_disclosures.default_status == dg.DefaultSensorStatus.RUNNING
    for schedule in (nightly_build, nightly_test):
        assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
        assert schedule.execution_timezone == "Asia/Shanghai"
    assert nightly_build.job_name == "build_warehouse"


def test_all_rows_are_tested_every_night_and_not_in_every_build(definitions: dg.Definitions) -> None:
    of_all_rows = dg.AssetCheckKey(dg.AssetKey("release"), "all_rows_hold")
    checks = {
        job: definitions.resolve_job_def(job).asset_layer.asset_graph.asset_check_keys
        for job in ("build_warehouse", "test_warehouse")
    }
    assert checks["test_warehouse"] == {of_all_rows}
    assert of_all_rows not in checks["build_warehouse"]
    assert nightly_test.job_name == "test_warehouse"


def test_each_published_table_has_one_check(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    tables = {key for key in graph.get_all_asset_keys() if key.path[0] == "marts"}
    checks = [key for key in graph.asset_check_keys if key.asset_key != dg.AssetKey("release")]
    shown = {(key.asset_key, key.name) for key in checks if key.asset_key in tables}
    assert shown == {(key, f"checks_hold_{key.path[-1]}") for key in tables}
    assert {key.asset_key for key in checks} - tables == {dg.AssetKey("raw_tables")}


def answer_of_sensor(raw_dir: Path, build_file: Path, instance: dg.DagsterInstance) -> object:
    workspace = Workspace(raw_dir=str(raw_dir), warehouse_dir=str(build_file.parents[1]))
    context = dg.build_sensor_context(instance=instance, resources={"workspace": workspace})
    return new_disclosures(context)


def test_the_sensor_asks_once_for_the_same_work(raw_dir: Path, build_file: Path, extract: Extract) -> None:
    def tick() -> object:
        return answer_of_sensor(raw_dir, build_file, instance)

    def asked_for() -> str | None:
        answer = tick()
        assert isinstance(answer, dg.RunRequest)
        return answer.run_key

    with dg.DagsterInstance.ephemeral() as instance:
        first = asked_for()
        assert asked_for() == first
        extract()
        read = asked_for()
        assert read != first, "what was read has to be built as well"
        with RawStore.open(build_file) as store:
            store.connection.execute("delete from raw.pending_documents")
        assert isinstance(tick(), dg.SkipReason)
        (raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")
        third = asked_for()
        assert third not in (first, read)
        (raw_dir / "three.txt").unlink()
        (raw_dir / "one.txt").unlink()
        assert asked_for() not in (first, read, third)


def test_the_sensor_waits_for_the_run_that_is_under_way(raw_dir: Path, build_file: Path) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        instance.create_run_for_job(build_job(), status=dg.DagsterRunStatus.STARTED)
        answer = answer_of_sensor(raw_dir, build_file, instance)
    assert isinstance(answer, dg.SkipReason)
    assert "under way" in str(answer.skip_message)


def build_job() -> dg.JobDefinition:
    @dg.job
    def any_job() -> None: ...

    return any_job


def test_the_sensor_waits_without_a_folder(tmp_path: Path) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        answer = answer_of_sensor(tmp_path / "nowhere", tmp_path / "build" / "disclosures.duckdb", instance)
    assert isinstance(answer, dg.SkipReason)
    assert "nowhere" in str(answer.skip_message)


def read_by_dagster(raw_dir: Path, build_file: Path, **config: bool) -> dg.ExecuteInProcessResult:
    return dg.materialize(
        [raw_tables],
        resources={"workspace": Workspace(raw_dir=str(raw_dir), warehouse_dir=str(build_file.parents[1]))},
        run_config=dg.RunConfig({"raw_tables": ExtractionConfig(**config)}),
        raise_on_error=False,
    )


def test_a_run_names_rows_of_the_overrides_that_speak_of_no_file(raw_dir: Path, build_file: Path) -> None:
    (raw_dir / "disclosures.csv").write_text("source_file,fiscal_year\nlater.txt,2024\n")
    done = read_by_dagster(raw_dir, build_file)
    (event,) = done.asset_materializations_for_node("raw_tables")
    assert "line 2: there is no file later.txt" in str(event.metadata["overrides_without_file"].value)


def test_a_run_without_documents_or_with_wrong_overrides_fails_in_words(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    def said(done: dg.ExecuteInProcessResult) -> str:
        assert not done.success
        (failure,) = [event for event in done.all_events if event.is_step_failure]
        return str(failure.step_failure_data.user_failure_data.description)  # type: ignore[union-attr]

    table = raw_dir / "disclosures.csv"
    table.write_text("source_file,fiscal_year\none.txt,-5\n")
    assert "disclosures.csv, line 2: fiscal_year is '-5'" in said(read_by_dagster(raw_dir, build_file))
    with dg.DagsterInstance.ephemeral() as instance:
        answer = answer_of_sensor(raw_dir, build_file, instance)
    assert isinstance(answer, dg.SkipReason)
    assert "line 2" in str(answer.skip_message)
    table.unlink()
    extract()
    for path in raw_dir.rglob("*.txt"):
        path.unlink()
    assert "accept_vanished" in said(read_by_dagster(raw_dir, build_file))
    assert read_by_dagster(raw_dir, build_file, accept_vanished=True).success


def test_a_file_dropped_by_hand_lets_no_host_be_asked(
    raw_dir: Path, build_file: Path, definitions: dg.Definitions
) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        answer = answer_of_sensor(raw_dir, build_file, instance)
    assert isinstance(answer, dg.RunRequest)
    assert answer.run_config == {"ops": {"arrivals": {"config": {"fetch": False}}}}
    assert dg.validate_run_config(definitions.resolve_job_def("build_warehouse"), answer.run_config)
