"""Does every rule still test what it tested before? Held against the last release, before the next is out.

A rule that no longer finds its figures fails nothing and proves nothing: only the comparison shows it.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipelines.plain_paths import quoted_path
from pipelines.raw_store.segments import find_segments
from pipelines.release.published_file import PUBLISHED_SCHEMA
from pipelines.settings import Settings

_FACT = "fct_reconciliations"
# A release of an older version has no such table.
_CHECKS = "fct_publication_checks"
_RULES = "dim_reconciliation_rules"


class RulesLost(Exception):
    """A rule that tested figures in the last release tests none in the same documents now."""


@dataclass(frozen=True, slots=True)
class LostRule:
    """A rule that no longer tests anything in a document in which it tested ``before`` identities.

    ``everywhere`` is true where it tests nothing in any of the documents in which it did.
    """

    rule_code: str
    source_file: str
    before: int
    everywhere: bool


def lost_rules(settings: Settings) -> list[LostRule]:
    """Rules that lost all their identities in a document that both the release and the build hold.

    A rule that is no longer among the rules was taken out on purpose and is not listed.
    """
    if not settings.published_file.exists():
        return []
    with duckdb.connect(config=settings.database_configuration) as connection:
        find_segments(connection, settings.build_file)
        connection.execute(f"attach {quoted_path(settings.build_file)} as built (read_only)")
        try:
            connection.execute(f"attach {quoted_path(settings.published_file)} as released (read_only)")
        except duckdb.Error:
            # A damaged release has nothing to lose, and must not keep a sound one from taking its place.
            return []
        present = {
            (database, table)
            for database, table in connection.execute(
                "select table_catalog, table_name from information_schema.tables "
                f"where table_schema = '{PUBLISHED_SCHEMA}'"
            ).fetchall()
        }
        needed = {(database, table) for database in ("released", "built") for table in (_FACT, _RULES)}
        if not needed <= present:
            return []
        released, built = (
            " union all ".join(
                f"select rule_code, disclosure_key from {database}.{PUBLISHED_SCHEMA}.{table} "
                "where status <> 'not_testable'"
                for table in (_FACT, _CHECKS)
                if (database, table) in present
            )
            for database in ("released", "built")
        )
        found = connection.execute(
            f"""
            with before as (
                select rule_code, disclosure_key, count(*) as tested
                from ({released})
                semi join built.{PUBLISHED_SCHEMA}.{_RULES} using (rule_code)
                semi join built.{PUBLISHED_SCHEMA}.dim_disclosures using (disclosure_key)
                group by rule_code, disclosure_key
            ),
            compared as (
                select before.*, count(now.rule_code) as tested_now
                from before
                left join ({built}) as now
                    on before.rule_code = now.rule_code
                    and before.disclosure_key = now.disclosure_key
                group by all
            )
            select
                rule_code,
                source_file,
                tested,
                sum(tested_now) over (partition by rule_code) = 0 as everywhere
            from compared
            inner join built.{PUBLISHED_SCHEMA}.dim_disclosures using (disclosure_key)
            qualify tested_now = 0
            order by everywhere desc, rule_code, source_file
            """
        ).fetchall()
    return [LostRule(*row) for row in found]


def refuse_lost_rules(lost: list[LostRule]) -> None:
    """Raise :class:`RulesLost` where a rule tests nothing any more in all documents in which it did."""
    everywhere: dict[str, int] = {}
    for rule in lost:
        if rule.everywhere:
            everywhere[rule.rule_code] = everywhere.get(rule.rule_code, 0) + rule.before
    if everywhere:
        listed = ", ".join(f"{code} ({before:,} identities before)" for code, before in everywhere.items())
        raise RulesLost(
            f"These rules test nothing any more in the documents in which they did: {listed}. What they "
            "proved would silently be unproved. If that is meant, take the rule out of "
            "reconciliation_rules.csv, or build with --accept-lost-rules."
        )
