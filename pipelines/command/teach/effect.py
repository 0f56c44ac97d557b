"""What more rows of the vocabulary would change: the same document, built with both vocabularies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.release.queries import PublishedWarehouse

_IDENTITIES = ("pass", "rounding", "fail", "not_testable")
_REASONS = "select reason, count(*) from fct_unplaced_cells group by reason"
_MEANINGS = """
    select
        amount_key,
        statement_code,
        flow,
        row_role,
        fund_source,
        nature,
        basis,
        fiscal_year,
        measure,
        amount_yuan
    from fct_published_amounts
"""
_FAILURES = """
    select
        statements.name_zh,
        identities.subject,
        identities.page_no,
        identities.explanation,
        list_concat(identities.left_amount_keys, identities.right_amount_keys)
    from fct_reconciliations as identities
    inner join dim_statements as statements using (statement_code)
    where identities.status = 'fail'
    order by statements.sort_order, identities.page_no, identities.subject, identities.reconciliation_key
"""
_PLACED = """
    select statement_code, count(*)
    from (
        select statement_code from fct_published_amounts
        union all
        select statement_code from fct_performance_targets
    )
    group by statement_code
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one statement, or of all: amounts and targets, cells without a place, identities by status."""

    placed: int
    unplaced: int
    identities: Mapping[str, int]


_NOTHING = Counts(0, 0, dict.fromkeys(_IDENTITIES, 0))


@dataclass(frozen=True, slots=True)
class Change:
    """Counts of one statement with the vocabulary as it is, and as it would be."""

    statement_code: str
    name: str
    before: Counts
    after: Counts


@dataclass(frozen=True, slots=True)
class NewFailure:
    """An identity that fails only with the new rows; ``cell_keys`` are those of its amounts."""

    statement: str
    subject: str
    page_no: int | None
    explanation: str
    cell_keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Effect:
    """All that would change.

    ``reasons`` are counts of unplaced cells by reason, before and after; ``changed_keys`` are the cells whose
    figures are published with the new rows only, or with another meaning.
    """

    total: Change
    changes: tuple[Change, ...]
    reasons: Mapping[str, tuple[int, int]]
    new_failures: tuple[NewFailure, ...]
    changed_keys: frozenset[str]


def compare(before: PublishedWarehouse, after: PublishedWarehouse) -> Effect:
    """Compare two builds of one document."""
    names = dict(after.rows("select statement_code, name_zh from dim_statements order by sort_order"))
    one, other = _counts(before), _counts(after)
    changes = [
        Change(code, name, one.get(code, _NOTHING), other.get(code, _NOTHING)) for code, name in names.items()
    ]
    reasons = [dict(each.rows(_REASONS)) for each in (before, after)]
    return Effect(
        Change("", "", _sum(one.values()), _sum(other.values())),
        tuple(change for change in changes if change.before != change.after),
        {
            reason: (reasons[0].get(reason, 0), reasons[1].get(reason, 0))
            for reason in sorted(reasons[0].keys() | reasons[1].keys())
        },
        tuple(_new_failures(before, after)),
        frozenset(key for key, *_ in set(after.rows(_MEANINGS)) - set(before.rows(_MEANINGS))),
    )


def _counts(warehouse: PublishedWarehouse) -> dict[str, Counts]:
    placed = dict(warehouse.rows(_PLACED))
    unplaced = dict(
        warehouse.rows("select statement_code, count(*) from fct_unplaced_cells group by statement_code")
    )
    identities: dict[str, dict[str, int]] = {}
    for code, status, number in warehouse.rows(
        "select statement_code, status, count(*) from fct_reconciliations group by all"
    ):
        identities.setdefault(code, dict.fromkeys(_IDENTITIES, 0))[status] = number
    return {
        code: Counts(placed.get(code, 0), unplaced.get(code, 0), identities.get(code, _NOTHING.identities))
        for code in placed.keys() | unplaced.keys() | identities.keys()
    }


def _sum(counts: Iterable[Counts]) -> Counts:
    placed = unplaced = 0
    identities: Counter[str] = Counter(dict.fromkeys(_IDENTITIES, 0))
    for each in counts:
        placed, unplaced = placed + each.placed, unplaced + each.unplaced
        identities.update(each.identities)
    return Counts(placed, unplaced, dict(identities))


def _new_failures(before: PublishedWarehouse, after: PublishedWarehouse) -> list[NewFailure]:
    """A figure that changes its statement takes its failing identities along: those are not new."""
    known = {(row[1], row[2], frozenset(row[4])) for row in before.rows(_FAILURES)}
    return [
        NewFailure(statement, subject, page_no, explanation, frozenset(keys))
        for statement, subject, page_no, explanation, keys in after.rows(_FAILURES)
        if (subject, page_no, frozenset(keys)) not in known
    ]
