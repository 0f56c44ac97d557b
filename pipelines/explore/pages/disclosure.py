"""A disclosure: what it should hold and holds, and the figures of one of its statements."""

from __future__ import annotations

from pipelines.explore.release import Record, records
from pipelines.release.queries import PublishedWarehouse

ROWS_OF_A_PAGE = 100


def find_disclosure(warehouse: PublishedWarehouse, key: str) -> Record:
    """The disclosure with its region and its counts. Raises LookupError for a key that is not known."""
    found = records(
        warehouse,
        """
        select
            disclosures.*,
            coalesce(regions.full_name_zh, '') as region_name,
            coalesce(regions.province_name_zh, '') as province_name,
            (select count(*) from fct_unplaced_cells where disclosure_key = $key) as unplaced_count
        from dim_disclosures as disclosures
        left join dim_regions as regions using (region_code)
        where disclosures.disclosure_key = $key
        """,
        {"key": key},
    )
    if not found:
        raise LookupError(key)
    return found[0]


def statements(warehouse: PublishedWarehouse, key: str) -> list[Record]:
    """Each statement that the disclosure has or should have, with its status and its counts of proof.

    ``status`` as in fct_statement_coverage, or ``partly_unreadable``.
    """
    return records(
        warehouse,
        """
        with counts as (
            select
                statement_code,
                count(*) as amount_count,
                count(*) filter (verification = 'verified') as verified_count,
                count(*) filter (verification = 'contradicted') as contradicted_count,
                count(*) filter (verification = 'unverified') as unverified_count,
                min(page_no) as page_no
            from fct_published_amounts where disclosure_key = $key group by statement_code
        ),
        coverage as (
            select
                statement_code,
                if(status = 'present' and unread_reason is not null, 'partly_unreadable', status) as status,
                unread_reason,
                page_no,
                named_as,
                is_explained,
                explained_by
            from fct_statement_coverage where disclosure_key = $key
        ),
        targets as (
            select statement_code, count(*) as target_count
            from fct_performance_targets where disclosure_key = $key group by statement_code
        )
        select
            statements.statement_code,
            statements.name_zh,
            statements.name_en,
            coalesce(coverage.status, 'present') as status,
            coverage.unread_reason,
            coalesce(coverage.page_no, counts.page_no) as page_no,
            coverage.named_as,
            coverage.explained_by,
            coalesce(counts.amount_count, 0) as amount_count,
            coalesce(counts.verified_count, 0) as verified_count,
            coalesce(counts.contradicted_count, 0) as contradicted_count,
            coalesce(counts.unverified_count, 0) as unverified_count,
            coalesce(targets.target_count, 0) as target_count
        from dim_statements as statements
        left join coverage using (statement_code)
        left join counts using (statement_code)
        left join targets using (statement_code)
        where coverage.statement_code is not null or counts.statement_code is not null
        order by statements.sort_order
        """,
        {"key": key},
    )


def columns(warehouse: PublishedWarehouse, key: str, statement: str) -> list[Record]:
    """The columns of figures of each table of a statement, from left to right, with their header path."""
    return records(
        warehouse,
        """
        select
            table_no,
            col_no,
            any_value(flow) as flow,
            mode(coalesce(header_path, string_split(column_label, ' / '))) as header_path
        from fct_published_amounts
        where disclosure_key = ? and statement_code = ?
        group by table_no, col_no
        order by table_no, col_no
        """,
        [key, statement],
    )


def figures(
    warehouse: PublishedWarehouse, key: str, statement: str, page: int = 1, rows: int | None = ROWS_OF_A_PAGE
) -> list[Record]:
    """The figures of one page of a statement's rows, from top left; all of them where ``rows`` is None."""
    first = (page - 1) * rows if rows else 0
    last = first + rows if rows else 2**31
    return records(
        warehouse,
        """
        select
            amount_key, table_no, row_no, col_no, page_no, flow, line_label, second_label, row_role,
            concat_ws(
                ' ', function_code, department_economic_code, government_economic_code, project_code,
                procurement_code
            ) as codes,
            unit_name, project_name, column_label, raw_text, repaired, published_value, published_unit,
            amount_yuan, basis, fiscal_year, verification, edition
        from fct_published_amounts
        where disclosure_key = ? and statement_code = ?
        qualify dense_rank() over (order by table_no, row_no) between ? and ?
        order by table_no, row_no, col_no
        """,
        [key, statement, first + 1, last],
    )


def row_count(warehouse: PublishedWarehouse, key: str, statement: str) -> int:
    """How many printed rows of a statement hold figures."""
    ((count,),) = warehouse.rows(
        "select count(distinct (table_no, row_no)) from fct_published_amounts "
        "where disclosure_key = ? and statement_code = ?",
        [key, statement],
    )
    return count


def targets(warehouse: PublishedWarehouse, key: str, statement: str, limit: int = 500) -> list[Record]:
    """Performance targets of a statement as they are in its forms."""
    return records(
        warehouse,
        """
        select
            target_key, project_name, project_code, level_1, level_2, indicator_name, target_text, operator,
            target_value, target_unit, weight, page_no
        from fct_performance_targets
        where disclosure_key = ? and statement_code = ?
        order by page_no, table_no, row_no, col_no
        limit ?
        """,
        [key, statement, limit],
    )


def unplaced(warehouse: PublishedWarehouse, key: str) -> list[Record]:
    """The numeric cells that are not figures, by reason, with where they are first and one of them."""
    return records(
        warehouse,
        """
        select
            reason,
            count(*) as cell_count,
            min(page_no) as page_no,
            arg_min(cell_key, (page_no, table_no, row_no, col_no)) as cell_key,
            arg_min(raw_text, (page_no, table_no, row_no, col_no)) as raw_text
        from fct_unplaced_cells where disclosure_key = ?
        group by reason order by cell_count desc, reason
        """,
        [key],
    )


def notices(warehouse: PublishedWarehouse, key: str) -> list[Record]:
    """What the reader says of pages that it could not read whole."""
    return records(
        warehouse,
        "select reason, page_nos, message from fct_reader_notices where disclosure_key = ? order by reason",
        [key],
    )
