"""Exports: what others open, valid by the Frictionless validator, with the rows of the published file."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet
import pytest
from frictionless import Package, Resource, Schema, validate
from hypothesis import given, settings
from hypothesis import strategies as st
from running import BuiltWarehouse, yusuan_here

from pipelines.command.export.files import write_csv
from pipelines.command.export.fiscal import COLUMN_TYPES
from pipelines.command.export.folder import FolderHoldsOtherFiles, whole_folder, write_json
from pipelines.command.export.tables import SHOWN_BY_REPORTS, Column, Table

Export = Callable[..., Path]
MEANINGS = ("value", "date:", "functional-", "economic-", "administrative-")


@pytest.fixture(scope="module")
def export(warehouse: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Export:
    """Makes an export once: ``export("csv")`` or ``export("xlsx", "en")`` is its folder."""
    made: dict[tuple[str, str], Path] = {}

    def once(file_format: str, language: str = "zh") -> Path:
        if (file_format, language) not in made:
            folder = tmp_path_factory.mktemp("exports") / file_format
            done = run_export(warehouse, folder, "--format", file_format, "--lang", language)
            assert done.returncode == 0, done.stderr
            made[file_format, language] = folder
        return made[file_format, language]

    return once


@pytest.fixture
def published(warehouse: BuiltWarehouse) -> Any:
    with duckdb.connect(str(warehouse.settings.published_file), read_only=True) as connection:
        yield connection


def run_export(warehouse: BuiltWarehouse, folder: Path, *options: str) -> Any:
    return yusuan_here("export", folder, "--warehouse-dir", warehouse.settings.warehouse_dir, *options)


def descriptor(folder: Path, name: str = "datapackage.json") -> dict[str, Any]:
    return json.loads((folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "package", ["csv/datapackage.json", "csv/fiscal-datapackage.json", "xlsx/datapackage.json"]
)
def test_the_package_passes_the_validator(export: Export, package: str) -> None:
    """The validator reads every row: types, keys, references, size and hash of each file."""
    file_format, name = package.split("/")
    report = validate(export(file_format) / name)
    assert report.valid, report.flatten(["name", "type", "message"])[:5]
    assert report.tasks


def test_parquet_passes_the_validator(export: Export) -> None:
    """The validator's own reader of Parquet turns missing whole numbers into NaN, so rows come from Arrow."""
    folder = export("parquet")
    package = descriptor(folder)
    assert not list(Package.metadata_validate(package))
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        table = pyarrow.parquet.ParquetFile(folder / resource["path"]).read()
        assert table.column_names == [field["name"] for field in resource["schema"]["fields"]]
        schema = {name: part for name, part in resource["schema"].items() if name != "foreignKeys"}
        report = Resource(
            data=[table.column_names, *(list(row.values()) for row in table.to_pylist())],
            schema=Schema.from_descriptor(schema),
        ).validate()
        assert report.valid, (resource["name"], report.flatten(["type", "message"])[:3])


def test_all_that_is_published_is_in_the_export(export: Export, published: Any) -> None:
    package = descriptor(export("csv"))
    exported = {resource["name"] for resource in package["resources"]}
    tables = {name for (name,) in published.sql("select table_name from duckdb_tables()").fetchall()}
    reports = {name for (name,) in published.sql("show tables").fetchall()}
    assert exported == reports | (tables - SHOWN_BY_REPORTS.keys())
    for table, report in SHOWN_BY_REPORTS.items():
        counts = f"select (select count(*) from marts.{table}), (select count(*) from {report})"
        ((stored, shown),) = published.sql(counts).fetchall()
        assert stored == shown, table


def test_parquet_by_year_reads_as_one_table(export: Export, published: Any) -> None:
    files = export("parquet") / "expenditure_by_function"
    years = "select fiscal_year, count(*), sum(amount_yuan) from {} group by all order by all"
    read = duckdb.sql(
        years.format(f"read_parquet('{files}/*/*.parquet', hive_partitioning = true)")
    ).fetchall()
    assert len(read) > 1
    assert read == published.sql(years.format("expenditure_by_function")).fetchall()
    assert {path.name for path in files.iterdir()} == {f"fiscal_year={year}" for year, *_ in read}


