"""Bring the raw tables up to date with a folder of disclosures; only new and changed documents are read.

Independent of Dagster: ``python -m pipelines.raw_store.extract RAW_DIR BUILD_FILE`` does it from a shell.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipelines.arrivals.history import read_history
from pipelines.build_log import note
from pipelines.raw_folder.difference import Difference, compare
from pipelines.raw_folder.discovery import take_inventory
from pipelines.raw_folder.fingerprints import extractor_version
from pipelines.raw_folder.overrides import Override, match_overrides, read_overrides
from pipelines.raw_folder.vanished import refuse_vanished
from pipelines.raw_store import RawStore, begin_round, build_lock, take_whole_round
from pipelines.raw_store.store import utc_now
from pipelines.reading.content import CONTENT_TABLES
from pipelines.reading.groups import read_in_groups
from pipelines.reading.outcome import Outcome, after_attempts
from pipelines.reading.pool import read_in_parallel
from pipelines.settings import Limits
from pipelines.workers import PROCESSES

# Outcomes are written in groups of so many documents or cells, whichever comes first.
_WRITE_DOCUMENTS = 200
_WRITE_CELLS = 200_000

Progress = Callable[[Outcome, int, int], None]


@dataclass(slots=True)
class ExtractionSummary:
    """What one extraction did.

    ``outcomes`` are (source_file, status, reason, message) of what was read; ``warnings`` are about rows of
    the overrides table that match no file.
    """

    read: int = 0
    failed: int = 0
    unchanged: int = 0
    renamed: int = 0
    removed: int = 0
    tables: int = 0
    cells: int = 0
    seconds: float = 0.0
    outcomes: list[tuple[str, str, str, str]] = field(default_factory=list)
    warnings: Sequence[str] = ()

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.read += outcome.status == "read"
        self.failed += outcome.status == "failed"
        self.tables += outcome.count("tables")
        self.cells += outcome.count("cells")
        self.seconds += outcome.seconds
        self.outcomes.append(
            (outcome.document.source_file, outcome.status, outcome.reason or "", outcome.message or "")
        )


def extract_documents(
    raw_dir: Path,
    store: RawStore,
    *,
    workers: int = 1,
    executor: str = PROCESSES,
    limits: Limits | None = None,
    everything: bool = False,
    retry_failed: bool = False,
    accept_vanished: bool = False,
    overrides: Sequence[Override] | None = None,
    progress: Progress | None = None,
) -> ExtractionSummary:
    """Make the raw tables equal to the files below ``raw_dir``.

    Every document that is read, or fails, leaves one row in ``raw.documents``. Results are written in
    groups, so that an interrupted run continues where it stopped. ``overrides`` are those of the folder where
    None. Raises, before anything is done, ValueError where a table that a person keeps in the folder cannot
    be taken, and :class:`DocumentsVanished` where the documents of the folder are gone, unless
    ``accept_vanished``.
    """
    limits = limits or Limits()
    overrides = read_overrides(raw_dir) if overrides is None else overrides
    fetches = read_history(raw_dir)
    inventory = take_inventory(raw_dir, store.known_files())
    ledger = store.ledger()
    difference = compare(inventory, ledger, everything=everything, retry_failed=retry_failed)
    if not accept_vanished:
        refuse_vanished(raw_dir, inventory, ledger, difference)
    warnings = match_overrides(overrides, inventory)
    store.replace_known_files(inventory.files)
    if difference.removed:
        store.retire_documents([entry.disclosure_key for entry in difference.removed])
    if difference.renamed:
        store.rename_documents(difference.renamed)
    summary = ExtractionSummary(
        unchanged=difference.unchanged,
        renamed=len(difference.renamed),
        removed=len(difference.removed),
        warnings=warnings,
    )
    # One time for all: which of two files that came together is the newer, nobody can know.
    started_at = utc_now()
    if executor == PROCESSES:
        outcomes = read_in_parallel(raw_dir, difference, workers, limits)
    else:
        outcomes = read_in_groups(raw_dir, difference, executor, limits)
    for group in _groups(_noted(outcomes, difference, summary, progress)):
        _write(store, group, started_at)
    store.replace_overrides([override.row for override in overrides])
    store.replace_fetches(fetches, started_at)
    return summary


def _noted(
    outcomes: Iterable[Outcome],
    difference: Difference,
    summary: ExtractionSummary,
    progress: Progress | None,
) -> Iterator[Outcome]:
    """Outcomes with the number of their attempts, each in the summary, in the log and shown as it comes."""
    for read in outcomes:
        retry = difference.retried.get(read.document.content_sha256)
        outcome = after_attempts(read, retry.attempts if retry else 0)
        summary.add(outcome)
        _log(outcome)
        if progress:
            progress(outcome, len(summary.outcomes), len(difference.to_read))
        yield outcome


def _groups(outcomes: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    """Outcomes in groups that are written at once."""
    group: list[Outcome] = []
    for outcome in outcomes:
        group.append(outcome)
        if len(group) >= _WRITE_DOCUMENTS or sum(each.count("cells") for each in group) >= _WRITE_CELLS:
            yield group
            group = []
    if group:
        yield group


def _log(outcome: Outcome) -> None:
    note(
        "document",
        source_file=outcome.document.source_file,
        disclosure_key=outcome.document.key,
        status=outcome.status,
        reason=outcome.reason,
        message=outcome.message,
        attempts=outcome.attempts,
        seconds=round(outcome.seconds, 3),
        pages=outcome.page_count,
        tables=outcome.count("tables"),
        cells=outcome.count("cells"),
    )


def _write(store: RawStore, outcomes: Sequence[Outcome], started_at: datetime) -> None:
    import pyarrow as pa

    content = {
        name: pa.concat_tables([outcome.content[name] for outcome in outcomes if outcome.content])
        for name in CONTENT_TABLES
        if any(outcome.content for outcome in outcomes)
    }
    store.write_documents([_document_row(outcome, started_at) for outcome in outcomes], content)


def _document_row(outcome: Outcome, started_at: datetime) -> tuple[object, ...]:
    document = outcome.document
    return (
        document.key,
        document.source_file,
        document.content_sha256,
        document.size_bytes,
        document.modified_ns,
        outcome.media_type,
        outcome.reader,
        extractor_version(),
        outcome.page_count,
        outcome.status,
        outcome.reason,
        outcome.message,
        outcome.attempts,
        outcome.seconds,
        outcome.count("tables"),
        outcome.count("lines"),
        outcome.count("cells"),
        started_at,
        utc_now(),
        list(document.duplicate_files),
        None,
    )


def _main(raw_dir: str, build_file: str) -> int:
    """Read a whole folder into a build database and print what came of each document."""

    def print_line(outcome: Outcome, done: int, total: int) -> None:
        print(f"[{done}/{total}] {outcome}", flush=True)

    with build_lock(Path(build_file)), RawStore.open(Path(build_file)) as store:
        summary = extract_documents(Path(raw_dir), store, workers=os.cpu_count() or 1, progress=print_line)
        begin_round(store, full=True)
        take_whole_round(store)
    for warning in summary.warnings:
        print(warning)
    print(f"{summary.read} read, {summary.failed} failed, {summary.unchanged} unchanged")
    return 1 if summary.failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m pipelines.raw_store.extract RAW_DIR BUILD_FILE")
    sys.exit(_main(sys.argv[1], sys.argv[2]))
