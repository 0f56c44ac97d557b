"""Where the progress of a run is shown: its log, unless a person watches at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipelines.raw_store.extract import Progress
from pipelines.reading.outcome import Outcome

_watchers: list[Progress] = []


@contextmanager
def watched_by(progress: Progress) -> Iterator[None]:
    """Send the progress of everything that runs within to ``progress``."""
    _watchers.append(progress)
    try:
        yield
    finally:
        _watchers.remove(progress)


def current_progress(log: Callable[[str], object]) -> Progress:
    """Who watches now, else lines for ``log``."""
    if _watchers:
        return _watchers[-1]

    def report(outcome: Outcome, done: int, total: int) -> None:
        log(f"[{done}/{total}] {describe(outcome)}")

    return report


def describe(outcome: Outcome) -> str:
    """One line for people on what came of a document."""
    if outcome.status == "read":
        found = f"{outcome.count('tables')} tables, {outcome.count('cells')} cells"
    else:
        found = f"failed: {outcome.message}"
    return f"{outcome.document.source_file}: {found}"
