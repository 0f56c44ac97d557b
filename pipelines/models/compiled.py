"""The models and data tests of the dbt project as SQL, and which of them run for a batch of documents.

dbt itself needs some tenth of a second for each model and test before DuckDB sees the SQL, many times what
the SQL of one document takes. Batches differ in their data only, so the SQL is compiled once for a version of
the project, and ``manifest.json`` keeps it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
Node = Mapping[str, Any]

# Tag of models that look at all documents at once: they are built with the last batch of a round.
WHOLE_WAREHOUSE = "whole_warehouse"
# The generic data test that judges the rows of its own model (macros/tests/checks_hold.sql).
JUDGES_ROWS = "checks_hold"


class UnknownFeature(ValueError):
    """A model uses what only dbt itself can do."""


class Scope(StrEnum):
    """Whose rows a table holds."""

    CONSTANT = "constant"  # no document's: it follows from seeds alone
    BATCH = "batch"  # those of the last batch
    GROWING = "growing"  # those of all batches so far
    WAREHOUSE = "warehouse"  # those of all documents, at the end of a round


@dataclass(frozen=True, slots=True)
class Model:
    """A table or view. ``comments`` are statements.

    ``select`` is SQL, or where ``is_python`` the code of a Python model.
    """

    unique_id: str
    relation: str
    select: str
    is_view: bool
    is_python: bool
    scope: Scope
    comments: tuple[str, ...]

    @property
    def table(self) -> str:
        """Schema and name without quotation marks."""
        return self.relation.replace('"', "")


@dataclass(frozen=True, slots=True)
class DataTest:
    """A data test: ``select`` finds what fails; the conditions judge ``count``, an aggregate over it.

    ``judges`` is the model whose rows it judges: it passes where the model has none. ``scope`` is
    BATCH where it reads a table of the batch alone, and CONSTANT where it reads no document. Tests of scope
    WAREHOUSE run once, over all rows of a round.
    """

    unique_id: str
    select: str
    count: str
    warn_if: str
    error_if: str
    severity: str
    judges: str | None
    scope: Scope


@dataclass(frozen=True, slots=True)
class CompiledProject:
    """Seeds, by their tables; models in the order in which they depend on each other; tests."""

    seeds: Mapping[str, str]
    models: tuple[Model, ...]
    tests: tuple[DataTest, ...]

    def tests_of(self, scope: Scope) -> list[DataTest]:
        """The tests of one scope."""
        return [test for test in self.tests if test.scope == scope]

    @property
    def repeated(self) -> set[str]:
        """Unique ids of what runs in every build."""
        tables = [model for model in self.models if not model.is_view]
        return {node.unique_id for node in (*tables, *self.tests) if node.scope != Scope.CONSTANT}


def read_compiled(folder: Path) -> CompiledProject:
    """The project from its manifest. Raises :class:`UnknownFeature`."""
    return _compiled((folder / MANIFEST).read_bytes())


# A build reads the same manifest for its batch and for all documents, of 9 MB.
@lru_cache(maxsize=1)
def _compiled(manifest: bytes) -> CompiledProject:
    nodes: dict[str, Node] = json.loads(manifest)["nodes"]
    scopes = row_scopes(nodes)
    seeds, models, tests = {}, [], []
    for key, scope in scopes.items():
        node = nodes[key]
        if node["resource_type"] == "seed":
            seeds[key] = relation_of(node)
        elif node["resource_type"] == "model":
            models.append(_model(node, scope))
        elif node["resource_type"] == "test":
            tests.append(_test(node, {scopes[read] for read in inputs_of(node, nodes)}))
    return CompiledProject(seeds, tuple(models), tuple(tests))


def row_scopes(nodes: Mapping[str, Node]) -> dict[str, Scope]:
    """Whose rows each node of a manifest holds, in the order in which they depend on each other."""
    scopes: dict[str, Scope] = {}
    inputs = {key: inputs_of(node, nodes) for key, node in nodes.items()}
    for key in TopologicalSorter(inputs).static_order():
        node = nodes[key]
        reads_documents = any(read.startswith("source.") for read in node["depends_on"].get("nodes", ()))
        if not reads_documents and all(scopes[read] == Scope.CONSTANT for read in inputs[key]):
            scopes[key] = Scope.CONSTANT
        elif WHOLE_WAREHOUSE in node["tags"]:
            scopes[key] = Scope.WAREHOUSE
        else:
            grows = node["config"]["materialized"] == "incremental"
            scopes[key] = Scope.GROWING if grows else Scope.BATCH
    return scopes


def inputs_of(node: Node, nodes: Mapping[str, Node]) -> list[str]:
    """Keys of the seeds and models that a node reads."""
    return [key for key in node["depends_on"].get("nodes", ()) if key in nodes]


def relation_of(node: Node) -> str:
    """Schema and name of a table, in quotation marks."""
    return f'"{node["schema"]}"."{node["alias"]}"'


def _model(node: Node, scope: Scope) -> Model:
    config, relation = node["config"], relation_of(node)
    for found, feature in (
        (config["materialized"] not in ("view", "table", "incremental"), config["materialized"]),
        (config["pre-hook"] or config["post-hook"], "a hook"),
        ("is_incremental" in node["raw_code"], "is_incremental()"),
    ):
        if found:
            raise UnknownFeature(
                f"Model {node['name']} uses {feature}. A build runs the SQL that dbt has compiled and knows "
                "views, tables and incremental models that add rows."
            )
    return Model(
        node["unique_id"],
        relation,
        node["compiled_code"],
        is_view=config["materialized"] == "view",
        is_python=node.get("language") == "python",
        scope=scope,
        comments=_comments(node),
    )


def _comments(node: Node) -> tuple[str, ...]:
    """Statements for what ``persist_docs`` asks for."""
    wanted, relation = node["config"].get("persist_docs") or {}, relation_of(node)
    kind = "view" if node["config"]["materialized"] == "view" else "table"
    texts = []
    if wanted.get("relation") and node["description"]:
        texts.append((f"{kind} {relation}", node["description"]))
    if wanted.get("columns"):
        texts += [
            (f'column {relation}."{column["name"]}"', column["description"])
            for column in node["columns"].values()
        ]
    return tuple("comment on {} is '{}'".format(what, text.replace("'", "''")) for what, text in texts)


def _test(node: Node, inputs: set[Scope]) -> DataTest:
    config = node["config"]
    if Scope.BATCH in inputs:
        scope = Scope.BATCH
    elif inputs == {Scope.CONSTANT}:
        scope = Scope.CONSTANT
    else:
        scope = Scope.WAREHOUSE
    return DataTest(
        node["unique_id"],
        node["compiled_code"],
        config["fail_calc"],
        config["warn_if"],
        config["error_if"],
        config["severity"].lower(),
        node["attached_node"] if (node.get("test_metadata") or {}).get("name") == JUDGES_ROWS else None,
        scope,
    )
