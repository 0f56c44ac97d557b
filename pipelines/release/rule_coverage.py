"""Does every rule still test what it tested before? Held against the last release, before the next is out.

A rule that no longer finds its figures fails nothing and proves nothing: only the comparison shows it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from pipelines.models.affected import affected_documents, one_of
from pipelines.plain_paths import quoted_path
from pipelines.raw_store.segments import find_segments
from pipelines.release.published_file import PUBLISHED_SCHEMA
from pipelines.release.releases import current_stamp
from pipelines.settings import DATABASE_NAME, Settings

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
        connection.execute(f"attach {quoted_path(settings.build_file)} as {DATABASE_NAME} (read_only)")
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
        needed = {(database, table) for database in ("released", DATABASE_NAME) for table in (_FACT, _RULES)}
        if not needed <= present:
            return []
        affected = affected_documents(connection, "released")
        if (
            affected is not None
            and _goes_on_from(connection, current_stamp(settings))
            and not _lost(connection, present, f"disclosure_key in {one_of(affected)}")
        ):
            return []
        # Only all documents show whether a rule is lost everywhere.
        return _lost(connection, present, "true")


def _goes_on_from(connection: duckdb.DuckDBPyConnection, release: str | None) -> bool:
    state = f"{DATABASE_NAME}.raw.build_state"
    return bool(connection.execute(f"select 1 from {state} where release = ?", [release]).fetchall())


def _lost(
    connection: duckdb.DuckDBPyConnection, present: Collection[tuple[str, str]], condition: str
) -> list[LostRule]:
    """Rules that are lost in documents that meet a condition; ``present`` are the tables of both sides."""
    released, built = (
        " union all ".join(
            f"select rule_code, disclosure_key from {database}.{PUBLISHED_SCHEMA}.{table} "
            f"where status <> 'not_testable' and {condition}"
            for table in (_FACT, _CHECKS)
            if (database, table) in present
        )
        for database in ("released", DATABASE_NAME)
    )
    published = f"{DATABASE_NAME}.{PUBLISHED_SCHEMA}"
    found = connection.execute(
        f"""
        with before as (
            select rule_code, disclosure_key, count(*) as tested
            from ({released})
            semi join {published}.{_RULES} using (rule_code)
            semi join {published}.dim_disclosures using (disclosure_key)
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
        inner join {published}.dim_disclosures using (disclosure_key)
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
