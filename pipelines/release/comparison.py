"""What changed between two releases: which documents, which figures, and what is proved of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipelines.plain_paths import quoted_path
from pipelines.release.published_file import PUBLISHED_SCHEMA

# What a figure says; where it is printed follows from its key.
_MEANING = (
    "statement_code",
    "flow",
    "row_role",
    "function_code",
    "department_economic_code",
    "government_economic_code",
    "unit_code",
    "project_code",
    "procurement_code",
    "fund_source",
    "nature",
    "basis",
    "fiscal_year",
    "measure",
)


class CannotCompare(ValueError):
    """A release cannot be read, or is of a version whose tables are others."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that two releases read in different ways, from the same place on paper.

    ``change`` is ``added``, ``removed``, ``value``, ``meaning`` or ``proof``; what a side does not have is
    null. Amounts are in yuan.
    """

    change: str
    disclosure_key: str
    source_file: str
    statement_code: str
    page_no: int | None
    line_label: str | None
    column_label: str | None
    former_amount_yuan: Decimal | None
    amount_yuan: Decimal | None
    former_verification: str | None
    verification: str | None
    differing_columns: Sequence[str]
    amount_key: str


@dataclass(frozen=True, slots=True)
class ReleaseChanges:
    """All that changed.

    ``documents_added`` and ``documents_removed`` are (disclosure key, file). ``figures`` are, by file and
    page, the first of those whose documents both releases hold. ``counts`` are numbers of all figures by
    change; figures of documents that came or went are among ``added`` and ``removed``. ``totals`` are
    (former, new) numbers: of documents, amounts, verified amounts and identities that fail.
    """

    documents_added: tuple[tuple[str, str], ...]
    documents_removed: tuple[tuple[str, str], ...]
    figures: tuple[FigureChange, ...]
    counts: Mapping[str, int]
    totals: Mapping[str, tuple[int, int]]

    @property
    def nothing(self) -> bool:
        """Do both releases hold the same figures of the same documents?"""
        return not (self.documents_added or self.documents_removed or self.counts)


_TOTALS = f"""
    select
        (select count(*) from {{side}}.{PUBLISHED_SCHEMA}.dim_disclosures) as documents,
        (select count(*) from {{side}}.{PUBLISHED_SCHEMA}.fct_published_amounts) as amounts,
        (
            select count(*) from {{side}}.{PUBLISHED_SCHEMA}.fct_published_amounts
            where verification = 'verified'
        ) as verified,
        (
            select count(*) from {{side}}.{PUBLISHED_SCHEMA}.fct_reconciliations where status = 'fail'
        ) as failing
"""
_DOCUMENTS = f"""
    select disclosure_key, source_file
    from {{side}}.{PUBLISHED_SCHEMA}.dim_disclosures
    anti join {{other}}.{PUBLISHED_SCHEMA}.dim_disclosures using (disclosure_key)
    order by source_file, disclosure_key
"""
_DIFFERING = ", ".join(
    f"case when old.{column} is distinct from new.{column} then '{column}' end" for column in _MEANING
)
_CHANGES = f"""
    create temp table changes as
    with pairs as (
        select
            coalesce(new.disclosure_key, old.disclosure_key) as disclosure_key,
            coalesce(new.statement_code, old.statement_code) as statement_code,
            coalesce(new.page_no, old.page_no) as page_no,
            coalesce(new.line_label, old.line_label) as line_label,
            coalesce(new.column_label, old.column_label) as column_label,
            old.amount_yuan as former_amount_yuan,
            new.amount_yuan,
            old.verification as former_verification,
            new.verification,
            list_filter([{_DIFFERING}], name -> name is not null) as differing_columns,
            coalesce(new.amount_key, old.amount_key) as amount_key,
            case
                when old.amount_key is null then 'added'
                when new.amount_key is null then 'removed'
                when old.amount_yuan is distinct from new.amount_yuan
                    or old.published_value is distinct from new.published_value then 'value'
                when len(differing_columns) > 0 then 'meaning'
                when old.verification is distinct from new.verification then 'proof'
            end as change
        from old.{PUBLISHED_SCHEMA}.fct_published_amounts as old
        full join new.{PUBLISHED_SCHEMA}.fct_published_amounts as new on old.amount_key = new.amount_key
    )

    select change, * exclude (change) from pairs where change is not null
"""
_FIGURES = f"""
    select
        changes.change,
        changes.disclosure_key,
        files.source_file,
        changes.* exclude (change, disclosure_key)
    from changes
    inner join new.{PUBLISHED_SCHEMA}.dim_disclosures as files using (disclosure_key)
    semi join old.{PUBLISHED_SCHEMA}.dim_disclosures as former using (disclosure_key)
    order by files.source_file, changes.page_no, changes.amount_key
    limit ?
"""


def compare_releases(former: Path, current: Path, most_figures: int = 1000) -> ReleaseChanges:
    """Compare the files of two releases, figure by figure; ``most_figures`` are named, all are counted.

    Raises :class:`CannotCompare`.
    """
    with duckdb.connect() as connection:
        try:
            for side, file in (("old", former), ("new", current)):
                connection.execute(f"attach {quoted_path(file)} as {side} (read_only)")
            return _compare(connection, most_figures)
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise CannotCompare(
                f"{former} and {current} cannot be compared: {first} Were they built by versions with other "
                "tables, or is one of them damaged?"
            ) from error


def _compare(connection: duckdb.DuckDBPyConnection, most_figures: int) -> ReleaseChanges:
    def rows(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql).fetchall()

    names = ("documents", "amounts", "verified", "failing")
    totals = [rows(_TOTALS.format(side=side))[0] for side in ("old", "new")]
    rows(_CHANGES)
    return ReleaseChanges(
        tuple(rows(_DOCUMENTS.format(side="new", other="old"))),
        tuple(rows(_DOCUMENTS.format(side="old", other="new"))),
        tuple(FigureChange(*row) for row in connection.execute(_FIGURES, [most_figures]).fetchall()),
        dict(rows("select change, count(*) from changes group by change order by change")),
        {name: (one, other) for name, one, other in zip(names, *totals, strict=True)},
    )
