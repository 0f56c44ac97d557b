"""Runs the command line, as a user would or within the test, and opens the warehouse that it publishes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest
from click.testing import CliRunner

from pipelines.cli import cli
from pipelines.settings import PROJECT_ROOT, Settings, load_settings

RAW_DIR = PROJECT_ROOT / "data" / "raw"
# Published disclosures are not part of the repository; without them, their tests are skipped.
PUBLISHED = Path(os.environ.get("YUSUAN_DISCLOSURES", PROJECT_ROOT.parent / "shared" / "disclosures"))
COMMAND = ("-m", "pipelines.cli")
# Text recognition takes seconds a page, and need not be installed: only its own tests use it.
RECOGNITION_OFF = {"YUSUAN_OCR": "off"}
NO_PUBLISHED = "no published disclosures here: set YUSUAN_DISCLOSURES to their folder"


def run_yusuan(
    *arguments: str | Path,
    environment: Mapping[str, str] | None = None,
    timeout: float = 600,
    program: Sequence[str] = COMMAND,
) -> subprocess.CompletedProcess[str]:
    """Run the command line in its own process, as a user would."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("YUSUAN_")}
    variables.pop("DAGSTER_HOME", None)
    return subprocess.run(
        [sys.executable, *program, *map(str, arguments)],
        env={**variables, **RECOGNITION_OFF, "COLUMNS": "200", "NO_COLOR": "1", **(environment or {})},
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


class NoProcesses:
    """Does at once, in this process, what a pool of processes is asked to do."""

    def __init__(self, **_: object) -> None: ...

    def schedule(self, function: Callable[..., Any], args: Sequence[Any], timeout: float) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(function(*args))
        return done

    def close(self) -> None: ...

    stop = join = close


def yusuan_here(
    *arguments: str | Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, which also reads the documents.

    A small build takes a quarter of the time, as no process has to start and to import what it needs.
    """
    others = [name for name in os.environ if name.startswith("YUSUAN_")]
    variables: dict[str, str | None] = {**dict.fromkeys([*others, "DAGSTER_HOME"]), **RECOGNITION_OFF}
    variables |= {"COLUMNS": "200", "NO_COLOR": "1", **(environment or {})}
    with mock.patch("pebble.ProcessPool", NoProcesses):
        done = CliRunner().invoke(cli, [*map(str, arguments)], env=variables, catch_exceptions=False)
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


@dataclass(frozen=True)
class BuiltWarehouse:
    """A published warehouse and the output of the build. ``rows`` queries tables of ``marts`` by name."""

    settings: Settings
    exit_status: int
    output: str
    connection: duckdb.DuckDBPyConnection

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, list(parameters) or None).fetchall()

    def rows_of_file(
        self, name: str, columns: str, table: str, condition: str = "true"
    ) -> list[tuple[Any, ...]]:
        """Columns of the rows of a mart that come from one file, in the order of all columns."""
        return self.rows(
            f"select {columns} from {table} join dim_disclosures using (disclosure_key) "
            f"where source_file = ? and {condition} order by all",
            [name],
        )

    def scalar(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        ((value,),) = self.rows(sql, parameters)
        return value


@contextmanager
def only(built: BuiltWarehouse, files: Iterable[str]) -> Generator[BuiltWarehouse]:
    """A warehouse as if it held these files alone: its marts have no rows of others."""
    with duckdb.connect(str(built.settings.published_file), read_only=True) as connection:
        connection.execute("use marts")
        connection.execute(
            "create temp table of_these_files as "
            "select disclosure_key from dim_disclosures where list_contains(?, source_file) "
            "union select disclosure_key from fct_extraction_outcomes where list_contains(?, source_file)",
            [list(files)] * 2,
        )
        for (table,) in connection.execute(
            "select table_name from duckdb_columns() "
            "where schema_name = 'marts' and column_name = 'disclosure_key'"
        ).fetchall():
            connection.execute(
                f"create temp view {table} as "
                f"from marts.{table} semi join of_these_files using (disclosure_key)"
            )
        yield replace(built, connection=connection)


@contextmanager
def build_warehouse(
    raw_dir: Path, warehouse_dir: Path, environment: Mapping[str, str] | None = None
) -> Generator[BuiltWarehouse]:
    """Build a folder as a user would, and open what is published; documents may fail, the build may not."""
    done = run_yusuan(
        "build",
        "--raw-dir",
        raw_dir,
        "--warehouse-dir",
        warehouse_dir,
        environment=environment,
        timeout=1800,
    )
    output = done.stdout + done.stderr
    settings = load_settings(raw_dir, warehouse_dir)
    if done.returncode == 2 or not settings.published_file.exists():
        pytest.fail(f"The warehouse could not be built:\n{output}", pytrace=False)
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        connection.execute("use marts")
        yield BuiltWarehouse(settings, done.returncode, output, connection)
