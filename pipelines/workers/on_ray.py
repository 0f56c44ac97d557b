"""Batches on Ray, on this machine or in a cluster (``pip install yusuan[ray]``)."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any, TypeVar

from pipelines.build_log import note

Work = TypeVar("Work")
Done = TypeVar("Done")

_ADDRESS = "RAY_ADDRESS"


def map_on_ray(
    function: Callable[[Work], Done], batches: Iterable[Work], attempts: int, lost: Callable[[str], Exception]
) -> Iterator[Done]:
    """As :func:`pipelines.workers.map_batches`, on the cluster of ``RAY_ADDRESS``, else on this machine.

    Who works on a batch has to reach the folders that it names. Raises what ``function``
    raises, what ``lost`` gives where the process of a batch has died as often as it may, and
    ModuleNotFoundError where there is no Ray.
    """
    ray = _connected()
    died = (ray.exceptions.WorkerCrashedError, ray.exceptions.NodeDiedError, ray.exceptions.OutOfMemoryError)
    # Tried again below, where it is counted: Ray does not say how often it tried.
    task = ray.remote(max_retries=0)(function)
    # Twice as many as there are processors, so that none has to wait for the next batch to be written.
    most = max(2, 2 * int(ray.cluster_resources().get("CPU", 1)))
    queue, again = iter(batches), deque[tuple[Any, int]]()
    waiting: dict[Any, tuple[Any, int]] = {}
    try:
        while True:
            while len(waiting) < most:
                batch, attempt = again.popleft() if again else (next(queue, None), 1)
                if batch is None:
                    break
                waiting[task.remote(batch)] = (batch, attempt)
            if not waiting:
                return
            ((reference,), _) = ray.wait(list(waiting), num_returns=1)
            batch, attempt = waiting.pop(reference)
            try:
                yield ray.get(reference)
            except ray.exceptions.RayTaskError as error:
                raise error.cause from error
            except died as error:
                note("worker_lost", attempt=attempt, message=str(error))
                if attempt == attempts:
                    raise lost("see the log of Ray") from error
                again.append((batch, attempt + 1))
    finally:
        for reference in waiting:
            ray.cancel(reference, force=True)


def _connected() -> Any:
    """Ray, connected to a cluster or started here."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray = import_module("ray")
    if not ray.is_initialized():
        here = {} if os.environ.get(_ADDRESS) else {"include_dashboard": False}
        ray.init(log_to_driver=False, **here)
    return ray
