"""The explorer over the shared warehouse, or over a copy of it in which a test has changed something."""

from __future__ import annotations

import re
import shutil
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
    """Publish a copy of a warehouse as another release of ``folder``, after changing it."""
    release = folder / "releases" / stamp
    release.mkdir(parents=True)
    file = release / "disclosures.duckdb"
    shutil.copyfile(built.settings.published_file, file)
    with duckdb.connect(str(file)) as connection:
        connection.execute("use marts")
        connection.execute(sql)
    settings = replace(built.settings, warehouse_dir=folder)
    settings.published_file.unlink(missing_ok=True)
    settings.published_file.symlink_to(file)
    return settings
