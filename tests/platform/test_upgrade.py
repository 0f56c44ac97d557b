"""An upgrade: everything is built anew beside the release that readers see, and there is a way back."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from killing import Site
from running import run_yusuan
from small_disclosures import disclosure

from pipelines.settings import Settings


@pytest.fixture
def installed(tiny_project: Path, tmp_path: Path) -> Site:
    """A warehouse that a version has built."""
    (tmp_path / "raw").mkdir()
    for number in range(3):
        (tmp_path / "raw" / f"{number}.txt").write_text(disclosure(f"局{number}"), encoding="utf-8")
    site = Site(Settings(tmp_path / "raw", tmp_path / "warehouse", 1), tiny_project)
    site.build()
    return site


@pytest.fixture
def upgraded(installed: Site, tmp_path: Path) -> Site:
    """The next version, whose models say something else; it is not compiled yet, and has built nothing."""
    ignored = shutil.ignore_patterns("target")
    project = Path(shutil.copytree(installed.project, tmp_path / "next", ignore=ignored))
    fact = project / "models" / "marts" / "fct_cells.sql"
    fact.write_text(f"{fact.read_text()}where length(cells.text) > 0 and cells.row_no > 1\n")
    return Site(installed.settings, project)


def yusuan(site: Site, *arguments: str) -> tuple[int, str]:
    folders = ["--warehouse-dir", str(site.settings.warehouse_dir)]
    if arguments[0] == "status":
        folders += ["--raw-dir", str(site.settings.raw_dir)]
    command, *rest = arguments
    done = run_yusuan(command, *folders, *rest, environment={"YUSUAN_DBT_PROJECT_DIR": str(site.project)})
    return done.returncode, done.stdout + done.stderr


def test_readers_see_the_former_release_until_all_is_built_anew(installed: Site, upgraded: Site) -> None:
    former = installed.contents()
    assert yusuan(installed, "status")[0] == 0
    assert "makes everything anew" in yusuan(upgraded, "status")[1]

    seen = []
    with upgraded.start() as build:
        while build.poll() is None:
            seen.append(upgraded.contents())
            time.sleep(0.2)
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
