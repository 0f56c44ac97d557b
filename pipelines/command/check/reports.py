"""One report for each disclosure: what people should look at, and what could not be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

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
    """One thing to look at. ``kind`` as in ``fct_findings``; figures are in ``unit``.

    ``difference_yuan`` is never negative, and None where the finding is not about money. The first of
    ``amount_keys`` is the figure that does not fit; there is none where the finding is about words.
    """

    kind: str
    severity: str
    rule_code: str | None
    statement_code: str
    other_statement_code: str | None
    page_no: int | None
    subject: str
    published_value: Decimal | None
    expected_value: Decimal | None
    difference: Decimal | None
    difference_yuan: Decimal | None
    unit: str
    explanation: str
    is_known: bool
    known_reason: str
    amount_keys: list[str]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Whose disclosure it is, and in which file it was published; what is not known is empty or None."""

    disclosure_key: str
    organization_name: str
    fiscal_year: int | None
    report_kind: str
    title: str
    source_file: str
    content_sha256: str
    media_type: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class DisclosureReport:
    """What is to be said of one disclosure.

    ``identities`` are (rule, statement, status, cause, how many); ``amounts`` are (statement, verification,
    how many); ``unplaced`` are (reason, statement, how many) of numeric cells that are not figures;
    ``coverage`` is (statement, status, page, name in the file, what the text says of it) of each statutory
    statement; ``notices`` are what the reader says of pages.
    """

    disclosure: Disclosure
    findings: list[Finding]
    identities: Rows
    amounts: Rows
    unplaced: Rows
    coverage: Rows
    notices: list[Notice]

    @property
    def open_findings(self) -> list[Finding]:
        """Those that nobody has looked at yet, the largest amount of money first."""
        return [finding for finding in self.findings if not finding.is_known]

    @property
    def known_findings(self) -> list[Finding]:
        """Those that a person has looked at."""
        return [finding for finding in self.findings if finding.is_known]

    def identities_with(self, status: str) -> int:
        """How many identities have a status."""
        return sum(number for _, _, found, _, number in self.identities if found == status)

    def amounts_with(self, verification: str | None = None) -> int:
        """How many published figures there are, or how many of one verification."""
        return sum(number for _, found, number in self.amounts if verification in (None, found))

    @property
    def unplaced_count(self) -> int:
        """How many numeric cells are not published figures."""
        return sum(number for *_, number in self.unplaced)

    @property
    def unread(self) -> list[str]:
        """Statements that could not be read, or only in part."""
        return [code for code, status, *_ in self.coverage if status in ("unreadable", "partly_unreadable")]


def find_disclosures(warehouse: PublishedWarehouse, wanted: Sequence[str] = ()) -> list[Disclosure]:
    """The current disclosures, or all that keys or parts of names mean, by file.

    Raises LookupError for what means none.
    """
    rows = warehouse.rows(
        "select disclosure_key, coalesce(organization_name, ''), fiscal_year, coalesce(report_kind, ''), "
        "coalesce(title, ''), source_file, content_sha256, media_type, is_current "
        "from dim_disclosures order by source_file, length(disclosure_key), disclosure_key"
    )
    disclosures = [Disclosure(*row) for row in rows]
    if not wanted:
        return [each for each in disclosures if each.is_current]
    found: dict[str, Disclosure] = {}
    for name in wanted:
        meant = {each.disclosure_key: each for each in disclosures if _means(name, each)}
        if not meant:
            raise LookupError(
                f"No disclosure has '{name}' as its key or in its file or organisation name, and there is no "
                "such file. `yusuan check --summary` lists all disclosures."
            )
        found |= meant
    return [each for each in disclosures if each.disclosure_key in found]


