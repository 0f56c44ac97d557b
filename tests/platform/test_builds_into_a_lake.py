"""A build that has a lake commits what it publishes."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from running import run_yusuan
from small_disclosures import disclosure

from pipelines.lake.catalogue import open_lake
from pipelines.settings import LakeAddress

pytestmark = pytest.mark.skipif(
    not find_spec("duckdb_extension_ducklake"), reason="the extra lake is not installed"
)


def test_a_build_commits_what_it_publishes(tiny_project: Path, tmp_path: Path) -> None:
    """To a lake without a server: its catalogue is a file."""
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    (raw / "one.txt").write_text(disclosure("甲局"), encoding="utf-8")
    variables = {
        "YUSUAN_DBT_PROJECT_DIR": str(tiny_project),
        "YUSUAN_RAW_DIR": str(raw),
        "YUSUAN_WAREHOUSE_DIR": str(warehouse),
        "YUSUAN_LAKE": str(tmp_path / "lake.ducklake"),
        "YUSUAN_LAKE_DATA": str(tmp_path / "rows"),
    }
    assert run_yusuan("build", environment=variables).returncode == 0
    (raw / "two.txt").write_text(disclosure("乙局"), encoding="utf-8")
    unreachable = {**variables, "YUSUAN_LAKE": "postgres:dbname=lake host=/nowhere"}
    failed = run_yusuan("build", environment=unreachable)
    assert failed.returncode == 2
    assert "was published before that" in failed.stderr
    assert "yusuan lake commit" in failed.stderr

    current = (warehouse / "disclosures.duckdb").resolve()
    listed = run_yusuan("lake", environment=variables)
    assert len(listed.stdout.splitlines()) == 1
    done = run_yusuan("lake", "commit", environment=variables)
    assert f"holds release {current.parent.name} now; the rows of 1 documents" in done.stdout
    with open_lake(LakeAddress(variables["YUSUAN_LAKE"], variables["YUSUAN_LAKE_DATA"])) as connection:
        connection.execute(f"attach '{current}' as release (read_only)")
        query = "select * from {}.marts.fct_cells order by all"
        lake, release = (connection.execute(query.format(name)).fetchall() for name in ("lake", "release"))
    assert lake == release
    assert len(lake) > 0
