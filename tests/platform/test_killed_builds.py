"""Builds that are killed, and releases that are read while others are published.

A few of each here, hundreds with `make soak`: YUSUAN_SOAK_KILLS and YUSUAN_SOAK_PUBLISHES say how many, and
YUSUAN_SOAK_FIRST which is the first seed. With YUSUAN_SOAK_PROJECT=own the models are those of this checkout.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from killing import Contents, Site, still_running
from small_disclosures import disclosure

from pipelines.release.leftovers import remove_leftovers
from pipelines.release.publication import publish
from pipelines.settings import DBT_PROJECT_DIR, Settings

FIRST = int(os.environ.get("YUSUAN_SOAK_FIRST", "0"))
KILLS = int(os.environ.get("YUSUAN_SOAK_KILLS", "6"))
PUBLISHES = int(os.environ.get("YUSUAN_SOAK_PUBLISHES", "10"))
# On an idle machine it is less than one: a worker that is just being started first imports what it needs.
SECONDS = 30
OWN_MODELS = os.environ.get("YUSUAN_SOAK_PROJECT") == "own"


def site_at(folder: Path, project: Path) -> Site:
    return Site(Settings(folder / "raw", folder / "warehouse", 1), project)


def change_documents(raw_dir: Path) -> None:
    """One comes, one goes, one has other figures and another organisation."""
    (raw_dir / "new.txt").write_text(disclosure("丙局", "13.00"), encoding="utf-8")
    (raw_dir / "gone.txt").unlink()
    (raw_dir / "changed.txt").write_text(disclosure("丁局", "14.00"), encoding="utf-8")


@dataclass(frozen=True)
class Undisturbed:
    """A folder whose warehouse holds the documents before a change, what it holds, and what after it.

    ``seconds`` is how long each part of a build took.
    """

    folder: Path
    project: Path
    before: Contents
    after: Contents
    seconds: dict[str, float]


@pytest.fixture(scope="module")
def undisturbed(tiny_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    project = DBT_PROJECT_DIR if OWN_MODELS else tiny_project
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "raw").mkdir()
    for name, organisation in (("stays", "甲局"), ("gone", "乙局"), ("changed", "戊局")):
        (folder / "raw" / f"{name}.txt").write_text(disclosure(organisation), encoding="utf-8")
    site_at(folder, project).build()
    changed = tmp_path_factory.mktemp("changed") / "site"
    shutil.copytree(folder, changed, symlinks=True)
    change_documents(changed / "raw")
    seconds = site_at(changed, project).time()
    before, after = (site_at(each, project).contents() for each in (folder, changed))
    assert before != after
    assert len(seconds) == 4
    return Undisturbed(folder, project, before, after, seconds)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + KILLS))
def test_a_killed_build_leaves_a_whole_release_and_the_next_one_makes_up_for_it(
    undisturbed: Undisturbed, tmp_path: Path, seed: int
) -> None:
    shutil.copytree(undisturbed.folder, tmp_path / "site", symlinks=True)
    site = site_at(tmp_path / "site", undisturbed.project)
    change_documents(site.settings.raw_dir)
    chance = random.Random(seed)
    moments = []
    for _ in range(chance.choice([1, 1, 2])):
        moment, started = site.kill(chance, undisturbed.seconds)
        moments.append(moment)
        print(f"seed {seed}: killed {moment}, with {len(started)} other processes")
        assert still_running(started, SECONDS) == [], moments
        assert site.contents() in (undisturbed.before, undisturbed.after), moments
    site.build()
    assert site.contents() == undisturbed.after, moments
    releases = list(site.settings.releases_dir.iterdir())
    assert all((release / "disclosures.duckdb").exists() for release in releases), "none is unfinished"


# A pool as builds have it, with a worker that would be busy for minutes.
READING = """
import os, time
from pebble import ProcessPool
from pipelines.reading.worker import begin_worker
from pipelines.workers import Spawned
pool = ProcessPool(max_workers=1, initializer=begin_worker, initargs=[2048], context=Spawned())
print(pool.schedule(os.getpid).result(), flush=True)
pool.schedule(time.sleep, args=[120])
time.sleep(3600)
"""


def test_a_process_that_reads_ends_with_the_build() -> None:
    with subprocess.Popen([sys.executable, "-c", READING], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        assert still_running([worker], 1) == [worker]
        process.kill()
    assert still_running([worker], SECONDS) == []


# --- publishing alone

DYING = """
import os, sys
from pathlib import Path
from pipelines.release import publication
from pipelines.settings import Settings
folder, owner, name, moment = sys.argv[1:]
where = {"Path": Path, "publication": publication, "shutil": publication.shutil}[owner]
sound = getattr(where, name)
def dying(*arguments, **options):
    if moment == "after":
        sound(*arguments, **options)
    os.kill(os.getpid(), 9)