def make_reports(warehouse: PublishedWarehouse, wanted: Sequence[str] = ()) -> list[DisclosureReport]:
    """A report for each disclosure, by file name. Raises LookupError where there is none."""
    for table in _NEEDED:
        if not warehouse.columns_of(table):
            raise LookupError(f"The warehouse has no table {table}. Rebuild it with `yusuan build --full`.")
    disclosures = find_disclosures(warehouse, wanted)
    keys = [each.disclosure_key for each in disclosures]
    parts = {name: _by_disclosure(warehouse, sql, keys) for name, sql in _QUERIES.items()}
    return [
        DisclosureReport(
            disclosure,
            findings=[Finding(*row) for row in parts["findings"].get(disclosure.disclosure_key, ())],
            identities=parts["identities"].get(disclosure.disclosure_key, []),
            amounts=parts["amounts"].get(disclosure.disclosure_key, []),
            unplaced=parts["unplaced"].get(disclosure.disclosure_key, []),
            coverage=parts["coverage"].get(disclosure.disclosure_key, []),
            notices=[
                Notice(reason, tuple(pages), message)
                for reason, pages, message in parts["notices"].get(disclosure.disclosure_key, ())
            ],
        )
        for disclosure in disclosures
    ]


# Each gives the key of the disclosure first; $keys stands for the wanted ones.
_QUERIES = {
    "findings": """
        select
            findings.disclosure_key,
            findings.kind,
            findings.severity,
            findings.rule_code,
            findings.statement_code,
            findings.other_statement_code,
            findings.page_no,
            findings.subject,
            findings.published_value,
            findings.expected_value,
            findings.difference,
            abs(findings.difference) * units.factor_to_yuan as difference_yuan,
            coalesce(findings.unit, ''),
            findings.explanation,
            findings.is_known,
            coalesce(findings.known_reason, ''),
            findings.amount_keys
        from fct_findings as findings
        left join dim_units as units on findings.unit = units.unit
        where findings.disclosure_key in $keys
        order by
            findings.is_known,
            difference_yuan desc nulls last,
            array_position(['error', 'warning', 'info'], findings.severity),
            findings.page_no,
            findings.subject,
            findings.finding_key
    """,
    "identities": """
        select disclosure_key, rule_code, statement_code, status, coalesce(cause, ''), count(*)
        from fct_reconciliations
        left join dim_reconciliation_rules as rules using (rule_code)
        where disclosure_key in $keys
        group by disclosure_key, rule_code, statement_code, status, cause, rules.sort_order
        order by rules.sort_order, statement_code, status
    """,
    "amounts": """
        select disclosure_key, statement_code, verification, count(*)
        from fct_published_amounts
        where disclosure_key in $keys
        group by all
        order by all
    """,
    "unplaced": """
        select disclosure_key, reason, coalesce(statement_code, ''), count(*)
        from fct_unplaced_cells
        where disclosure_key in $keys
        group by all
        order by all
    """,
    "coverage": """
        select
            coverage.disclosure_key,
            coverage.statement_code,
            case
                when coverage.status <> 'present' or coverage.unread_reason is null then coverage.status
                else 'partly_unreadable'
            end,
            coverage.page_no,
            coalesce(coverage.named_as, ''),
            coalesce(coverage.explained_by, '')
        from fct_statement_coverage as coverage
        inner join dim_statements as statements using (statement_code)
        where coverage.is_statutory and coverage.disclosure_key in $keys
        order by statements.sort_order
    """,
    "notices": """
        select disclosure_key, reason, page_nos, message
        from fct_reader_notices
        where disclosure_key in $keys
        order by reason
    """,
}


def _means(name: str, disclosure: Disclosure) -> bool:
    key = disclosure.disclosure_key
    return (
        key == name
        or key.startswith(f"{name}-")
        or name.lower() in disclosure.source_file.lower()
        or name in disclosure.organization_name
    )


def _by_disclosure(
    warehouse: PublishedWarehouse, sql: str, keys: Sequence[str]
) -> Mapping[str, list[tuple[Any, ...]]]:
    """What a query says of each disclosure, without its key."""
    # Without parameters: DuckDB imports pandas for the first one, which takes longer than all else.
    quoted = ", ".join("'" + key.replace("'", "''") + "'" for key in keys) or "null"
    found: dict[str, list[tuple[Any, ...]]] = {}
    for key, *row in warehouse.rows(sql.replace("$keys", f"({quoted})")):
        found.setdefault(key, []).append(tuple(row))
    return found
