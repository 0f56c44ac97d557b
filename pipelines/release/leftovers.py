"""What builds that were killed have left behind."""

from __future__ import annotations

import shutil

from pipelines.release.releases import unfinished_releases
from pipelines.settings import Settings


def remove_leftovers(settings: Settings) -> None:
    """Remove unfinished releases and temporary files. The caller must hold the build lock.

    What cannot be removed stays: it does no harm.
    """
    for folder in (*unfinished_releases(settings), settings.temporary_dir):
        shutil.rmtree(folder, ignore_errors=True)
    link = settings.published_file
    for beside in link.parent.glob(f".{link.name}.new-*"):
        beside.unlink(missing_ok=True)
