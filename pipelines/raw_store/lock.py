"""One writer at a time: the build database is held by a lock of our own, with words instead of a trace."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class BuildInProgress(Exception):
    """Another build holds the warehouse."""


@contextmanager
def build_lock(build_file: Path, wait_seconds: float = 5.0) -> Generator[None]:
    """Hold the build database; may be entered again by the same process.

    Raises :class:`BuildInProgress` when another process holds it for longer than ``wait_seconds``.
    """
    build_file.parent.mkdir(parents=True, exist_ok=True)
    path = build_file.with_suffix(".lock")
    lock = FileLock(path, is_singleton=True, thread_local=False)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise BuildInProgress(
            f"Another build is writing {build_file}. Wait until it has finished and run this again; the "
            "published warehouse can be read meanwhile."
        ) from error
    try:
        yield
    finally:
        lock.release()
