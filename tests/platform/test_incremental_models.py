"""The real models give the same rows whether they are built at once or bit by bit."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from running import RAW_DIR, BuiltWarehouse, run_yusuan

# When something happened, and how long it took, is different every time.
VOLATILE = ("seconds",)


def differing_tables(first: Path, second: Path) -> list[str]:
    """Published tables whose rows are not the same, times left out."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{first}' as first (read_only)")
        connection.execute(f"attach '{second}' as second (read_only)")
        columns: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "select table_name, column_name from duckdb_columns() where database_name = 'first'"
        ).fetchall():
            if column not in VOLATILE and not column.endswith("_at"):
                columns.setdefault(table, []).append(f'"{column}"')
        differing = []
        for table, names in columns.items():
            rows = {of: f"select {', '.join(names)} from {of}.marts.{table}" for of in ("first", "second")}
            sql = (
                f"({rows['first']} except all {rows['second']}) "
                f"union all ({rows['second']} except all {rows['first']})"
            )
            if connection.execute(sql).fetchall():
                differing.append(table)
        return differing


def test_documents_that_go_change_and_come_back_leave_no_trace(
    warehouse: BuiltWarehouse, tmp_path: Path
) -> None:
    raw_dir, warehouse_dir = tmp_path / "raw", tmp_path / "warehouse"
    shutil.copytree(RAW_DIR, raw_dir)
    shutil.copytree(warehouse.settings.warehouse_dir, warehouse_dir, symlinks=True)
    published = warehouse_dir / "disclosures.duckdb"
    first, second, *_ = sorted(raw_dir.glob("*.txt"))

    first.unlink()
    second.write_bytes(second.read_bytes() + b"\n")
    done = run_yusuan("build", "--raw-dir", raw_dir, "--warehouse-dir", warehouse_dir)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "fct_published_amounts" in differing_tables(warehouse.settings.published_file, published)

    for path in (first, second):
        shutil.copy(RAW_DIR / path.name, path)
    done = run_yusuan("build", "--raw-dir", raw_dir, "--warehouse-dir", warehouse_dir)
    assert done.returncode == 0, done.stdout + done.stderr
    assert differing_tables(warehouse.settings.published_file, published) == []
