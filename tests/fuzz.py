"""Reads damaged and hostile files as a build does, and says what came of each kind.

Usage: python tests/fuzz.py [--count N] [--first NUMBER] [--keep FOLDER] [--seconds S]

Published disclosures are damaged too, where YUSUAN_DISCLOSURES names their folder. The exit status is 1 where
a file is a fault of the program or kills its process, or where the program writes to the terminal.
``--first NUMBER --count 1 --keep FOLDER`` makes the file of a finding again.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from damage import DamagedFile, Intact, damaged_file
from running import PUBLISHED

from pipelines.raw_folder.difference import Difference
from pipelines.raw_folder.discovery import take_inventory
from pipelines.reading.outcome import Outcome
from pipelines.reading.pool import read_in_parallel
from pipelines.settings import Limits

FAULTS = ("reader_error", "reader_crashed")
# So many files are read at a time: they may be large.
BATCH = 200


@dataclass
class Findings:
    """How many files of each reason (``read`` where they were read), and what is to be mended."""

    reasons: Counter[str] = field(default_factory=Counter)
    faults: list[Outcome] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    slowest: list[Outcome] = field(default_factory=list)

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Count outcomes, and keep those that are faults and the slowest ones."""
        for outcome in outcomes:
            self.reasons[outcome.reason or "read"] += 1
            if outcome.reason in FAULTS or (outcome.status == "failed" and not outcome.message):
                self.faults.append(outcome)
            self.slowest = sorted([*self.slowest, outcome], key=lambda one: -one.seconds)[:10]


def read_files(files: Iterable[DamagedFile], folder: Path, limits: Limits) -> Iterator[Outcome]:
    """Write the files to a folder and read them in worker processes, each within its limits.

    Files of the same bytes are one document.
    """
    for file in files:
        (folder / file.name).write_bytes(file.content)
    inventory = take_inventory(folder, {})
    difference = Difference(to_read=list(inventory.documents.values()), unreadable=dict(inventory.unreadable))
    yield from read_in_parallel(folder, difference, os.cpu_count() or 1, limits)


@contextmanager
def errors_in(path: Path) -> Generator[None]:
    """Send what this process and its workers write to the terminal's error stream to a file."""
    terminal = os.dup(2)
    with path.open("wb") as stream:
        os.dup2(stream.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)


def fuzz(first: int, count: int, limits: Limits, keep: Path | None) -> Findings:
    """Read this many damaged files from the first number on."""
    intact = Intact.with_published(PUBLISHED)
    findings = Findings()
    for start in range(first, first + count, BATCH):
        numbers = range(start, min(start + BATCH, first + count))
        with tempfile.TemporaryDirectory() as temporary:
            raw = keep or Path(temporary) / "raw"
            raw.mkdir(exist_ok=True)
            errors = Path(temporary) / "errors"
            with errors_in(errors):
                findings.add(read_files((damaged_file(n, intact) for n in numbers), raw, limits))
            findings.said += errors.read_text(errors="replace").splitlines()
        found = ", ".join(f"{count} {reason}" for reason, count in findings.reasons.most_common())
        print(f"up to number {numbers.stop - 1}: {found}", *findings.faults, sep="\n  ", file=sys.stderr)
    return findings


def main() -> int:
    """Say what came of the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="keep the files in this folder")
    parser.add_argument("--seconds", type=float, default=60.0, help="limit for each file")
    options = parser.parse_args()
    findings = fuzz(options.first, options.count, Limits(seconds=options.seconds), options.keep)
    for reason, count in findings.reasons.most_common():
        print(f"{count:6}  {reason}")
    print(
        "slowest:",
        *(f"  {one.seconds:6.1f} s  {one.document.source_file}" for one in findings.slowest),
        sep="\n",
    )
    print(*(f"FAULT {one}" for one in findings.faults), sep="\n")
    print(f"{len(findings.said)} lines at the terminal", *findings.said[:20], sep="\n  ")
    return 1 if findings.faults or findings.said else 0


if __name__ == "__main__":
    sys.exit(main())
