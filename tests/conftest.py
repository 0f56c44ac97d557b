"""Shared fixtures: the five disclosures of ``data/raw``, and published PDFs, each built once per session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from running import NO_PUBLISHED, PUBLISHED, RAW_DIR, BuiltWarehouse, run_yusuan

from pipelines.settings import load_settings


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltWarehouse]:
    """``data/raw`` as a published warehouse.

    Set YUSUAN_TEST_WAREHOUSE to a folder to keep it between sessions; then only changes are built.
    """
    kept = os.environ.get("YUSUAN_TEST_WAREHOUSE")
    yield from build(RAW_DIR, Path(kept) if kept else tmp_path_factory.mktemp("warehouse"))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltWarehouse]:
    """Published PDFs of many cities as a warehouse; YUSUAN_TEST_PUBLISHED keeps it between sessions."""
    if not (PUBLISHED / "pdf").is_dir():
        pytest.skip(NO_PUBLISHED)
    kept = os.environ.get("YUSUAN_TEST_PUBLISHED")
    yield from build(PUBLISHED / "pdf", Path(kept) if kept else tmp_path_factory.mktemp("published"))


def build(raw_dir: Path, folder: Path) -> Iterator[BuiltWarehouse]:
    """Build a folder as a user would; a data test that finds something fails the build."""
    done = run_yusuan(
        "build",
        "--raw-dir",
        raw_dir,
        "--warehouse-dir",
        folder,
        environment={"YUSUAN_TEST_SEVERITY": "error"},
        timeout=1800,
    )
    output = done.stdout + done.stderr
    settings = load_settings(raw_dir, folder)
    if done.returncode == 2 or not settings.published_file.exists():
        pytest.fail(f"The warehouse could not be built:\n{output}", pytrace=False)
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        connection.execute("use marts")
        yield BuiltWarehouse(settings, done.returncode, output, connection)
