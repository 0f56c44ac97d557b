"""The dbt project as Dagster sees it: its manifest, the names and groups of its assets, its arguments."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, DbtProject
from filelock import FileLock
from packaging import version

from pipelines.raw_folder.fingerprints import project_fingerprint
from pipelines.release.publication import PUBLISHED_SCHEMA
from pipelines.settings import BUILD_FILE_VARIABLE, DBT_PROJECT_DIR

RAW_TABLES = dg.AssetKey("raw_tables")
# Unit tests belong to the test suite.
TEST_ARGUMENTS = ["test", "--exclude-resource-type", "unit_test"]


class Translator(DagsterDbtTranslator):
    """Assets are named ``<layer>/<table>``, grouped by layer; all raw tables are the one raw asset."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Key of a node; sources stand for what the readers wrote."""
        if dbt_resource_props["resource_type"] == "source":
            return RAW_TABLES
        return super().get_asset_key(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """Folder of the node: ``staging``, ``intermediate``, ``marts``, or a folder of seeds."""
        if dbt_resource_props["resource_type"] == "source":
            return None
        folders = Path(dbt_resource_props["original_file_path"]).parts[1:-1]
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        return folders[0] if folders else "models"

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: DbtProject | None,
    ) -> dg.AssetCheckSpec | None:
        """One check for each published table. Tests of the other tables run as well, without being shown.

        The columns that fail are in the metadata of the check's result.
        """
        if asset_spec.key.path[0] != PUBLISHED_SCHEMA:
            return None
        return super().get_asset_check_spec(asset_spec, manifest, unique_id, project)


translator = Translator(
    DagsterDbtTranslatorSettings(enable_source_tests_as_checks=False, enable_duplicate_source_asset_keys=True)
)
dbt_project = DbtProject(project_dir=DBT_PROJECT_DIR, profiles_dir=DBT_PROJECT_DIR)


class InstalledDbt(DbtCliResource):
    """dbt as it is installed here.

    The version comes from the package: ``dbt --version`` would ask the internet for newer ones, which
    takes seconds, or a time-out where there is no internet. No second adapter is set up in this process:
    only row counts fetched by Dagster would need it, and it parses all macros.
    """

    @cached_property
    def _cli_version(self) -> version.Version:
        return version.parse(metadata.version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        return None


def dbt_resource(project: DbtProject = dbt_project) -> InstalledDbt:
    """The dbt that is installed beside this Python, whatever the PATH says."""
    beside = Path(sys.executable).with_name("dbt")
    return InstalledDbt(
        project_dir=str(project.project_dir),
        profiles_dir=str(project.project_dir),
        dbt_executable=str(beside) if beside.exists() else "dbt",
    )


def prepare_manifest(project: DbtProject = dbt_project) -> Path:
    """Parse the dbt project when its manifest is missing or of other files; returns the manifest's path."""
    stamp = project.manifest_path.with_name("manifest.fingerprint")
    stamp.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(stamp.with_suffix(".lock")):
        fingerprint = project_fingerprint(project.project_dir)
        current = stamp.read_text() if stamp.exists() else ""
        if not project.manifest_path.exists() or current != fingerprint:
            dbt_resource(project).cli(["parse", "--quiet"], target_path=project.target_path).wait()
            stamp.write_text(fingerprint)
    return project.manifest_path


def build_arguments(*, full: bool) -> list[str]:
    """Arguments of ``dbt build``, without unit tests, as for ``TEST_ARGUMENTS``.

    Seeds, and what is tested of them alone, change only with the project, and then everything is built
    anew. (Without ``cautious``, dbt would leave out the tests of facts against seeds as well.)
    """
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    if full:
        return [*arguments, "--full-refresh"]
    tests_of_seeds = ["--exclude", "path:seeds,resource_type:test", "--indirect-selection", "cautious"]
    return [*arguments, "--exclude-resource-type", "seed", *tests_of_seeds]


@contextmanager
def build_file_for_dbt(build_file: Path) -> Iterator[None]:
    """Let dbt, started within, write to ``build_file``."""
    before = os.environ.get(BUILD_FILE_VARIABLE)
    os.environ[BUILD_FILE_VARIABLE] = str(build_file)
    try:
        yield
    finally:
        if before is None:
            del os.environ[BUILD_FILE_VARIABLE]
        else:
            os.environ[BUILD_FILE_VARIABLE] = before
