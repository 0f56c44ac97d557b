from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from running import NoProcesses
from small_disclosures import Extract, disclosure

from pipelines.models.dbt import prepare_project
from pipelines.raw_store import RawStore, build_lock
from pipelines.raw_store.extract import ExtractionSummary, extract_documents
from pipelines.settings import Limits

TINY_PROJECT = Path(__file__).parent / "tiny_project"


@pytest.fixture(scope="session")
def tiny_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dbt project of five models, compiled: its copies need not be, until a test changes one."""
    ignored = shutil.ignore_patterns("target", "logs", ".user.yml")
    project = shutil.copytree(TINY_PROJECT, tmp_path_factory.mktemp("tiny") / "dbt_project", ignore=ignored)
    prepare_project(project)
    return project


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
def extract(raw_dir: Path, build_file: Path, monkeypatch: pytest.MonkeyPatch) -> Extract:
    """Bring the raw tables of ``build_file`` up to date with ``raw_dir``.

    Documents are read in this process, as a worker takes a second to start; with ``workers``, by those.
    """

    def run(folder: Path = raw_dir, target: Path = build_file, **options: object) -> ExtractionSummary:
        limits = options.pop("limits", Limits(text_mb=1))
        with monkeypatch.context() as patched, build_lock(target), RawStore.open(target) as store:
            if "workers" not in options:
                patched.setattr("pebble.ProcessPool", NoProcesses)
            return extract_documents(folder, store, limits=limits, **options)  # type: ignore[arg-type]

    return run
