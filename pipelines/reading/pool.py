"""Documents read side by side in worker processes, each within its own limits of time and memory."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures import TimeoutError as TimedOut
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path

from pipelines.raw_folder.difference import Difference
from pipelines.raw_folder.discovery import FoundDocument
from pipelines.reading.outcome import Outcome, cannot_be_opened, failed, out_of_memory, read_outcome
from pipelines.reading.worker import begin_worker
from pipelines.settings import Limits
from pipelines.workers import WorkersFailed

# A worker is replaced after so many documents, in case a parser leaks memory.
_DOCUMENTS_PER_WORKER = 200
# Signals that come from outside; what a parser does to itself ends with others.
_FROM_OUTSIDE = {
    getattr(signal, name) for name in ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)
}
_CRASHED = (
    "The process that read this document died ({}). The file may be damaged: open it, save it anew and "
    "replace it; or report it together with the document. --retry-failed tries it again as it is."
)


def read_in_parallel(
    raw_dir: Path, difference: Difference, workers: int, limits: Limits
) -> Iterator[Outcome]:
    """Outcomes as they come; a worker that hangs or dies costs its own document only."""
    from pebble import ProcessPool

    readable = []
    for document in difference.to_read:
        if document.source_file in difference.unreadable:
            why = difference.unreadable[document.source_file]
            yield failed(document, "unreadable_file", cannot_be_opened(why))
        else:
            readable.append(document)
    if not readable:
        return
    waiting: dict[Future[Outcome], FoundDocument] = {}
    pool = ProcessPool(
        max_workers=max(1, min(workers, len(readable))),
        max_tasks=_DOCUMENTS_PER_WORKER,
        initializer=begin_worker,
        initargs=[limits.memory_mb],
        context=multiprocessing.get_context("spawn"),
    )
    queue = iter(readable)
    try:
        while True:
            for document in islice(queue, max(0, 4 * workers - len(waiting))):
                future = pool.schedule(read_outcome, args=[raw_dir, document, limits], timeout=limits.seconds)
                waiting[future] = document
            if not waiting:
                break
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield _result(future, waiting.pop(future), limits)
        pool.close()
    finally:
        pool.stop()
        pool.join()


def _result(future: Future[Outcome], document: FoundDocument, limits: Limits) -> Outcome:
    from pebble import ProcessExpired

    try:
        return future.result()
    except TimedOut:
        return failed(
            document,
            "timed_out",
            f"Reading took longer than {limits.seconds:g} seconds and was stopped. Raise "
            "YUSUAN_DOCUMENT_SECONDS, or split the document.",
            limits.seconds,
        )
    except BrokenProcessPool as error:
        raise WorkersFailed(
            f"No worker process could be started to read documents ({error}). Is "
            f"YUSUAN_DOCUMENT_MEMORY_MB, now {limits.memory_mb}, too low?"
        ) from error
    except ProcessExpired as error:
        return _died(document, error.exitcode, limits)
    except MemoryError:
        return failed(document, "out_of_memory", out_of_memory(limits))


def _died(document: FoundDocument, exit_code: int, limits: Limits) -> Outcome:
    """What became of a document whose worker is dead; the exit code of a signal is negative."""
    if exit_code == -signal.SIGABRT:
        # A library written in C ends its process where it gets no memory.
        return failed(document, "out_of_memory", out_of_memory(limits))
    if -exit_code in _FROM_OUTSIDE:
        return failed(
            document,
            "reader_killed",
            "The process that read this document was ended from outside "
            f"({signal.Signals(-exit_code).name}), as systems do that are short of memory. Build with fewer "
            "--workers if it happens again.",
        )
    return failed(document, "reader_crashed", _CRASHED.format(f"exit code {exit_code}"))
