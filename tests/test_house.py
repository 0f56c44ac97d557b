"""The house of the dbt project stays in order: folders one way, one finished model a grain, small models."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.models.dbt import prepare_manifest

Node = Mapping[str, Any]

LINES_OF_A_MODEL = 200
DEPTH_OF_THE_ATOMIC_FACT = 20
# Read by everyone after their folder; all other models of `intermediate` are drafts of their folder.
FINISHED = {
    "01_vocabulary": None,  # each match model is the finished one of its list
    "02_layout": {"int_tables", "int_table_rows", "int_column_blocks", "int_unknown_surroundings"},
    "03_cells": {"int_cells", "int_number_cells"},
    "04_columns": {"int_columns"},
    "05_lines": {"int_lines", "int_divisions"},
    "06_documents": {"int_documents", "int_other_organizations", "int_table_periods"},
    "07_forms": {"int_targets", "int_target_cells", "int_form_projects", "int_form_amounts"},
    "08_figures": {"int_cell_placements", "int_figures"},
    "09_identities": {
        "int_identity_sums",
        "int_reconciliations",
        "int_amount_verifications",
        "int_three_public_figures",
    },
    "10_prose": {"int_claims", "int_statement_absences", "int_prose_checks"},
    "11_leaves": None,  # each is what one analysts' fact selects
    "12_disclosures": {
        "int_comparable_figures",
        "int_disclosures",
        "int_statement_contents",
        "int_vintages",
        "int_publication_checks",
        "int_unit_disclosures",
    },
}
NUMBERED = re.compile(r"\d\d_\w+")
# A number of a table, row, column or block compared with the same number elsewhere: keys do that.
COMPOSITE_JOIN = re.compile(r"(\w+)\.(table_no|block_no) = (?!\1\.)\w+\.\2\b")
COLUMN_PATTERN = re.compile(r"regexp_\w+\([^()]*,\s*\w+\.pattern\b")


@pytest.fixture(scope="module")
def models() -> dict[str, Node]:
    nodes = json.loads(prepare_manifest().read_text(encoding="utf-8"))["nodes"]
    return {key: node for key, node in nodes.items() if node["resource_type"] == "model"}


def folder(model: Node) -> str:
    """Folder of a model: its numbered one, else its layer."""
    parts = Path(model["original_file_path"]).parts
    return next((part for part in parts if NUMBERED.fullmatch(part)), parts[1])


def readings(models: Mapping[str, Node]) -> Iterator[tuple[Node, Node]]:
    """Every pair of a model and a model that it reads."""
    for reader in models.values():
        for key in reader["depends_on"]["nodes"]:
            if key in models:
                yield reader, models[key]


def test_folders_depend_one_way(models: dict[str, Node]) -> None:
    order = ["staging", *sorted(FINISHED), "marts", "reports"]
    assert {folder(model) for model in models.values()} == set(order)
    backwards = [
        f"{reader['name']} ({folder(reader)}) reads {read['name']} ({folder(read)})"
        for reader, read in readings(models)
        if order.index(folder(read)) > order.index(folder(reader))
    ]
    assert backwards == []


def test_drafts_are_read_in_their_own_folder_only(models: dict[str, Node]) -> None:
    strangers: dict[str, list[str]] = defaultdict(list)
    for reader, read in readings(models):
        finished = FINISHED.get(folder(read))
        if finished is not None and folder(reader) != folder(read) and read["name"] not in finished:
            strangers[read["name"]].append(reader["name"])
    assert dict(strangers) == {}


def test_every_step_is_read(models: dict[str, Node]) -> None:
    read = {model["name"] for _, model in readings(models)}
    steps = {model["name"] for model in models.values() if folder(model) not in {"marts", "reports"}}
    assert steps - read == set()


def test_finished_models_exist(models: dict[str, Node]) -> None:
    names = {model["name"] for model in models.values()}
    assert {name for finished in FINISHED.values() for name in finished or ()} - names == set()


def test_no_model_is_longer_than_a_reader_can_hold(models: dict[str, Node]) -> None:
    long = {
        model["name"]: lines
        for model in models.values()
        if (lines := model["raw_code"].count("\n") + 1) > LINES_OF_A_MODEL
    }
    assert long == {}


def test_tables_are_joined_by_key(models: dict[str, Node]) -> None:
    composite = {
        model["name"]: found[0].group()
        for model in models.values()
        if (found := list(COMPOSITE_JOIN.finditer(model["raw_code"])))
    }
    assert composite == {}


def test_patterns_are_constants(models: dict[str, Node]) -> None:
    """DuckDB compiles a pattern from a column once for every pair of rows; see `macros/vocabulary.sql`."""
    from_columns = [model["name"] for model in models.values() if COLUMN_PATTERN.search(model["raw_code"])]
    assert from_columns == []


def test_the_atomic_fact_is_not_too_deep(models: dict[str, Node]) -> None:
    @cache
    def depth(key: str) -> int:
        below = [depth(read) for read in models[key]["depends_on"]["nodes"] if read in models]
        return 1 + max(below, default=0)

    assert depth("model.yusuan.fct_published_amounts") <= DEPTH_OF_THE_ATOMIC_FACT
