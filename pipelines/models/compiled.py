"""The SQL that dbt compiled when it last built everything, to be run again for another batch.

dbt itself needs some tenth of a second for each model and test before DuckDB sees the SQL, many times what
the SQL of one document takes. Batches differ in their data only, so the SQL is compiled once for a version of
the project, and ``manifest.json`` keeps it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

Node = Mapping[str, Any]

# Tag of models that look at all documents at once: they are built with the last batch of a round.
WHOLE_WAREHOUSE = "whole_warehouse"
_REFERENCE = re.compile(r"\{\{\s*(?:(this)|ref\('(\w+)'\))\s*\}\}")


class UnknownFeature(ValueError):
    """A model uses what only dbt itself can do."""


@dataclass(frozen=True, slots=True)
class Model:
    """A table: each batch adds its rows where it ``grows``, else they replace those of the batch before.

    ``after_all``: it looks at all documents at once, and is built with the last batch of a round; then
    ``hooks`` run as well.
    """

    unique_id: str
    relation: str
    select: str
    grows: bool
    after_all: bool
    hooks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataTest:
    """A data test: ``select`` finds what fails; the conditions judge ``count``, an aggregate over it.

    ``after_all``: it reads no table of the batch alone, and runs once over all rows of a round.
    """

    unique_id: str
    select: str
    count: str
    warn_if: str
    error_if: str
    severity: str
    after_all: bool


@dataclass(frozen=True, slots=True)
class CompiledProject:
    """Models in the order in which they depend on each other, and tests."""

    models: tuple[Model, ...]
    tests: tuple[DataTest, ...]

    @property
    def keys(self) -> set[str]:
        """Unique ids of all that runs."""
        return {node.unique_id for node in (*self.models, *self.tests)}


def read_compiled(target_dir: Path) -> CompiledProject:
    """What has to run for a batch, from the manifest of the build that made all tables.

    Views stay as they are. So does what follows from seeds alone: they change only with the project, and then
    everything is built anew. Raises :class:`UnknownFeature`.
    """
    nodes: dict[str, Node] = json.loads((target_dir / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    relations = {node["name"]: _relation(node) for node in nodes.values()}
    scopes = row_scopes(nodes)
    models, tests = [], []
    for key, scope in scopes.items():
        node = nodes[key]
        if scope == "constant" or not node.get("compiled_code"):
            continue
        if node["resource_type"] == "test":
            reads_batch = any(scopes[read] == "batch" for read in inputs_of(node, nodes))
            tests.append(_test(node, after_all=not reads_batch))
        elif node["config"]["materialized"] != "view":
            models.append(_model(node, scope, relations))
    return CompiledProject(tuple(models), tuple(tests))


def row_scopes(nodes: Mapping[str, Node]) -> dict[str, str]:
    """Whose rows each node of a manifest holds, in the order in which they depend on each other.

    ``constant``: no document's; ``batch``: those of the last batch; ``grows``: those of all batches so far;
    ``warehouse``: those of all documents, at the end of a round.
    """
    scopes: dict[str, str] = {}
    inputs = {key: inputs_of(node, nodes) for key, node in nodes.items()}
    for key in TopologicalSorter(inputs).static_order():
        node = nodes[key]
        reads_documents = any(read.startswith("source.") for read in node["depends_on"].get("nodes", ()))
        if not reads_documents and all(scopes[read] == "constant" for read in inputs[key]):
            scopes[key] = "constant"
        elif WHOLE_WAREHOUSE in node["tags"]:
            scopes[key] = "warehouse"
        else:
            scopes[key] = "grows" if node["config"]["materialized"] == "incremental" else "batch"
    return scopes


def inputs_of(node: Node, nodes: Mapping[str, Node]) -> list[str]:
    """Keys of the seeds and models that a node reads."""
    return [key for key in node["depends_on"].get("nodes", ()) if key in nodes]


def _model(node: Node, scope: str, relations: Mapping[str, str]) -> Model:
    config, relation = node["config"], _relation(node)
    for found, feature in (
        (config["materialized"] not in ("table", "incremental"), f"materialized={config['materialized']}"),
        (config["pre-hook"], "pre_hook"),
        ("is_incremental" in node["raw_code"], "is_incremental()"),
    ):
        if found:
            raise UnknownFeature(
                f"Model {node['name']} uses {feature}. Batches after the first run what dbt compiled for the "
                "first, and know views, tables and incremental models, with post-hooks of this() and ref()."
            )

    def resolve(reference: re.Match[str]) -> str:
        return relation if reference[1] else relations[reference[2]]

    hooks = tuple(_REFERENCE.sub(resolve, hook["sql"]) for hook in config["post-hook"])
    if any("{" in hook for hook in hooks):
        raise UnknownFeature(f"The post-hook of model {node['name']} may use this and ref() only.")
    return Model(
        node["unique_id"],
        relation,
        node["compiled_code"],
        grows=scope == "grows",
        after_all=scope == "warehouse",
        hooks=hooks,
    )


def _test(node: Node, *, after_all: bool) -> DataTest:
    config = node["config"]
    return DataTest(
        node["unique_id"],
        node["compiled_code"],
        config["fail_calc"],
        config["warn_if"],
        config["error_if"],
        config["severity"].lower(),
        after_all,
    )


def _relation(node: Node) -> str:
    return f'"{node["schema"]}"."{node["alias"]}"'