def test_csv_opens_in_excel_with_exact_numbers(export: Export, published: Any) -> None:
    file = export("csv") / "expenditure_by_function.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbforganization_name,")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert all(re.fullmatch(r"-?\d+\.\d\d", row["amount_yuan"]) for row in rows)
    ((total,),) = published.sql("select sum(amount_yuan) from expenditure_by_function").fetchall()
    assert sum(Decimal(row["amount_yuan"]) for row in rows) == total


def test_no_number_of_a_csv_is_written_with_an_exponent(export: Export) -> None:
    for resource in descriptor(export("csv"))["resources"]:
        numbers = {field["name"] for field in resource["schema"]["fields"] if field["type"] == "number"}
        with (export("csv") / resource["path"]).open(encoding="utf-8-sig", newline="") as opened:
            for row in csv.DictReader(opened):
                assert all(re.fullmatch(r"(-?\d+(\.\d+)?)?", row[name]) for name in numbers), resource["name"]


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
# Formulas, also full-width; what loses its zero, what becomes 4.1E+20, what becomes a date.
ALTERED = ["=1+1", "+86", "-", "@SUM(A1)", "\t=1", "＝1", "015", "411281240000000003744", "1-2"]


@settings(max_examples=10, deadline=None)
@given(st.lists(TEXTS, max_size=50))
def test_no_label_becomes_a_formula_and_none_is_lost(labels: list[str]) -> None:
    columns = (Column("n", "INTEGER", {}, ""), Column("label", "VARCHAR", {}, ""))
    table = Table("labels", {}, "", columns, (), {})
    labels = [*labels, *ALTERED]
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute("create temp table labels (n integer, label varchar)")
        connection.executemany("insert into labels values (?, ?)", list(enumerate(labels)))
        (written,) = write_csv(connection, table, Path(folder))
        with written.path.open(encoding="utf-8-sig", newline="") as opened:
            read = [row["label"] for row in csv.DictReader(opened)]
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in read)
    assert all(text in (label, f"'{label}") for text, label in zip(read, labels, strict=True))
    assert read[-len(ALTERED) :] == [f"'{text}" for text in ALTERED]


def test_each_organisation_has_a_workbook_with_its_rows(export: Export, published: Any) -> None:
    names = [name for (name,) in published.sql("select organization_name from disclosures").fetchall()]
    books = sorted(path.stem for path in export("xlsx").glob("*.xlsx"))
    assert books == sorted(names)
    for name in names:
        book = openpyxl.load_workbook(export("xlsx") / f"{name}.xlsx")
        sheet = book["支出（按功能分类）"]
        headers = [cell.value for cell in sheet[1]]
        assert {"功能科目", "金额（元）"} <= set(headers)
        assert sheet.freeze_panes and sheet.auto_filter.ref
        amounts = [row[headers.index("金额（元）")].value for row in sheet.iter_rows(min_row=2)]
        query = f"select amount_yuan from expenditure_by_function where organization_name = '{name}'"
        expected = [float(amount) for (amount,) in published.sql(query).fetchall()]
        assert all(isinstance(amount, int | float) for amount in amounts)
        assert Counter(amounts) == Counter(expected)


def test_the_summary_adds_each_yuan_once_by_class_and_year(export: Export, published: Any) -> None:
    for name, year, total in published.sql(
        "select organization_name, fiscal_year, sum(amount_yuan) from expenditure_by_function "
        "where is_main_scope group by all"
    ).fetchall():
        sheet = openpyxl.load_workbook(export("xlsx") / f"{name}.xlsx", data_only=True)["按类和年度汇总"]
        (column,) = (no for no, cell in enumerate(sheet[1]) if str(cell.value).startswith(str(year)))
        cells = [row[column] for row in sheet.iter_rows(min_row=2, values_only=True)]
        *parts, shown = (cell for cell in cells if isinstance(cell, int | float))
        assert sheet.cell(sheet.max_row, 1).value == "合计"
        assert shown == pytest.approx(float(total))
        assert sum(parts) == pytest.approx(float(total))


def test_a_workbook_speaks_english_on_demand(export: Export) -> None:
    book = openpyxl.load_workbook(next(export("xlsx", "en").glob("*.xlsx")))
    assert book.sheetnames[0] == "By class and year" and book.sheetnames[-1] == "About"
    headers = [str(cell.value) for cell in book["By function"][1]]
    assert "Amount (yuan)" in headers
    assert not any("\u3400" <= character <= "\u9fff" for header in headers for character in header)


