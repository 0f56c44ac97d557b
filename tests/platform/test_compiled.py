"""What of the dbt project runs for which batch, and what a model must not do to run without dbt."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipelines.models.compiled import (
    CompiledProject,
    Node,
    Scope,
    UnknownFeature,
    inputs_of,
    read_compiled,
    row_scopes,
)
from pipelines.models.dbt import prepare_manifest, prepare_project

Nodes = dict[str, Node]


@pytest.fixture(scope="module")
def nodes() -> Nodes:
    """Seeds, models and tests of the real project."""
    return json.loads(prepare_manifest().read_text(encoding="utf-8"))["nodes"]


@pytest.fixture(scope="module")
def scopes(nodes: Nodes) -> dict[str, Scope]:
    return row_scopes(nodes)


def test_models_of_all_documents_read_no_table_of_one_batch(nodes: Nodes, scopes: dict[str, Scope]) -> None:
    """The tables of a batch are thrown away with it."""
    wrong = [
        f"{node['name']} reads {nodes[read]['name']}"
        for key, node in nodes.items()
        if node["resource_type"] == "model" and scopes[key] == Scope.WAREHOUSE
        for read in inputs_of(node, nodes)
        if scopes[read] == Scope.BATCH
    ]
    assert Scope.WAREHOUSE in scopes.values()
    assert wrong == []


def test_models_of_a_batch_read_nothing_of_other_batches(nodes: Nodes, scopes: dict[str, Scope]) -> None:
    """What a document means never depends on its neighbours."""
    names = {node["name"]: scopes[key] for key, node in nodes.items() if node["resource_type"] != "test"}
    wrong = [
        f"{node['name']} reads {read}"
        for key, node in nodes.items()
        if node["resource_type"] == "model" and scopes[key] in (Scope.BATCH, Scope.GROWING)
        for read in re.findall(r"ref\('(\w+)'\)", node["raw_code"])
        if names[read] in (Scope.GROWING, Scope.WAREHOUSE)
    ]
    assert wrong == []


def test_data_tests_look_at_one_batch_or_at_all(nodes: Nodes, scopes: dict[str, Scope]) -> None:
    mixed = [
        node["name"]
        for node in nodes.values()
        if node["resource_type"] == "test"
        and {Scope.BATCH, Scope.WAREHOUSE} <= {scopes[read] for read in inputs_of(node, nodes)}
    ]
    assert mixed == []


def model(name: str, reads: tuple[str, ...] = (), **config: Any) -> tuple[str, dict[str, Any]]:
    """A model of a manifest; what it reads may be a source."""
    settings = {"materialized": "table", "pre-hook": [], "post-hook": [], **config}
    node = {
        "unique_id": f"model.tiny.{name}",
        "resource_type": "model",
        "name": name,
        "alias": name,
        "schema": "marts",
        "tags": settings.pop("tags", []),
        "description": settings.pop("description", ""),
        "columns": settings.pop("columns", {}),
        "raw_code": settings.pop("raw_code", ""),
        "compiled_code": f"select * from {name}",
        "config": settings,
        "depends_on": {"nodes": [key if "." in key else f"model.tiny.{key}" for key in reads]},
    }
    return node["unique_id"], node


def write_manifest(folder: Path, *models: tuple[str, dict[str, Any]]) -> Path:
    (folder / "manifest.json").write_text(json.dumps({"nodes": dict(models)}), encoding="utf-8")
    return folder


def test_models_come_in_order_with_their_scopes(tmp_path: Path) -> None:
    folder = write_manifest(
        tmp_path,
        model("fact", ("drafts",), materialized="incremental"),
        model("drafts", ("staged", "words")),
        model("all_documents", ("source.tiny.raw.documents",), tags=["whole_warehouse"]),
        model("staged", ("source.tiny.raw.cells",), materialized="view"),
        model("words"),
    )
    models = {each.unique_id.split(".")[2]: each for each in read_compiled(folder).models}
    assert list(models).index("words") < list(models).index("drafts") < list(models).index("fact")
    assert {name: each.scope for name, each in models.items()} == {
        "all_documents": Scope.WAREHOUSE,
        "drafts": Scope.BATCH,
        "fact": Scope.GROWING,
        "staged": Scope.BATCH,
        "words": Scope.CONSTANT,
    }


def test_what_follows_from_seeds_and_views_is_not_repeated(tmp_path: Path) -> None:
    folder = write_manifest(
        tmp_path,
        model("drafts", ("staged", "words")),
        model("staged", ("source.tiny.raw.cells",), materialized="view"),
        model("words"),
    )
    assert read_compiled(folder).repeated == {"model.tiny.drafts"}


def test_comments_are_those_that_are_asked_for(tmp_path: Path) -> None:
    columns = {"word": {"name": "word", "description": "The publisher's word. 词。"}}
    folder = write_manifest(
        tmp_path,
        model(
            "words",
            columns=columns,
            description="Words. 词。",
            persist_docs={"relation": True, "columns": True},
        ),
        model("drafts", columns=columns, description="Drafts."),
    )
    models = {each.unique_id.split(".")[2]: each for each in read_compiled(folder).models}
    assert models["drafts"].comments == ()
    assert models["words"].comments == (
        'comment on table "marts"."words" is \'Words. 词。\'',
        'comment on column "marts"."words"."word" is \'The publisher\'\'s word. 词。\'',
    )


@pytest.mark.parametrize(
    ("config", "named"),
    [
        ({"materialized": "external"}, "external"),
        ({"pre-hook": [{"sql": "select 1"}]}, "hook"),
        ({"raw_code": "{% if is_incremental() %}"}, "is_incremental"),
        ({"post-hook": [{"sql": "delete from {{ this }}"}]}, "hook"),
    ],
)
def test_what_only_dbt_can_do_is_refused_in_words(config: dict[str, Any], named: str, tmp_path: Path) -> None:
    folder = write_manifest(tmp_path, model("odd", ("source.tiny.raw.cells",), **config))
    with pytest.raises(UnknownFeature, match=named):
        read_compiled(folder)


def test_the_real_project_can_run_without_dbt() -> None:
    project = read_compiled(prepare_project())
    assert isinstance(project, CompiledProject)
    assert project.seeds
    assert project.models
    assert {test.scope for test in project.tests} == {Scope.CONSTANT, Scope.BATCH, Scope.WAREHOUSE}
