"""The explorer over the shared warehouse, or over a copy of it in which a test has changed something."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import duckdb
from running import BuiltWarehouse
from starlette.testclient import TestClient

from pipelines.explore.application import make_application
from pipelines.settings import Settings

_LINK = re.compile(r'(?:href|src|action)="([^"]*)"')


def client_of(settings: Settings) -> TestClient:
    """A client that asks for Chinese pages, as a browser in China would."""
    return TestClient(make_application(settings), headers={"accept-language": "zh-CN,zh;q=0.9"})


def links_in(page: str) -> list[str]:
    """Every address that a page names, in order."""
    return [unescape(address) for address in _LINK.findall(page)]


def publish_copy(built: BuiltWarehouse, folder: Path, sql: str, stamp: str = "20260101T000000-1") -> Settings:
    """Publish a copy of a warehouse as another release of ``folder``, after changing it.

    The copy has no keys: DuckDB refuses to change a row that another one names.
    """
    release = folder / "releases" / stamp
    release.mkdir(parents=True)
    file = release / "disclosures.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built.settings.published_file}' as former (read_only)")
        connection.execute(f"attach '{file}' as disclosures")
        connection.execute("create schema disclosures.marts; create schema disclosures.reports")
        for schema, name, is_table in connection.execute(
            "select table_schema, table_name, table_type = 'BASE TABLE' from information_schema.tables "
            "where table_catalog = 'former' and table_schema in ('marts', 'reports')"
        ).fetchall():
            if is_table:
                connection.execute(f"create table disclosures.{schema}.{name} as from former.{schema}.{name}")
        connection.execute("use disclosures.marts")
        for (view,) in connection.execute(
            "select sql from duckdb_views() where database_name = 'former' and schema_name = 'reports'"
        ).fetchall():
            connection.execute(view)
        connection.execute(sql)
    settings = replace(built.settings, warehouse_dir=folder)
    settings.published_file.unlink(missing_ok=True)
    settings.published_file.symlink_to(file)
    return settings
