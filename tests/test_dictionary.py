from __future__ import annotations

import pytest
from running import BuiltWarehouse

from pipelines.command.dictionary import (
    CHINESE,
    ENGLISH,
    PublishedTable,
    as_markdown,
    both_languages,
    write_dictionary,
)
from pipelines.models.dbt import prepare_manifest
from pipelines.settings import PROJECT_ROOT


@pytest.mark.parametrize(
    ("description", "parts"),
    [
        ("A number. / 数字。", ("A number.", "数字。")),
        ("Read and/or failed,\n  km / h. / 已读或失败。", ("Read and/or failed, km / h.", "已读或失败。")),
        ("Only English.", ("Only English.", "")),
    ],
)
def test_a_description_holds_two_languages(description: str, parts: tuple[str, str]) -> None:
    assert both_languages(description) == parts


def test_each_edition_is_of_one_language() -> None:
    table = PublishedTable("marts", "fct_x", ("Facts.", "事实。"), {"a": ("One | two.", "一|二。")})
    assert "| `a` | One \\| two. |" in as_markdown([table], ENGLISH)
    assert "事实" not in as_markdown([table], ENGLISH)
    assert "## fct_x\n\n事实。" in as_markdown([table], CHINESE)


def test_the_dictionary_is_that_of_the_project(tmp_path_factory: pytest.TempPathFactory) -> None:
    """After a change of descriptions: make docs."""
    for path in write_dictionary(tmp_path_factory.mktemp("docs"), prepare_manifest()):
        assert path.read_text() == (PROJECT_ROOT / "docs" / path.name).read_text()


def test_every_published_table_and_column_is_described_in_both_languages(warehouse: BuiltWarehouse) -> None:
    described = warehouse.rows(
        """
        select table_name, '', comment from duckdb_tables()
        union all
        select view_name, '', comment from duckdb_views()
        where schema_name in ('reports', 'main') and not internal
        union all
        select table_name, column_name, comment from duckdb_columns()
        where schema_name in ('marts', 'reports', 'main') and not internal
        """
    )
    assert described
    lacking = [
        f"{table}.{column}".rstrip(".")
        for table, column, comment in described
        if not comment or not all(both_languages(comment))
    ]
    assert lacking == []
