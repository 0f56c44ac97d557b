from __future__ import annotations

from pathlib import Path

import pytest
from small_disclosures import Extract, disclosure

from pipelines.raw_store import RawStore, build_lock
from pipelines.raw_store.extract import ExtractionSummary, extract_documents
from pipelines.settings import Limits


@pytest.fixture
def raw_dir(tmp_path: Path) -> Path:
    """A raw folder with two disclosures, one of them in a subfolder."""
    folder = tmp_path / "raw"
    (folder / "2024").mkdir(parents=True)
    (folder / "one.txt").write_text(disclosure("甲局"), encoding="utf-8")
    (folder / "2024" / "two.txt").write_text(disclosure("乙局", "20.00"), encoding="utf-8")
    return folder


@pytest.fixture
def build_file(tmp_path: Path) -> Path:
    return tmp_path / "warehouse" / "build" / "disclosures.duckdb"


@pytest.fixture
def extract(raw_dir: Path, build_file: Path) -> Extract:
    """Bring the raw tables of ``build_file`` up to date with ``raw_dir``."""

    def run(folder: Path = raw_dir, target: Path = build_file, **options: object) -> ExtractionSummary:
        limits = options.pop("limits", Limits(text_mb=1))
        with build_lock(target), RawStore.open(target) as store:
            return extract_documents(folder, store, limits=limits, **options)  # type: ignore[arg-type]

    return run
