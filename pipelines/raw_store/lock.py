"""One writer at a time: the build database is held by a lock of our own, with words instead of a trace."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_HOLDER = re.compile(r"lock is held in (?P<program>.+?) \(PID (?P<process>\d+)\)")


class BuildInProgress(Exception):
    """Another build holds the warehouse."""


class BuildFileInUse(BuildInProgress):
    """A program that holds no lock of ours has the build database open: a client, or another version."""


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


def words_of_use(build_file: Path, message: str) -> str | None:
    """Who has the build database open, and which file to open instead, from DuckDB's message about its lock.

    None where the message is about something else.
    """
    if "Could not set lock on file" not in message:
        return None
    holder = _HOLDER.search(message)
    who = f"process {holder['process']} ({holder['program']})" if holder else "another program"
    published = build_file.parent.parent / build_file.name
    return (
        f"{build_file} is open in {who}. It is the private database of builds: while another program has it "
        f"open, none can run. Close it there and run this again; to query the warehouse, open {published} "
        "instead, which any number of programs may have open during a build."
    )
