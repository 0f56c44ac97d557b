"""CPU-seconds of builds and of the test suite, of this checkout or of two in turn.

Usage: python benchmarks/build.py [--checkout DIR] [--disclosures DIR] [--repeat N] [--skip ROW ...] [--json]

Counted is the whole tree of processes. Seconds do not carry from machine to machine, and not even from minute
to minute on a busy one: name an older checkout, and every measurement is taken of both in turn, with their
ratio. The other checkout runs with the packages of this Python. Nothing of data/ is touched.

Rows: `more` (one more document into 5, 60 and 240), `cold` (the five texts), `pdf` (bytes to published facts,
over pdfplumber's extract_tables on the same pages), `test` (`make test`).
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from generator import write_documents
from reading import measure, pdf_files, plain_pdfplumber

HERE = Path(__file__).resolve().parents[1]
SIZES = (5, 60, 240)
_BUILD_FAILED = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU-seconds of a tree of processes, and the resident peak of the largest of them."""

    cpu: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Row:
    """What one thing costs here and, if it was named, in the other checkout."""

    what: str
    here: Cost
    other: Cost | None = None
    of_pdfplumber: float | None = None

    @property
    def ratio(self) -> float | None:
        """Cost here over cost there."""
        return self.here.cpu / self.other.cpu if self.other else None


def run(command: Sequence[str], checkout: Path, failures: Sequence[int] = ()) -> Cost:
    """Run a command within a checkout. Raises RuntimeError where its exit status is one of ``failures``."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("YUSUAN_")}
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command,
            cwd=checkout,
            env={**variables, "PYTHONPATH": str(checkout)},
            stdout=output,
            stderr=output,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode in failures:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed in {checkout}:\n{output.read()}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(usage.ru_utime + usage.ru_stime, kilobytes / 1024)


def build(checkout: Path, raw_dir: Path, warehouse_dir: Path) -> Cost:
    """One build. Raises RuntimeError when it fails."""
    command = [sys.executable, "-m", "pipelines.cli", "build"]
    command += ["--raw-dir", str(raw_dir), "--warehouse-dir", str(warehouse_dir)]
    return run(command, checkout, failures=[_BUILD_FAILED])


def copy_pdfs(source: Path, folder: Path) -> Path:
    """The PDFs of a folder and those below it, and nothing else; returns their new folder."""
    folder.mkdir()
    for number, path in enumerate(sorted(source.rglob("*.pdf"))):
        shutil.copy(path, folder / f"{number:04d}.pdf")
    return folder


def one_more(checkout: Path, scratch: Path, size: int) -> Callable[[], Cost]:
    """A measurement of one more document into a warehouse of ``size``, which is built first."""
    raw_dir, warehouse_dir, copy = scratch / "raw", scratch / "warehouse", scratch / "copy"
    write_documents(raw_dir, size + 1)
    last = max(raw_dir.iterdir())
    new = last.rename(scratch / "new.txt")
    build(checkout, raw_dir, warehouse_dir)
    shutil.copy(new, last)

    def measured() -> Cost:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(warehouse_dir, copy, symlinks=True)
        return build(checkout, raw_dir, copy)

    return measured


def cold(checkout: Path, scratch: Path, raw_dir: Path) -> Callable[[], Cost]:
    """A measurement of a first build; what dbt has parsed of the project is there."""
    warehouse_dir = scratch / "warehouse"

    def measured() -> Cost:
        shutil.rmtree(warehouse_dir, ignore_errors=True)
        return build(checkout, raw_dir, warehouse_dir)

    return measured


def compared(
    what: str, checkouts: Sequence[Path], repeat: int, prepare: Callable[[Path, Path], Callable[[], Cost]]
) -> Row:
    """Medians of as many rounds; in each round all checkouts take their turn."""
    with tempfile.TemporaryDirectory(prefix="yusuan-benchmark-") as folder:
        measurements = []
        for number, checkout in enumerate(checkouts):
            scratch = Path(folder) / str(number)
            scratch.mkdir()
            measurements.append(prepare(checkout, scratch))
        rounds = [[measured() for measured in measurements] for _ in range(repeat)]
    medians = [
        Cost(statistics.median(cost.cpu for cost in costs), max(cost.peak_mb for cost in costs))
        for costs in zip(*rounds, strict=True)
    ]
    here, *others = medians
    return Row(what, here, others[0] if others else None)


def measure_all(
    checkouts: Sequence[Path], disclosures: Path | None, repeat: int, skipped: Sequence[str]
) -> Iterator[Row]:
    """The rows, as they are measured."""
    if "more" not in skipped:
        for size in SIZES:
            yield compared(
                f"one more document into {size}",
                checkouts,
                repeat,
                lambda checkout, scratch, size=size: one_more(checkout, scratch, size),
            )
    if "cold" not in skipped:
        yield compared(
            "cold build of five texts",
            checkouts,
            repeat,
            lambda checkout, scratch: cold(checkout, scratch, HERE / "data" / "raw"),
        )
    if "pdf" not in skipped and disclosures:
        with tempfile.TemporaryDirectory(prefix="yusuan-benchmark-") as folder:
            pdfs = copy_pdfs(disclosures, Path(folder) / "pdfs")
            plain = measure(plain_pdfplumber, pdfs)
            row = compared(
                f"bytes to facts, {len(pdf_files(pdfs))} PDFs",
                checkouts,
                repeat,
                lambda checkout, scratch: cold(checkout, scratch, pdfs),
            )
        yield Row(row.what, row.here, row.other, row.here.cpu / plain.cpu)
    if "test" not in skipped:
        yield compared("make test", checkouts, 1, lambda checkout, _: lambda: run(["make", "test"], checkout))


def as_text(row: Row) -> str:
    """One line of the table."""
    cells = [f"{row.what:<28}{row.here.cpu:>8.1f} s{row.here.peak_mb:>8.0f} MB"]
    if row.other and row.ratio:
        cells.append(f"{row.other.cpu:>8.1f} s{row.other.peak_mb:>8.0f} MB{row.ratio:>8.3f} of the other")
    if row.of_pdfplumber:
        cells.append(f"{row.of_pdfplumber:>8.3f} of pdfplumber")
    return "".join(cells)


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--checkout", type=Path, help="another checkout, measured in turn with this one")
    named = os.environ.get("YUSUAN_DISCLOSURES")
    parser.add_argument("--disclosures", type=Path, default=named, help="folder of PDFs for the row `pdf`")
    parser.add_argument("--repeat", type=int, default=1, help="the median of so many rounds is shown")
    parser.add_argument("--skip", nargs="*", default=[], choices=["more", "cold", "pdf", "test"])
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    checkouts = [HERE, *([arguments.checkout.resolve()] if arguments.checkout else [])]
    disclosures = Path(arguments.disclosures).resolve() if arguments.disclosures else None
    rows = []
    for row in measure_all(checkouts, disclosures, arguments.repeat, arguments.skip):
        rows.append({**asdict(row), "ratio": row.ratio})
        if not arguments.json:
            print(as_text(row), flush=True)
    if arguments.json:
        print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
