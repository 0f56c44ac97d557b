"""What is exported: the reports, and the tables that no report shows, with names, texts and keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import duckdb

from pipelines.release.published_file import PUBLISHED_SCHEMA, REPORTS_SCHEMA

# Published tables whose rows a report shows, each row once.
SHOWN_BY_REPORTS = {
    "dim_disclosures": "disclosures",
    "fct_asset_holdings": "asset_holdings",
    "fct_economic_expenditures": "expenditure_by_economic_category",
    "fct_findings": "findings",
    "fct_function_expenditures": "expenditure_by_function",
    "fct_performance_targets": "performance_targets",
    "fct_procurement_items": "procurement_items",
    "fct_projects": "projects",
    "fct_published_amounts": "published_amounts",
    "fct_revenues": "revenue",
    "fct_statement_coverage": "statement_coverage",
    "fct_three_public_expenses": "three_public_expenses",
    "fct_unplaced_cells": "unplaced_cells",
}
# Views have no keys. Of these columns, the first that a report has is its key.
_REPORT_KEYS = ("amount_key", "target_key", "coverage_key", "finding_key", "cell_key")
_OTHER_REPORT_KEYS = {
    "disclosures": ("disclosure_key",),
    "budget_and_final": ("organization_key", "fiscal_year", "money_scope", "function_code"),
    "three_public_by_year": ("organization_key", "basis", "fiscal_year", "money_scope", "item_code"),
    "year_on_year": ("organization_key", "basis", "fiscal_year", "money_scope", "function_code"),
}
# What a column of this name refers to, in whichever table it is.
_REFERENCES = {
    "disclosure_key": ("disclosures", "disclosure_key"),
    "former_disclosure_key": ("disclosures", "disclosure_key"),
    "other_disclosure_key": ("disclosures", "disclosure_key"),
    "budget_disclosure_key": ("disclosures", "disclosure_key"),
    "final_disclosure_key": ("disclosures", "disclosure_key"),
    "organization_key": ("dim_organizations", "organization_key"),
    "region_code": ("dim_regions", "region_code"),
    "rule_code": ("dim_reconciliation_rules", "rule_code"),
    "statement_code": ("dim_statements", "statement_code"),
    "fund_source": ("dim_fund_sources", "code"),
    "nature": ("dim_expenditure_natures", "code"),
    "amount_key": ("published_amounts", "amount_key"),
    "total_amount_key": ("published_amounts", "amount_key"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its DuckDB type, its names by language, and its comment in both languages."""

    name: str
    data_type: str
    titles: dict[str, str]
    comment: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table to export. Its rows are in a temporary table of its name; its keys are those that hold.

    ``foreign_keys``: by column, the table and column that it refers to.
    """

    name: str
    titles: dict[str, str]
    comment: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: dict[str, tuple[str, str]]

    def has(self, column: str) -> bool:
        """Whether there is such a column."""
        return any(each.name == column for each in self.columns)


def read_tables(connection: duckdb.DuckDBPyConnection, names: Collection[str] | None = None) -> list[Table]:
    """What is exported, all or of these names, reports first; and temporary tables with their rows in order.

    Views are read once in this way, and the same release always gives the same rows in the same order.
    """
    titles = _titles(connection)
    described = _described(connection)
    all_columns = _columns(connection, titles)
    keys = _primary_keys(connection)
    tables = []
    for (schema, name), comment in described.items():
        if names is not None and name not in names:
            continue
        columns = tuple(all_columns[schema, name])
        stated = (
            _report_key(name, [column.name for column in columns])
            if schema == REPORTS_SCHEMA
            else keys.get(name, ())
        )
        order = ", ".join(f'"{column}"' for column in stated) or "all"
        connection.execute(f'create temp table "{name}" as from {schema}."{name}" order by {order}')
        key = stated if stated and _is_key(connection, name, stated) else ()
        tables.append(Table(name, titles.get(name, {}), comment, columns, key, {}))
    return [_with_references(connection, table, tables) for table in tables]


def _described(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """Schema and name of each table to export, with its comment."""
    rows = connection.execute(
        f"""
        select schema_name, view_name, comment from duckdb_views() where schema_name = '{REPORTS_SCHEMA}'
        union all
        select schema_name, table_name, comment from duckdb_tables() where schema_name = '{PUBLISHED_SCHEMA}'
        order by schema_name desc, 2
        """
    ).fetchall()
    return {
        (schema, name): comment or ""
        for schema, name, comment in rows
        if schema == REPORTS_SCHEMA or name not in SHOWN_BY_REPORTS
    }


def _columns(
    connection: duckdb.DuckDBPyConnection, titles: dict[str, dict[str, str]]
) -> dict[tuple[str, str], list[Column]]:
    """Columns by schema and table, in order."""
    columns = defaultdict(list)
    for schema, table, name, kind, comment in connection.execute(
        "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() "
        f"where schema_name in ('{REPORTS_SCHEMA}', '{PUBLISHED_SCHEMA}') order by column_index"
    ).fetchall():
        columns[schema, table].append(Column(name, kind, titles.get(name, {}), comment or ""))
    return columns


def _titles(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Names of reports and columns by language."""
    rows = connection.execute(
        f"select report_name_key, name_zh, name_en from {PUBLISHED_SCHEMA}.dim_report_names"
    ).fetchall()
    return {key: {"zh": chinese, "en": english} for key, chinese, english in rows}


def _primary_keys(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    rows = connection.execute(
        "select table_name, constraint_column_names from duckdb_constraints() "
        "where constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    return {table: tuple(columns) for table, columns in rows}


def _report_key(report: str, columns: list[str]) -> tuple[str, ...]:
    if report in _OTHER_REPORT_KEYS:
        return _OTHER_REPORT_KEYS[report]
    return next(((key,) for key in _REPORT_KEYS if key in columns), ())


def _is_key(connection: duckdb.DuckDBPyConnection, table: str, columns: Iterable[str]) -> bool:
    """Whether the columns distinguish rows. Empty text does not: CSV has no other mark for a gap."""
    names = [f'"{column}"' for column in columns]
    lacking = " or ".join(f"{name} is null or cast({name} as varchar) = ''" for name in names)
    found = connection.execute(
        f"select count(*) = count(distinct ({', '.join(names)})) and not coalesce(bool_or({lacking}), false) "
        f'from "{table}"'
    ).fetchone()
    return bool(found and found[0])


def _with_references(connection: duckdb.DuckDBPyConnection, table: Table, tables: list[Table]) -> Table:
    """The table with the references that its rows keep to."""
    keys = {each.name: each.primary_key for each in tables}
    references = {
        column.name: _REFERENCES[column.name]
        for column in table.columns
        if column.name in _REFERENCES
        and _REFERENCES[column.name][0] != table.name
        and keys.get(_REFERENCES[column.name][0]) == (_REFERENCES[column.name][1],)
    }
    holding = {
        column: (target, key)
        for column, (target, key) in references.items()
        if not connection.execute(
            f'select 1 from "{table.name}" as facts anti join "{target}" as named '
            f'on facts."{column}" = named."{key}" where facts."{column}" <> \'\' limit 1'
        ).fetchone()
    }
    return Table(table.name, table.titles, table.comment, table.columns, table.primary_key, holding)
