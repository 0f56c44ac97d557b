"""The chain as the published warehouse knows it: a figure, its identities, its disclosure, its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.readers.document import Box
from pipelines.release.queries import PublishedWarehouse

# Facts made of single cells, and the key of each.
_KEYS = {
    "fct_published_amounts": "amount_key",
    "fct_unplaced_cells": "cell_key",
    "fct_performance_targets": "target_key",
}
_PLACE = ("disclosure_key", "page_no", "table_no", "row_no", "col_no", "raw_text")
# What an identity shows, where the warehouse has it; ``status`` and both figures are what matters.
_IDENTITY_COLUMNS = (
    "rule_code",
    "subject",
    "published_value",
    "computed_value",
    "difference",
    "status",
    "explanation",
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a figure is printed. ``box`` is None and ``source_line`` is set for text files.

    ``cell_reference`` names the cell in the words of a form that is no paper (收支总表!B7).
    """

    disclosure_key: str
    page_no: int
    table_no: int
    row_no: int
    col_no: int
    box: Box | None
    source_line: int | None
    raw_text: str
    cell_reference: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a fact table that stands for one printed cell; ``values`` are its columns by name."""

    table: str
    key: str
    values: Mapping[str, Any]
    address: Address


def find_fact(warehouse: PublishedWarehouse, key: str) -> Fact:
    """The fact with this key, whichever fact table has it. Raises LookupError where none has."""
    for table, key_column in _KEYS.items():
        if key_column not in warehouse.columns_of(table):
            continue
        found = _records(warehouse, f"select * from {table} where {key_column} = ?", key)
        if found:
            return Fact(table, key, found[0], _address_of(table, found[0]))
    raise LookupError(
        f"No figure of this warehouse has the key '{key}'. Keys are amount_key of fct_published_amounts, "
        "cell_key of fct_unplaced_cells and target_key of fct_performance_targets; list some with "
        '`yusuan query "select amount_key, line_label, raw_text from fct_published_amounts limit 10"`.'
    )


def find_disclosure(warehouse: PublishedWarehouse, disclosure_key: str) -> dict[str, Any]:
    """The row of ``dim_disclosures``. Raises LookupError where there is none."""
    if warehouse.columns_of("dim_disclosures"):
        found = _records(warehouse, "select * from dim_disclosures where disclosure_key = ?", disclosure_key)
        if found:
            return found[0]
    raise LookupError(
        f"The warehouse has no disclosure {disclosure_key}, though it has figures of it. "
        "Rebuild it with `yusuan build --full`."
    )


def find_identities(warehouse: PublishedWarehouse, key: str) -> list[dict[str, Any]] | None:
    """The identities that include an amount, failing ones first; None where there is no such table."""
    columns = warehouse.columns_of("fct_reconciliations")
    if not {"rule_code", "left_amount_keys", "right_amount_keys", "status"} <= columns:
        return None
    wanted = ", ".join(name for name in _IDENTITY_COLUMNS if name in columns)
    return _records(
        warehouse,
        f"select {wanted} from fct_reconciliations "
        "where list_contains(left_amount_keys, ?) or list_contains(right_amount_keys, ?) "
        "order by (status = 'fail') desc, rule_code",
        key,
        key,
    )


def _address_of(table: str, values: Mapping[str, Any]) -> Address:
    missing = [name for name in _PLACE if name not in values]
    if missing:
        raise LookupError(
            f"This release was built by another version: its {table} has no column {', '.join(missing)}. "
            "Rebuild it with `yusuan build --full`."
        )
    edges = [values.get(edge) for edge in ("x0", "top", "x1", "bottom")]
    return Address(
        **{name: values[name] for name in _PLACE},
        box=None if None in edges else Box(*(float(edge) for edge in edges if edge is not None)),
        source_line=values.get("source_line"),
        cell_reference=values.get("cell_reference"),
    )


def _records(warehouse: PublishedWarehouse, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    columns, rows = warehouse.table(sql, parameters)
    return [dict(zip(columns, row, strict=True)) for row in rows]
