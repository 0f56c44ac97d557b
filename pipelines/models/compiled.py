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


def read_compiled(target_dir: Path) -> CompiledProject:
    """What has to run for a batch, from the manifest of the build that made all tables.

    Views stay as they are. So does what follows from seeds alone: they change only with the project, and then
    everything is built anew. Raises :class:`UnknownFeature`.
    """
    nodes: dict[str, Node] = json.loads((target_dir / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    relations = {node["name"]: _relation(node) for node in nodes.values()}
    kinds: dict[str, str] = {}
    models, tests = [], []
    for key in TopologicalSorter({key: _inputs(node) for key, node in nodes.items()}).static_order():
        node = nodes.get(key)
        if node is None:
            kinds[key] = "source"
            continue
        inputs = {kinds[read] for read in _inputs(node)}
        kinds[key] = _kind(node, inputs)
        if kinds[key] == "constant" or not node.get("compiled_code"):
            continue
        if node["resource_type"] == "test":
            tests.append(_test(node, after_all="batch" not in inputs))
        elif node["config"]["materialized"] != "view":
            models.append(_model(node, kinds[key], relations))
    return CompiledProject(tuple(models), tuple(tests))


def _inputs(node: Node) -> list[str]:
    return node["depends_on"].get("nodes", [])


def _kind(node: Node, inputs: set[str]) -> str:
    """``constant``, ``grows``, ``warehouse`` (of all documents) or ``batch``: whose rows a node holds."""
    if node["resource_type"] == "seed" or (inputs and inputs <= {"constant"}):
        return "constant"
    if WHOLE_WAREHOUSE in node["tags"]:
        return "warehouse"
    return "grows" if node["config"]["materialized"] == "incremental" else "batch"


def _model(node: Node, kind: str, relations: Mapping[str, str]) -> Model:
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
        grows=kind == "grows",
        after_all=kind == "warehouse",
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
