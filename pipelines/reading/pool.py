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
from pipelines.reading.outcome import Outcome, failed, out_of_memory, prepare_worker, read_outcome
from pipelines.settings import Limits

# A worker is replaced after so many documents, in case a parser leaks memory.
_DOCUMENTS_PER_WORKER = 200


class WorkersFailed(RuntimeError):
    """No process could be started to read documents."""


def read_in_parallel(
    raw_dir: Path, difference: Difference, workers: int, limits: Limits
) -> Iterator[Outcome]:
    """Outcomes as they come; a worker that hangs or dies costs its own document only."""
    from pebble import ProcessPool

    readable = []
    for document in difference.to_read:
        if document.source_file in difference.unreadable:
            why = difference.unreadable[document.source_file]
            yield failed(
                document,
                "unreadable_file",
                f"The file cannot be opened: {why}. Check its permissions, or put the document there again.",
            )
        else:
            readable.append(document)
    if not readable:
        return
    waiting: dict[Future[Outcome], FoundDocument] = {}
    pool = ProcessPool(
        max_workers=max(1, min(workers, len(readable))),
        max_tasks=_DOCUMENTS_PER_WORKER,
        initializer=prepare_worker,
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
            "YUSUAN_DOCUMENT_SECONDS and run with --retry-failed, or split the document.",
            limits.seconds,
        )
    except BrokenProcessPool as error:
        raise WorkersFailed(
            f"No worker process could be started to read documents ({error}). Is "
            f"YUSUAN_DOCUMENT_MEMORY_MB, now {limits.memory_mb}, too low?"
        ) from error
    except (ProcessExpired, MemoryError) as error:
        if getattr(error, "exitcode", 0) == -signal.SIGABRT:
            # A library written in C ends its process where it gets no memory.
            return failed(document, "out_of_memory", out_of_memory(limits))
        return failed(
            document,
            "reader_crashed",
            f"The process that read this document died ({error}). The file may be damaged: open it, save "
            "it anew and replace it; or report it together with the document.",
        )
