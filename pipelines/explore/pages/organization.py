"""An organisation: its years side by side, where the money goes, three public expenses, and its peers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipelines.explore.release import Record, records
from pipelines.release.queries import PublishedWarehouse

_PEERS = 12


def find_organization(warehouse: PublishedWarehouse, key: str) -> Record:
    """The organisation and where it is. Raises LookupError for a key that is not known."""
    found = records(
        warehouse,
        """
        select organizations.*, coalesce(regions.full_name_zh, '') as region_name,
            coalesce(regions.province_name_zh, '') as province_name
        from dim_organizations as organizations
        left join dim_regions as regions using (region_code)
        where organizations.organization_key = ?
        """,
        [key],
    )
    if not found:
        raise LookupError(key)
    return found[0]


def years(warehouse: PublishedWarehouse, key: str) -> list[Record]:
    """One row for each current disclosure with its totals in yuan, the latest first; budgets before finals.

    A total counts each yuan once; it is None where the statement was not read.
    """
    return records(
        warehouse,
        """
        from kept.disclosures
        where organization_key = ? and is_current
        order by fiscal_year desc, report_kind, expenditure_yuan desc nulls last, disclosure_key
        """,
        [key],
    )


def functions(warehouse: PublishedWarehouse, disclosure_key: str) -> list[Record]:
    """Spending of a disclosure by function code, with the names of class, section and item."""
    return records(
        warehouse,
        """
        select
            function_code,
            coalesce(any_value(function_name_zh), any_value(function_name_printed)) as function_name_zh,
            any_value(function_name_en) as function_name_en,
            function_class_code,
            any_value(function_class_name_zh) as function_class_name_zh,
            any_value(function_class_name_en) as function_class_name_en,
            function_section_code,
            any_value(function_section_name_zh) as function_section_name_zh,
            any_value(function_section_name_en) as function_section_name_en,
            sum(amount_yuan) as amount_yuan
        from kept.expenditure_by_function
        where disclosure_key = ? and is_main_scope and basis in ('budget', 'final')
        group by function_code, function_class_code, function_section_code
        having sum(amount_yuan) <> 0
        order by amount_yuan desc, function_code
        """,
        [disclosure_key],
    )


def tree(rows: Iterable[Record], language: str) -> list[Record]:
    """The rows of :func:`functions` as class -> section -> item, the largest first.

    A node has ``code``, ``name``, ``value`` in yuan and ``children``; money printed for a class or a section
    alone ends there.
    """
    classes: dict[str, Record] = {}
    for row in rows:
        codes = {row[f"function_{name}code"]: name for name in ("class_", "section_", "")}
        path = [(code, row[f"function_{name}name_{language}"]) for code, name in codes.items() if code]
        level: dict[str, Record] = classes
        for code, name in path:
            node = level.setdefault(
                code, {"code": code, "name": name or row["function_name_zh"] or code, "value": 0, "below": {}}
            )
            node["value"] += row["amount_yuan"]
            level = node["below"]
    return _sorted_nodes(classes)


def _sorted_nodes(level: dict[str, Any]) -> list[Record]:
    nodes = sorted(level.values(), key=lambda node: (-node["value"], node["code"]))
    return [
        {
            "code": node["code"],
            "name": node["name"],
            "value": node["value"],
            "children": _sorted_nodes(node["below"]),
        }
        for node in nodes
    ]


def three_public(warehouse: PublishedWarehouse, key: str) -> list[Record]:
    """Three public expenses of the main scope by year and basis; ``items`` is item code -> yuan."""
    rows = warehouse.rows(
        """
        select fiscal_year, basis, item_code, sum(amount_yuan)
        from kept.three_public_by_year
        where organization_key = ? and is_main_scope
        group by all
        order by all
        """,
        [key],
    )
    found: dict[tuple[int, str], Record] = {}
    for year, basis, item, amount in rows:
        row = found.setdefault((year, basis), {"fiscal_year": year, "basis": basis, "items": {}, "total": 0})
        row["items"][item] = amount
        row["total"] += amount or 0
    return list(found.values())


def peers(warehouse: PublishedWarehouse, disclosure_key: str, limit: int = _PEERS) -> list[Record]:
    """Organisations of the same kind, year and basis by what they spend in all, this one among them.

    Of the same kind are those whose largest class of functions is the same. ``basic_share`` is between 0
    and 1; ``is_this`` marks the disclosure itself, which is always in the list.
    """
    return records(
        warehouse,
        """
        with by_class as (
            select
                facts.disclosure_key,
                facts.basis,
                left(facts.function_code, 3) as class_code,
                sum(facts.amount_yuan) as amount_yuan,
                sum(facts.amount_yuan) filter (nature = 'basic' or starts_with(nature, 'basic_'))
                    as basic_yuan
            from fct_function_expenditures as facts
            where facts.is_main_scope and facts.basis in ('budget', 'final')
            group by all
        ),
        of_disclosures as (
            select
                disclosure_key,
                basis,
                arg_max(class_code, amount_yuan) as class_code,
                sum(amount_yuan) as expenditure_yuan,
                sum(basic_yuan) as basic_yuan
            from by_class
            group by disclosure_key, basis
        ),
        compared as (
            select
                disclosures.disclosure_key,
                disclosures.organization_key,
                disclosures.organization_name,
                coalesce(regions.full_name_zh, '') as region_name,
                disclosures.fiscal_year,
                of_disclosures.class_code,
                of_disclosures.expenditure_yuan,
                cast(of_disclosures.basic_yuan / nullif(of_disclosures.expenditure_yuan, 0) as double)
                    as basic_share,
                disclosures.disclosure_key = $key as is_this
            from of_disclosures
            inner join dim_disclosures as disclosures using (disclosure_key)
            left join dim_regions as regions using (region_code)
            where disclosures.is_current
                and (disclosures.fiscal_year, of_disclosures.basis, of_disclosures.class_code) in (
                    select (theirs.fiscal_year, mine.basis, mine.class_code)
                    from of_disclosures as mine
                    inner join dim_disclosures as theirs using (disclosure_key)
                    where mine.disclosure_key = $key
                )
        )
        from compared
        qualify row_number() over (order by is_this desc, expenditure_yuan desc, disclosure_key) <= $limit
        order by expenditure_yuan desc, disclosure_key
        """,
        {"key": disclosure_key, "limit": limit},
    )
