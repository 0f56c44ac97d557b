"""All files below a folder, also those below linked folders, each folder once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.raw_folder.names import readable_names

Identity = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder by its true path, with its readable path below the root (``""`` or ending with ``/``).

    ``above`` are the folders that it is in, by device and inode; a link back to one of them is a cycle.
    """

    path: Path
    name: str
    above: frozenset[Identity]


def walk(
    root: Path, wanted: Callable[[str], bool], on_error: Callable[[str, OSError], None]
) -> Iterator[tuple[str, Path]]:
    """(readable path with ``/``, true path) of the files whose name, and whose folders' names, are wanted.

    Real folders come before linked ones, so that a folder that is there twice has its real name. Links to
    a folder that is above, or that was seen, are not followed. ``on_error`` hears of folders that cannot
    be listed; where the root itself cannot, raises OSError.
    """
    seen: set[Identity] = set()
    outside = frozenset(_identity(parent) for parent in root.resolve().parents)
    real, linked = [Folder(root, "", outside)], []
    while real or linked:
        folder = real.pop() if real else linked.pop(0)
        try:
            identity = _identity(folder.path)
            if identity in folder.above or identity in seen:
                continue
            seen.add(identity)
            entries = readable_names(entry.name for entry in folder.path.iterdir())
        except OSError as error:
            if folder.path == root:
                raise
            on_error(folder.name.rstrip("/"), error)
            continue
        for name, true_name in sorted(entries.items()):
            path = folder.path / true_name
            if not wanted(name):
                continue
            if not _is_folder(path):
                yield folder.name + name, path
                continue
            below = Folder(path, f"{folder.name}{name}/", folder.above | {identity})
            (linked if path.is_symlink() else real).append(below)


def _identity(path: Path) -> Identity:
    status = path.stat()
    return status.st_dev, status.st_ino


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
