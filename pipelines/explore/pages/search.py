"""One box that finds organisations, disclosures, projects, codes and places."""

from __future__ import annotations

from pipelines.explore.release import Record, records
from pipelines.release.queries import PublishedWarehouse

LIMIT = 12


def organizations(warehouse: PublishedWarehouse, words: str, limit: int = LIMIT) -> list[Record]:
    """Organisations by a part of their name, their region's name or code; many disclosures first."""
    return records(
        warehouse,
        """
        select
            organizations.organization_key,
            organizations.organization_name,
            coalesce(regions.full_name_zh, '') as region_name,
            organizations.disclosure_count,
            organizations.first_fiscal_year,
            organizations.last_fiscal_year
        from dim_organizations as organizations
        left join dim_regions as regions using (region_code)
        where contains(lower(organizations.organization_name), lower($words))
            or contains(coalesce(regions.full_name_zh, ''), $words)
            or organizations.region_code = $words
        order by organizations.disclosure_count desc, organizations.organization_name
        limit $limit
        """,
        {"words": words, "limit": limit},
    )


def disclosures(warehouse: PublishedWarehouse, words: str, limit: int = LIMIT) -> list[Record]:
    """Disclosures by a part of their title or file name, or by their key."""
    return records(
        warehouse,
        """
        select disclosure_key, organization_name, title, fiscal_year, report_kind, source_file
        from dim_disclosures
        where is_current and (
            contains(lower(coalesce(title, '')), lower($words))
            or contains(lower(source_file), lower($words))
            or disclosure_key = $words
        )
        order by fiscal_year desc, title
        limit $limit
        """,
        {"words": words, "limit": limit},
    )


def projects(warehouse: PublishedWarehouse, words: str, limit: int = LIMIT) -> list[Record]:
    """Projects by a part of their name or by their code, the largest first; each with its money."""
    return records(
        warehouse,
        """
        select
            projects.project_name,
            any_value(projects.project_code) as project_code,
            projects.disclosure_key,
            any_value(projects.organization_key) as organization_key,
            any_value(projects.organization_name) as organization_name,
            projects.fiscal_year,
            projects.basis,
            sum(projects.amount_yuan) as amount_yuan,
            arg_max(projects.amount_key, projects.amount_yuan) as amount_key
        from fct_projects as projects
        where projects.is_main_scope
            and (
                contains(lower(projects.project_name), lower($words))
                or starts_with(projects.project_code, $words)
            )
        group by projects.project_name, projects.disclosure_key, projects.fiscal_year, projects.basis
        order by amount_yuan desc nulls last, projects.project_name
        limit $limit
        """,
        {"words": words, "limit": limit},
    )


def codes(warehouse: PublishedWarehouse, words: str, limit: int = LIMIT) -> list[Record]:
    """Codes of functions and economic categories by their first digits or a part of their name.

    ``is_used`` says whether some disclosure spends on the code or one below it; those come first.
    """
    return records(
        warehouse,
        """
        with used as (
            select distinct
                'function' as code_system,
                unnest([left(function_code, 3), left(function_code, 5), function_code]) as code
            from fct_function_expenditures
            union
            select distinct code_system, unnest([left(economic_code, 3), economic_code])
            from fct_economic_expenditures
        ),
        known as (
            select 'function' as code_system, code, level, name_zh, name_en from dim_functions
            union all
            select code_system, code, level, name_zh, name_en from dim_economic_categories
        )
        select known.*, used.code is not null as is_used
        from known
        left join used using (code_system, code)
        where starts_with(code, $words)
            or contains(name_zh, $words)
            or contains(lower(name_en), lower($words))
        order by is_used desc, length(code), code, code_system
        limit $limit
        """,
        {"words": words, "limit": limit},
    )


def places(warehouse: PublishedWarehouse, words: str, limit: int = LIMIT) -> list[Record]:
    """Regions of which the warehouse has disclosures, by a part of their name or by their code."""
    return records(
        warehouse,
        """
        select
            regions.region_code,
            regions.full_name_zh as region_name,
            regions.province_name_zh as province_name,
            count(*) as disclosure_count
        from dim_regions as regions
        inner join dim_disclosures as disclosures using (region_code)
        where disclosures.is_current
            and (contains(regions.full_name_zh, $words) or starts_with(regions.region_code, $words))
        group by all
        order by disclosure_count desc, regions.region_code
        limit $limit
        """,
        {"words": words, "limit": limit},
    )


def everything(warehouse: PublishedWarehouse, words: str, limit: int = LIMIT) -> dict[str, list[Record]]:
    """All kinds of things that the words mean; nothing for no words."""
    kinds = (organizations, disclosures, projects, codes, places)
    words = words.strip()
    return {kind.__name__: kind(warehouse, words, limit) if words else [] for kind in kinds}


def flat(found: dict[str, list[Record]]) -> list[Record]:
    """What was found as rows of the same columns, whatever they are."""
    keys = {
        "organizations": "organization_key",
        "disclosures": "disclosure_key",
        "projects": "amount_key",
        "codes": "code",
        "places": "region_code",
    }
    names = ("project_name", "title", "name_zh", "organization_name", "region_name")
    return [
        {
            "found": kind,
            "key": row[keys[kind]],
            "name": next(row[name] for name in names if row.get(name)),
            **{name: row.get(name) for name in ("organization_name", "fiscal_year", "amount_yuan")},
        }
        for kind, rows in found.items()
        for row in rows
    ]
