"""The program installed from its wheel, where nobody may write: it works in the folder it is called in."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from running import RAW_DIR

from pipelines.models.compiled import read_compiled
from pipelines.models.dbt import prepare_project
from pipelines.raw_folder.fingerprints import project_fingerprint
from pipelines.settings import PROJECT_ROOT

EXPENDITURE = "select sum(amount_yuan) > 0 as is_spent from fct_function_expenditures where is_main_scope"


@dataclass(frozen=True)
class Installed:
    """An installed program, and an empty folder to call it in."""

    environment: Path
    wheel: Path
    cache: Path
    folder: Path

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        variables = {name: value for name, value in os.environ.items() if not name.startswith("YUSUAN_")}
        variables.pop("PYTHONPATH", None)
        variables |= {"YUSUAN_CACHE_DIR": str(self.cache), "NO_COLOR": "1", "COLUMNS": "100"}
        return subprocess.run(
            [self.environment / "bin" / "yusuan", *arguments],
            cwd=self.folder,
            env=variables,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def files(self) -> set[tuple[Path, int]]:
        return state_of(self.environment)


def state_of(folder: Path) -> set[tuple[Path, int]]:
    """Its folders, and its files with their last change: root can write where nobody may."""
    return {
        (path, path.stat().st_mtime_ns if path.is_file() else 0)
        for path in folder.rglob("*")
        if "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel made from the source distribution; what it depends on is that of this environment."""
    folder = tmp_path_factory.mktemp("installed")
    environment, distributions = folder / "environment", folder / "distributions"
    uv(
        "build", "--quiet", "--no-build-isolation", "--python", sys.executable, "--out-dir", distributions,
        PROJECT_ROOT,
    )  # fmt: skip
    (wheel,) = distributions.glob("*.whl")
    uv("venv", "--quiet", "--python", sys.executable, environment)
    uv("pip", "install", "--quiet", "--no-deps", "--python", environment / "bin" / "python", wheel)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "others.pth").write_text("\n".join(site.getsitepackages()))
    # To compile the project takes half a minute, and it is the same project if its digest is the same.
    cache = folder / "cache"
    shutil.copytree(prepare_project(), cache / "prepared" / project_fingerprint())
    for path in (environment, *environment.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    (folder / "empty").mkdir()
    return Installed(environment, wheel, cache, folder / "empty")


def uv(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "uv", "--offline", *arguments], check=True, timeout=120)


def test_an_empty_folder_becomes_a_warehouse(installed: Installed) -> None:
    before = installed.files()
    assert installed.run("--version").stdout.startswith("yusuan, version ")
    nothing = installed.run("build")
    assert nothing.returncode == 2
    assert str(installed.folder / "data" / "raw") in nothing.stderr

    raw_dir = installed.folder / "data" / "raw"
    raw_dir.mkdir(parents=True)
    shutil.copy(min(RAW_DIR.glob("*.txt"), key=lambda path: path.stat().st_size), raw_dir)
    built = installed.run("build")
    assert built.returncode == 0, built.stdout + built.stderr
    assert (installed.folder / "data" / "warehouse" / "disclosures.duckdb").exists()
    asked = installed.run("query", EXPENDITURE, "--format", "csv")
    assert asked.stdout.split() == ["is_spent", "true"], asked.stderr
    checked = installed.run("check", "--summary")
    assert checked.returncode == 0, checked.stderr
    assert installed.files() == before
    compiled = [path.name for path in (installed.cache / "prepared").iterdir()]
    assert compiled == [project_fingerprint()], "the wheel holds another dbt project than the checkout"


def test_the_first_build_compiles_the_project_without_writing_to_it(
    tiny_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ignored = shutil.ignore_patterns("target")
    project = Path(shutil.copytree(tiny_project, tmp_path / "dbt_project", ignore=ignored))
    before = state_of(project)
    monkeypatch.setenv("YUSUAN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("pipelines.models.dbt.is_part_of_installation", lambda folder: folder == project)
    folder = prepare_project(project)
    assert folder == tmp_path / "cache" / "prepared" / project_fingerprint(project)
    assert read_compiled(folder).models
    assert state_of(project) == before


def test_an_installed_vocabulary_is_not_written_to(installed: Installed) -> None:
    taught = installed.run("teach", "any.pdf", "--accept")
    assert taught.returncode == 2
    assert "YUSUAN_DBT_PROJECT_DIR" in taught.stderr


def test_the_wheel_holds_the_project_and_nothing_that_dbt_left(installed: Installed) -> None:
    names = zipfile.ZipFile(installed.wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"pipelines"}
    folders = {name.split("/")[2] for name in names if name.startswith("pipelines/dbt_project/")}
    assert folders == {"dbt_project.yml", "profiles.yml", "macros", "models", "seeds", "tests"}


def test_the_wheel_holds_every_file_of_the_package(installed: Installed) -> None:
    """A folder whose name .gitignore knows, such as `dist`, would be left out in silence."""
    listed = subprocess.run(
        ["git", "-c", "core.quotePath=off", "ls-files", "pipelines", "dbt_project"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    kept = {name if name.startswith("pipelines/") else f"pipelines/{name}" for name in listed}
    assert kept - set(zipfile.ZipFile(installed.wheel).namelist()) == set()
