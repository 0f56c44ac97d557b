"""Builds that are killed at moments that chance chooses, and what is left of them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from running import COMMAND, yusuan_here

from pipelines.settings import PROJECT_ROOT, Settings

# What a build says when a part of it begins.
PARTS = ("Looking through", "Reading", "Building models", "Publishing")
# Table -> number of rows and a sum over all of them.
Contents = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Site:
    """A raw folder and a warehouse, built with a dbt project."""

    settings: Settings
    project: Path

    @property
    def _arguments(self) -> list[str]:
        folders = ["--raw-dir", self.settings.raw_dir, "--warehouse-dir", self.settings.warehouse_dir]
        return ["build", "--workers", "1", *map(str, folders)]

    def start(self) -> subprocess.Popen[str]:
        """A build in a process of its own, whose lines come as they are written."""
        variables = {name: value for name, value in os.environ.items() if not name.startswith("YUSUAN_")}
        variables.pop("DAGSTER_HOME", None)
        return subprocess.Popen(
            [sys.executable, *COMMAND, *self._arguments],
            env={**variables, "YUSUAN_DBT_PROJECT_DIR": str(self.project)},
            cwd=PROJECT_ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def build(self) -> None:
        """Build to the end in this process."""
        done = yusuan_here(*self._arguments, environment={"YUSUAN_DBT_PROJECT_DIR": str(self.project)})
        assert done.returncode == 0, done.stdout + done.stderr

    def time(self) -> dict[str, float]:
        """Build to the end in a process of its own; returns how many seconds each part took."""
        began, lines = {}, []
        with self.start() as process:
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line)
                if part := next((part for part in PARTS if line.startswith(part)), None):
                    began[part] = time.monotonic()
        assert process.returncode == 0, "".join(lines)
        ends = [*list(began.values())[1:], time.monotonic()]
        return {part: end - start for (part, start), end in zip(began.items(), ends, strict=True)}

    def kill(self, chance: random.Random, seconds: Mapping[str, float]) -> tuple[str, list[int]]:
        """Kill a build within one of its parts; returns the moment, and the processes that it had started.

        The build may come to its end before.
        """
        part = chance.choice(list(seconds))
        delay = chance.uniform(0, 1.1 * seconds[part])
        with self.start() as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith(part):
                    break
            time.sleep(delay)
            started = children_of(process.pid)
            process.kill()
        return f"{delay:.3f} s after '{part}'", started

    def contents(self) -> Contents:
        """All that is published, every row of it read, but for times."""
        with duckdb.connect(str(self.settings.published_file), read_only=True) as connection:
            tables = connection.execute(
                "select table_name, string_agg('\"' || column_name || '\"', ', ' order by column_index) "
                "from duckdb_columns() where schema_name = 'marts' and data_type <> 'TIMESTAMP' "
                "and column_name <> 'seconds' group by table_name order by table_name"
            ).fetchall()
            counted = "select count(*), coalesce(sum(hash(row)), 0)"
            return {
                table: connection.execute(
                    f"{counted} from (select {columns} from marts.{table}) as row"
                ).fetchall()[0]
                for table, columns in tables
            }


def children_of(process: int) -> list[int]:
    """All processes that a process and these have started; none where the system cannot tell."""
    found: list[int] = []
    waiting = [process]
    while waiting:
        for children in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            try:
                numbers = [int(number) for number in children.read_text().split()]
            except OSError:
                continue
            found += numbers
            waiting += numbers
    return found


def still_running(processes: Sequence[int], seconds: float) -> list[int]:
    """Which of these processes have not ended after so many seconds."""
    deadline = time.monotonic() + seconds
    while (left := [number for number in processes if _runs(number)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def _runs(process: int) -> bool:
    """Whether a process is there; one that has ended and that nobody has asked about is not."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        # Where the system has no such files, what was found is all there is to know.
        return not Path("/proc/self/stat").exists()
