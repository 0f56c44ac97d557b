"""How much is proved, by statement."""

from __future__ import annotations

from typing import Any

from pipelines.command.check.reports import find_disclosures, require
from pipelines.command.console import share
from pipelines.release.queries import PublishedWarehouse, print_table

_KINDS = ("verified", "contradicted", "unverified")


def print_shares(warehouse: PublishedWarehouse, wanted: str | None) -> None:
    """Shares of amounts verified, contradicted and unverified, and cells unplaced, by statement."""
    require(warehouse, "dim_disclosures", "fct_published_amounts")
    keys = {key: name or source_file for key, name, source_file in find_disclosures(warehouse, wanted)}
    amounts = warehouse.rows(
        "select disclosure_key, statement_code, verification, count(*) "
        "from fct_published_amounts group by all"
    )
    unplaced: dict[tuple[str, str], int] = {}
    columns = warehouse.columns_of("fct_unplaced_cells")
    if columns:
        statement = "coalesce(statement_code, '')" if "statement_code" in columns else "''"
        for key, code, number in warehouse.rows(
            f"select disclosure_key, {statement}, count(*) from fct_unplaced_cells group by all"
        ):
            unplaced[key, code] = number
    table: list[tuple[Any, ...]] = []
    for key, name in keys.items():
        counts: dict[str, dict[str, int]] = {}
        for document, code, kind, number in amounts:
            if document == key:
                counts.setdefault(code, {})[kind] = number
        codes = sorted(set(counts) | {code for document, code in unplaced if document == key})
        table.extend(
            (name, code, *_share_cells(counts.get(code, {}), unplaced.get((key, code), 0))) for code in codes
        )
        both = {kind: sum(of.get(kind, 0) for of in counts.values()) for kind in _KINDS}
        lost = sum(number for (document, _), number in unplaced.items() if document == key)
        table.append((name, "ALL", *_share_cells(both, lost)))
    print_table(["disclosure", "statement", "amounts", *_KINDS, "unplaced"], table)


def _share_cells(counts: dict[str, int], unplaced: int) -> tuple[Any, ...]:
    total = sum(counts.values())
    return (total, *(share(counts.get(kind, 0), total) for kind in _KINDS), unplaced)
