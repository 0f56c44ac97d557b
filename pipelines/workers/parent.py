"""A worker process ends when the process that started it does, even if that one was killed.

Else it continues with its document, for minutes, though nothing waits for it. This module imports little: the
shorter a worker needs until it is called, the sooner it notices.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from multiprocessing.connection import wait

_KILLED = 137


def end_with_parent() -> None:
    """Have this process end as soon as the one that started it does."""
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_after, args=[parent.sentinel], daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(_KILLED)
