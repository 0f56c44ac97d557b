"""The number of rows of a table and the sum of their hashes, which one changed value changes.

Sums of parts add up to those of the whole, whatever the order of the rows.
"""

from __future__ import annotations

from typing import NamedTuple

import duckdb


class Checksum(NamedTuple):
    """Of all rows of a table."""

    rows: int
    hashes: int


# Of the rows of a relation that is named so.
HASHES = "coalesce(sum(hash(rows_of_table)), 0)"


def checksum_of(connection: duckdb.DuckDBPyConnection, table: str) -> Checksum:
    """Read every column of every row of a table, by its name in SQL."""
    ((rows, hashes),) = connection.execute(
        f"select count(*), {HASHES} from {table} as rows_of_table"
    ).fetchall()
    return Checksum(rows, int(hashes))
