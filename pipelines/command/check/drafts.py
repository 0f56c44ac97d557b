"""Files that are in no warehouse, as before they are published: read and built in a temporary folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipelines.command.apart import RAW, build_apart, names_apart, opened, read_apart
from pipelines.command.check.looked import Looked
from pipelines.models.dbt import prepare_project
from pipelines.settings import Settings


@contextmanager
def drafts(files: Sequence[Path], settings: Settings, keep: Path | None = None) -> Generator[Looked]:
    """The files as a warehouse of their own, for as long as the context lasts.

    A copy of its database, with the rows of all models, is left at ``keep``. Raises ValueError where none of
    them can be read, :class:`BuildFailed` where the models cannot run.
    """
    if folder := next((file for file in files if file.is_dir()), None):
        raise ValueError(f"{folder} is a folder. Name the files in it, or build it with `yusuan build`.")
    with tempfile.TemporaryDirectory(prefix="yusuan-check-") as work:
        # The same places as in a warehouse, so that pictures find what is printed around a figure.
        warehouse_dir = Path(work).resolve()
        place = Settings(warehouse_dir / "build" / RAW, warehouse_dir, settings.workers)
        read, summary = read_apart(
            files, place.build_file.parent, settings.limits, min(settings.workers, len(files))
        )
        named = dict(zip(names_apart(files), map(str, files), strict=True))
        unread = [
            (named.get(name, name), message)
            for name, status, _, message in summary.outcomes
            if status == "failed"
        ]
        if not summary.read:
            lines = [f"{file} cannot be read. {why}" for file, why in unread]
            raise ValueError("\n".join(lines) or "There is no disclosure among these files.")
        built = warehouse_dir / place.published_file.name
        build_apart(read, prepare_project(), built, lambda *_: None)
        if keep:
            shutil.copyfile(built, keep)
        with opened(built) as warehouse:
            yield Looked(warehouse, place, (), unread, is_draft=True)
