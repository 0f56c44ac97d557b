"""Which files lie in the raw folder, and what they hold by hash."""

from __future__ import annotations

import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.raw_folder.fingerprints import disclosure_key, sha256_of_file
from pipelines.raw_folder.walk import walk
from pipelines.settings import OWN_FILES

# A file changed within this time of its hashing may change again unseen, so it is hashed anew.
_RACE_NS = 2_000_000_000
_LARGEST_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as it stood when it was hashed last; ``source_file`` is its readable path in the raw folder.

    ``changed_ns`` is when the system wrote to the file or its entry last: unlike the time of modification, no
    program sets it. ``inode`` tells a file from another one that took its place.
    """

    source_file: str
    size_bytes: int
    modified_ns: int
    changed_ns: int
    inode: int
    hashed_ns: int
    content_sha256: str


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """One content and every file that holds it; ``source_file`` is the first by name."""

    content_sha256: str
    source_file: str
    size_bytes: int
    modified_ns: int
    duplicate_files: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The disclosure key of the content."""
        return disclosure_key(self.content_sha256)


@dataclass(frozen=True, slots=True)
class Inventory:
    """One look at the raw folder."""

    files: tuple[KnownFile, ...]
    documents: Mapping[str, FoundDocument] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)


def find_files(raw_dir: Path) -> list[str]:
    """Readable paths of all candidate files below ``raw_dir``, relative, with ``/``, sorted.

    Left out: hidden files and folders, ``README*`` and the tables that the program itself reads and writes.
    """
    return list(_located(raw_dir, {}))


def _located(raw_dir: Path, unreadable: dict[str, str]) -> dict[str, Path]:
    """Readable path -> true path; folders that cannot be listed are added to ``unreadable``."""

    def cannot_be_listed(folder: str, error: OSError) -> None:
        unreadable[folder] = error.strerror or str(error)

    found = walk(raw_dir, lambda name: not name.startswith("."), cannot_be_listed)
    return dict(sorted((name, path) for name, path in found if _may_be_document(name)))


def _may_be_document(source_file: str) -> bool:
    name = source_file.rpartition("/")[2]
    return not name.startswith("README") and name not in OWN_FILES


def take_inventory(raw_dir: Path, known: Mapping[str, KnownFile]) -> Inventory:
    """Hash every file that is not ``known`` by size, times of change and inode.

    What cannot be opened is listed in ``unreadable`` (path -> what the system says).
    """
    files: list[KnownFile] = []
    unreadable: dict[str, str] = {}
    for source_file, path in _located(raw_dir, unreadable).items():
        try:
            files.append(_identify(path, source_file, known.get(source_file)))
        except OSError as error:
            unreadable[source_file] = error.strerror or str(error)
    by_content: dict[str, list[KnownFile]] = {}
    for file in files:
        by_content.setdefault(file.content_sha256, []).append(file)
    documents = {
        sha256: FoundDocument(
            sha256,
            same[0].source_file,
            same[0].size_bytes,
            same[0].modified_ns,
            tuple(file.source_file for file in same[1:]),
        )
        for sha256, same in by_content.items()
    }
    return Inventory(tuple(files), documents, unreadable)


def _identify(path: Path, source_file: str, known: KnownFile | None) -> KnownFile:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is not a regular file")
    # Some systems number inodes beyond what a database takes for a whole number.
    state = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino & _LARGEST_NUMBER)
    if known is not None and _is_unchanged(known, state):
        return known
    hashed_ns = time.time_ns()
    return KnownFile(source_file, *state, hashed_ns, sha256_of_file(path))


def _is_unchanged(known: KnownFile, state: tuple[int, int, int, int]) -> bool:
    is_same = state == (known.size_bytes, known.modified_ns, known.changed_ns, known.inode)
    return is_same and max(known.modified_ns, known.changed_ns) + _RACE_NS < known.hashed_ns
