"""Digests that decide what has to be done again: of documents, of the readers, of the dbt project."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipelines.settings import dbt_project_dir

_PACKAGE = Path(__file__).parents[1]
_DBT_FOLDERS = ("seeds", "models", "macros", "tests", "analyses", "snapshots")
_DBT_SUFFIXES = {".sql", ".py", ".yml", ".yaml", ".csv", ".md"}


def sha256_of_file(path: Path) -> str:
    """Hex sha256 of the bytes of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def disclosure_key(content_sha256: str) -> str:
    """The key of a document: the same bytes have the same key on every machine."""
    return "d" + content_sha256[:16]


def file_key(disclosure_key: str) -> str:
    """The key of the file that a disclosure is printed in; later ones add their first page."""
    return disclosure_key.split("-")[0]


@cache
def extractor_version() -> str:
    """Digest of the code that decides which raw rows a document gives; a new one re-reads everything."""
    readers = _PACKAGE / "readers"
    sources = [*readers.rglob("*.py"), *readers.rglob("*.csv"), _PACKAGE / "reading" / "privacy.py"]
    return digest_of_files(sources, _PACKAGE)[:12]


def project_fingerprint(project_dir: Path | None = None) -> str:
    """Digest of a dbt project, its seeds and configuration, and of what its Python models call.

    Of the one in use where None.
    """
    project_dir = project_dir or dbt_project_dir()
    sources = [
        path
        for folder in _DBT_FOLDERS
        for path in (project_dir / folder).rglob("*")
        if path.suffix in _DBT_SUFFIXES
    ]
    sources += [path for path in project_dir.glob("*.yml") if path.name != ".user.yml"]
    called = digest_of_files((_PACKAGE / "structure").glob("*.py"), _PACKAGE)
    return hashlib.sha256(f"{digest_of_files(sources, project_dir)}{called}".encode()).hexdigest()[:16]


def digest_of_files(paths: Iterable[Path], base: Path) -> str:
    """Hex sha256 over relative names and contents, independent of order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(base).as_posix().encode())
        digest.update(b"\0")
        digest.update(sha256_of_file(path).encode())
    return digest.hexdigest()
