"""A worker process ends when the process that started it does, even if that one was killed.

Else it goes on with its document, for minutes, though nobody waits for it. This module imports little: the
shorter a worker needs until it is called, the sooner it notices.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from multiprocessing.connection import wait

_KILLED = 137


def begin_worker(memory_mb: int) -> None:
    """Prepare a new worker process: it ends with its parent, and is ready to read."""
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_after, args=[parent.sentinel], daemon=True).start()
    from pipelines.reading.outcome import prepare_worker

    prepare_worker(memory_mb)


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(_KILLED)