setattr(where, name, dying)
publication.publish(Settings(Path(folder) / "raw", Path(folder) / "warehouse", 1))
"""


def numbers(settings: Settings, number: int) -> None:
    """What a build leaves: twice the same number."""
    settings.build_file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(
            f"""
            create schema if not exists marts;
            create or replace table marts.one as select {number} as number;
            create or replace table marts.two as select {number} as number from range(2000);
            """
        )


def read(settings: Settings) -> int:
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        found = connection.execute("from marts.one union from marts.two").fetchall()
    ((number,),) = found
    return number


@pytest.fixture(scope="module")
def four_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("releases")
    settings = Settings(folder / "raw", folder / "warehouse", 1)
    for number in range(1, 5):
        numbers(settings, number)
        publish(settings)
    return settings.warehouse_dir


@pytest.mark.parametrize(
    ("owner", "name", "moment", "published"),
    [
        ("Path", "mkdir", "after", 4),
        ("publication", "write_published_file", "after", 4),
        ("Path", "rename", "before", 4),
        ("Path", "rename", "after", 4),
        ("Path", "symlink_to", "after", 4),
        ("Path", "replace", "after", 5),
        ("shutil", "rmtree", "before", 5),
        ("shutil", "rmtree", "after", 5),
    ],
)
def test_at_every_step_of_publishing_a_whole_release_is_there(
    four_releases: Path, tmp_path: Path, owner: str, name: str, moment: str, published: int
) -> None:
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse", 1)
    shutil.copytree(four_releases, settings.warehouse_dir, symlinks=True)
    numbers(settings, 5)
    died = subprocess.run([sys.executable, "-c", DYING, tmp_path, owner, name, moment], check=False)
    assert died.returncode == -signal.SIGKILL
    assert read(settings) == published

    remove_leftovers(settings)
    numbers(settings, 6)
    publish(settings)
    assert read(settings) == 6
    assert {path.name for path in settings.warehouse_dir.iterdir()} == {
        "build",
        "releases",
        "disclosures.duckdb",
    }
    assert len(list(settings.releases_dir.iterdir())) == 3


READER = """
import sys, threading
import duckdb
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
opened, last, queries = [], 0, 0
while not ended.wait(0.03):
    connection = duckdb.connect(sys.argv[1], read_only=True)
    opened.append((connection, None))
    for place, (each, before) in enumerate(opened):
        ((number, others),) = each.execute(
            "select number, (select count(*) from marts.two where number <> one.number) from marts.one as one"
        ).fetchall()
        assert others == 0, "two releases in one"
        assert before in (None, number), "another release under an open connection"
        opened[place] = (each, number)
        queries += 1
    assert number >= last, "an older release than before"
    last = number
    if len(opened) == int(sys.argv[2]):
        for each, _ in opened:
            each.close()
        opened = []
print(queries, last)
"""


def test_readers_see_one_whole_release_whatever_is_published(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse", 1)
    numbers(settings, 1)
    publish(settings)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, settings.published_file, str(kept)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        # Connections of one process to one path share one database for as long as one of them is open.
        for kept in (1, 1, 5)
    ]
    for number in range(2, PUBLISHES + 2):
        numbers(settings, number)
        publish(settings)
        assert read(settings) == number
    for reader in readers:
        output, errors = reader.communicate(timeout=60)
        assert (reader.returncode, errors) == (0, "")
        queries, last = map(int, output.split())
        print(f"{queries} queries, the last of release {last}")
        assert queries > 0
    assert len(list(settings.releases_dir.iterdir())) == min(3, PUBLISHES + 1)
