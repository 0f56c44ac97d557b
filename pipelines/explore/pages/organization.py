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
        with spent as (
            select
                disclosure_key,
                sum(amount_yuan) as expenditure_yuan,
                sum(amount_yuan) filter (nature = 'basic' or starts_with(nature, 'basic_')) as basic_yuan,
                sum(amount_yuan) filter (nature = 'project' or starts_with(nature, 'project_'))
                    as project_yuan,
                bool_and(is_complete) as is_complete
            from fct_function_expenditures
            where is_main_scope and organization_key = $key and basis in ('budget', 'final')
            group by disclosure_key
        ),
        received as (
            select disclosure_key, sum(amount_yuan) as revenue_yuan
            from fct_revenues
            where is_main_scope and organization_key = $key and basis in ('budget', 'final')
            group by disclosure_key
        ),
        three_public as (
            select disclosure_key, sum(amount_yuan) as three_public_yuan
            from fct_three_public_expenses
            where is_main_scope and organization_key = $key and basis in ('budget', 'final')
            group by disclosure_key
        ),
        proof as (
            select
                disclosure_key,
                count(*) as amount_count,
                count(*) filter (verification = 'verified') as verified_count,
                count(*) filter (verification = 'contradicted') as contradicted_count,
                count(*) filter (verification = 'unverified') as unverified_count
            from fct_published_amounts where organization_key = $key group by disclosure_key
        )
        select
            disclosures.disclosure_key,
            disclosures.title,
            disclosures.fiscal_year,
            disclosures.report_kind,
            disclosures.scope,
            disclosures.source_file,
            disclosures.content_sha256,
            received.revenue_yuan,
            spent.expenditure_yuan,
            spent.basic_yuan,
            spent.project_yuan,
            spent.is_complete,
            three_public.three_public_yuan,
            coalesce(proof.amount_count, 0) as amount_count,
            coalesce(proof.verified_count, 0) as verified_count,
            coalesce(proof.contradicted_count, 0) as contradicted_count,
            coalesce(proof.unverified_count, 0) as unverified_count
        from dim_disclosures as disclosures
        left join spent using (disclosure_key)
        left join received using (disclosure_key)
        left join three_public using (disclosure_key)
        left join proof using (disclosure_key)
        where disclosures.organization_key = $key and disclosures.is_current
        order by disclosures.fiscal_year desc, disclosures.report_kind, spent.expenditure_yuan desc nulls last
        """,
        {"key": key},
    )


def functions(warehouse: PublishedWarehouse, disclosure_key: str) -> list[Record]:
    """Spending of a disclosure by function code, with the names of class, section and item."""
    return records(
        warehouse,
        """
        with spent as (
            select
                function_code,
                any_value(function_name_printed) as name_printed,
                sum(amount_yuan) as amount_yuan,
                arg_max(amount_key, amount_yuan) as amount_key
            from fct_function_expenditures
            where disclosure_key = ? and is_main_scope and basis in ('budget', 'final')
            group by function_code
        ),
        names as (
            select code, any_value(name_zh) as name_zh, any_value(name_en) as name_en
            from dim_functions where is_latest group by code
        )
        select
            spent.function_code,
            left(spent.function_code, 3) as class_code,
            class_names.name_zh as class_name_zh,
            class_names.name_en as class_name_en,
            if(length(spent.function_code) >= 5, left(spent.function_code, 5), null) as section_code,
            section_names.name_zh as section_name_zh,
            section_names.name_en as section_name_en,
            coalesce(names.name_zh, spent.name_printed) as name_zh,
            coalesce(names.name_en, spent.name_printed) as name_en,
            spent.amount_yuan,
            spent.amount_key
        from spent
        left join names on spent.function_code = names.code
        left join names as class_names on left(spent.function_code, 3) = class_names.code
        left join names as section_names on left(spent.function_code, 5) = section_names.code
        where spent.amount_yuan <> 0
        order by spent.amount_yuan desc, spent.function_code
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
        path = [(row["class_code"], row[f"class_name_{language}"])]
        if row["section_code"]:
            path.append((row["section_code"], row[f"section_name_{language}"]))
        if row["function_code"] not in {code for code, _ in path}:
            path.append((row["function_code"], row[f"name_{language}"]))
        level: dict[str, Record] = classes
        for code, name in path:
            node = level.setdefault(
                code, {"code": code, "name": name or row["name_zh"] or code, "value": 0, "below": {}}
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
    """Three public expenses of the main scope by year and basis; ``items`` is item code -> yuan.

    Of several disclosures that print the same year, the one of that year is taken.
    """
    rows = warehouse.rows(
        """
        with printed as (
            select
                facts.fiscal_year,
                if(facts.basis = 'prior_budget', 'budget', facts.basis) as basis,
                facts.item_code,
                facts.disclosure_key,
                sum(facts.amount_yuan) as amount_yuan,
                min(abs(disclosures.fiscal_year - facts.fiscal_year)) as distance
            from fct_three_public_expenses as facts
            inner join dim_disclosures as disclosures using (disclosure_key)
            where facts.organization_key = ? and facts.is_main_scope and disclosures.is_current
                and facts.basis in ('budget', 'prior_budget', 'final')
            group by all
        )
        select fiscal_year, basis, item_code, amount_yuan
        from printed
        qualify dense_rank() over (
            partition by fiscal_year, basis order by distance, disclosure_key
        ) = 1
        order by fiscal_year, basis
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