@pytest.mark.parametrize("file_format", ["parquet", "csv", "xlsx"])
def test_an_export_says_where_it_comes_from(
    export: Export, warehouse: BuiltWarehouse, file_format: str
) -> None:
    release = warehouse.settings.published_file.resolve()
    package = descriptor(export(file_format))
    assert package["version"] == release.parent.name
    assert package["sourceHash"] == f"sha256:{hashlib.sha256(release.read_bytes()).hexdigest()}"
    assert package["version"] in package["citation"] and package["licenses"]
    if file_format == "xlsx":
        book = openpyxl.load_workbook(next(export("xlsx").glob("*.xlsx")))
        assert package["citation"] in [cell.value for cell in book["说明"]["A"]]


def test_columns_are_described_in_both_languages_and_titled_in_one(export: Export) -> None:
    fields = {
        field["name"]: field
        for resource in descriptor(export("csv"))["resources"]
        if resource["name"] == "expenditure_by_function"
        for field in resource["schema"]["fields"]
    }
    assert fields["amount_yuan"]["title"] == "金额（元）"
    assert all(" / " in field["description"] for field in fields.values())


def test_tables_refer_to_the_cards_and_the_dimensions(export: Export) -> None:
    resources = {resource["name"]: resource["schema"] for resource in descriptor(export("csv"))["resources"]}
    assert resources["published_amounts"]["primaryKey"] == ["amount_key"]
    referred = [key["reference"]["resource"] for key in resources["expenditure_by_function"]["foreignKeys"]]
    assert {"disclosures", "dim_organizations", "dim_regions", "published_amounts"} <= set(referred)


@pytest.mark.parametrize("file_format", ["parquet", "csv"])
def test_the_fiscal_package_says_what_columns_mean_in_budgets(export: Export, file_format: str) -> None:
    resources = descriptor(export(file_format), "fiscal-datapackage.json")["resources"]
    assert {resource["name"].split("-")[0] for resource in resources} == COLUMN_TYPES.keys()
    for resource in resources:
        fields = resource["schema"]["fields"]
        types = {field["name"]: field["columnType"] for field in fields if "columnType" in field}
        assert types == COLUMN_TYPES[resource["name"].split("-")[0]]
        wanted = [each for each in MEANINGS if each != "economic-" or "economic_code" in types]
        assert all(any(kind.startswith(each) for kind in types.values()) for each in wanted)


def test_a_folder_with_other_files_is_left_alone(warehouse: BuiltWarehouse, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    done = run_export(warehouse, tmp_path, "--format", "csv")
    assert done.returncode == 2
    assert "holds other files (thesis.docx)" in done.stderr and "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_what_cannot_be_exported_is_told_in_words(warehouse: BuiltWarehouse, tmp_path: Path) -> None:
    nothing = yusuan_here("export", tmp_path / "out", "--warehouse-dir", tmp_path / "nowhere")
    assert nothing.returncode == 2 and "yusuan build" in nothing.stderr
    file = tmp_path / "file"
    file.touch()
    assert "is a file" in run_export(warehouse, file).stderr
    assert {path.name for path in tmp_path.iterdir()} == {"file"}


def test_an_earlier_export_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "made" / "export"
    write_small_export(target, "old.csv")
    write_small_export(target, "new.csv")
    assert {path.name for path in target.iterdir()} == {"datapackage.json", "new.csv"}
    assert [path.name for path in target.parent.iterdir()] == ["export"]
    (target / "notes.txt").touch()
    with pytest.raises(FolderHoldsOtherFiles, match=r"notes\.txt"):
        write_small_export(target, "newest.csv")


def test_an_export_that_fails_leaves_the_former_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "export"
    write_small_export(target, "old.csv")
    with pytest.raises(RuntimeError), whole_folder(target) as folder:
        (folder / "half.csv").touch()
        raise RuntimeError
    assert {path.name for path in target.iterdir()} == {"datapackage.json", "old.csv"}
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


def write_small_export(target: Path, name: str) -> None:
    with whole_folder(target) as folder:
        (folder / name).touch()
        write_json(folder / "datapackage.json", {"name": "yusuan", "resources": [{"path": name}]})


def test_the_same_release_gives_the_same_bytes(
    export: Export, warehouse: BuiltWarehouse, tmp_path: Path
) -> None:
    assert run_export(warehouse, tmp_path / "again", "--format", "xlsx").returncode == 0
    assert descriptor(tmp_path / "again") == descriptor(export("xlsx"))
