"""The folder of an export: it holds one whole export or is left as it was."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DESCRIPTOR = "datapackage.json"
FISCAL_DESCRIPTOR = "fiscal-datapackage.json"
PACKAGE_NAME = "yusuan"


class FolderHoldsOtherFiles(Exception):
    """The folder holds what no export of ours has written."""


@contextmanager
def whole_folder(target: Path) -> Generator[Path]:
    """A new folder to write into; it takes the place of the target when the block ends without an error.

    An empty folder and an earlier export are replaced. Raises :class:`FolderHoldsOtherFiles` for any other,
    and OSError.
    """
    target = target.absolute()
    if target.is_file():
        raise FolderHoldsOtherFiles(f"{target} is a file. Name a folder that is empty or not there yet.")
    if others := _other_files(target):
        raise FolderHoldsOtherFiles(
            f"{target} holds other files ({others[0]}{', …' if len(others) > 1 else ''}). "
            "Name a folder that is empty, not there yet, or holds an earlier export only."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as working:
        written, former = Path(working) / "written", Path(working) / "former"
        written.mkdir()
        yield written
        if target.exists():
            target.rename(former)
        try:
            written.rename(target)
        except OSError:
            if former.exists():
                former.rename(target)
            raise


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a descriptor."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _other_files(folder: Path) -> list[str]:
    """Files of a folder that its own data package does not list."""
    if not folder.exists():
        return []
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    return sorted(files - _listed(folder / DESCRIPTOR))


def _listed(descriptor: Path) -> set[str]:
    """Files of an earlier export; none where the descriptor is not ours."""
    try:
        package = json.loads(descriptor.read_text(encoding="utf-8"))
        if package["name"] != PACKAGE_NAME:
            return set()
        return {DESCRIPTOR, FISCAL_DESCRIPTOR, *(resource["path"] for resource in package["resources"])}
    except (OSError, ValueError, LookupError, TypeError):
        return set()
