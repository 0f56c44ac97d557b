"""The real models give the same rows whether documents are built at once or one after another."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from drawn_statements import draw_book
from running import RAW_DIR, BuiltWarehouse, yusuan_here

from pipelines.raw_folder.fingerprints import disclosure_key, sha256_of_file

# Times and durations differ in every build.
VOLATILE = ("seconds",)

WITHDRAWN = "xinzhou-2022-gongyehexinxihuaju-budget.txt"
REPLACED = "guyuan-2024-gongyehexinxihuaju-budget.txt"
UNREADABLE = "empty.pdf"
PRINTED, REVISED = "2210203-购房补贴\t12.28\t15\t15", "2210203-购房补贴\t12.28\t15\t16"


# What happened when: no two warehouses share it.
HISTORIES = {"dim_releases", "fct_release_tables", "fct_reading_history"}


def differing_tables(first: Path, second: Path) -> list[str]:
    """Published tables whose rows differ, by a sum over them, without times and histories."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{first}' as first (read_only)")
        connection.execute(f"attach '{second}' as second (read_only)")
        columns: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "select table_name, column_name from duckdb_columns() "
            "where database_name = 'first' and schema_name = 'marts'"
        ).fetchall():
            if table not in HISTORIES and column not in VOLATILE and not column.endswith("_at"):
                columns.setdefault(table, []).append(f'"{column}"')
        differing = []
        for table, names in columns.items():
            first_rows, second_rows = (
                connection.execute(
                    "select count(*), sum(hash(rows)) "
                    f"from (select {', '.join(names)} from {of}.marts.{table}) as rows"
                ).fetchall()
                for of in ("first", "second")
            )
            if first_rows != second_rows:
                differing.append(table)
        return differing


@dataclass(frozen=True)
class ChangedFolder:
    """``data/raw`` after changes, and the warehouse that was updated after each of them."""

    raw_dir: Path
    warehouse_dir: Path

    def build(self, *, failed: bool = False) -> None:
        done = yusuan_here(
            "build",
            "--raw-dir",
            self.raw_dir,
            "--warehouse-dir",
            self.warehouse_dir,
        )
        assert done.returncode == failed, done.stdout + done.stderr

    @property
    def published(self) -> Path:
        return self.warehouse_dir / "disclosures.duckdb"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.published), read_only=True) as connection:
            connection.execute("use marts")
            return connection.execute(sql).fetchall()


def the_year_before(text: str) -> str:
    """The disclosure changed into one of 2023, with 2 instead of 1 for 公务接待费."""
    text = text.replace("2023", "2022").replace("2024", "2023")
    line = "1\t0\t0\t0\t0\t1\t0.2\t0\t0\t0\t0\t0.2\t1\t0\t0\t0\t0\t1"
    assert text.count(line) == 1
    return text.replace(line, line.removesuffix("1\t0\t0\t0\t0\t1") + "2\t0\t0\t0\t0\t2")


@pytest.fixture(scope="module")
def changed(warehouse: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory) -> ChangedFolder:
    """One disclosure removed, one replaced by a revised file; one of last year, a book of three and an empty
    file added."""
    folder = tmp_path_factory.mktemp("changed")
    place = ChangedFolder(folder / "raw", folder / "warehouse")
    shutil.copytree(RAW_DIR, place.raw_dir)
    shutil.copytree(warehouse.settings.warehouse_dir, place.warehouse_dir, symlinks=True)
    (place.raw_dir / WITHDRAWN).unlink()
    original = place.raw_dir / REPLACED
    text = original.read_text(encoding="utf-8")
    assert text.count(PRINTED) == 1
    original.unlink()
    (place.raw_dir / "revised.txt").write_text(text.replace(PRINTED, REVISED), encoding="utf-8")
    (place.raw_dir / "2023.txt").write_text(the_year_before(text), encoding="utf-8")
    draw_book(place.raw_dir / "book.pdf")
    (place.raw_dir / UNREADABLE).touch()
    place.build(failed=True)
    return place


def tables_that_name(published: Path, disclosure_key: str) -> set[str]:
    """Published tables, but for the history, with the key in any text, also within other keys and lists."""
    with duckdb.connect(str(published), read_only=True) as connection:
        tables = connection.execute(
            "select distinct schema_name, table_name from duckdb_columns() "
            "where schema_name in ('marts', 'reports')"
        ).fetchall()
        return {
            table
            for schema, table in tables
            if table not in HISTORIES
            and connection.execute(
                f'select 1 from {schema}."{table}" as rows where contains(cast(rows as varchar), ?) limit 1',
                [disclosure_key],
            ).fetchall()
        }


