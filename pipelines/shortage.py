"""A disk that is full and memory that does not suffice, reported in words that a person can act on.

A full disk is reported in different ways: by the system, DuckDB in several, dbt with those of DuckDB in
its text. Here they are one.
"""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.settings import Settings, cache_dir, dbt_project_dir, is_part_of_installation

_MEGABYTE = 1024 * 1024
_FULL = ("No space left on device", "Disk quota exceeded")
# DuckDB writes what does not fit into memory to its temporary folder, up to nine tenths of the room there.
_TEMPORARY_FOLDER_IS_FULL = "max_temp_directory_size"
_OUT_OF_MEMORY = "Out of Memory Error"
_NAMED_FILE = re.compile(r'"(/[^"\n]+)"')


class OutOfRoom(OSError):
    """A folder has no room left, or DuckDB may not take as much memory as it needs."""


@contextmanager
def told_in_words(settings: Settings) -> Generator[None]:
    """Raise :class:`OutOfRoom` for an error within that comes from a full disk or from too little memory."""
    try:
        yield
    except Exception as error:
        texts = [_text(each) for each in _causes(error)]
        if folder := _full_folder(settings, error, texts):
            raise OutOfRoom(_words_of_full(folder)) from error
        if any(_OUT_OF_MEMORY in text for text in texts):
            raise OutOfRoom(
                f"DuckDB needs more than the {settings.database.memory_mb:,} MB of memory that it may take. "
                "Raise YUSUAN_MEMORY_MB, or lower YUSUAN_THREADS or YUSUAN_BATCH_DOCUMENTS, and run this "
                "again."
            ) from error
        raise


def _words_of_full(folder: Path) -> str:
    usage = shutil.disk_usage(folder)
    return (
        f"The disk is full: there is no space left in {folder}, where {usage.free / _MEGABYTE:,.0f} of "
        f"{usage.total / _MEGABYTE:,.0f} MB are free. Make room there, or name another folder, and run this "
        "again: it continues where it stopped."
    )


def _full_folder(settings: Settings, error: BaseException, texts: list[str]) -> Path | None:
    """The folder without room, where an error comes from that: the one that it names, else the fullest."""
    if any(_TEMPORARY_FOLDER_IS_FULL in text for text in texts):
        return _existing(settings.temporary_dir)
    full = [text for text in texts if any(words in text for words in _FULL)]
    system = [each for each in _causes(error) if isinstance(each, OSError)]
    full_for_system = [each for each in system if each.errno in (errno.ENOSPC, errno.EDQUOT)]
    if not full and not full_for_system:
        return None
    # What came from another process includes its lines of code as well.
    named = [Path(file) for text in full for file in _NAMED_FILE.findall(text) if not file.endswith(".py")]
    named += [
        Path(file) for each in full_for_system if isinstance(file := each.filename2 or each.filename, str)
    ]
    if named:
        return _existing(named[0].parent)
    project = cache_dir() if is_part_of_installation(dbt_project_dir()) else dbt_project_dir()
    written = (settings.build_file.parent, settings.releases_dir, settings.temporary_dir, project)
    return min(map(_existing, written), key=lambda folder: shutil.disk_usage(folder).free)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest around it that is there."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


def _text(error: BaseException) -> str:
    return f"{error} {getattr(error, 'details', '')}"
