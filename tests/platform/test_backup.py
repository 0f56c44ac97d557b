"""A warehouse that was backed up and wrecked comes back, row for row; so does the database of Dagster."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest
from killing import Contents, Site
from servers import POSTGRES_USER, postgres_server
from small_disclosures import disclosure, rows

from pipelines.raw_store import build_lock
from pipelines.release.status import status_of
from pipelines.settings import PROJECT_ROOT, Settings

DEPLOYMENT = PROJECT_ROOT / "deployment"
HISTORY = "select * from raw.reading_history order by all"
SEEN = "select source_file, first_seen_at from raw.documents order by all"
FIRST_SEEN, LAST_SEEN = (f"select {which}(first_seen_at) from raw.documents" for which in ("min", "max"))
pytestmark = pytest.mark.skipif(
    any(not shutil.which(tool) for tool in ("flock", "sha256sum", "tar")), reason="needs the tools of Debian"
)


@pytest.fixture(scope="module")
def original(tiny_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Two releases, the second with a document more."""
    folder = tmp_path_factory.mktemp("original")
    (folder / "raw" / "2024").mkdir(parents=True)
    site = Site(Settings(folder / "raw", folder / "warehouse", 1), tiny_project)
    for name, organisation in (("one.txt", "甲局"), ("2024/二.txt", "乙局")):
        (folder / "raw" / name).write_text(disclosure(organisation), encoding="utf-8")
        site.build()
    return site


@pytest.fixture
def place(original: Site, tmp_path: Path) -> Site:
    """A copy that a test may wreck."""
    for name in ("raw", "warehouse"):
        shutil.copytree(original.settings.raw_dir.parent / name, tmp_path / name, symlinks=True)
    settings = replace(original.settings, raw_dir=tmp_path / "raw", warehouse_dir=tmp_path / "warehouse")
    return Site(settings, original.project)


def run(script: str, argument: Path, settings: Settings, **more: str) -> subprocess.CompletedProcess[str]:
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith(("YUSUAN_", "DAGSTER_"))
    }
    folders = {"YUSUAN_RAW_DIR": str(settings.raw_dir), "YUSUAN_WAREHOUSE_DIR": str(settings.warehouse_dir)}
    return subprocess.run(
        [DEPLOYMENT / script, argument],
        env={**variables, **folders, "DAGSTER_POSTGRES_URL": "", **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def backed_up(place: Site, folder: Path, **more: str) -> Path:
    done = run("backup.sh", folder, place.settings, **more)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def test_a_wrecked_warehouse_comes_back_with_its_history_and_all_releases(
    place: Site, tmp_path: Path
) -> None:
    settings = place.settings
    before = place.contents(), rows(settings.build_file, HISTORY), rows(settings.build_file, SEEN)
    files = {path.relative_to(settings.raw_dir) for path in settings.raw_dir.rglob("*")}
    release = settings.published_file.readlink()
    releases = {path.name for path in settings.releases_dir.iterdir()}
    backup = backed_up(place, tmp_path / "backups")

    shutil.rmtree(settings.releases_dir)
    settings.build_file.write_bytes(b"wrecked")
    refused = run("restore.sh", backup, settings)
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr
    assert settings.build_file.read_bytes() == b"wrecked"

    shutil.rmtree(settings.raw_dir)
    shutil.rmtree(settings.warehouse_dir)
    restored = run("restore.sh", backup, settings)
    assert restored.returncode == 0, restored.stderr
    assert {path.relative_to(settings.raw_dir) for path in settings.raw_dir.rglob("*")} == files
    assert settings.published_file.readlink() == release
    assert {path.name for path in settings.releases_dir.iterdir()} == releases
    assert (place.contents(), rows(settings.build_file, HISTORY), rows(settings.build_file, SEEN)) == before
    status = status_of(settings)
    assert status.waiting
    assert (status.build, status.waiting.to_read, status.waiting.gone) == ("idle", 0, 0)


def test_without_the_build_file_the_same_figures_are_made_anew_but_not_the_history(place: Site) -> None:
    """What a backup of the documents alone is worth."""
    settings = place.settings
    figures, built_at = figures_of(place), rows(settings.build_file, LAST_SEEN)
    shutil.rmtree(settings.warehouse_dir)
    place.build()
    assert figures_of(place) == figures
    assert rows(settings.build_file, FIRST_SEEN) > built_at, "a new build file cannot know when they came"


def figures_of(site: Site) -> Contents:
    """What is published, but for the tables of releases."""
    return {name: rows for name, rows in site.contents().items() if "release" not in name}


def test_a_damaged_backup_is_not_restored(place: Site, tmp_path: Path) -> None:
    backup = backed_up(place, tmp_path / "backups")
    with (backup / "raw.tar").open("r+b") as file:
        file.seek(600)
        file.write(b"other")
    shutil.rmtree(place.settings.raw_dir)
    shutil.rmtree(place.settings.warehouse_dir)
    assert run("restore.sh", backup, place.settings).returncode != 0
    assert not place.settings.raw_dir.exists()


def test_nothing_is_copied_while_a_build_writes(place: Site, tmp_path: Path) -> None:
    with build_lock(place.settings.build_file):
        done = run("backup.sh", tmp_path / "backups", place.settings, BACKUP_WAIT_SECONDS="0")
    assert done.returncode == 1
    assert "A build holds" in done.stderr
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_server_whose_database_is_not_named_is_not_backed_up_in_part(place: Site, tmp_path: Path) -> None:
    settings = place.settings
    folders = {"YUSUAN_RAW_DIR": settings.raw_dir, "YUSUAN_WAREHOUSE_DIR": settings.warehouse_dir}
    environment = {"PATH": os.environ["PATH"], **{name: str(path) for name, path in folders.items()}}
    command = [DEPLOYMENT / "backup.sh", tmp_path / "backups"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "DAGSTER_POSTGRES_URL" in done.stderr
    assert not (tmp_path / "backups").exists()


def test_a_backup_that_cannot_be_finished_leaves_nothing(place: Site, tmp_path: Path) -> None:
    nowhere = "postgresql+psycopg2:///nothing?host=/nowhere"
    if not shutil.which("pg_dump"):
        pytest.skip("Postgres is not installed here")
    done = run("backup.sh", tmp_path / "backups", place.settings, DAGSTER_POSTGRES_URL=nowhere)
    assert done.returncode != 0
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The address of a database of its own, reached over a socket."""
    with postgres_server("dagster") as folder:
        yield f"postgresql+psycopg2://{POSTGRES_USER}@/dagster?host={folder}"


def test_runs_of_dagster_are_in_postgres_and_come_back(
    place: Site, tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @dg.job
    def any_job() -> None: ...

    def known() -> int:
        with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
            return instance.get_runs_count()

    monkeypatch.setenv("DAGSTER_POSTGRES_URL", postgres)
    shutil.copy(DEPLOYMENT / "dagster.yaml", tmp_path)
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        instance.create_run_for_job(any_job)
        backup = backed_up(place, tmp_path / "backups", DAGSTER_POSTGRES_URL=postgres)
        instance.create_run_for_job(any_job)
    assert known() == 2
    shutil.rmtree(place.settings.raw_dir)
    shutil.rmtree(place.settings.warehouse_dir)
    restored = run("restore.sh", backup, place.settings, DAGSTER_POSTGRES_URL=postgres)
    assert restored.returncode == 0, restored.stderr
    assert known() == 1
