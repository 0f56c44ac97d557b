"""One report for each disclosure: what people should look at, and what nobody could check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipelines.readers.document import Notice
from pipelines.release.queries import PublishedWarehouse, Rows

# Tables that a report is made of; a warehouse of an older version may lack one.
_NEEDED = (
    "dim_disclosures",
    "fct_findings",
    "fct_reader_notices",
    "fct_statement_coverage",
    "fct_unplaced_cells",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. ``kind`` as in ``fct_findings``; figures are in ``unit``."""

    kind: str
    page_no: int | None
    statement: str
    subject: str
    published_value: Decimal | None
    expected_value: Decimal | None
    difference: Decimal | None
    unit: str
    explanation: str
    known_reason: str


@dataclass(frozen=True, slots=True)
class DisclosureReport:
    """What is to be said of one disclosure.

    ``identities`` counts them by status, ``amounts`` by verification; ``unchecked`` are (what, why, how
    many) of what could not be checked; ``coverage`` is (statement, status, page, remark) of each statement;
    ``notices`` are what the reader says of pages.
    """

    disclosure_key: str
    name: str
    source_file: str
    identities: dict[str, int]
    amounts: dict[str, int]
    findings: list[Finding]
    unchecked: Rows
    coverage: Rows
    notices: list[Notice]


def find_disclosures(warehouse: PublishedWarehouse, wanted: str | None) -> Rows:
    """(key, name, source file) of the current disclosures, or of those that a key or part of a name means.

    Raises LookupError when there is none.
    """
    found = warehouse.rows(
        """
        select
            disclosure_key,
            concat_ws(' ', nullif(organization_name, ''), fiscal_year, nullif(report_kind, '')),
            source_file
        from dim_disclosures
        where ($wanted is null and is_current)
            or disclosure_key = $wanted
            or starts_with(disclosure_key, $wanted || '-')
            or contains(lower(source_file), lower($wanted))
            or contains(coalesce(organization_name, ''), $wanted)
        order by source_file, length(disclosure_key), disclosure_key
        """.replace("$wanted", "?"),
        [wanted] * 5,
    )
    if wanted and not found:
        raise LookupError(
            f"No disclosure has '{wanted}' as its key or in its file or organisation name. "
            "`yusuan check --summary` lists all."
        )
    return found


def make_reports(warehouse: PublishedWarehouse, wanted: str | None) -> Iterator[DisclosureReport]:
    """A report for each disclosure, by file name. Raises LookupError where there is none."""
    require(warehouse, *_NEEDED)
    for key, name, source_file in find_disclosures(warehouse, wanted):
        yield DisclosureReport(
            key,
            name,
            source_file,
            identities=_counts(warehouse, "fct_reconciliations", "status", key),
            amounts=_counts(warehouse, "fct_published_amounts", "verification", key),
            findings=_findings(warehouse, key),
            unchecked=_unchecked(warehouse, key),
            coverage=_coverage(warehouse, key),
            notices=_notices(warehouse, key),
        )


def require(warehouse: PublishedWarehouse, *tables: str) -> None:
    """Raise LookupError where the warehouse has no such table."""
    for table in tables:
        if not warehouse.columns_of(table):
            raise LookupError(
                f"The warehouse has no table {table}. Build it anew with `yusuan build --full`."
            )


def _counts(warehouse: PublishedWarehouse, table: str, column: str, key: str) -> dict[str, int]:
    return dict(
        warehouse.rows(
            f"select {column}, count(*) from {table} where disclosure_key = ? group by 1 order by 1", [key]
        )
    )


def _findings(warehouse: PublishedWarehouse, key: str) -> list[Finding]:
    rows = warehouse.rows(
        """
        select
            findings.kind,
            findings.page_no,
            concat_ws(' / ', statements.name_zh, other_statements.name_zh),
            findings.subject,
            findings.published_value,
            findings.expected_value,
            findings.difference,
            coalesce(findings.unit, ''),
            findings.explanation,
            coalesce(findings.known_reason, '')
        from fct_findings as findings
        left join dim_statements as statements using (statement_code)
        left join dim_statements as other_statements
            on findings.other_statement_code = other_statements.statement_code
        left join dim_reconciliation_rules as rules on findings.rule_code = rules.rule_code
        where findings.disclosure_key = ?
        order by
            findings.is_known,
            findings.kind,
            findings.page_no,
            statements.sort_order,
            rules.sort_order,
            findings.subject,
            findings.finding_key
        """,
        [key],
    )
    return [Finding(*row) for row in rows]


def _unchecked(warehouse: PublishedWarehouse, key: str) -> Rows:
    return warehouse.rows(
        """
        select 'identity 勾稽关系', cause, count(*) from fct_reconciliations
        where disclosure_key = $key and status = 'not_testable' group by cause
        union all
        select 'amount 金额', 'in no identity 不在任何勾稽关系中', count(*) from fct_published_amounts
        where disclosure_key = $key and verification = 'unverified' having count(*) > 0
        union all
        select 'cell 单元格', reason, count(*) from fct_unplaced_cells
        where disclosure_key = $key group by reason
        union all
        select 'page 页', reason || ': ' || array_to_string(page_nos, ', '), page_count
        from fct_reader_notices where disclosure_key = $key
        order by all
        """.replace("$key", "?"),
        [key] * 4,
    )


def _coverage(warehouse: PublishedWarehouse, key: str) -> Rows:
    return warehouse.rows(
        """
        select
            statements.name_zh,
            case
                when coverage.status <> 'present' or coverage.unread_reason is null then coverage.status
                else 'partly_unreadable'
            end,
            coverage.page_no,
            coalesce(coverage.named_as, '')
        from fct_statement_coverage as coverage
        inner join dim_statements as statements using (statement_code)
        where coverage.disclosure_key = ? and coverage.is_statutory
        order by statements.sort_order
        """,
        [key],
    )


def _notices(warehouse: PublishedWarehouse, key: str) -> list[Notice]:
    rows = warehouse.rows(
        "select reason, page_nos, message from fct_reader_notices where disclosure_key = ? order by reason",
        [key],
    )
    return [Notice(reason, tuple(pages), message) for reason, pages, message in rows]
