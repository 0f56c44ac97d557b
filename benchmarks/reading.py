"""Seconds per page and memory of reading PDFs, beside plain pdfplumber on the same files.

Usage: python benchmarks/reading.py [FOLDER] [--repeat N] [--json]

Each measurement runs in a process of its own, pinned to so many cores where the system can do that. CPU
seconds are compared, wall seconds for the gain of the second core: run it on a machine that is not busy.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.settings import PROJECT_ROOT, Limits

DEFAULT_FOLDER = PROJECT_ROOT.parent / "shared" / "disclosures" / "pdf"
LONG_FILE_PAGES = 171


@dataclass(frozen=True, slots=True)
class Cost:
    """What one measurement took; ``peak_mb`` leaves its worker processes out."""

    wall: float
    cpu: float
    peak_mb: float


def plain_pdfplumber(folder: Path) -> None:
    """All tables of all pages, the way pdfplumber's own documentation does it."""
    import pdfplumber

    for path in pdf_files(folder):
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_tables()
                page.close()


def geometry(folder: Path) -> None:
    """Lines and tables in memory."""
    from pipelines.readers.pdf import read_pdf

    for path in pdf_files(folder):
        read_pdf(path)


def worker(folder: Path) -> None:
    """What a worker process does: read, mask, tabulate."""
    from pipelines.raw_folder.discovery import take_inventory
    from pipelines.reading.outcome import prepare_worker, read_outcome

    limits = Limits()
    prepare_worker(limits.memory_mb)
    for document in take_inventory(folder, {}).documents.values():
        read_outcome(folder, document, limits)


def whole_path(folder: Path, workers: int) -> None:
    """From bytes to the rows that staging shows."""
    from pipelines.raw_store import RawStore, build_lock
    from pipelines.raw_store.extract import extract_documents

    with tempfile.TemporaryDirectory(prefix="yusuan-benchmark-") as scratch:
        build_file = Path(scratch) / "build" / "disclosures.duckdb"
        with build_lock(build_file), RawStore.open(build_file) as store:
            extract_documents(folder, store, workers=workers)


def one_worker(folder: Path) -> None:
    """The whole path with one worker process."""
    whole_path(folder, 1)


def two_workers(folder: Path) -> None:
    """The whole path with two worker processes."""
    whole_path(folder, 2)


def pdf_files(folder: Path) -> list[Path]:
    """The PDFs of a folder, by name."""
    return sorted(folder.glob("*.pdf"))


def measure(work: Callable[[Path], None], folder: Path, cores: int = 1) -> Cost:
    """Run ``work`` in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(work, folder, cores, theirs))
    process.start()
    theirs.close()
    try:
        return Cost(*ours.recv())
    except EOFError:
        raise RuntimeError(f"{work.__name__} failed on {folder}") from None
    finally:
        process.join()


def _measured(work: Callable[[Path], None], folder: Path, cores: int, result: object) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    started, cpu = time.perf_counter(), _cpu_seconds()
    work(folder)
    wall, cpu = time.perf_counter() - started, _cpu_seconds() - cpu
    result.send((wall, cpu, _peak_mb()))  # type: ignore[attr-defined]


def _peak_mb() -> float:
    """Resident peak of this process. What getrusage says includes the parent's size before the start."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 / (1024 if sys.platform == "darwin" else 1)


def _cpu_seconds() -> float:
    """Of this process and its children; those that have just ended are waited for first."""
    multiprocessing.active_children()
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def page_count(path: Path) -> int:
    """Pages of a PDF."""
    import pypdfium2 as pdfium

    pdf = pdfium.PdfDocument(path)
    try:
        return len(pdf)
    finally:
        pdf.close()


def write_long_file(source: Path, target: Path, pages: int = LONG_FILE_PAGES) -> None:
    """The pages of a PDF again and again, until there are ``pages``."""
    import pypdfium2 as pdfium

    original, long = pdfium.PdfDocument(source), pdfium.PdfDocument.new()
    while len(long) < pages:
        long.import_pages(original, list(range(min(len(original), pages - len(long)))))
    long.save(target)
    long.close()
    original.close()


def measure_all(folder: Path, repeat: int) -> dict[str, Cost]:
    """Every measurement, in turns; the median of each."""
    with tempfile.TemporaryDirectory(prefix="yusuan-benchmark-") as scratch:
        longest = max(pdf_files(folder), key=page_count)
        write_long_file(longest, Path(scratch) / "long.pdf")
        rounds = [
            {
                "pdfplumber extract_tables": measure(plain_pdfplumber, folder),
                "geometry alone": measure(geometry, folder),
                "whole path, one core": measure(one_worker, folder),
                "whole path, two cores": measure(two_workers, folder, cores=2),
                "worker": measure(worker, folder),
                "worker, long file": measure(worker, Path(scratch)),
            }
            for _ in range(repeat)
        ]
    return {
        name: Cost(
            statistics.median(costs[name].wall for costs in rounds),
            statistics.median(costs[name].cpu for costs in rounds),
            max(costs[name].peak_mb for costs in rounds),
        )
        for name in rounds[0]
    }


def report(costs: dict[str, Cost], pages: int) -> list[dict[str, str | float]]:
    """Measured values with their targets."""
    plain, one, two = (
        costs[name] for name in ("pdfplumber extract_tables", "whole path, one core", "whole path, two cores")
    )
    rows: list[dict[str, str | float]] = [
        {
            "what": name,
            "cpu_s_per_page": round(costs[name].cpu / pages, 4),
            "wall_s_per_page": round(costs[name].wall / pages, 4),
            "to_pdfplumber": round(costs[name].cpu / plain.cpu, 3),
            "target": target,
        }
        for name, target in (
            ("pdfplumber extract_tables", ""),
            ("geometry alone", "to_pdfplumber <= 0.15"),
            ("whole path, one core", "to_pdfplumber <= 0.25"),
            ("whole path, two cores", ""),
        )
    ]
    rows.append(
        {"what": "gain of the second core", "times": round(one.wall / two.wall, 2), "target": "near 2 times"}
    )
    rows += [
        {"what": name, "peak_mb": round(costs[name].peak_mb), "target": "peak_mb < 300"}
        for name in ("worker", "worker, long file")
    ]
    return rows


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT_FOLDER)
    parser.add_argument("--repeat", type=int, default=1, help="the median of so many rounds is shown")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    files = pdf_files(arguments.folder) if arguments.folder.is_dir() else []
    if not files:
        print(f"No PDFs in {arguments.folder}: nothing to read. Name a folder of disclosures.")
        return
    pages = sum(map(page_count, files))
    rows = report(measure_all(arguments.folder, arguments.repeat), pages)
    if arguments.json:
        print(json.dumps({"files": len(files), "pages": pages, "measured": rows}, indent=2))
        return
    print(f"{len(files)} files, {pages} pages; the long file has {LONG_FILE_PAGES}")
    columns = ("what", "cpu_s_per_page", "wall_s_per_page", "to_pdfplumber", "times", "peak_mb", "target")
    widths = (27, 16, 17, 15, 7, 9, 0)
    for row in ({name: name for name in columns}, *rows):
        print("".join(f"{row.get(name, '')!s:<{width}}" for name, width in zip(columns, widths, strict=True)))


if __name__ == "__main__":
    main()
