"""Which files are in the raw folder and in its archives, and what they hold by hash."""

from __future__ import annotations

import hashlib
import stat
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.raw_folder.archives import NotUnpacked, is_archive, opened_archive
from pipelines.raw_folder.fingerprints import disclosure_key, sha256_of_file
from pipelines.raw_folder.walk import walk
from pipelines.settings import OWN_FILES

# A file changed within this time of its hashing may change again unseen, so it is hashed again.
_RACE_NS = 2_000_000_000
_LARGEST_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as it stood when it was hashed last; ``source_file`` is its readable path in the raw folder.

    Sizes and times of a file in an archive are those of the archive.
    ``changed_ns`` is when the system wrote to the file or its entry last: unlike the time of modification, no
    program sets it. ``inode`` distinguishes a file from another one that took its place.
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
    located = _located(raw_dir, unreadable)
    known_in = _by_place(known.values(), located)
    for source_file, path in located.items():
        try:
            files += _identify(path, source_file, known_in[source_file], unreadable)
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


def _by_place(known: Iterable[KnownFile], located: Mapping[str, Path]) -> Mapping[str, list[KnownFile]]:
    """What is known of each file that is there: itself, or all that it holds as an archive."""
    places: dict[str, list[KnownFile]] = defaultdict(list)
    for file in known:
        place = file.source_file
        while place and place not in located:
            place = place.rpartition("/")[0]
        places[place].append(file)
    return places


def _identify(
    path: Path, source_file: str, known: list[KnownFile], unreadable: dict[str, str]
) -> list[KnownFile]:
    """The file, or those that it holds as an archive; what is damaged of these is added to ``unreadable``."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is not a regular file")
    # Some systems number inodes beyond what a database takes for a whole number.
    state = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino & _LARGEST_NUMBER)
    if known and all(_is_unchanged(file, state) for file in known):
        return known
    hashed_ns = time.time_ns()
    held = _hashes_of_archive(path, source_file, unreadable) if is_archive(path) else {}
    hashes = held or {source_file: sha256_of_file(path)}
    return [KnownFile(name, *state, hashed_ns, sha256) for name, sha256 in hashes.items()]


def _hashes_of_archive(path: Path, source_file: str, unreadable: dict[str, str]) -> dict[str, str]:
    """Hex sha256 by readable path of what an archive holds; nothing where it is not opened."""
    hashes: dict[str, str] = {}
    lost: dict[str, str] = {}
    try:
        with opened_archive(path) as files:
            for name, opener in files:
                if not _may_be_document(name):
                    continue
                try:
                    with opener() as stream:
                        hashes[f"{source_file}/{name}"] = hashlib.file_digest(stream, "sha256").hexdigest()
                except OSError as error:
                    lost[f"{source_file}/{name}"] = error.strerror or str(error)
    except NotUnpacked:
        return {}
    unreadable |= lost
    return hashes


def _is_unchanged(known: KnownFile, state: tuple[int, int, int, int]) -> bool:
    is_same = state == (known.size_bytes, known.modified_ns, known.changed_ns, known.inode)
    return is_same and max(known.modified_ns, known.changed_ns) + _RACE_NS < known.hashed_ns
