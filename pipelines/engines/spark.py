"""The models that join all documents, on Spark: dbt runs them there from the same Parquet.

Needs the extra ``spark`` and Java 17 or later. Spark runs in this process and keeps its catalogue in memory,
so that nothing is left behind but the folder that it was given.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.engines.inputs import WholeWarehouse, table_file
from pipelines.models.compiled import WHOLE_WAREHOUSE
from pipelines.models.results import BuildFailed

if TYPE_CHECKING:
    from pyspark.sql import SparkSession  # pyrefly: ignore[missing-import]

# Name of the target in profiles.yml.
TARGET = "spark"


def open_session(folder: Path, *, threads: int, memory_mb: int) -> SparkSession:
    """Spark in this process, which keeps its tables in ``folder``; to be stopped by the caller.

    dbt finds the session that is open. What its SQL depends on (times, time zone) is in profiles.yml.
    """
    from pyspark.sql import SparkSession  # pyrefly: ignore[missing-import]

    options = {
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": folder.resolve().as_uri(),
        "spark.sql.shuffle.partitions": str(threads),
        "spark.driver.memory": f"{memory_mb}m",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    session = SparkSession.builder.master(f"local[{threads}]").config(map=options).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def run_on_spark(
    session: SparkSession, part: WholeWarehouse, project_dir: Path, inputs: Path, results: Path
) -> None:
    """Let dbt make all tables and views of ``part``, and write the rows of each into ``results``.

    ``inputs`` is a folder that :func:`export_tables` has filled. Raises :class:`BuildFailed`.
    """
    for name in part.inputs:
        session.sql(f"create schema if not exists {name.split('.')[0]}")
        file = table_file(inputs, name).resolve().as_uri()
        session.sql(f"create table {name} using parquet location '{file}'")
    _run_dbt(project_dir, results.parent / "dbt")
    for model in part.models:
        name = model.table
        session.table(name).write.parquet(str(table_file(results, name)), mode="overwrite")


def _run_dbt(project_dir: Path, target_dir: Path) -> None:
    from dbt.cli.main import dbtRunner

    done = dbtRunner().invoke(
        [
            *("run", "--target", TARGET, "--select", f"tag:{WHOLE_WAREHOUSE}"),
            *("--project-dir", str(project_dir), "--profiles-dir", str(project_dir)),
            *("--target-path", str(target_dir), "--log-path", str(target_dir)),
            *("--log-level", "none", "--log-level-file", "none", "--no-version-check"),
        ]
    )
    if done.exception:
        raise BuildFailed("dbt failed on Spark.", str(done.exception)) from done.exception
    result: Any = done.result
    failed = [each for each in result.results if each.status != "success"]
    if failed:
        details = "\n".join(f"{each.node.name}: {each.message}" for each in failed)
        raise BuildFailed(f"{len(failed)} models failed on Spark.", details)
