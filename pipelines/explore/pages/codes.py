"""Who spends how much on a function or an economic category."""

from __future__ import annotations

from pipelines.explore.release import Record, records
from pipelines.release.queries import PublishedWarehouse

# The table and the column of each system of codes, and its dictionary.
_SYSTEMS = {
    "function": ("fct_function_expenditures", "function_code", "dim_functions", "true"),
    "department": (
        "fct_economic_expenditures",
        "economic_code",
        "dim_economic_categories",
        "code_system = 'department'",
    ),
    "government": (
        "fct_economic_expenditures",
        "economic_code",
        "dim_economic_categories",
        "code_system = 'government'",
    ),
}


def find_code(warehouse: PublishedWarehouse, system: str, code: str) -> Record:
    """The code with its names and those of what it belongs to. Raises LookupError for an unknown one."""
    if system in _SYSTEMS:
        _, _, dictionary, condition = _SYSTEMS[system]
        found = records(
            warehouse,
            f"select code, level, name_zh, name_en, parent_code, class_code, class_name_zh, class_name_en "
            f"from {dictionary} where code = ? and {condition}",
            [code],
        )
        if found:
            return found[0]
    raise LookupError(f"{system} {code}")


def spending(warehouse: PublishedWarehouse, system: str, code: str, year: int | None = None) -> list[Record]:
    """Spending on a code and all below it, by disclosure, the largest first.

    ``share`` is its part of what the disclosure spends in all, between 0 and 1.
    """
    table, column, _, condition = _SYSTEMS[system]
    return records(
        warehouse,
        f"""
        with spent as (
            select
                disclosure_key,
                basis,
                sum(amount_yuan) filter (starts_with({column}, $code)) as amount_yuan,
                sum(amount_yuan) as total_yuan,
                bool_and(is_complete) as is_complete
            from {table}
            where is_main_scope and {condition} and basis in ('budget', 'final')
            group by disclosure_key, basis
        )
        select
            disclosures.organization_key,
            disclosures.organization_name,
            coalesce(regions.full_name_zh, '') as region_name,
            disclosures.fiscal_year,
            spent.basis,
            spent.amount_yuan,
            cast(spent.amount_yuan / nullif(spent.total_yuan, 0) as double) as share,
            spent.is_complete,
            spent.disclosure_key
        from spent
        inner join dim_disclosures as disclosures using (disclosure_key)
        left join dim_regions as regions using (region_code)
        where spent.amount_yuan is not null
            and disclosures.is_current
            and ($year is null or disclosures.fiscal_year = $year)
        order by spent.amount_yuan desc, spent.disclosure_key
        """,
        {"code": code, "year": year},
    )
