"""Database files in any folder: DuckDB and dbt take some signs in a path for parts of a web address."""

from __future__ import annotations

import atexit
import contextlib
import os
import tempfile
from functools import cache
from pathlib import Path


def plain_path(file: Path) -> Path:
    """A path to a database file that dbt takes for no address: itself, or one through a link to its folder.

    dbt looks for the name of the database before a hash or a question mark. DuckDB follows the link, and at a
    question mark it puts the file of its last changes into another folder (``a.wal?b`` for ``a?b``), which
    has to be there.
    """
    if not any(sign in str(file) for sign in "#?"):
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
    made = tempfile.TemporaryDirectory(prefix="yusuan-")
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
