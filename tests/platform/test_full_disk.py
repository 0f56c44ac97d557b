"""A disk that fills while a build runs: one error in words, a whole release, and later no trace of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from killing import Site
from running import run_yusuan
from small_disclosures import disclosure

from pipelines.models import BuildFailed
from pipelines.settings import DatabaseLimits, Settings
from pipelines.shortage import OutOfRoom, told_in_words

# The command line; something else takes all the room that is left as soon as a part of the build begins.
FILLED = """
import sys
from pathlib import Path
from pipelines import cli
from pipelines.command.build.progress import BuildConsole
ballast, part, left = Path(sys.argv.pop(1)), sys.argv.pop(1), int(sys.argv.pop(1))
sound = getattr(BuildConsole, part)
def filling(self, *arguments):
    with ballast.open("wb", buffering=0) as stream:
        try:
            while stream.write(bytes(4096)):
                pass
        except OSError:
            stream.truncate(max(0, stream.tell() - left))
    sound(self, *arguments)
setattr(BuildConsole, part, filling)
cli.main()
"""


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """A folder of 64 MB."""
    folder = tmp_path_factory.mktemp("small")
    if sys.platform != "linux" or shutil.which("mount") is None:
        pytest.skip("small disks are made on Linux only")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "none", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip(f"nothing may be mounted here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture(scope="module")
def built(tiny_project: Path, small_disk: Path) -> Site:
    """A warehouse on the small disk, of a raw folder on another."""
    raw_dir = small_disk.with_name("raw")
    raw_dir.mkdir()
    (raw_dir / "one.txt").write_text(disclosure("甲局"), encoding="utf-8")
    site = Site(Settings(raw_dir, small_disk / "warehouse", 1), tiny_project)
    site.build()
    return site


def test_a_full_disk_is_told_in_words_and_forgotten_when_there_is_room(built: Site, small_disk: Path) -> None:
    settings, before = built.settings, built.contents()
    # More than DuckDB could write into free blocks of its file.
    rows = "\n".join(f"{code}\t某某支出\t{code}.00\t10.00\t2.50" for code in range(2010101, 2013101))
    (settings.raw_dir / "two.txt").write_text(f"{disclosure('乙局')}{rows}\n", encoding="utf-8")
    ballast = small_disk / "ballast"
    folders = ("--raw-dir", settings.raw_dir, "--warehouse-dir", settings.warehouse_dir)
    # Some parts fail at their first byte, some where they have already written.
    for part, left in (("reading", 16384), ("building", 65536), ("publishing", 2**20), ("publishing", 0)):
        done = run_yusuan(
            *("build", *folders),
            environment={"YUSUAN_DBT_PROJECT_DIR": str(built.project)},
            program=("-c", FILLED, str(ballast), part, str(left)),
        )
        assert done.returncode == 2, done.stdout
        full = r"The disk is full: there is no space left in (\S+), where \d of 64 MB are free\."
        named = re.search(full, done.stderr)
        assert named, done.stderr
        assert Path(named[1]).is_relative_to(settings.warehouse_dir)
        assert done.stderr.endswith("Nothing was published; the former release stays as it is.\n")
        assert len(done.stderr.splitlines()) == 3
        assert built.contents() == before
        ballast.unlink()

    built.build()
    fresh = Site(replace(settings, warehouse_dir=settings.raw_dir.with_name("fresh")), built.project)
    fresh.build()
    assert built.contents() == fresh.contents() != before


def test_a_full_temporary_folder_is_named(small_disk: Path, tmp_path: Path) -> None:
    """Whatever DuckDB says: there it is a limit of its own, and no error of the system."""
    database = DatabaseLimits(memory_mb=40, threads=1, temporary_dir=small_disk)
    settings = replace(Settings(tmp_path / "raw", tmp_path / "warehouse", 1), database=database)
    with (
        pytest.raises(OutOfRoom, match="The disk is full") as told,
        told_in_words(settings),
        duckdb.connect(config=settings.database_configuration) as connection,
    ):
        connection.execute("create temp table t as select md5(range::varchar) as text from range(5000000)")
    assert str(small_disk) in str(told.value)


def test_too_little_memory_is_told_with_the_settings_that_help(tmp_path: Path) -> None:
    database = DatabaseLimits(memory_mb=10, threads=1)
    settings = replace(Settings(tmp_path / "raw", tmp_path / "warehouse", 1), database=database)
    with (
        pytest.raises(OutOfRoom, match=r"DuckDB needs more than the 10 MB .* Raise YUSUAN_MEMORY_MB"),
        told_in_words(settings),
        duckdb.connect(config=settings.database_configuration) as connection,
    ):
        connection.execute("select list(range) from range(5000000)").fetchall()


def test_an_error_of_another_kind_stays_what_it_is(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "raw", tmp_path / "warehouse", 1)
    for error in (
        BuildFailed("dbt compile failed.", "no such column"),
        PermissionError(13, "Permission denied"),
    ):
        with pytest.raises(type(error)) as raised, told_in_words(settings):
            raise error
        assert raised.value is error
