"""Make the tables that join all documents on DuckDB and on Spark, from the same Parquet, and compare them.

``python scripts/compare_engines.py BUILD_FILE FOLDER`` takes the private database of a build. ``FOLDER`` must
be new; it gets the inputs and both results as Parquet. ``--copies N`` multiplies what is a document's first
(pipelines/engines/multiplied.py). Prints rows, sums of all exact numbers and rows that only one engine has,
for each table. Exit status 0 means that nothing differs, 1 that something does.

Needs the extra ``spark`` and Java 17.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from pipelines.engines.difference import differences
from pipelines.engines.duck import run_on_duckdb
from pipelines.engines.inputs import WholeWarehouse, export_tables, read_whole_warehouse
from pipelines.engines.multiplied import multiply
from pipelines.engines.spark import open_session, run_on_spark
from pipelines.machine import processors
from pipelines.models.dbt import prepare_project
from pipelines.settings import Configuration, dbt_project_dir


def main() -> int:
    """Compare the engines over the rows of the build named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("build_file", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=int, default=1, help="copies of each document")
    parser.add_argument("--memory-mb", type=int, default=4000, help="memory of each engine")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True)
    configuration: Configuration = {"memory_limit": f"{arguments.memory_mb}MB", "threads": processors()}
    part = read_whole_warehouse(prepare_project())
    inputs = _inputs(part, arguments.build_file, arguments.folder, arguments.copies, configuration)
    results = {name: arguments.folder / name for name in ("duckdb", "spark")}

    started = time.perf_counter()
    run_on_duckdb(part, inputs, results["duckdb"], arguments.folder / "duckdb.duckdb", configuration)
    print(f"DuckDB: {time.perf_counter() - started:.0f} seconds")
    session = open_session(
        arguments.folder / "spark_tables", threads=processors(), memory_mb=arguments.memory_mb
    )
    started = time.perf_counter()
    try:
        run_on_spark(session, part, dbt_project_dir(), inputs, results["spark"])
    finally:
        session.stop()
    print(f"Spark, without its start: {time.perf_counter() - started:.0f} seconds")
    return _report(part, results, configuration)


def _inputs(
    part: WholeWarehouse, build_file: Path, folder: Path, copies: int, configuration: Configuration
) -> Path:
    """The folder with what both engines read."""
    export_tables(build_file, part.inputs, folder / "exported")
    if copies == 1:
        return folder / "exported"
    multiply(folder / "exported", part.inputs, folder / "multiplied", copies, configuration)
    return folder / "multiplied"


def _report(part: WholeWarehouse, results: dict[str, Path], configuration: Configuration) -> int:
    count = 0
    line = "{:<42} {:>11} {:>11} {:>28} {:>28} {:>9} {:>9}".format
    print(line("table", "DuckDB", "Spark", "sum of DuckDB", "sum of Spark", "only", "only"))
    for found in differences(part, results["duckdb"], results["spark"], configuration):
        print(line(found.table, *(f"{each:,}" for each in (*found.rows, *found.sums, *found.only))))
        for column in found.columns:
            print(f"  column of another type: {column}")
        count += not found.is_none
    print(f"{count} tables differ." if count else "No table differs.")
    return int(bool(count))


if __name__ == "__main__":
    sys.exit(main())
