"""A run whose process was killed is told from one that takes long."""

from __future__ import annotations

import json
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.launcher import WorkerStatus
from dagster._core.storage.tags import GRPC_INFO_TAG

from pipelines.orchestration import launcher
from pipelines.settings import PROJECT_ROOT


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    """As `make dev` configures it."""
    example = PROJECT_ROOT / "dagster_home" / "dagster.yaml.example"
    (tmp_path / "dagster.yaml").write_text(example.read_text())
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        yield instance


def state_of_run(instance: dg.DagsterInstance, server: str) -> WorkerStatus:
    """What run monitoring hears of a run that a code server at a socket has started."""

    @dg.job
    def any_job() -> None: ...

    info = json.dumps({"host": "localhost", "socket": server})
    run = instance.create_run_for_job(any_job, tags={GRPC_INFO_TAG: info})
    assert isinstance(instance.run_launcher, launcher.WatchedRunLauncher)
    return instance.run_launcher.check_run_worker_health(run).status


def test_a_run_is_dead_where_its_code_server_is_gone(instance: dg.DagsterInstance, tmp_path: Path) -> None:
    assert instance.run_monitoring_enabled
    assert instance.run_launcher.supports_check_run_worker_health
    assert state_of_run(instance, str(tmp_path / "gone")) == WorkerStatus.FAILED


def test_a_run_lives_while_its_code_server_is_slow(
    instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launcher, "_SECONDS", 1)
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as silent:
        silent.bind(f"{folder}/socket")
        silent.listen()
        assert state_of_run(instance, f"{folder}/socket") == WorkerStatus.RUNNING
