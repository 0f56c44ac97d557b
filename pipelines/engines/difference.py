"""What differs between the tables that two engines have made of the same Parquet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipelines.engines.inputs import WholeWarehouse, table_file
from pipelines.plain_paths import quoted_path
from pipelines.settings import Configuration

# Engines reckon with other widths: a sum in DuckDB has 38 digits, in Spark ten more than what is added.
_WIDTH = re.compile(r"\((\d+),(\d+)\)|\b(?:TINY|SMALL|BIG)?INT(?:EGER)?\b")


@dataclass(frozen=True, slots=True)
class Difference:
    """One table on two engines: rows, sums of all exact numbers, rows that only one has, columns that differ.

    Rows are compared as they are: equal rows count as often as they occur, and numbers to the last digit.
    """

    table: str
    rows: tuple[int, int]
    sums: tuple[Decimal, Decimal]
    only: tuple[int, int]
    columns: tuple[str, ...]

    @property
    def is_none(self) -> bool:
        """Whether both engines agree."""
        return not any(self.only) and not self.columns


def differences(
    part: WholeWarehouse, one: Path, other: Path, configuration: Configuration
) -> Iterator[Difference]:
    """Each table or view of ``part``, from two folders of results. Raises duckdb.Error."""
    with duckdb.connect(config=configuration) as connection:
        for model in part.models:
            yield _difference(connection, model.table, one, other)


def _difference(connection: duckdb.DuckDBPyConnection, table: str, one: Path, other: Path) -> Difference:
    sides = (_rows_of(one, table), _rows_of(other, table))
    columns = [dict(row[:2] for row in connection.execute(f"describe {side}").fetchall()) for side in sides]
    differing = {f"{name} {kind}" for side in columns for name, kind in _kinds(side)}
    differing -= {f"{name} {kind}" for name, kind in _kinds(columns[0]) & _kinds(columns[1])}
    if list(columns[0]) != list(columns[1]):
        only = (0, 0)
        differing.add("other names, or another order")
    else:
        only = (_count_only(connection, *sides), _count_only(connection, *reversed(sides)))
    return Difference(
        table,
        (_number(connection, "count(*)", sides[0]), _number(connection, "count(*)", sides[1])),
        (_sum(connection, columns[0], sides[0]), _sum(connection, columns[1], sides[1])),
        only,
        tuple(sorted(differing)),
    )


def _rows_of(folder: Path, table: str) -> str:
    file = table_file(folder, table)
    return f"from read_parquet({quoted_path(file / '*.parquet' if file.is_dir() else file)})"


def _kinds(columns: dict[str, str]) -> set[tuple[str, str]]:
    """Columns with their types, without widths; the scale of a decimal counts."""
    return {(name, _WIDTH.sub(_without_width, kind)) for name, kind in columns.items()}


def _without_width(found: re.Match[str]) -> str:
    return f"(,{found[2]})" if found[2] else "integer"


def _count_only(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> int:
    return _number(connection, "count(*)", f"from ({one} except all {other})")


def _sum(connection: duckdb.DuckDBPyConnection, columns: dict[str, str], rows: str) -> Decimal:
    exact = [f'"{name}"' for name, kind in columns.items() if kind.startswith("DECIMAL") and "[" not in kind]
    summed = " + ".join(f"coalesce(sum(cast({name} as decimal(38, 6))), 0)" for name in exact)
    return _number(connection, summed, rows) if exact else Decimal(0)


def _number(connection: duckdb.DuckDBPyConnection, expression: str, rows: str) -> Any:
    ((value,),) = connection.execute(f"select {expression} {rows}").fetchall()
    return value
