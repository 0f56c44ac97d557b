"""Shared warehouses, each built once a session, since a build costs more than most documents in it.

They hold the five disclosures of ``data/raw``, published PDFs, and what the test modules write themselves.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from running import (
    NO_PUBLISHED,
    PUBLISHED,
    RAW_DIR,
    RECOGNITION_OFF,
    BuiltWarehouse,
    build_warehouse,
    only,
)

os.environ.update(RECOGNITION_OFF)

# The same examples every time, so that what failed once fails again; HYPOTHESIS_PROFILE=explore draws others.
settings.register_profile("repeatable", derandomize=True)
settings.register_profile("explore", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
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


@pytest.fixture(scope="session")
def written_by_all(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[BuiltWarehouse, dict[str, set[str]]]]:
    """What the modules of this session write with ``write_documents(folder, request)``, in one warehouse.

    With the names of the files of each module: documents do not depend on each other, so that each module
    can look at its own. Only organisations must differ where vintages matter. ``REFUSED`` of a module names
    its files that cannot be read.
    """
    folder, files, refused = tmp_path_factory.mktemp("written"), {}, set()
    modules = {getattr(test, "module", None) for test in request.session.items}
    for module in sorted(filter(None, modules), key=lambda module: module.__name__):
        if hasattr(module, "write_documents"):
            own = folder / module.__name__
            own.mkdir()
            module.write_documents(own, request)
            files[own.name] = {path.name for path in own.iterdir()}
            refused |= files[own.name] & set(getattr(module, "REFUSED", ()))
    (folder / "raw").mkdir()
    for path in sorted(folder.glob("test_*/*")):
        path.rename(folder / "raw" / path.name)
    assert len(list((folder / "raw").iterdir())) == sum(map(len, files.values())), "names must differ"
    with build_warehouse(folder / "raw", folder / "warehouse", STRICT) as built:
        failed = "select source_file from fct_extraction_outcomes where status = 'failed'"
        assert built.exit_status == bool(refused), built.output
        assert {name for (name,) in built.rows(failed)} == refused, built.output
        yield built, files


@pytest.fixture(scope="module")
def written(
    request: pytest.FixtureRequest, written_by_all: tuple[BuiltWarehouse, dict[str, set[str]]]
) -> Iterator[BuiltWarehouse]:
    """The documents that the module writes, as if they were alone in the warehouse."""
    built, files = written_by_all
    with only(built, files[request.module.__name__]) as seen:
        yield seen
