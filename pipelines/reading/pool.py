"""Documents read side by side in worker processes, each within its own limits of time and memory."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures import TimeoutError as TimedOut
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from pathlib import Path

from pipelines.raw_folder.difference import Difference
from pipelines.raw_folder.discovery import FoundDocument
from pipelines.reading.outcome import Outcome, cannot_be_opened, failed, out_of_memory, read_outcome
from pipelines.reading.worker import begin_worker
from pipelines.settings import Limits
from pipelines.workers import Spawned, WorkersFailed

# A worker is replaced after so many documents, in case a parser leaks memory.
_DOCUMENTS_PER_WORKER = 200
# Signals that come from outside; what a parser does to itself ends with others.
_FROM_OUTSIDE = {
    getattr(signal, name) for name in ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)
}
_CRASHED = (
    "The process that read this document died ({}). The file may be damaged: open it, save it again and "
    "replace it; or report it together with the document. --retry-failed tries it again as it is."
)


def read_in_parallel(
    raw_dir: Path, difference: Difference, workers: int, limits: Limits
) -> Iterator[Outcome]:
    """Outcomes as they come; a worker that hangs or dies costs its own document only.

    A document is read without text recognition first. That shows how many pages are scanned, and so how long
    reading it again with recognition may take. What was read first counts where that fails.
    """
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
    waiting: dict[Future[Outcome], tuple[FoundDocument, Outcome | None]] = {}
    plainly = replace(limits, recognise=False)
    pool = ProcessPool(
        max_workers=max(1, min(workers, len(readable))),
        max_tasks=_DOCUMENTS_PER_WORKER,
        initializer=begin_worker,
        initargs=[limits.process_mb],
        context=Spawned(),
    )
    queue = iter(readable)
    try:
        while True:
            for document in islice(queue, max(0, 4 * workers - len(waiting))):
                args = [raw_dir, document, plainly]
                waiting[pool.schedule(read_outcome, args=args, timeout=limits.seconds)] = document, None
            if not waiting:
                break
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                document, first = waiting.pop(future)
                outcome = _result(future, document, limits)
                if first is not None:
                    yield (
                        outcome if outcome.status == "read" else _without_recognition(first, outcome, limits)
                    )
                elif limits.recognise and outcome.scanned_pages:
                    seconds = _seconds_with_recognition(outcome, limits)
                    future = pool.schedule(read_outcome, args=[raw_dir, document, limits], timeout=seconds)
                    waiting[future] = document, outcome
                else:
                    yield outcome
        pool.close()
    finally:
        pool.stop()
        pool.join()


def _seconds_with_recognition(first: Outcome, limits: Limits) -> float:
    return limits.seconds + first.scanned_pages * limits.page_seconds


def _without_recognition(first: Outcome, second: Outcome, limits: Limits) -> Outcome:
    """What was read without text recognition, which failed; the message says so."""
    pages = "1 scanned page" if first.scanned_pages == 1 else f"{first.scanned_pages} scanned pages"
    why = second.message
    if second.reason == "timed_out":
        why = (
            f"It took longer than {_seconds_with_recognition(first, limits):g} seconds and was stopped. "
            "Raise YUSUAN_OCR_SECONDS, or split the document."
        )
    failure = f"Text recognition failed, and {pages} stayed unread. {why}"
    message = f"{first.message} {failure}" if first.message else failure
    return replace(first, message=message, seconds=first.seconds + second.seconds)


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
