"""What is here: the totals of the warehouse, and which statement of which disclosure it holds."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.explore.release import Record, records
from pipelines.release.queries import PublishedWarehouse

_DISCLOSURES = """
    select
        * replace (
            coalesce(nullif(organization_name, ''), source_file) as organization_name,
            coalesce(province_name, '') as province_name
        )
    from kept.disclosures
    where is_current
    order by coalesce(nullif(region_code, ''), '~'), organization_name, fiscal_year, report_kind
"""


def totals(warehouse: PublishedWarehouse) -> Record:
    """How much the warehouse holds, in one row."""
    (row,) = records(
        warehouse,
        """
        select
            (select count(*) from dim_disclosures where is_current) as disclosure_count,
            (select count(*) from dim_organizations) as organization_count,
            (select count(distinct region_code) from dim_disclosures where region_code <> '') as region_count,
            (select min(fiscal_year) from dim_disclosures) as first_year,
            (select max(fiscal_year) from dim_disclosures) as last_year,
            (select count(*) from fct_findings where not is_known) as open_findings,
            (select count(*) from fct_findings where is_known) as known_findings,
            (select count(*) from fct_unplaced_cells) as unplaced_count,
            count(*) as amount_count,
            count(*) filter (verification = 'verified') as verified_count,
            count(*) filter (verification = 'contradicted') as contradicted_count,
            count(*) filter (verification = 'unverified') as unverified_count
        from fct_published_amounts
        """,
    )
    return row


def coverage(warehouse: PublishedWarehouse) -> list[Record]:
    """One row of ``reports.disclosures`` for each current one; ``statements`` is statement code -> status.

    A status is one of fct_statement_coverage, or ``partly_unreadable``: present, but some of it was not read.
    """
    statuses: dict[str, dict[str, str]] = {}
    for key, code, status in warehouse.rows(
        """
        select
            disclosure_key,
            statement_code,
            if(status = 'present' and unread_reason is not null, 'partly_unreadable', status)
        from fct_statement_coverage
        """
    ):
        statuses.setdefault(key, {})[code] = status
    return [
        {**row, "statements": statuses.get(row["disclosure_key"], {})}
        for row in records(warehouse, _DISCLOSURES)
    ]


def statements(warehouse: PublishedWarehouse) -> list[Record]:
    """The statements that some disclosure has or should have, in the order of the statutory tables."""
    return records(
        warehouse,
        """
        select statement_code, name_zh, name_en
        from dim_statements
        semi join fct_statement_coverage using (statement_code)
        order by sort_order
        """,
    )


def unread_files(warehouse: PublishedWarehouse) -> list[Record]:
    """The documents of which nothing could be used, with the reason in words."""
    return records(
        warehouse,
        """
        select source_file, reason, message
        from fct_extraction_outcomes
        where status in ('failed', 'no_figures')
        order by source_file
        """,
    )


def only(rows: Iterable[Record], province: str = "", year: int | None = None, kind: str = "") -> list[Record]:
    """The rows of a province, a year and a kind of report, as far as they are asked for."""
    return [
        row
        for row in rows
        if province in ("", row["province_name"])
        and year in (None, row["fiscal_year"])
        and kind in ("", row["report_kind"])
    ]


def flat(rows: Iterable[Record], statements: Iterable[Record]) -> list[Record]:
    """The rows with a column for each statement instead of ``statements``."""
    codes = [statement["statement_code"] for statement in statements]
    return [
        {name: value for name, value in row.items() if name != "statements"}
        | {code: row["statements"].get(code) for code in codes}
        for row in rows
    ]
