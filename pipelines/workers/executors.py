"""Where batches are worked on: one function, one result for each batch, wherever that is."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TypeVar

from pipelines.build_log import note
from pipelines.workers.parent import end_with_parent
from pipelines.workers.spawned import Spawned

Work = TypeVar("Work")
Done = TypeVar("Done")

PROCESSES = "processes"
RAY = "ray"

# A worker that dies may have met a machine that is short of memory; what dies three times is at fault itself.
ATTEMPTS = 3


class WorkersFailed(RuntimeError):
    """Work could not be done by others."""


class WorkerLost(WorkersFailed):
    """The process that worked on a batch died, as often as it was tried."""


class RayIsMissing(WorkersFailed):
    """Batches are to be worked on by Ray, which is not installed."""


def map_batches(
    function: Callable[[Work], Done], batches: Iterable[Work], *, workers: int, executor: str = PROCESSES
) -> Iterator[Done]:
    """The results of a function for all batches, in the order in which they are done.

    ``function`` depends on its batch alone and can be repeated; it can be pickled, as can batches and
    results. ``workers`` of them run at a time; one alone runs in this process. With ``executor`` "ray", Ray
    decides where and how many. Batches are taken as they are needed. What ``function`` raises is raised here.
    A worker that dies is replaced, and its batch started again; raises :class:`WorkerLost` when that does not
    help, and :class:`RayIsMissing`.
    """
    if executor == RAY:
        from pipelines.workers.on_ray import map_on_ray

        try:
            yield from map_on_ray(function, batches, ATTEMPTS, _lost)
        except ModuleNotFoundError as error:
            if error.name != "ray":
                raise
            raise RayIsMissing(
                "YUSUAN_EXECUTOR is 'ray', and Ray is not installed: pip install 'yusuan[ray]'."
            ) from error
    elif workers == 1:
        yield from map(function, batches)
    else:
        yield from _map_in_processes(function, batches, workers)


def _map_in_processes(
    function: Callable[[Work], Done], batches: Iterable[Work], workers: int
) -> Iterator[Done]:
    from pebble import ProcessExpired, ProcessPool

    pool = ProcessPool(max_workers=workers, initializer=end_with_parent, context=Spawned())
    queue, again = iter(batches), deque[tuple[Work, int]]()
    waiting: dict[Future[Done], tuple[Work, int]] = {}
    try:
        while True:
            while len(waiting) < workers:
                batch, attempt = again.popleft() if again else (next(queue, None), 1)
                if batch is None:
                    break
                waiting[pool.schedule(function, args=[batch])] = (batch, attempt)
            if not waiting:
                break
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                batch, attempt = waiting.pop(future)
                try:
                    yield future.result()
                except ProcessExpired as error:
                    note("worker_lost", attempt=attempt, exit_code=error.exitcode)
                    if attempt == ATTEMPTS:
                        raise _lost(f"exit code {error.exitcode}") from error
                    again.append((batch, attempt + 1))
        pool.close()
    finally:
        pool.stop()
        pool.join()


def _lost(how: str) -> WorkerLost:
    return WorkerLost(
        f"A process that worked on a batch died {ATTEMPTS} times ({how}), as happens where a machine is "
        "short of memory. Lower YUSUAN_WORKERS, YUSUAN_MEMORY_MB or YUSUAN_BATCH_DOCUMENTS. What was built "
        "stays: the next build continues from there."
    )
