"""A figure: what it means, where it is printed, and the identities that include it."""

from __future__ import annotations

from pipelines.command.trace.chain import Address
from pipelines.explore.release import Record, records
from pipelines.release.queries import PublishedWarehouse

# The parts of a sum that are shown; more are counted.
PARTS_SHOWN = 12
_IDENTITIES_SHOWN = 40


def identities(warehouse: PublishedWarehouse, amount_key: str, disclosure_key: str) -> list[Record]:
    """The identities of an amount, failing ones first, with both figures.

    ``left`` and ``right`` are the amounts of the two sides as in :func:`amounts`, at most ``PARTS_SHOWN``
    each; ``left_count`` and ``right_count`` say how many there are.
    """
    found = records(
        warehouse,
        """
        select
            identities.reconciliation_key,
            identities.rule_code,
            rules.statement_zh as rule_name_zh,
            rules.statement_en as rule_name_en,
            identities.status,
            identities.cause,
            identities.subject,
            identities.published_value,
            identities.computed_value,
            identities.difference,
            identities.published_unit,
            identities.explanation,
            len(identities.left_amount_keys) as left_count,
            len(identities.right_amount_keys) as right_count,
            identities.left_amount_keys[: $parts] as left_keys,
            identities.right_amount_keys[: $parts] as right_keys
        from fct_reconciliations as identities
        left join dim_reconciliation_rules as rules using (rule_code)
        where identities.disclosure_key = $disclosure
            and (
                list_contains(identities.left_amount_keys, $key)
                or list_contains(identities.right_amount_keys, $key)
            )
        order by
            array_position(['fail', 'pass', 'rounding', 'not_testable'], identities.status),
            rules.sort_order,
            identities.reconciliation_key
        limit $limit
        """,
        {
            "key": amount_key,
            "disclosure": disclosure_key,
            "parts": PARTS_SHOWN,
            "limit": _IDENTITIES_SHOWN,
        },
    )
    keys = {key for row in found for side in ("left_keys", "right_keys") for key in row[side] or ()}
    known = amounts(warehouse, keys)
    for row in found:
        for side in ("left", "right"):
            row[side] = [known[key] for key in row.pop(f"{side}_keys") or () if key in known]
    return found


def reviews(warehouse: PublishedWarehouse, amount_key: str, disclosure_key: str) -> list[str]:
    """What reviewers found out about identities of an amount that fail, each once."""
    found = warehouse.rows(
        "select distinct known_reason from kept.findings "
        "where disclosure_key = ? and is_known and list_contains(amount_keys, ?) order by 1",
        [disclosure_key, amount_key],
    )
    return [reason for (reason,) in found if reason]


def amounts(warehouse: PublishedWarehouse, keys: set[str]) -> dict[str, Record]:
    """Amounts by their keys, as far as they are published."""
    found = records(
        warehouse,
        """
        select
            amount_key, disclosure_key, statement_code, column_label, page_no, published_value,
            published_unit, verification,
            coalesce(
                nullif(line_label, ''), function_code, department_economic_code, government_economic_code,
                project_name, column_label
            ) as line_name
        from fct_published_amounts
        where amount_key in (select unnest(?))
        """,
        [sorted(keys)],
    )
    return {row["amount_key"]: row for row in found}


def boxes(warehouse: PublishedWarehouse, disclosure_key: str, page_no: int, keys: set[str]) -> list[Record]:
    """The boxes of some figures on one page."""
    return records(
        warehouse,
        """
        select amount_key, x0, top, x1, bottom
        from fct_published_amounts
        where disclosure_key = ? and page_no = ? and list_contains(?, amount_key) and x0 is not null
        """,
        [disclosure_key, page_no, sorted(keys)],
    )


def row_boxes(
    warehouse: PublishedWarehouse, disclosure_key: str, page_no: int, table_no: int, row_no: int
) -> list[Record]:
    """The boxes of all numeric cells of a printed row, as far as they are on the page."""
    return records(
        warehouse,
        """
        select x0, top, x1, bottom from (
            select disclosure_key, page_no, table_no, row_no, x0, top, x1, bottom from fct_published_amounts
            union all
            select disclosure_key, page_no, table_no, row_no, x0, top, x1, bottom from fct_unplaced_cells
        )
        where disclosure_key = ? and page_no = ? and table_no = ? and row_no = ? and x0 is not null
        """,
        [disclosure_key, page_no, table_no, row_no],
    )


def place_among_equals(warehouse: PublishedWarehouse, address: Address) -> int:
    """Before how many numeric cells of equal text in its line of a text file a figure is."""
    ((number,),) = warehouse.rows(
        """
        select count(*) from (
            select disclosure_key, table_no, source_line, raw_text, col_no from fct_published_amounts
            union all
            select disclosure_key, table_no, source_line, raw_text, col_no from fct_unplaced_cells
        )
        where disclosure_key = ? and table_no = ? and source_line = ? and raw_text = ? and col_no < ?
        """,
        [
            address.disclosure_key,
            address.table_no,
            address.source_line,
            address.raw_text,
            address.col_no,
        ],
    )
    return number
