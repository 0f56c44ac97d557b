"""A workbook for each organisation: what it spends by class and year, then the reports, a sheet each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.command.export.package import Release, field_type, file_resource
from pipelines.command.export.sheets import Formats, add_sheet, add_summary, add_texts
from pipelines.command.export.tables import Column, Table

if TYPE_CHECKING:
    pass

# Names of the sheets by language, in order. Excel allows 31 characters.
_SHEETS = {
    "disclosures": {"zh": "公开文件概览", "en": "Disclosures"},
    "statement_coverage": {"zh": "报表公开情况", "en": "Statements"},
    "expenditure_by_function": {"zh": "支出（按功能分类）", "en": "By function"},
    "expenditure_by_economic_category": {"zh": "支出（按经济分类）", "en": "By economic category"},
    "three_public_expenses": {"zh": "“三公”经费", "en": "Three public expenses"},
    "projects": {"zh": "项目支出", "en": "Projects"},
    "procurement_items": {"zh": "政府采购", "en": "Procurement"},
    "performance_targets": {"zh": "绩效目标", "en": "Performance targets"},
    "findings": {"zh": "核对发现", "en": "Findings"},
}
_SUMMARY = {"zh": "按类和年度汇总", "en": "By class and year"}
_ABOUT = {"zh": "说明", "en": "About"}
_TOTAL = {"zh": "合计", "en": "Total"}
_WITHOUT = {
    "organization_key",
    "parent_organization_key",
    "region_code",
    "disclosure_key",
    "former_disclosure_key",
    "content_sha256",
    "statement_code",
    "item_code",
    "amount_keys",
}
_ABOUT_TEXTS = {
    "zh": (
        "“按类和年度汇总”是计算好的汇总表，不是 Excel 数据透视表（所用程序不能生成透视表）；"
        "合计为公式，金额单位为元，每一元只计一次。",
        "求和前应按“资金范围”或“是否主口径”筛选。各列含义见数据字典及 datapackage.json。",
    ),
    "en": (
        "The summary by class and year is computed. It is not an Excel pivot table, which the program that "
        "writes this cannot make; its totals are formulas. In yuan, each yuan once.",
        "Before summing a sheet, filter one money scope or the main scope. The data dictionary and "
        "datapackage.json say what each column means.",
    ),
}


@dataclass(frozen=True, slots=True)
class WrittenBook:
    """A workbook with a resource for each of its sheets of rows."""

    resources: list[dict[str, Any]]
    rows: int


# The reports that the workbooks read.
READ = (*_SHEETS, "year_on_year")


def write_workbooks(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[Table],
    folder: Path,
    release: Release,
    language: str,
) -> Iterator[WrittenBook]:
    """Write the workbooks; ``tables`` with their temporary tables are those of ``read_tables``."""
    reports = {table.name: table for table in tables}
    organizations = connection.execute(
        "select organization_key, any_value(organization_name order by fiscal_year desc) from disclosures "
        "where organization_key is not null group by all order by all"
    ).fetchall()
    for key, name in organizations:
        path = _new_path(folder, name or key, key)
        yield _write_workbook(connection, reports, (key, name or key), path, release, language)


def _write_workbook(
    connection: duckdb.DuckDBPyConnection,
    reports: dict[str, Table],
    organization: tuple[str, str],
    path: Path,
    release: Release,
    language: str,
) -> WrittenBook:
    import xlsxwriter

    key, name = organization
    sheets, rows_written = [], 0
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties(release.properties(name))
        formats = Formats.of(workbook)
        add_summary(
            workbook, formats, _SUMMARY[language], _classes(connection, key, language), _TOTAL[language]
        )
        for report, titles in _SHEETS.items():
            table = reports[report]
            columns = _shown(table, language)
            rows = _rows(connection, table, columns, key)
            headers = [column.titles.get(language, column.name) for column in columns]
            add_sheet(workbook, formats, titles[language], headers, rows)
            sheets.append((f"{report}-{key}", titles[language], table, columns, headers))
            rows_written += len(rows)
        about = (name, *_ABOUT_TEXTS[language], release.citation, "MIT License")
        add_texts(workbook, formats, _ABOUT[language], about)
    resources = [
        {
            **file_resource(resource, path, path.parent),
            "title": f"{name}: {title}",
            "description": table.comment,
            "dialect": {"excel": {"sheet": title}},
            "schema": _schema(columns, headers),
        }
        for resource, title, table, columns, headers in sheets
    ]
    return WrittenBook(resources, rows_written)


def _classes(
    connection: duckdb.DuckDBPyConnection, organization_key: str, language: str
) -> list[tuple[str, str, Decimal]]:
    """Class with its code, year with its basis, and expenditure in yuan, in order."""
    # Keys are in the text of queries: DuckDB imports pandas for the first parameter.
    return connection.execute(
        f"""
        select
            concat_ws(' ', function_class_code, function_class_name_{language}),
            concat_ws(' ', fiscal_year, basis_name_{language}),
            sum(amount_yuan)
        from year_on_year
        where organization_key = '{organization_key}' and is_main_scope and amount_yuan is not null
        group by all
        order by all
        """
    ).fetchall()


def _shown(table: Table, language: str) -> list[Column]:
    """Columns for people: names in one language in place of their codes, and no keys of tables."""
    other = "_name_en" if language == "zh" else "_name_zh"
    names = {column.name for column in table.columns}
    return [
        column
        for column in table.columns
        if column.name not in _WITHOUT
        and not column.name.endswith(other)
        and (column.name.endswith("_code") or f"{column.name}_name_{language}" not in names)
    ]


def _rows(
    connection: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[Column], organization_key: str
) -> list[tuple[Any, ...]]:
    names = ", ".join(f'"{column.name}"' for column in columns)
    return connection.execute(
        f"select {names} from \"{table.name}\" where organization_key = '{organization_key}'"
    ).fetchall()


def _schema(columns: Sequence[Column], headers: Sequence[str]) -> dict[str, Any]:
    return {
        "fields": [
            {"name": header, "type": field_type(column.data_type), "description": column.comment}
            for column, header in zip(columns, headers, strict=True)
        ],
        "missingValues": [""],
    }


def _new_path(folder: Path, name: str, key: str) -> Path:
    """A file named for the organisation; the key is added where another has the name."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name).strip(" .")[:60] or key
    path = folder / f"{plain}.xlsx"
    return folder / f"{plain}-{key}.xlsx" if path.exists() else path
