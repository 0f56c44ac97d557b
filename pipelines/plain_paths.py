"""Database files in any folder: DuckDB and dbt take some signs in a path for parts of a web address."""

from __future__ import annotations

import atexit
import contextlib
import os
import tempfile
from functools import cache
from pathlib import Path

_SIGNS = "#?*[],"


def plain_path(file: Path) -> Path:
    """A path to a file that dbt and DuckDB take as it is: itself, or one through a link to its folder.

    DuckDB takes brackets and stars for patterns, and a comma for the end of a path in which it searches. dbt
    looks for the name of the database before a hash or a question mark. DuckDB follows the link, and at a
    question mark it puts the file of its last changes into another folder (``a.wal?b`` for ``a?b``), which
    has to be there.
    """
    if not any(sign in str(file) for sign in _SIGNS):
        return file
    real = file.resolve()
    if "?" in str(real):
        _make_folder_of_changes(Path(str(real).replace("?", ".wal?", 1)).parent)
    return Path(_folder_of_link(real.parent).name) / "linked" / real.name


def quoted_path(file: Path) -> str:
    """The plain path as a string in SQL."""
    return "'" + str(plain_path(file)).replace("'", "''") + "'"


@cache
def _folder_of_link(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder with a link, which are removed with this process."""
    usual = tempfile.gettempdir()
    made = tempfile.TemporaryDirectory(
        prefix="yusuan-", dir="/tmp" if any(sign in usual for sign in _SIGNS) else usual
    )
    (Path(made.name) / "linked").symlink_to(folder, target_is_directory=True)
    return made


@cache
def _make_folder_of_changes(folder: Path) -> None:
    """Make a folder; it is removed with this process, unless changes were left in it."""
    folder.mkdir(parents=True, exist_ok=True)
    atexit.register(_remove_if_empty, folder)


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        os.removedirs(folder)
