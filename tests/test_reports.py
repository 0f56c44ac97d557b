"""What people open: wide views with names in both languages, in every file and under any name of it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import duckdb
import pytest
from running import BuiltWarehouse

from pipelines.explore.command import PORT
from pipelines.models.dbt import prepare_manifest

# A report of facts, and the table whose rows it shows.
FACTS = {
    "expenditure_by_function": "fct_function_expenditures",
    "expenditure_by_economic_category": "fct_economic_expenditures",
    "revenue": "fct_revenues",
    "three_public_expenses": "fct_three_public_expenses",
    "projects": "fct_projects",
    "procurement_items": "fct_procurement_items",
    "asset_holdings": "fct_asset_holdings",
    "performance_targets": "fct_performance_targets",
    "published_amounts": "fct_published_amounts",
    "statement_coverage": "fct_statement_coverage",
    "findings": "fct_findings",
    "unplaced_cells": "fct_unplaced_cells",
    "disclosures": "dim_disclosures",
}
# Columns whose codes are no words for people to read.
WITHOUT_LABELS = {
    "unit_type",
    "relation",
    "confidence",
    "vocabulary",
    "origin",
    "step",
    "source_statement_code",
}


@pytest.fixture
def published(warehouse: BuiltWarehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file as a client opens it."""
    with duckdb.connect(str(warehouse.settings.published_file), read_only=True) as connection:
        yield connection


@pytest.fixture
def reports(published: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in published.sql("show tables").fetchall()}


def test_show_tables_is_the_table_of_contents(
    published: duckdb.DuckDBPyConnection, reports: set[str]
) -> None:
    in_schema = published.sql("select view_name from duckdb_views() where schema_name = 'reports'").fetchall()
    assert reports == {name for (name,) in in_schema}
    assert reports >= FACTS.keys() | {"budget_and_final", "year_on_year", "three_public_by_year"}


@pytest.mark.parametrize(("report", "facts"), FACTS.items())
def test_names_multiply_no_rows(published: duckdb.DuckDBPyConnection, report: str, facts: str) -> None:
    ((shown,),) = published.sql(f"select count(*) from {report}").fetchall()
    ((stored,),) = published.sql(f"select count(*) from marts.{facts}").fetchall()
    assert shown == stored
    assert shown or report in ("asset_holdings",)


def test_the_chinese_twin_shows_the_same_rows(
    published: duckdb.DuckDBPyConnection, reports: set[str]
) -> None:
    names = dict(published.sql("select report_name, name_zh from marts.dim_report_names").fetchall())
    for report in reports:
        twin = f'"报表"."{names[report]}"'
        ((shown,),) = published.sql(f"select count(*) from {report}").fetchall()
        assert published.sql(f"select count(*) from {twin}").fetchall() == [(shown,)]
        columns = [column for column, *_ in published.sql(f"describe {twin}").fetchall()]
        assert all(any("\u3400" <= character <= "\u9fff" for character in column) for column in columns)


def test_every_report_and_column_has_a_name_in_both_languages(
    published: duckdb.DuckDBPyConnection, reports: set[str]
) -> None:
    named = {key for (key,) in published.sql("select report_name_key from marts.dim_report_names").fetchall()}
    columns = {column for report in reports for column, *_ in published.sql(f"describe {report}").fetchall()}
    assert reports | columns == named


def test_each_yuan_is_counted_once_year_by_year(published: duckdb.DuckDBPyConnection) -> None:
    totals = "select money_scope, sum(amount_yuan) from {} where basis = 'budget' group by all order by all"
    by_year = published.sql(totals.format("year_on_year")).fetchall()
    assert by_year
    assert by_year == published.sql(totals.format("expenditure_by_function")).fetchall()


def test_a_card_counts_the_three_public_expenses_of_its_own_year(
    published: duckdb.DuckDBPyConnection,
) -> None:
    """One of the five texts also prints the budget and the execution of the year before."""
    differing = published.sql(
        """
        select cards.organization_name, cards.three_public_yuan, sum(facts.amount_yuan) as of_the_year
        from disclosures as cards
        inner join three_public_expenses as facts
            on cards.disclosure_key = facts.disclosure_key and cards.fiscal_year = facts.fiscal_year
        where facts.is_main_scope
        group by all
        having cards.three_public_yuan is distinct from of_the_year
        """
    ).fetchall()
    assert differing == []
    years = "select count(distinct fiscal_year) as years from three_public_expenses group by disclosure_key"
    assert published.sql(f"select max(years) from ({years})").fetchall() == [(2,)]


def test_a_code_that_a_place_has_made_has_a_class(published: duckdb.DuckDBPyConnection) -> None:
    unnamed = published.sql(
        "select economic_name_zh, economic_class_name_zh, economic_class_name_en "
        "from expenditure_by_economic_category where economic_name_zh is null"
    ).fetchall()
    assert unnamed == [(None, "对事业单位经常性补助", "Recurrent subsidies to public institutions")]


def test_a_region_has_one_name_in_all_reports(
    published: duckdb.DuckDBPyConnection, reports: set[str]
) -> None:
    named = [
        f"select region_code, region_name from {report}"
        for report in sorted(reports)
        if "region_code" in published.sql(f"from {report}").columns
    ]
    names = dict(published.sql("select region_code, full_name_zh from marts.dim_regions").fetchall())
    shown = published.sql(" union ".join(named)).fetchall()
    assert len(named) > 10
    assert shown and all(names.get(code) == name for code, name in shown)


def test_ten_thousand_yuan_are_exact(published: duckdb.DuckDBPyConnection) -> None:
    wrong = "select count(*) from published_amounts where amount_10k_yuan * 10000 <> amount_yuan"
    assert published.sql(wrong).fetchall() == [(0,)]


def test_a_file_that_is_attached_by_another_name_can_be_asked(warehouse: BuiltWarehouse) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse.settings.published_file}' as other (read_only)")
        ((count,),) = connection.execute("select count(*) from other.revenue").fetchall()
        assert count
        assert connection.execute('select count(*) from other."报表"."收入"').fetchall() == [(count,)]


def test_the_file_says_how_its_tables_join(published: duckdb.DuckDBPyConnection) -> None:
    keys = published.sql("select table_name, constraint_text from duckdb_constraints()").fetchall()
    assert ("dim_disclosures", "PRIMARY KEY(disclosure_key)") in keys
    assert (
        "fct_function_expenditures",
        "FOREIGN KEY (amount_key) REFERENCES marts.fct_published_amounts(amount_key)",
    ) in keys


def test_every_code_has_a_label(published: duckdb.DuckDBPyConnection) -> None:
    nodes = json.loads(prepare_manifest().read_text(encoding="utf-8"))["nodes"].values()
    labelled = set(published.sql("select code_column, code from marts.dim_code_labels").fetchall())
    accepted = {
        (column["name"], str(value))
        for node in nodes
        if node["resource_type"] == "model" and node["schema"] == "marts"
        for column in node["columns"].values()
        if column["name"] not in WITHOUT_LABELS
        for check in column["config"].get("meta", {}).get("checks", [])
        if isinstance(check, dict)
        for value in check.get("accepted_values", [])
    }
    assert accepted
    assert sorted(accepted - labelled) == []


def test_links_lead_to_where_the_explorer_usually_is(published: duckdb.DuckDBPyConnection) -> None:
    ((link, key),) = published.sql("select trace_link, amount_key from published_amounts limit 1").fetchall()
    assert link == f"http://127.0.0.1:{PORT}/figures/{key}"
