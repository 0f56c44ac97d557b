"""The data package of an export: what each file is, column by column, and where it comes from.

Source: Data Package 2.0 (https://datapackage.org). The fiscal package adds to each column of the expenditure
tables what it means in budgets (Fiscal Data Package, its taxonomy of column types).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.command.export.files import WrittenFile
from pipelines.command.export.fiscal import COLUMN_TYPES, TAXONOMY
from pipelines.command.export.folder import PACKAGE_NAME
from pipelines.command.export.tables import Column, Table

_LICENSES = [{"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}]
_FORMATS = {
    "csv": {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8-sig"},
    "parquet": {"format": "parquet", "mediatype": "application/vnd.apache.parquet"},
    "xlsx": {
        "format": "xlsx",
        "mediatype": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    },
}
_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "DOUBLE": "number",
    "FLOAT": "number",
}


@dataclass(frozen=True, slots=True)
class Release:
    """The published file of an export: its stamp (date, time and number) and the hash of its bytes."""

    stamp: str
    sha256: str

    @classmethod
    def of(cls, published_file: Path) -> Release:
        """The release that the link to the published file points to."""
        real = published_file.resolve()
        with real.open("rb") as file:
            return cls(real.parent.name, hashlib.file_digest(file, "sha256").hexdigest())

    @property
    def citation(self) -> str:
        """How to cite it."""
        return (
            "Yusuan (预算): published budget disclosures as rows, "
            f"release {self.stamp}, SHA-256 {self.sha256}. Figures: the organisations named in each row."
        )

    @property
    def created(self) -> str:
        """When it was published, as RFC 3339; empty where the stamp holds no time."""
        day, _, time = self.stamp.partition("T")
        if not (day.isdigit() and len(day) == 8 and time[:6].isdigit()):
            return ""
        return f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:6]}Z"

    def properties(self, title: str) -> dict[str, Any]:
        """Properties of a workbook, of its release and not of today: the same rows give the same bytes."""
        created = {"created": datetime.fromisoformat(self.created)} if self.created else {}
        return {"title": title, "comments": self.citation, **created}


def data_package(release: Release, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The descriptor of an export."""
    created = {"created": release.created} if release.created else {}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": PACKAGE_NAME,
        "title": "预算公开数据 / Published budget disclosures",
        "description": "Published Chinese government budgets as rows. Before summing, filter one money_scope "
        "or is_main_scope, and leave out is_in_another_disclosure. / 预算公开文件的结构化数据。"
        "求和前应按 money_scope 或 is_main_scope 筛选，并排除 is_in_another_disclosure。",
        "version": release.stamp,
        **created,
        "licenses": _LICENSES,
        "sources": [{"title": "disclosures.duckdb", "version": release.stamp}],
        "sourceHash": f"sha256:{release.sha256}",
        "citation": release.citation,
        "keywords": ["budget", "预算", "决算", "China"],
        "resources": resources,
    }


def fiscal_package(
    release: Release, written: Iterable[WrittenFile], folder: Path, language: str
) -> dict[str, Any]:
    """The descriptor of the expenditure tables alone, with what each column means in budgets."""
    resources = []
    for file in written:
        column_types = COLUMN_TYPES.get(file.table.name)
        if not column_types:
            continue
        resource = table_resource(file, folder, language)
        # What they refer to is not in this package.
        resource["schema"].pop("foreignKeys", None)
        for field in resource["schema"]["fields"]:
            if column_type := column_types.get(field["name"]):
                field["columnType"] = column_type
        resources.append(resource)
    package = data_package(release, resources)
    return {**package, "name": f"{PACKAGE_NAME}-fiscal", "columnTypes": [TAXONOMY]}


def table_resource(file: WrittenFile, folder: Path, language: str) -> dict[str, Any]:
    """The resource of a file that holds a table or a year of it."""
    schema: dict[str, Any] = {
        "fields": [_field(column, language) for column in file.table.columns],
        "missingValues": [""],
    }
    if file.table.primary_key:
        schema["primaryKey"] = list(file.table.primary_key)
    if keys := _foreign_keys(file.table, file.path.suffix == ".parquet"):
        schema["foreignKeys"] = keys
    return {
        **file_resource(file.name, file.path, folder),
        "title": file.table.titles.get(language, file.table.name),
        "description": file.table.comment,
        "schema": schema,
    }


def file_resource(name: str, path: Path, folder: Path) -> dict[str, Any]:
    """What a resource says of its file."""
    content = path.read_bytes()
    return {
        "name": name,
        "type": "table",
        "path": path.relative_to(folder).as_posix(),
        **_FORMATS[path.suffix.removeprefix(".")],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def field_type(data_type: str) -> str:
    """The type in a Table Schema of a DuckDB type."""
    if data_type.endswith("[]"):
        return "array"
    if data_type.startswith("DECIMAL"):
        return "number"
    return _TYPES.get(data_type, "integer")


def _field(column: Column, language: str) -> dict[str, str]:
    field = {"name": column.name, "type": field_type(column.data_type)}
    if title := column.titles.get(language):
        field["title"] = title
    if column.comment:
        field["description"] = column.comment
    return field


def _foreign_keys(table: Table, in_parts: bool) -> list[dict[str, Any]]:
    """References to tables that are one file."""
    return [
        {"fields": [column], "reference": {"resource": target, "fields": [key]}}
        for column, (target, key) in table.foreign_keys.items()
        if not (in_parts and target == "published_amounts")
    ]
