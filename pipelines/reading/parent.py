"""A worker process ends when the process that started it does, even if that one was killed."""

from __future__ import annotations

import multiprocessing
import os
import threading
from multiprocessing.connection import wait

_KILLED = 137


def end_with_parent() -> None:
    """End this process at once when its parent is gone; to be called in a process of multiprocessing.

    Else a worker goes on with its document, for minutes, though nobody waits for it.
    """
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_after, args=[parent.sentinel], daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(_KILLED)
