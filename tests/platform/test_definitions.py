from __future__ import annotations

import json
import os
from pathlib import Path

import dagster as dg
import pytest
from small_disclosures import Extract, disclosure

from pipelines.definitions import defs
from pipelines.orchestration.automation import new_disclosures, nightly_build, nightly_test
from pipelines.orchestration.resources import Workspace

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
    release = graph.get(dg.AssetKey("release"))
    assert {key.path[0] for key in release.parent_keys} == {"marts"}
    staging = [graph.get(key) for key in graph.get_all_asset_keys() if key.path[0] == "staging"]
    assert staging
    assert all(dg.AssetKey("raw_tables") in node.parent_keys for node in staging)


def test_one_run_covers_many_buckets(definitions: dg.Definitions) -> None:
    raw_tables = definitions.resolve_asset_graph().get(dg.AssetKey("raw_tables"))
    assert raw_tables.partitions_def is not None
    assert len(raw_tables.partitions_def.get_partition_keys()) == 64
    assert raw_tables.backfill_policy == dg.BackfillPolicy.single_run()


def test_the_schedule_covers_all_buckets_every_night() -> None:
    context = dg.build_schedule_context()
    request = nightly_build(context)
    assert isinstance(request, dg.RunRequest)
    assert request.tags["dagster/asset_partition_range_start"] == "00"
    assert request.tags["dagster/asset_partition_range_end"] == "63"
    assert nightly_build.execution_timezone == "Asia/Shanghai"


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


def test_the_sensor_asks_for_one_run_per_batch(raw_dir: Path, build_file: Path, extract: Extract) -> None:
    workspace = Workspace(raw_dir=str(raw_dir), warehouse_dir=str(build_file.parents[1]))

    def tick() -> dg.RunRequest | dg.SkipReason:
        answer = new_disclosures(dg.build_sensor_context(resources={"workspace": workspace}))
        assert isinstance(answer, dg.RunRequest | dg.SkipReason)
        return answer

    first, second = tick(), tick()
    assert isinstance(first, dg.RunRequest)
    assert isinstance(second, dg.RunRequest)
    assert first.run_key == second.run_key
    start = first.tags["dagster/asset_partition_range_start"]
    assert start <= first.tags["dagster/asset_partition_range_end"]

    extract()
    assert isinstance(tick(), dg.SkipReason)

    (raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")
    third = tick()
    assert isinstance(third, dg.RunRequest)
    assert third.run_key != first.run_key
    assert (
        third.tags["dagster/asset_partition_range_start"] == third.tags["dagster/asset_partition_range_end"]
    )

    (raw_dir / "three.txt").unlink()
    (raw_dir / "one.txt").unlink()
    assert isinstance(tick(), dg.RunRequest)


def test_the_sensor_waits_without_a_folder(tmp_path: Path) -> None:
    workspace = Workspace(raw_dir=str(tmp_path / "nowhere"), warehouse_dir=str(tmp_path))
    answer = new_disclosures(dg.build_sensor_context(resources={"workspace": workspace}))
    assert isinstance(answer, dg.SkipReason)
    assert "nowhere" in str(answer.skip_message)
