"""Drafts: files that are read, built and checked apart from any warehouse."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipelines.command.apart import build_apart, opened, read_files
from pipelines.models.dbt import prepare_project
from pipelines.release.queries import PublishedWarehouse
from pipelines.settings import Limits


@contextmanager
def checked_drafts(
    files: Sequence[Path], limits: Limits
) -> Generator[tuple[PublishedWarehouse, Path, list[tuple[str, str]]]]:
    """A warehouse of the files, the folder with copies of them, and (file, why) of those that cannot be read.

    All of it is gone when the context ends. Raises LookupError where no file can be read,
    :class:`BuildFailed`, OSError.
    """
    with tempfile.TemporaryDirectory(prefix="yusuan-check-") as work:
        folder = Path(work)
        raw_file, summary = read_files(files, folder, limits)
        unread = [
            (Path(name).name, message) for name, status, _, message in summary.outcomes if status == "failed"
        ]
        if not summary.read:
            reasons = "\n".join(f"{name} cannot be read. {message}" for name, message in unread)
            raise LookupError(reasons or f"{files[0]} is no disclosure.")
        built, _ = build_apart(raw_file, folder / "built", prepare_project(), _silent)
        with opened(built) as warehouse:
            yield warehouse, folder / "raw", unread


def _silent(_done: int, _total: int, _name: str) -> None:
    """The models of a few documents take seconds."""
