"""Opens the ZIP package of an office file, and unpacks its parts within bounds: a small file may be huge.

Workbooks, documents of word processors and OFD files are packages of XML parts.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.locked import locked

_MEGABYTE = 1024 * 1024
# What may be unpacked of one file, and of a part that is kept as a whole.
MOST_BYTES, MOST_PART_BYTES = 1024 * _MEGABYTE, 100 * _MEGABYTE
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class ZipPackage:
    """The parts of one file by their names; a context manager that closes the file.

    ``kind`` is what the file is called where it cannot be read. All methods raise
    :class:`UnreadableDocument`: ``damaged``, ``encrypted`` or ``too_large``.
    """

    kind = "file"

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except _FAULTS as error:
            raise damaged(self.kind, str(error)) from error
        # Some programs write names in another case than they name them, or with the separators of Windows.
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.infolist():
            same = self._parts.setdefault(info.filename.replace("\\", "/").lower(), info)
            if (same.CRC, same.file_size) != (info.CRC, info.file_size):
                raise damaged(self.kind, f"it has two different parts {info.filename}")
        self._left = MOST_BYTES

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def pieces(self, name: str, most: int | None = None) -> Iterator[bytes]:
        """The content of a part that the package has, in pieces; more than ``most`` bytes are refused."""
        try:
            with self._archive.open(self._parts[name.lower()]) as part:
                unpacked = 0
                while piece := part.read(_MEGABYTE):
                    unpacked += len(piece)
                    self._left -= len(piece)
                    if self._left < 0 or (most is not None and unpacked > most):
                        raise UnreadableDocument(
                            "too_large",
                            f"The {self.kind} unpacks to more than {unpacked // _MEGABYTE:,} MB, as no "
                            "disclosure does. Check that it is the right file, or split it.",
                        )
                    yield piece
        except RuntimeError as error:  # from zipfile, about a password
            raise locked() from error
        except _FAULTS as error:
            raise damaged(self.kind, f"{name}: {error}") from error

    def content(self, name: str) -> bytes:
        """The whole content of a part that the package has."""
        return b"".join(self.pieces(name, MOST_PART_BYTES))


def damaged(kind: str, what: str) -> UnreadableDocument:
    """The file cannot be read; ``what`` is the matter with it."""
    return UnreadableDocument(
        "damaged",
        f"The {kind} is damaged and cannot be opened. Download or export it again. ({what[:100]})",
    )
