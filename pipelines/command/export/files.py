"""Parquet and CSV of a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.command.export.tables import Table
from pipelines.plain_paths import quoted_path

# The name that every reader of partitioned Parquet takes for a missing value.
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
_BYTE_ORDER_MARK = "\ufeff"
# Excel takes such a text for a formula, or for a number or date that it shows otherwise than it is printed:
# 015 as 15, a code of 15 digits as 1.23E+14, 1-2 as the second of January.
_EXCEL_CHANGES = (
    r"^[=+\-@＝＋－＠\t\r\n]|^0\d+$|^\d{12,}$|^\d+(\.\d+)?[eE][+-]?\d+$|^\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?$"
)


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of an export. ``name`` is that of its table, with the part that it holds."""

    name: str
    path: Path
    table: Table
    rows: int


def is_partitioned(table: Table) -> bool:
    """Whether a table has a file for each year. The cards of disclosures have not: others refer to them."""
    return table.has("fiscal_year") and table.name != "disclosures" and not table.name.startswith("dim_")


def write_parquet(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> Iterator[WrittenFile]:
    """Write a table, or each fiscal year of it into ``TABLE/fiscal_year=YEAR/``; the year stays a column."""
    if not is_partitioned(table):
        path = folder / f"{table.name}.parquet"
        yield WrittenFile(table.name, path, table, _copy_parquet(connection, table, "true", path))
        return
    years = connection.execute(f'select distinct fiscal_year from "{table.name}" order by all').fetchall()
    for (year,) in years or [(None,)]:
        path = folder / table.name / f"fiscal_year={_NO_YEAR if year is None else year}" / "data.parquet"
        path.parent.mkdir(parents=True)
        condition = "fiscal_year is null" if year is None else f"fiscal_year = {int(year)}"
        rows = _copy_parquet(connection, table, condition, path)
        yield WrittenFile(f"{table.name}-{'no-year' if year is None else year}", path, table, rows)


def write_csv(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> Iterator[WrittenFile]:
    """Write a table that Excel opens rightly: marked as UTF-8, decimals in full, no text becomes a formula.

    A text that Excel would take for a formula, or alter, begins with an apostrophe.
    """
    path = folder / f"{table.name}.csv"
    columns = [_for_excel(column.name, column.data_type) for column in table.columns]
    # Only the mark before the first name shows Excel the encoding.
    columns[0] = f'{columns[0]} as "{_BYTE_ORDER_MARK}{table.columns[0].name}"'
    columns[1:] = [
        f'{value} as "{column.name}"' for value, column in zip(columns[1:], table.columns[1:], strict=True)
    ]
    query = f'select {", ".join(columns)} from "{table.name}"'
    yield WrittenFile(table.name, path, table, _copy(connection, query, path, "format csv, header"))


def _for_excel(column: str, data_type: str) -> str:
    """SQL: a column as it goes into a cell."""
    if data_type.endswith("[]"):
        return f'to_json("{column}")'
    if data_type in ("DOUBLE", "FLOAT"):
        # Never 1e-05.
        return f'cast("{column}" as decimal(38, 6))'
    if data_type == "TIMESTAMP":
        return f"""strftime("{column}", '%Y-%m-%dT%H:%M:%SZ')"""
    if data_type == "VARCHAR":
        return f"""if(regexp_matches("{column}", '{_EXCEL_CHANGES}'), '''' || "{column}", "{column}")"""
    return f'"{column}"'


def _copy_parquet(connection: duckdb.DuckDBPyConnection, table: Table, condition: str, path: Path) -> int:
    query = f'from "{table.name}" where {condition}'
    return _copy(connection, query, path, "format parquet, compression zstd")


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path, options: str) -> int:
    """Write the rows of a query; their number."""
    done = connection.execute(f"copy ({query}) to {quoted_path(path)} ({options})").fetchone()
    return done[0] if done else 0
