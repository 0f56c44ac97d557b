"""The folder of releases: what they are called, which one is current, and which have had their time.

``releases/<stamp>/disclosures.duckdb`` is one release, and the link of the published file names the current
one. Whatever else is in the folder belongs to somebody else and is never touched.
"""

from __future__ import annotations

import calendar
import re
import time
from datetime import UTC, datetime
from pathlib import Path

from pipelines.settings import Settings

_STAMP = re.compile(r"([0-9]{8}T[0-9]{6})-([0-9]{9})")
_SECONDS = "%Y%m%dT%H%M%S"


def stamp_of(nanoseconds: int) -> str:
    """The name of a release made at a time since 1970, in UTC; names sort as their times do."""
    seconds, rest = divmod(nanoseconds, 10**9)
    return time.strftime(_SECONDS, time.gmtime(seconds)) + f"-{rest:09d}"


def time_of(stamp: str) -> datetime:
    """When a release was made, in UTC. Raises ValueError where the name is not a stamp."""
    nanoseconds = _nanoseconds(stamp)
    if nanoseconds is None:
        raise ValueError(f"{stamp} is not a release.")
    return datetime.fromtimestamp(nanoseconds // 10**9, UTC).replace(tzinfo=None)


def next_stamp(settings: Settings) -> str:
    """The name of a new release: that of this moment, or where the clock was once ahead, one that is free.

    It sorts after the current release, whatever the clock says.
    """
    stamp, current = stamp_of(time.time_ns()), current_stamp(settings)
    if current and current >= stamp:
        stamp = _following(current)
    while (settings.releases_dir / stamp).exists():
        stamp = _following(stamp)
    return stamp


def current_stamp(settings: Settings) -> str | None:
    """The release that the link names; None where it names none."""
    link = settings.published_file
    if not link.is_symlink():
        return None
    folder = link.resolve().parent
    is_release = folder.parent == settings.releases_dir.resolve() and _nanoseconds(folder.name) is not None
    return folder.name if is_release else None


def old_releases(settings: Settings, keep: int) -> list[Path]:
    """Releases older than the current one, but for the last ``keep`` - 1 of them."""
    current = current_stamp(settings)
    older = [folder for folder in _folders(settings) if current and folder.name < current]
    return older[: max(0, len(older) - (keep - 1))]


def release_files(settings: Settings) -> dict[str, Path]:
    """The files of all releases that are whole, by stamp, the oldest first."""
    files = {folder.name: folder / settings.published_file.name for folder in _folders(settings)}
    return {stamp: file for stamp, file in files.items() if file.exists()}


def unfinished_releases(settings: Settings) -> list[Path]:
    """What a build that was killed while it published, or while it removed old releases, has left."""
    current = current_stamp(settings)
    return [
        folder
        for folder in _folders(settings)
        if folder.name != current and not (folder / settings.published_file.name).exists()
    ]


def _folders(settings: Settings) -> list[Path]:
    """All folders of releases, also unfinished ones, the oldest first."""
    if not settings.releases_dir.is_dir():
        return []
    return sorted(
        path
        for path in settings.releases_dir.iterdir()
        if _nanoseconds(path.name) is not None and path.is_dir() and not path.is_symlink()
    )


def _following(stamp: str) -> str:
    nanoseconds = _nanoseconds(stamp)
    assert nanoseconds is not None
    return stamp_of(nanoseconds + 1)


def _nanoseconds(name: str) -> int | None:
    """The time that a stamp stands for; None where a name is not a stamp."""
    parts = _STAMP.fullmatch(name)
    if not parts:
        return None
    try:
        seconds = calendar.timegm(time.strptime(parts[1], _SECONDS))
    except ValueError:
        return None
    return seconds * 10**9 + int(parts[2])
