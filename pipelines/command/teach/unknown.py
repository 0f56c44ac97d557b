"""The words that a document prints and no row of the vocabulary covers, and what each of them costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.release.queries import PublishedWarehouse

# The dbt project finds them. The example is the first figure, if possible one that is under the words.
_WORDINGS = """
    select
        vocabulary,
        wording,
        arg_min(printed_text, place),
        arg_min(cell_key, place),
        arg_min(title, place),
        arg_min(column_label, place),
        list(distinct page_no order by page_no),
        list(cell_key order by cell_key),
        count(reason)
    from (
        select *, (not contains(column_label, printed_text), page_no, table_no, row_no, col_no) as place
        from fct_unknown_wordings
    )
    group by vocabulary, wording
    order by count(*) desc, vocabulary, wording
"""
_OTHERS = """
    select unplaced.reason, count(*)
    from fct_unplaced_cells as unplaced
    anti join fct_unknown_wordings using (cell_key)
    where unplaced.reason like 'unknown%' or unplaced.reason = 'header_contradicts_arithmetic'
    group by unplaced.reason
    order by count(*) desc
"""


@dataclass(frozen=True, slots=True)
class UnknownWording:
    """A wording that one list (``vocabulary``) could cover.

    ``wording`` is in the form in which the list is matched, ``printed_text`` as printed; ``example_key`` is
    the cell of the first figure that waits for it. ``unplaced`` of the cells are in no fact; of the others
    only the meaning is incomplete.
    """

    vocabulary: str
    wording: str
    printed_text: str
    example_key: str
    title: str | None
    column_label: str | None
    pages: tuple[int, ...]
    cell_keys: frozenset[str]
    unplaced: int


def find_unknown(warehouse: PublishedWarehouse) -> list[UnknownWording]:
    """All unknown wordings, those that cost most cells first."""
    found = warehouse.rows(_WORDINGS)
    return [
        UnknownWording(*row[:6], pages=tuple(row[6]), cell_keys=frozenset(row[7]), unplaced=row[8])
        for row in found
    ]


def unplaced_otherwise(warehouse: PublishedWarehouse) -> Sequence[tuple[str, int]]:
    """(reason, cells) of what is unknown, but not for want of a row: words are missing or contradictory."""
    return [(reason, cells) for reason, cells in warehouse.rows(_OTHERS)]
