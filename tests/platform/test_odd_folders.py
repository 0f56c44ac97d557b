"""A warehouse in a folder whose name DuckDB and dbt would take for the parts of a web address."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from running import run_yusuan
from small_disclosures import disclosure

ODD = ['it\'s #1 "50%" 预算\n[x]', "c? #d's"]


@pytest.mark.parametrize("name", ODD)
def test_a_build_works_in_any_folder(tiny_project: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    raw_dir, warehouse_dir = folder / "raw", folder / "warehouse"
    raw_dir.mkdir(parents=True)
    (raw_dir / f"{name}.txt").write_text(disclosure(), encoding="utf-8")
    project = shutil.copytree(tiny_project, tmp_path / "project")
    arguments = ("build", "--raw-dir", raw_dir, "--warehouse-dir", warehouse_dir, "--workers", "1")
    environment = {"YUSUAN_DBT_PROJECT_DIR": str(project)}
    done = run_yusuan(*arguments, environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    (raw_dir / "more.txt").write_text(disclosure("乙局", "13.50"), encoding="utf-8")
    assert run_yusuan(*arguments, environment=environment).returncode == 0
    with duckdb.connect(str(warehouse_dir / "disclosures.duckdb"), read_only=True) as connection:
        (table,) = connection.execute("select min(table_name) from duckdb_tables()").fetchone() or ("",)
        assert connection.execute(f"select count(*) from marts.{table}").fetchone() != (0,)
    query = run_yusuan("query", f"select 1 from {table} limit 1", "--warehouse-dir", warehouse_dir)
    assert query.returncode == 0, query.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "project"]), "nothing beside it"
