"""Whole builds with the command line and a tiny dbt project: what is done again, and what is kept."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from running import run_yusuan
from small_disclosures import TINY_PROJECT, disclosure

from pipelines.settings import Settings


@dataclass(frozen=True)
class Place:
    """A raw folder, a warehouse and a dbt project for one test."""

    settings: Settings
    project: Path

    @classmethod
    def at(cls, folder: Path) -> Place:
        return cls(Settings(folder / "raw", folder / "warehouse", 1), folder / "dbt_project")

    def build(self) -> subprocess.CompletedProcess[str]:
        return run_yusuan(
            "build",
            "--raw-dir",
            self.settings.raw_dir,
            "--warehouse-dir",
            self.settings.warehouse_dir,
            environment={"YUSUAN_DBT_PROJECT_DIR": str(self.project)},
        )

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.settings.published_file), read_only=True) as connection:
            connection.execute("use marts")
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Two disclosures, built for the first time."""
    folder = tmp_path_factory.mktemp("cold")
    shutil.copytree(
        TINY_PROJECT, folder / "dbt_project", ignore=shutil.ignore_patterns("target", "logs", ".user.yml")
    )
    (folder / "raw" / "2024").mkdir(parents=True)
    (folder / "raw" / "one.txt").write_text(disclosure("甲局"), encoding="utf-8")
    (folder / "raw" / "2024" / "two.txt").write_text(disclosure("乙局", "20.00"), encoding="utf-8")
    place = Place.at(folder)
    done = place.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Documents    2 read, 0 failed" in done.stdout
    return place


@pytest.fixture
def place(cold: Place, tmp_path: Path) -> Place:
    """A copy of the cold build that a test may change."""
    shutil.copytree(cold.project.parent, tmp_path / "place", symlinks=True)
    return Place.at(tmp_path / "place")


OUTCOMES = "select source_file, status, reason from fct_extraction_outcomes order by all"
FILES = "select distinct source_file from fct_cells inner join fct_extraction_outcomes using (disclosure_key)"


def test_a_first_build_publishes_rows_and_comments(cold: Place) -> None:
    assert sorted(cold.rows(FILES)) == [("2024/two.txt",), ("one.txt",)]
    comments = cold.rows("select comment from duckdb_columns() where column_name = 'disclosure_key'")
    assert ("Key of the document, its publisher's none. 文件主键。",) in comments


def test_builds_do_only_what_is_new(place: Place) -> None:
    first_release = place.settings.published_file.resolve()
    warm = place.build()
    assert warm.returncode == 0
    assert "Nothing has changed" in warm.stdout
    assert place.settings.published_file.resolve() == first_release

    (place.settings.raw_dir / "one.txt").write_text(disclosure("甲局", "99.00"), encoding="utf-8")
    (place.settings.raw_dir / "2024" / "two.txt").unlink()
    (place.settings.raw_dir / "empty.pdf").touch()
    changed = place.build()
    assert changed.returncode == 1, changed.stdout + changed.stderr
    assert "Failed       empty.pdf (empty_file)" in changed.stdout
    assert place.rows(OUTCOMES) == [("empty.pdf", "failed", "empty_file"), ("one.txt", "read", None)]
    assert place.rows("select count(*) from fct_cells where text = '99.00'") == [(2,)]
    assert place.rows("select count(*) from fct_cells where text in ('12.50', '20.00')") == [(0,)]

    again = place.build()
    assert again.returncode == 1, "what failed is still reported"
    assert "Nothing has changed" in again.stdout


def test_a_failed_build_leaves_the_release_and_is_made_up_for(place: Place) -> None:
    release = place.settings.published_file.resolve()
    model = place.project / "models" / "marts" / "fct_cells.sql"
    sound = model.read_text()
    model.write_text(sound + "\nand this is no SQL")
    (place.settings.raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")
    broken = place.build()
    assert broken.returncode == 2
    assert "fct_cells" in broken.stderr
    assert "Nothing was published" in broken.stderr
    assert place.settings.published_file.resolve() == release
    assert len(place.rows(FILES)) == 2

    model.write_text(sound)
    repaired = place.build()
    assert repaired.returncode == 0, repaired.stdout + repaired.stderr
    assert len(place.rows(FILES)) == 3


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    done = run_yusuan("build", "--raw-dir", tmp_path / "nowhere", "--warehouse-dir", tmp_path / "warehouse")
    assert done.returncode == 2
    assert str(tmp_path / "nowhere") in done.stderr
