"""Fixtures for everyone: the five disclosures of ``data/raw`` built once per session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from running import RAW_DIR, BuiltWarehouse, run_yusuan

from pipelines.settings import load_settings


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltWarehouse]:
    """``data/raw`` as a published warehouse.

    Set YUSUAN_TEST_WAREHOUSE to a folder to keep it between sessions: then only what changed is built.
    """
    kept = os.environ.get("YUSUAN_TEST_WAREHOUSE")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("warehouse")
    done = run_yusuan(
        "build",
        "--raw-dir",
        RAW_DIR,
        "--warehouse-dir",
        folder,
        environment={"YUSUAN_TEST_SEVERITY": "error"},
        timeout=1800,
    )
    output = done.stdout + done.stderr
    settings = load_settings(RAW_DIR, folder)
    if done.returncode == 2 or not settings.published_file.exists():
        pytest.fail(f"The warehouse could not be built:\n{output}", pytrace=False)
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        connection.execute("use marts")
        yield BuiltWarehouse(settings, done.returncode, output, connection)
