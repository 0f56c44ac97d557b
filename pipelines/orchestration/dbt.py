"""The dbt project as Dagster sees it: the names, groups and checks of its assets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject
from dagster_dbt.asset_utils import build_dbt_specs

from pipelines.release.published_file import PUBLISHED_SCHEMA
from pipelines.settings import dbt_project_dir

RAW_TABLES = dg.AssetKey("raw_tables")


class Translator(DagsterDbtTranslator):
    """Assets are named ``<layer>/<table>``, grouped by layer; all raw tables are the one raw asset."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Key of a node; sources stand for what the readers wrote."""
        if dbt_resource_props["resource_type"] == "source":
            return RAW_TABLES
        return super().get_asset_key(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """Folder of the node. Intermediate models are in folders of their own, in the order of the data."""
        if dbt_resource_props["resource_type"] == "source":
            return None
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        layer, *folders = Path(dbt_resource_props["original_file_path"]).parts[1:-1]
        return folders[0] if layer == "intermediate" and folders else layer

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
dbt_project = DbtProject(project_dir=dbt_project_dir(), profiles_dir=dbt_project_dir())


def specs_of(manifest: Mapping[str, Any]) -> tuple[Sequence[dg.AssetSpec], Sequence[dg.AssetCheckSpec]]:
    """The assets and checks of a compiled project."""
    return build_dbt_specs(
        translator=translator,
        manifest=manifest,
        select="fqn:*",
        exclude="",
        selector="",
        io_manager_key=None,
        project=dbt_project,
    )
