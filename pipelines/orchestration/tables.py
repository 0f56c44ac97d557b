"""What Dagster shows of a table: how many rows it has, and what its columns are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import dagster as dg

from pipelines.raw_store import RawStore


@dataclass(frozen=True, slots=True)
class Table:
    """A built table; ``columns`` are names and types in their order."""

    rows: int
    columns: list[tuple[str, str]]

    def metadata(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Rows and columns under the names that Dagster knows, with the descriptions of the dbt project."""
        described = {name: column["description"] for name, column in node["columns"].items()}
        columns = [dg.TableColumn(name, kind, described.get(name)) for name, kind in self.columns]
        return {"dagster/row_count": self.rows, "dagster/column_schema": dg.TableSchema(columns)}


def tables_of(store: RawStore) -> dict[str, Table]:
    """All tables and views of the build database by schema and name, in quotation marks."""
    columns: dict[str, list[tuple[str, str]]] = {}
    for schema, table, name, kind in store.rows(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where not internal and database_name = current_database() "
        "order by schema_name, table_name, column_index"
    ):
        columns.setdefault(f'"{schema}"."{table}"', []).append((name, kind))
    tables = {}
    for relation, of_table in columns.items():
        ((rows,),) = store.rows(f"select count(*) from {relation}")
        tables[relation] = Table(rows, of_table)
    return tables
