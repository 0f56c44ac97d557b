"""What does not add up, and how much is proved, in words for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from pipelines.console import share
from pipelines.queries import PublishedWarehouse, Rows, print_table

_KINDS = ("verified", "contradicted", "unverified")


def find_disclosures(warehouse: PublishedWarehouse, wanted: str | None) -> Rows:
    """(key, name, source file) of all disclosures, or of those that a key or part of a name points to.

    Raises LookupError when there is none.
    """
    found = warehouse.rows(
        """
        select
            disclosure_key,
            concat_ws(' ', nullif(organization_name, ''), fiscal_year, nullif(report_kind, '')),
            source_file
        from dim_disclosures
        where $wanted is null
            or disclosure_key = $wanted
            or contains(lower(source_file), lower($wanted))
            or contains(coalesce(organization_name, ''), $wanted)
        order by source_file
        """.replace("$wanted", "?"),
        [wanted] * 4,
    )
    if wanted and not found:
        raise LookupError(
            f"No disclosure has '{wanted}' as its key or in its file or organisation name. "
            "`yusuan check --summary` lists all."
        )
    return found


def print_failures(warehouse: PublishedWarehouse, wanted: str | None) -> None:
    """Per disclosure: every identity that fails, and the statements that hold nothing and nobody says why."""
    _require(warehouse, "dim_disclosures", "fct_reconciliations")
    console = Console(highlight=False, soft_wrap=True)
    total = 0
    for key, name, source_file in find_disclosures(warehouse, wanted):
        counts = dict(
            warehouse.rows(
                "select status, count(*) from fct_reconciliations where disclosure_key = ? group by status",
                [key],
            )
        )
        total += counts.get("fail", 0)
        summary = ", ".join(f"{counts[status]:,} {status}" for status in sorted(counts)) or "no identities"
        console.print(f"\n{name or source_file}  [{key}]  {source_file}", markup=False, style="bold")
        console.print(f"  {summary}", markup=False)
        _print_failures_of(warehouse, key)
        for statement in _unexplained_statements(warehouse, key):
            console.print(f"  {statement}", markup=False)
    console.print(f"\n{total:,} identities do not hold.", markup=False)


def _print_failures_of(warehouse: PublishedWarehouse, key: str) -> None:
    columns = warehouse.columns_of("fct_reconciliations")
    wanted = [
        name
        for name in (
            "rule_code",
            "statement_code",
            "statement_codes",
            "statements",
            "subject",
            "published_value",
            "computed_value",
            "difference",
            "cause",
            "explanation",
        )
        if name in columns
    ]
    names, rows = warehouse.table(
        f"select {', '.join(wanted)} from fct_reconciliations "
        "where disclosure_key = ? and status = 'fail' order by all",
        [key],
    )
    if rows:
        print_table(names, rows)


def _unexplained_statements(warehouse: PublishedWarehouse, key: str) -> list[str]:
    if "is_explained" not in warehouse.columns_of("fct_statement_coverage"):
        return []
    return [
        f"{name}: {status}{f' on page {page}' if page else ''}, and the text does not say that there is none."
        for name, status, page in warehouse.rows(
            """
            select name_zh, status, page_no
            from fct_statement_coverage
            join dim_statements using (statement_code)
            where disclosure_key = ? and not is_explained and (is_statutory or status = 'empty')
            order by sort_order
            """,
            [key],
        )
    ]


def print_shares(warehouse: PublishedWarehouse, wanted: str | None) -> None:
    """Shares of amounts verified, contradicted and unverified, and cells unplaced, by statement."""
    _require(warehouse, "dim_disclosures", "fct_published_amounts")
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


def _require(warehouse: PublishedWarehouse, *tables: str) -> None:
    for table in tables:
        if not warehouse.columns_of(table):
            raise LookupError(
                f"The warehouse has no table {table}. Build it anew with `yusuan build --full`."
            )
