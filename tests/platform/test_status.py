"""What `yusuan status` says, what is remembered of each reading, and the log of builds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from running import run_yusuan, yusuan_here
from small_disclosures import Extract, disclosure, rows

from pipelines.build_log import logged, note
from pipelines.raw_store import RawStore, build_lock
from pipelines.release.status import Status, status_of
from pipelines.settings import Settings

HISTORY = "select source_file, status, reason from raw.reading_history order by happened_at, source_file"


@pytest.fixture(scope="module")
def built(tiny_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two disclosures and a file that cannot be read, built once."""
    folder = tmp_path_factory.mktemp("status")
    (folder / "raw").mkdir()
    for name in ("one", "two"):
        (folder / "raw" / f"{name}.txt").write_text(disclosure(name), encoding="utf-8")
    (folder / "raw" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing else")
    settings = Settings(folder / "raw", folder / "warehouse", 1)
    done = yusuan_here(
        "build",
        "--raw-dir",
        settings.raw_dir,
        "--warehouse-dir",
        settings.warehouse_dir,
        environment={"YUSUAN_DBT_PROJECT_DIR": str(tiny_project)},
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return settings


@pytest.fixture
def ask(tiny_project: Path, place: Settings) -> Callable[..., CompletedProcess[str]]:
    """Run the command over the copy."""

    def run(*options: str) -> CompletedProcess[str]:
        folders = ("--raw-dir", place.raw_dir, "--warehouse-dir", place.warehouse_dir)
        variables = {"YUSUAN_DBT_PROJECT_DIR": str(tiny_project), "COLUMNS": "80"}
        return run_yusuan("status", *folders, *options, environment=variables)

    return run


@pytest.fixture
def place(built: Settings, tmp_path: Path) -> Settings:
    """A copy of it that a test may change."""
    shutil.copytree(built.raw_dir, tmp_path / "raw")
    shutil.copytree(built.warehouse_dir, tmp_path / "warehouse", symlinks=True)
    return replace(built, raw_dir=tmp_path / "raw", warehouse_dir=tmp_path / "warehouse")


def waiting(status: Status) -> tuple[int, int, int]:
    assert status.waiting
    return status.waiting.to_read, status.waiting.renamed, status.waiting.gone


def test_nothing_waits_after_a_build_and_what_fails_is_named(place: Settings) -> None:
    status = status_of(place)
    assert (status.build, waiting(status)) == ("idle", (0, 0, 0))
    assert [document.source_file for document in status.failing] == ["broken.pdf"]
    assert status.lately == {"failed": 1, "read": 2}
    assert status.release
    assert status.release.stamp == place.published_file.resolve().parent.name


def test_what_came_and_went_waits(place: Settings) -> None:
    (place.raw_dir / "new.txt").write_text(disclosure("new"), encoding="utf-8")
    (place.raw_dir / "one.txt").unlink()
    (place.raw_dir / "two.txt").rename(place.raw_dir / "zwei.txt")
    status = status_of(place)
    assert waiting(status) == (1, 1, 1)
    assert status.is_behind


def test_while_a_build_is_under_way_the_release_is_told(
    place: Settings, ask: Callable[..., CompletedProcess[str]]
) -> None:
    # The lock may be entered again by one process, so another one has to ask.
    with build_lock(place.build_file):
        done = ask("--format", "json")
    said = json.loads(done.stdout)
    assert (done.returncode, said["build"], said["waiting"]) == (1, "under way", None)
    assert said["release"]["stamp"] == place.published_file.resolve().parent.name


def test_a_round_that_broke_is_told(place: Settings) -> None:
    with RawStore.open(place.build_file) as store:
        store.connection.execute("update raw.build_state set built_at = null, finished_at = null")
    assert status_of(place).build == "broken"


def test_the_command_says_it_in_words_within_80_columns(ask: Callable[..., CompletedProcess[str]]) -> None:
    done = ask()
    assert done.returncode == 1
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    for words in ("Release", " old\n", "Waiting", "nothing", "broken.pdf for"):
        assert words in done.stdout


def test_every_reading_is_remembered_also_of_documents_that_are_gone(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    (raw_dir / "bad.pdf").write_bytes(b"%PDF-1.4 nothing else")
    extract()
    (raw_dir / "bad.pdf").unlink()
    (raw_dir / "one.txt").unlink()
    extract()
    happened = [(file, status) for file, status, _ in rows(build_file, HISTORY)]
    assert happened == [
        *sorted([("2024/two.txt", "read"), ("bad.pdf", "failed"), ("one.txt", "read")], key=happened.index),
        ("bad.pdf", "gone"),
        ("one.txt", "gone"),
    ]


def test_a_document_fails_since_it_failed_first(place: Settings) -> None:
    with RawStore.open(place.build_file) as store:
        store.connection.execute(
            """
            insert into raw.reading_history
            select * replace (happened_at - interval 3 day as happened_at) from raw.reading_history
            where source_file = 'broken.pdf'
            """
        )
    status = status_of(place)
    assert (status.looked_at - status.failing[0].since).days == 3
    assert status.lately["failed"] == 1


def test_the_history_outlives_a_change_of_the_other_tables(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    extract()
    before = rows(build_file, HISTORY)
    with RawStore.open(build_file) as store:
        store.connection.execute("alter table raw.documents add column former integer")
    with RawStore.open(build_file) as store:
        assert store.has_current_layout()
        assert not store.rows("from raw.documents")
        assert store.rows(HISTORY) == before


def log_of(settings: Settings) -> list[dict[str, object]]:
    return [json.loads(line) for line in settings.log_file.read_text(encoding="utf-8").splitlines()]


def test_each_document_and_step_of_a_build_is_a_line_of_the_log(built: Settings) -> None:
    lines = log_of(built)
    assert [line["event"] for line in lines] == ["document"] * 3 + ["models", "models", "published"]
    assert len({line["run"] for line in lines}) == 1
    failed = next(line for line in lines if line.get("source_file") == "broken.pdf")
    assert failed["status"] == "failed"
    assert failed["message"]
    assert lines[-1]["release"] == built.published_file.resolve().parent.name


def test_what_ends_a_run_is_a_line_of_the_log(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse", 1)
    note("lost")
    with pytest.raises(RuntimeError, match="oh"), logged(settings):
        note("begun", number=1)
        raise RuntimeError("oh \n no")
    begun, ended = log_of(settings)
    assert (begun["event"], begun["number"]) == ("begun", 1)
    assert (ended["event"], ended["error"]) == ("run_failed", "RuntimeError: oh \n no")
