"""The files below ``fetched/`` of the raw folder: each content once, and none is ever overwritten."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from pipelines.arrivals.ledger import Request
from pipelines.arrivals.names import with_hash
from pipelines.raw_folder.fingerprints import sha256_of_file

FOLDER = "fetched"
# Hidden, so that half a file is not taken for a document.
_ARRIVING = ".arriving-"


class FetchInProgress(Exception):
    """Another run fetches into the raw folder."""


class Snapshots:
    """Keeps what arrives, and knows by content what it has; to be had from :func:`open_snapshots`."""

    def __init__(self, raw_dir: Path, requests: Iterable[Request]) -> None:
        self._raw_dir = raw_dir
        self._count = 0
        self._files = {each.content_sha256: each.source_file for each in requests if each.source_file}

    def has(self, request: Request) -> bool:
        """Is the snapshot of this request still where it was put?"""
        return bool(request.source_file) and (self._raw_dir / request.source_file).is_file()

    @contextmanager
    def arriving(self) -> Generator[tuple[Path, BinaryIO]]:
        """A file to write into, which is removed at the end unless it was kept."""
        self._count += 1
        path = self._raw_dir / FOLDER / f"{_ARRIVING}{self._count}"
        try:
            with path.open("w+b") as stream:
                yield path, stream
        finally:
            path.unlink(missing_ok=True)

    def keep(self, arrived: Path, content_sha256: str, host_folder: str, name: str) -> str:
        """Keep a file that has arrived; returns its path in the raw folder.

        The same content has one file. Another content of the same name gets its hash into the name.
        """
        known = self._files.get(content_sha256)
        if known and (self._raw_dir / known).is_file():
            return known
        folder = self._raw_dir / FOLDER / host_folder
        folder.mkdir(exist_ok=True)
        for each in (name, with_hash(name, content_sha256), with_hash(name, content_sha256, 64)):
            path = folder / each
            if not os.path.lexists(path):
                arrived.replace(path)
                _sync(folder)
                break
            if path.is_file() and sha256_of_file(path) == content_sha256:
                break
        else:
            raise FileExistsError(f"{path} is there already, with another content.")
        self._files[content_sha256] = f"{FOLDER}/{host_folder}/{path.name}"
        return self._files[content_sha256]


@contextmanager
def open_snapshots(raw_dir: Path, wait_seconds: float = 5.0) -> Generator[None]:
    """Hold the folder of snapshots, so that nothing else fetches into it; removes what a broken run left.

    Raises :class:`FetchInProgress`, and OSError where the folder cannot be written to.
    """
    folder = raw_dir / FOLDER
    folder.mkdir(exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise FetchInProgress(
            f"Another run fetches into {folder} now. Wait until it has finished and run this again."
        ) from error
    try:
        for left in folder.glob(f"{_ARRIVING}*"):
            left.unlink()
        yield
    finally:
        lock.release()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
