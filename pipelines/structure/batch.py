"""The divisions of all tables of a batch, from rows as a dbt model selects them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipelines.structure.block import Row, by_block
from pipelines.structure.rows import division_rows

# Figures are counted in millionths of the unit.
DECIMALS = 6


def divisions_of_batch(
    lines: Sequence[Row], columns: Iterable[Row], figures: Iterable[Row]
) -> Iterator[dict[str, Any]]:
    """The rows of the divisions of the lines of each list, then of the columns of each block.

    The figures of one year add up, those of several do not: each period of a block is a list by itself. All
    of its periods have the same columns. ``lines`` have list_key and is_among_items beside what
    ``blocks_from_rows`` takes: where rows name the items of a statement, their names divide them. ``columns``
    have texts as header, family and kinds; ``figures`` a value as text, is_read and decimals.
    """
    columns_read, figures_read = numbered(columns), exact(figures)
    of_block = by_block(columns_read)
    keys = {line["list_key"]: line["block_key"] for line in lines}
    lines_of_lists = [{**line, "block_key": line["list_key"]} for line in lines if not line["is_among_items"]]
    columns_of_lists = [
        {**column, "block_key": list_key}
        for list_key, block_key in keys.items()
        for column in of_block.get(block_key, [])
    ]
    for row in division_rows(lines_of_lists, columns_of_lists, figures_read, ["lines"]):
        yield row | {"list_key": row["block_key"], "block_key": keys[row["block_key"]]}
    for row in division_rows(lines, columns_read, figures_read, ["columns"]):
        yield row | {"list_key": row["block_key"]}


def numbered(columns: Iterable[Row]) -> list[dict[str, Any]]:
    """The columns with a number for each text of their hints in place of the text."""
    ids: dict[str, int] = defaultdict(lambda: len(ids))
    return [
        {
            **column,
            "header": [ids[text] for text in column["header"] or []],
            "family": ids[column["family"]],
            "kinds": [[ids[code] for code in path] for path in column["kinds"]],
        }
        for column in columns
    ]


def exact(figures: Iterable[Row]) -> list[dict[str, Any]]:
    """The figures in millionths, each with the step to which it is rounded."""
    return [
        {
            "line_key": figure["line_key"],
            "column_key": figure["column_key"],
            "value": int(figure["value"]) if figure["is_read"] else None,
            "step": 10 ** max(0, DECIMALS - (figure["decimals"] or 0)),
        }
        for figure in figures
    ]