def key_of(name: str) -> str:
    return disclosure_key(sha256_of_file(RAW_DIR / name))


def test_no_table_names_a_document_that_was_read_and_is_gone(
    warehouse: BuiltWarehouse, changed: ChangedFolder
) -> None:
    before = tables_that_name(warehouse.settings.published_file, key_of(WITHDRAWN))
    assert {"dim_disclosures", "fct_published_amounts", "fct_statement_coverage"} <= before
    assert tables_that_name(changed.published, key_of(WITHDRAWN)) == set()
    superseded = tables_that_name(changed.published, key_of(REPLACED))
    assert {"dim_disclosures", "fct_published_amounts", "fct_statement_coverage"} <= superseded


def test_what_is_taken_away_is_gone(changed: ChangedFolder) -> None:
    assert changed.rows(f"select count(*) from dim_disclosures where source_file = '{WITHDRAWN}'") == [(0,)]
    for table in ("fct_published_amounts", "fct_function_expenditures", "fct_reconciliations"):
        sql = f"select count(*) from {table} anti join dim_disclosures using (disclosure_key)"
        assert changed.rows(sql) == [(0,)]


def test_a_replaced_file_is_an_older_vintage_whose_figures_stay(changed: ChangedFolder) -> None:
    assert changed.rows(
        "select source_file, vintage_no, is_current, superseded_by is null from dim_disclosures "
        "where organization_name = '固原市工业和信息化局' and fiscal_year = 2024 order by vintage_no"
    ) == [(REPLACED, 1, False, False), ("revised.txt", 2, True, True)]
    figures = (
        "select source_file, published_value "
        "from fct_published_amounts join dim_disclosures using (disclosure_key) "
        "where statement_code = 'general_expenditure' and function_code = '2210203' and basis = 'budget' "
        "and dim_disclosures.fiscal_year = 2024 and nature = 'basic' order by 1"
    )
    assert changed.rows(figures) == [(REPLACED, 15), ("revised.txt", 16)]


def test_analysts_facts_hold_the_current_vintage_only(changed: ChangedFolder) -> None:
    for table in ("fct_function_expenditures", "fct_economic_expenditures", "fct_revenues"):
        assert changed.rows(
            f"select distinct source_file from {table} join dim_disclosures using (disclosure_key) "
            "where dim_disclosures.organization_name = '固原市工业和信息化局' order by 1"
        ) == [("2023.txt",), ("revised.txt",)]


def test_what_a_new_vintage_says_otherwise_is_a_table(changed: ChangedFolder) -> None:
    assert changed.rows(
        "select change, statement_code, line_label, former_value, published_value, difference_yuan "
        "from fct_vintage_differences"
    ) == [("changed", "general_expenditure", "购房补贴", 15, 16, 10_000)]


def test_last_years_figures_are_held_against_last_years_disclosure(changed: ChangedFolder) -> None:
    found = changed.rows(
        "select column_label, amount_yuan, other_amount_yuan, status from fct_disclosure_comparisons "
        "join dim_disclosures using (disclosure_key) where rule_code = 'last_budget_as_disclosed' "
        "and source_file = 'revised.txt' and statement_code = 'three_public' order by 1"
    )
    assert ("2023年预算数 / 公务接待费", 10_000, 20_000, "fail") in found
    assert ("2023年预算数 / 因公出境费", 0, 0, "pass") in found
    assert {status for *_, status in found} == {"pass", "fail"}


def test_what_comes_back_leaves_no_trace(warehouse: BuiltWarehouse, changed: ChangedFolder) -> None:
    assert "fct_published_amounts" in differing_tables(warehouse.settings.published_file, changed.published)
    assert changed.rows("select count(*) from dim_disclosures where source_file = 'book.pdf'") == [(3,)]
    for name in (WITHDRAWN, REPLACED):
        shutil.copy(RAW_DIR / name, changed.raw_dir / name)
    failed = disclosure_key(sha256_of_file(changed.raw_dir / UNREADABLE))
    assert {"fct_extraction_outcomes", "fct_statement_coverage"} <= tables_that_name(
        changed.published, failed
    )
    for name in ("revised.txt", "2023.txt", "book.pdf", UNREADABLE):
        (changed.raw_dir / name).unlink()
    changed.build()
    assert tables_that_name(changed.published, failed) == set()
    assert differing_tables(warehouse.settings.published_file, changed.published) == []
