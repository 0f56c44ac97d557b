"""Seconds and peak memory of a cold build, a warm one, and one with a changed file.

Usage: python benchmarks/build.py [--raw-dir DIR] [--repeat N] [--json]

Ratios to the cold build carry from machine to machine; seconds do not. Memory is the resident peak of the
largest process of a build. Nothing of data/ is touched: files are copied to a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.raw_folder.discovery import find_files
from pipelines.settings import PROJECT_ROOT

_FAILED_BUILD = 2


@dataclass(frozen=True, slots=True)
class Measure:
    """Cost of one build."""

    seconds: float
    peak_mb: float


def measure_build(raw_dir: Path, warehouse_dir: Path) -> Measure:
    """Run one build in a process of its own. Raises RuntimeError when it fails."""
    command = [sys.executable, "-m", "pipelines.cli", "build"]
    command += ["--raw-dir", str(raw_dir), "--warehouse-dir", str(warehouse_dir)]
    with tempfile.TemporaryFile("w+") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode == _FAILED_BUILD:
            output.seek(0)
            raise RuntimeError(output.read())
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Measure(seconds, kilobytes / 1024)


def measure_all(source: Path) -> dict[str, Measure]:
    """Cold, warm and one-file-changed builds over a copy of ``source``."""
    with _scratch(source) as (raw_dir, warehouse_dir):
        found = {"cold": measure_build(raw_dir, warehouse_dir)}
        found["nothing changed"] = measure_build(raw_dir, warehouse_dir)
        with (raw_dir / find_files(raw_dir)[0]).open("ab") as stream:
            stream.write(b"\n")
        found["one file changed"] = measure_build(raw_dir, warehouse_dir)
    return found


@contextmanager
def _scratch(source: Path) -> Iterator[tuple[Path, Path]]:
    with tempfile.TemporaryDirectory(prefix="yusuan-benchmark-") as folder:
        raw_dir = Path(folder) / "raw"
        shutil.copytree(source, raw_dir)
        yield raw_dir, Path(folder) / "warehouse"


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--raw-dir", type=Path, default=PROJECT_ROOT / "data" / "raw")
    parser.add_argument("--repeat", type=int, default=1, help="the median of so many rounds is shown")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rounds = [measure_all(arguments.raw_dir) for _ in range(arguments.repeat)]
    medians = {
        name: Measure(
            statistics.median(found[name].seconds for found in rounds),
            statistics.median(found[name].peak_mb for found in rounds),
        )
        for name in rounds[0]
    }
    cold = medians["cold"]
    rows = [
        {
            "build": name,
            "seconds": round(cost.seconds, 2),
            "seconds_to_cold": round(cost.seconds / cold.seconds, 3),
            "peak_mb": round(cost.peak_mb, 1),
            "peak_to_cold": round(cost.peak_mb / cold.peak_mb, 3),
        }
        for name, cost in medians.items()
    ]
    if arguments.json:
        print(json.dumps(rows, indent=2))
        return
    print(f"{'build':<18}{'seconds':>9}{'of cold':>9}{'peak MB':>9}{'of cold':>9}")
    for row in rows:
        print(
            f"{row['build']:<18}{row['seconds']:>9}{row['seconds_to_cold']:>9}"
            f"{row['peak_mb']:>9}{row['peak_to_cold']:>9}"
        )


if __name__ == "__main__":
    main()
