"""An upgrade: everything is built anew beside the release that readers see, and there is a way back."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from killing import Site
from running import yusuan_here
from small_disclosures import disclosure

from pipelines.models.dbt import prepare_project
from pipelines.settings import Settings


@pytest.fixture(scope="module")
def built(tiny_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a warehouse that a version has built."""
    folder = tmp_path_factory.mktemp("installed")
    (folder / "raw").mkdir()
    for number in range(3):
        (folder / "raw" / f"{number}.txt").write_text(disclosure(f"局{number}"), encoding="utf-8")
    site_at(folder, tiny_project).build()
    return folder


@pytest.fixture
def installed(built: Path, tiny_project: Path, tmp_path: Path) -> Site:
    """A copy of it that a test may change."""
    return site_at(shutil.copytree(built, tmp_path / "site", symlinks=True), tiny_project)


@pytest.fixture(scope="module")
def next_version(tiny_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A version whose models say something else; compiled here, where dbt was imported already."""
    ignored = shutil.ignore_patterns("target")
    project = shutil.copytree(tiny_project, tmp_path_factory.mktemp("next") / "project", ignore=ignored)
    fact = project / "models" / "marts" / "fct_cells.sql"
    fact.write_text(f"{fact.read_text()}where length(cells.text) > 0 and cells.row_no > 1\n")
    prepare_project(project)
    return project


@pytest.fixture
def upgraded(installed: Site, next_version: Path) -> Site:
    """The warehouse with the next version, which has built nothing in it."""
    return Site(installed.settings, next_version)


def site_at(folder: Path, project: Path) -> Site:
    return Site(Settings(folder / "raw", folder / "warehouse", 1), project)


def yusuan(site: Site, *arguments: str) -> tuple[int, str]:
    folders = ["--warehouse-dir", str(site.settings.warehouse_dir)]
    if arguments[0] == "status":
        folders += ["--raw-dir", str(site.settings.raw_dir)]
    command, *rest = arguments
    done = yusuan_here(command, *folders, *rest, environment={"YUSUAN_DBT_PROJECT_DIR": str(site.project)})
    return done.returncode, done.stdout + done.stderr


def test_readers_see_the_former_release_until_all_is_built_anew(installed: Site, upgraded: Site) -> None:
    former = installed.contents()
    assert yusuan(installed, "status")[0] == 0
    assert "rebuilds everything" in yusuan(upgraded, "status")[1]

    seen = []
    with upgraded.start() as build:
        while build.poll() is None:
            seen.append(upgraded.contents())
            time.sleep(0.1)
        assert build.returncode == 0, build.communicate()[0]
    new = upgraded.contents()
    assert new["fct_cells"] != former["fct_cells"]
    assert len(seen) > 3
    assert all(each in (former, new) for each in seen)
    assert seen[0] == former
    assert yusuan(upgraded, "status")[0] == 0


def test_there_is_a_way_back(installed: Site, upgraded: Site) -> None:
    """First for the readers, at once, then for the program, which builds all anew as well."""
    former, release = installed.contents(), installed.settings.published_file.resolve().parent.name
    upgraded.build()
    assert upgraded.contents() != former
    assert yusuan(upgraded, "releases", "use", release)[0] == 0
    assert installed.contents() == former
    installed.build()
    figures = {name: rows for name, rows in installed.contents().items() if "release" not in name}
    assert figures == {name: rows for name, rows in former.items() if "release" not in name}
    assert installed.settings.published_file.resolve().parent.name != release
    assert yusuan(installed, "status")[0] == 0
