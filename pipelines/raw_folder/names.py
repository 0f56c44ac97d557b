"""File names as people read them: a name that is not UTF-8 is text all the same, and still opens its file.

Python gives such a name with surrogates in place of its bytes, which no database and no console takes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def readable_names(entries: Iterable[str]) -> dict[str, str]:
    """Readable name -> true name of the entries of one folder.

    Names in GB18030 are decoded; a name in no known encoding, or one that another entry has already, shows
    its bytes as ``\\xb5``. The same entries give the same names, in any order.
    """
    plain: dict[str, str] = {}
    strange: list[str] = []
    for entry in sorted(entries):
        if _is_text(entry):
            plain[entry] = entry
        else:
            strange.append(entry)
    for entry in strange:
        name = _decoded(entry)
        while name in plain:
            name = _with_bytes_shown(entry) if name == _decoded(entry) else name + "_"
        plain[name] = entry
    return plain


def true_path(folder: Path, source_file: str) -> Path:
    """The path of a file by its readable path (with ``/``) below ``folder``, whether or not it exists."""
    path = folder / source_file
    if _exists(path):
        return path
    path = folder
    for part in source_file.split("/"):
        child = path / part
        if not _exists(child):
            child = path / _entries(path).get(part, part)
        path = child
    return path


def located(folder: Path, source_file: str) -> tuple[Path, str]:
    """The file on disk that holds a document, and the name of the document in it where that is an archive."""
    path = true_path(folder, source_file)
    if _exists(path):
        return path, ""
    parts = source_file.split("/")
    for count in range(len(parts) - 1, 0, -1):
        archive = true_path(folder, "/".join(parts[:count]))
        if archive.is_file():
            return archive, "/".join(parts[count:])
    return path, ""


def _entries(folder: Path) -> dict[str, str]:
    try:
        return readable_names(entry.name for entry in folder.iterdir())
    except OSError:
        return {}


def _exists(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:
        return False


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _decoded(name: str) -> str:
    try:
        text = os.fsencode(name).decode("gb18030")
    except UnicodeDecodeError:
        return _with_bytes_shown(name)
    return text if text.isprintable() else _with_bytes_shown(name)


def _with_bytes_shown(name: str) -> str:
    return os.fsencode(name).decode("ascii", "backslashreplace")
