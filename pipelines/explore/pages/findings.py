"""What does not add up: findings by the yuan that they are about, with filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.explore.release import Record, records
from pipelines.release.queries import PublishedWarehouse

FINDINGS_OF_A_PAGE = 20

_FROM = """
    from kept.findings as findings
    inner join fct_findings as facts using (finding_key)
    inner join dim_disclosures as disclosures on findings.disclosure_key = disclosures.disclosure_key
"""
_WHERE = """
    where ($kind = '' or findings.kind = $kind)
        and ($severity = '' or findings.severity = $severity)
        and ($state = '' or findings.is_known = ($state = 'reviewed'))
        and ($disclosure = '' or findings.disclosure_key = $disclosure)
        and ($province = '' or findings.province_name = $province)
        and ($finding = '' or findings.finding_key = $finding)
        and (
            $words = ''
            or contains(coalesce(findings.organization_name, ''), $words)
            or contains(coalesce(findings.subject, ''), $words)
        )
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings; an empty text asks for all. ``state`` is ``open`` or ``reviewed``."""

    kind: str = ""
    severity: str = ""
    state: str = ""
    disclosure: str = ""
    province: str = ""
    finding: str = ""
    words: str = ""

    def parameters(self) -> Mapping[str, str]:
        """By the names that the query has for them."""
        return {name: getattr(self, name) for name in self.__slots__}


def findings(
    warehouse: PublishedWarehouse, wanted: Wanted, page: int = 1, rows: int | None = FINDINGS_OF_A_PAGE
) -> list[Record]:
    """Findings: open ones before reviewed ones, then by severity, then by difference in yuan."""
    return records(
        warehouse,
        f"""
        select
            findings.* replace (
                coalesce(nullif(findings.organization_name, ''), findings.source_file) as organization_name
            ),
            facts.other_statement_code,
            disclosures.title,
            disclosures.content_sha256,
            disclosures.media_type,
            amounts.amount_key,
            amounts.table_no,
            amounts.row_no,
            amounts.col_no,
            amounts.source_line,
            amounts.raw_text
        {_FROM}
        left join fct_published_amounts as amounts on findings.amount_keys[1] = amounts.amount_key
        {_WHERE}
        order by
            findings.is_known,
            array_position(['error', 'warning', 'info'], findings.severity),
            findings.difference_yuan desc nulls last,
            findings.finding_key
        limit $limit offset $offset
        """,
        {**wanted.parameters(), "limit": rows or 2**31, "offset": (page - 1) * (rows or 0)},
    )


def counts(warehouse: PublishedWarehouse, wanted: Wanted) -> Record:
    """How many findings there are, how many of them are open and how many were reviewed."""
    (row,) = records(
        warehouse,
        f"""
        select
            count(*) as finding_count,
            count(*) filter (not findings.is_known) as open_count,
            count(*) filter (findings.is_known) as reviewed_count
        {_FROM}
        {_WHERE}
        """,
        wanted.parameters(),
    )
    return row


def choices(warehouse: PublishedWarehouse) -> dict[str, list[str]]:
    """What the filters offer: kinds, severities and provinces that have findings."""
    return {
        name: [value for (value,) in warehouse.rows(sql)]
        for name, sql in {
            "kind": "select kind from kept.findings group by kind order by count(*) desc, kind",
            "severity": "select severity from kept.findings group by severity "
            "order by array_position(['error', 'warning', 'info'], severity)",
            "province": "select distinct province_name from kept.findings "
            "where province_name is not null order by 1",
        }.items()
    }
