"""Processes that start from nothing, so that they share no memory, lock or open file with this one."""

from __future__ import annotations

from multiprocessing import synchronize
from multiprocessing.context import SpawnContext


class Spawned(SpawnContext):
    """How to start worker processes. The locks that it makes live as long as it does.

    pebble drops the locks of a pool before it ends the workers. One that is just starting would not find
    them, and would print a traceback at the terminal.
    """

    def __init__(self) -> None:
        super().__init__()
        self._locks: list[synchronize.RLock] = []

    def RLock(self) -> synchronize.RLock:  # noqa: D102, N802 - as it is called where it is overridden
        lock = super().RLock()
        self._locks.append(lock)
        return lock
