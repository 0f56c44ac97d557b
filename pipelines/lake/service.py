"""Every release goes to the lake that the settings name."""

from __future__ import annotations

import time
from pathlib import Path

from pipelines.build_log import note
from pipelines.lake.catalogue import LakeFailed
from pipelines.lake.commit import Commit, commit_release
from pipelines.settings import Settings


def commit_to_lake(settings: Settings, file: Path, release: str, *, go_back: bool = False) -> Commit | None:
    """Commit a release to the lake of the settings; None where they name none. Raises :class:`LakeFailed`."""
    if settings.lake is None:
        return None
    started = time.perf_counter()
    try:
        done = commit_release(settings.lake, file, release, settings.database_configuration, go_back=go_back)
    except LakeFailed as error:
        raise LakeFailed(f"{error}\n\nWhen that is mended, `yusuan lake commit` does it.") from error
    note(
        "lake",
        release=release,
        former_release=done.former,
        seconds=round(time.perf_counter() - started, 3),
        written=done.written,
        documents=done.documents,
        whole=done.is_whole,
    )
    return done
