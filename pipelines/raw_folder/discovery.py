"""Which files lie in the raw folder, and what they hold by hash."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.raw_folder.fingerprints import disclosure_key, sha256_of_file
from pipelines.settings import OVERRIDES_FILE

# A file changed within this time of its hashing may change again unseen, so it is hashed anew.
_RACE_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as it stood when it was hashed last."""

    source_file: str
    size_bytes: int
    modified_ns: int
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
    """Paths of all candidate files below ``raw_dir``, relative, with ``/``, sorted.

    Left out: hidden files and folders, ``README*`` and the overrides table.
    """
    found = []
    for folder, subfolders, names in os.walk(raw_dir):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        found += [
            (Path(folder) / name).relative_to(raw_dir).as_posix()
            for name in names
            if not name.startswith((".", "README")) and name != OVERRIDES_FILE
        ]
    return sorted(found)


def take_inventory(raw_dir: Path, known: Mapping[str, KnownFile]) -> Inventory:
    """Hash every file that is not ``known`` by size and time of change.

    Files that cannot be opened are listed in ``unreadable`` (path -> what the system says).
    """
    files: list[KnownFile] = []
    unreadable: dict[str, str] = {}
    for source_file in find_files(raw_dir):
        try:
            files.append(_identify(raw_dir, source_file, known.get(source_file)))
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


def _identify(raw_dir: Path, source_file: str, known: KnownFile | None) -> KnownFile:
    path = raw_dir / source_file
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is not a regular file")
    unchanged = (
        known is not None
        and known.size_bytes == status.st_size
        and known.modified_ns == status.st_mtime_ns
        and known.modified_ns + _RACE_NS < known.hashed_ns
    )
    if known is not None and unchanged:
        return known
    hashed_ns = time.time_ns()
    return KnownFile(source_file, status.st_size, status.st_mtime_ns, hashed_ns, sha256_of_file(path))
