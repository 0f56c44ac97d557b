"""Read the published warehouse: one whole release, opened read-only."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from pipelines.plain_paths import plain_path
from pipelines.release.published_file import PUBLISHED_SCHEMA, REPORTS_SCHEMA
from pipelines.settings import Settings

Rows = Sequence[tuple[Any, ...]]


class PublishedWarehouse:
    """Queries over one release; tables of ``marts`` and ``reports`` need no schema before their names."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    @classmethod
    @contextmanager
    def open(cls, settings: Settings) -> Generator[PublishedWarehouse]:
        """Open the current release. Raises FileNotFoundError when nothing was published yet."""
        if not settings.published_file.exists():
            raise FileNotFoundError(
                f"There is no warehouse at {settings.published_file}. Build it with `yusuan build`."
            )
        with duckdb.connect(str(plain_path(settings.published_file)), read_only=True) as connection:
            search_published(connection)
            yield cls(connection)

    def table(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[list[str], Rows]:
        """Column names and rows of a query."""
        cursor = self.connection.execute(sql, list(parameters) or None)
        return [column[0] for column in cursor.description or ()], cursor.fetchall()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """Rows of a query."""
        return self.table(sql, parameters)[1]

    def columns_of(self, table: str) -> set[str]:
        """Columns of a published table; none where there is no such table."""
        # Without a parameter: DuckDB imports pandas for the first one, which takes longer than all else.
        found = self.rows(f"select column_name from duckdb_columns() where table_name = '{table}'")
        return {name for (name,) in found}


def search_published(connection: duckdb.DuckDBPyConnection) -> None:
    """Let names without a schema be looked for among the marts and reports."""
    ((schemas,),) = connection.execute(
        "select string_agg(schema_name, ',' order by schema_name) from information_schema.schemata "
        f"where schema_name in ('{PUBLISHED_SCHEMA}', '{REPORTS_SCHEMA}')"
    ).fetchall()
    if schemas:
        connection.execute(f"set search_path = '{schemas}'")


def write_rows(columns: Sequence[str], rows: Rows, output_format: str) -> None:
    """Print a result as ``table``, ``csv`` or ``json`` (one array of objects; decimals as numbers)."""
    if output_format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    elif output_format == "json":
        objects = [dict(zip(columns, row, strict=True)) for row in rows]
        print(json.dumps(objects, ensure_ascii=False, indent=2, default=_as_json))
    else:
        print_table(columns, rows)


def print_table(columns: Sequence[str], rows: Rows, title: str | None = None) -> None:
    """Print rows for people: figures to the right, with thousands separators."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left")
    for index, column in enumerate(columns):
        figures = any(isinstance(row[index], int | float | Decimal) for row in rows)
        table.add_column(column, justify="right" if figures else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_as_text(value) for value in row))
    console = Console()
    console.print(table)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal | float):
        return f"{value:,}"
    return str(value).replace("[", "\\[")


def _as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
