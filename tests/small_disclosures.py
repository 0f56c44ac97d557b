"""Small disclosures written out in code, and a query for what was read from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines.raw_store import RawStore
from pipelines.raw_store.extract import ExtractionSummary

Extract = Callable[..., ExtractionSummary]

DISCLOSURE = """{name}2024年部门预算
表1 收入支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
201\t一般公共服务支出\t{total}\t10.00\t2.50
20113\t商贸事务\t{total}\t10.00\t2.50
经办人：\t张三\t联系电话：\t138 000 000 00
"""


def disclosure(name: str = "某某局", total: str = "12.50") -> str:
    """A small disclosure with one table of four rows."""
    return DISCLOSURE.format(name=name, total=total)


def rows(build_file: Path, sql: str) -> list[tuple[Any, ...]]:
    """Query the build database."""
    with RawStore.open(build_file, read_only=True) as store:
        return store.rows(sql)
