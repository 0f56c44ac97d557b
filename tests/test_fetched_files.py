"""Fetched files in the warehouse: whose they are, since when, and which of them is newer."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from publishing_host import page, publishing_host
from running import BuiltWarehouse

from pipelines.arrivals.fetch import fetch_sources
from pipelines.raw_folder.discovery import find_files
from pipelines.settings import FetchLimits

BUDGET = """{name}2024年部门预算
表1 收入支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
201\t一般公共服务支出\t{total}\t10.00\t2.50
20113\t商贸事务\t{total}\t10.00\t2.50
"""


def budget(name: str, total: str = "12.50") -> bytes:
    return BUDGET.format(name=name, total=total).encode()


def write_documents(folder: Path, request: pytest.FixtureRequest) -> None:
    """A file that was replaced at its address between two runs, and two attachments of a page."""
    raw_dir = request.getfixturevalue("tmp_path_factory").mktemp("fetched")
    with publishing_host() as host, pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "*")
        stated = budget("咸宁市水利局", "30.00")
        attachments = host.put("/named.txt", budget("咸宁市水利局")), host.put("/stated.txt", stated)
        host.put("/list.html", page(*(f'<a href="{each}" download>附件</a>' for each in attachments)))
        (raw_dir / "sources.csv").write_text(
            "address,kind,organization_name,region_code\n"
            f"{host.put('/bureau.txt', budget('咸宁市商务局'))},file,,\n"
            f"{host.address}/list.html,page,咸宁市水利和湖泊局,421200\n"
            f"{host.address}/missing.txt,,,\n",
            encoding="utf-8",
        )
        (raw_dir / "disclosures.csv").write_text(
            f"content_sha256,organization_name\n{sha256(stated).hexdigest()},咸宁市湖泊局\n", encoding="utf-8"
        )
        for content in (None, budget("咸宁市商务局", "99.00")):
            if content:
                host.put("/bureau.txt", content)
            fetch_sources(raw_dir, FetchLimits(delay_seconds=0.001))
    for name in (*find_files(raw_dir), "sources.csv", "disclosures.csv", "fetches.jsonl"):
        shutil.copy(raw_dir / name, folder)


def test_a_file_replaced_at_its_address_is_a_newer_vintage(written: BuiltWarehouse) -> None:
    assert written.rows(
        "select split_part(fetched_from, '/', 4) as path, organization_name, identity_source, vintage_no, "
        "is_current, fetched_at is not null from dim_disclosures order by path, vintage_no"
    ) == [
        ("bureau.txt", "咸宁市商务局", "document", 1, False, True),
        ("bureau.txt", "咸宁市商务局", "document", 2, True, True),
        ("named.txt", "咸宁市水利和湖泊局", "sources.csv", 1, True, True),
        ("stated.txt", "咸宁市湖泊局", "disclosures.csv", 1, True, True),
    ]
    newest = "select distinct vintage_no from {} inner join dim_disclosures using (disclosure_key) where {}"
    of_bureau = "fetched_from like '%bureau.txt' order by vintage_no"
    assert written.rows(newest.format("fct_revenues", of_bureau)) == [(2,)], "sums hold the newest one only"
    assert written.rows(newest.format("fct_published_amounts", of_bureau)) == [(1,), (2,)]


def test_every_address_is_there_with_what_it_showed(written: BuiltWarehouse) -> None:
    assert written.rows(
        "select split_part(address, '/', 4) as path, outcome, http_status, request_count, "
        "disclosure_key is not null from marts.fct_fetches order by path, fetched_at"
    ) == [
        ("bureau.txt", "fetched", 200, 1, True),
        ("bureau.txt", "fetched", 200, 1, True),
        ("list.html", "page", 200, 2, False),
        ("missing.txt", "gone", 404, 2, False),
        ("named.txt", "fetched", 200, 2, True),
        ("stated.txt", "fetched", 200, 2, True),
    ]
