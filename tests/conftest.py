"""Shared fixtures: the five disclosures of ``data/raw``, and published PDFs, each built once per session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import NO_PUBLISHED, PUBLISHED, RAW_DIR, BuiltWarehouse, build_warehouse

# A data test that finds something fails the build.
STRICT = {"YUSUAN_TEST_SEVERITY": "error"}


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltWarehouse]:
    """``data/raw`` as a published warehouse.

    Set YUSUAN_TEST_WAREHOUSE to a folder to keep it between sessions; then only changes are built.
    """
    kept = os.environ.get("YUSUAN_TEST_WAREHOUSE")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("warehouse")
    with build_warehouse(RAW_DIR, folder, STRICT) as built:
        yield built


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltWarehouse]:
    """Published PDFs of many cities as a warehouse; YUSUAN_TEST_PUBLISHED keeps it between sessions."""
    if not (PUBLISHED / "pdf").is_dir():
        pytest.skip(NO_PUBLISHED)
    kept = os.environ.get("YUSUAN_TEST_PUBLISHED")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("published")
    with build_warehouse(PUBLISHED / "pdf", folder, STRICT) as built:
        yield built
