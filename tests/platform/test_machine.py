"""What a control group grants counts, where the machine has more."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.machine import memory_mb, processors
from pipelines.settings import load_settings

MEGABYTE = 1024 * 1024


def group(folder: Path, **limits: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in limits.items():
        (folder / name.replace("_", ".", 1)).write_text(f"{value}\n")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The file that says in which group a process is: version 2."""
    (tmp_path / "own").write_text("0::/services/yusuan\n")
    return tmp_path / "own"


def test_the_tightest_group_around_a_process_counts(tmp_path: Path, own: Path) -> None:
    group(tmp_path, memory_max="max", cpu_max="max 100000")
    group(tmp_path / "services", memory_max=str(300 * MEGABYTE), cpu_max="50000 100000")
    group(tmp_path / "services" / "yusuan", memory_max=str(500 * MEGABYTE), cpu_max="max 100000")
    assert memory_mb(own, tmp_path) == 300
    assert processors(own, tmp_path) == 1


def test_a_container_sees_its_group_as_the_root(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("0::/\n")
    group(tmp_path, memory_max=str(200 * MEGABYTE))
    assert memory_mb(tmp_path / "own", tmp_path) == 200


def test_groups_of_version_one_have_their_own_names(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("5:cpuset:/\n4:memory:/docker\n1:name=systemd:/\n")
    (tmp_path / "memory" / "docker").mkdir(parents=True)
    (tmp_path / "memory" / "docker" / "memory.limit_in_bytes").write_text(str(100 * MEGABYTE))
    assert memory_mb(tmp_path / "own", tmp_path) == 100


def test_without_a_limit_the_machine_counts(tmp_path: Path, own: Path) -> None:
    group(tmp_path / "services", memory_max="max", cpu_max="max 100000")
    assert memory_mb(own, tmp_path) == memory_mb(tmp_path / "none", tmp_path) > 0
    assert processors(own, tmp_path) == processors(tmp_path / "none", tmp_path) > 0


def test_limits_of_the_database_follow_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = load_settings(tmp_path / "raw", tmp_path / "warehouse")
    assert 0 < usual.database.memory_mb < memory_mb()
    assert 1 <= usual.workers <= processors()
    assert usual.temporary_dir.is_relative_to(tmp_path / "warehouse" / "build")

    monkeypatch.setenv("YUSUAN_MEMORY_MB", "512")
    monkeypatch.setenv("YUSUAN_THREADS", "3")
    monkeypatch.setenv("YUSUAN_TEMPORARY_DIR", str(tmp_path / "elsewhere"))
    settings = load_settings(tmp_path / "raw", tmp_path / "warehouse")
    assert settings.database_configuration["memory_limit"] == "512MiB"
    assert settings.database_configuration["threads"] == 3
    other = load_settings(tmp_path / "raw", tmp_path / "other")
    folders = {settings.temporary_dir, other.temporary_dir}
    assert len(folders) == 2, "each warehouse has its own, as what a killed build left there is removed"
    assert {folder.parent for folder in folders} == {tmp_path / "elsewhere"}
