"""The data dictionary, in English and in Chinese, from the descriptions that are in the dbt project.

``python -m pipelines.command.dictionary`` writes ``data-dictionary.md`` and ``data-dictionary.zh-CN.md`` in
``docs/``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.command.language import both_languages
from pipelines.models.dbt import prepare_manifest
from pipelines.release.published_file import PUBLISHED_SCHEMA, REPORTS_SCHEMA
from pipelines.settings import PROJECT_ROOT

# A description is written once, as "English. / 中文。"


@dataclass(frozen=True, slots=True)
class Language:
    """Headings and file of one edition; ``part`` is its place in a description."""

    file: str
    part: int
    title: str
    introduction: str
    column: str
    meaning: str


ENGLISH = Language(
    "data-dictionary.md",
    0,
    "Data dictionary",
    "Every table and column of `data/warehouse/disclosures.duckdb`. Schema `reports` is for people and "
    "charts: wide views with names, which `main` and, in Chinese, `报表` show again. Schema `marts` holds "
    "the tables they read. The same texts are in the file itself as comments. Written by `make docs` "
    "from the descriptions in `dbt_project/models`.",
    "Column",
    "Meaning",
)
CHINESE = Language(
    "data-dictionary.zh-CN.md",
    1,
    "数据字典",
    "`data/warehouse/disclosures.duckdb` 的全部表和字段。`reports` 模式面向使用者和图表，为附名称的宽视图，"
    "`main` 模式中同名可见，“报表”模式为其中文版；`marts` 模式为其所依据的表。"
    "同样的说明也作为注释保存在数据库文件中。由 `make docs` 根据 `dbt_project/models` 中的说明生成。",
    "字段",
    "含义",
)


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A published table or view: its description and those of its columns, each (English, Chinese)."""

    schema: str
    name: str
    description: tuple[str, str]
    columns: dict[str, tuple[str, str]]


def published_tables(manifest: Mapping[str, Any]) -> list[PublishedTable]:
    """The reports in a dbt manifest, and the marts, each by name."""
    schemas = (REPORTS_SCHEMA, PUBLISHED_SCHEMA)
    nodes = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] in schemas
    ]
    return [
        PublishedTable(
            node["schema"],
            node["name"],
            both_languages(node["description"]),
            {name: both_languages(column["description"]) for name, column in node["columns"].items()},
        )
        for node in sorted(nodes, key=lambda node: (schemas.index(node["schema"]), node["name"]))
    ]


def as_markdown(tables: list[PublishedTable], language: Language) -> str:
    """One edition of the dictionary."""
    lines = [f"# {language.title}", "", language.introduction, ""]
    lines += [
        f"- [`{table.schema}.{table.name}`](#{table.name}): {table.description[language.part]}"
        for table in tables
    ]
    for table in tables:
        lines += ["", f"## {table.name}", "", table.description[language.part], ""]
        lines += [f"| {language.column} | {language.meaning} |", "|---|---|"]
        lines += [
            f"| `{name}` | {texts[language.part].replace('|', chr(92) + '|')} |"
            for name, texts in table.columns.items()
        ]
    return "\n".join(lines) + "\n"


def write_dictionary(docs_dir: Path, manifest_path: Path) -> list[Path]:
    """Write both editions and return their paths."""
    tables = published_tables(json.loads(manifest_path.read_text(encoding="utf-8")))
    written = []
    for language in (ENGLISH, CHINESE):
        path = docs_dir / language.file
        path.write_text(as_markdown(tables, language), encoding="utf-8")
        written.append(path)
    return written


def main() -> None:
    """Write the dictionary of this project."""
    for path in write_dictionary(PROJECT_ROOT / "docs", prepare_manifest()):
        print(path.relative_to(PROJECT_ROOT))


if __name__ == "__main__":
    main()
