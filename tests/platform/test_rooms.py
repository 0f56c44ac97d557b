"""Each room (folder) of ``pipelines/`` imports only from rooms before it in the order of the data."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pipelines

PACKAGE = Path(pipelines.__file__).parent
# The order is in the docstring of the package.
ORDER = [name for name in re.findall(r"``(\w+)``", pipelines.__doc__ or "") if (PACKAGE / name).is_dir()]
ENTRY_POINTS = {"__main__", "cli", "definitions"}
# Modules beside the rooms that every room may use.
SHARED = {"build_log", "machine", "plain_paths", "settings", "shortage"}


def imported_modules(path: Path) -> Iterator[str]:
    """Modules of ``pipelines`` that a file imports anywhere, also within a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are written in full"
            names = [node.module or ""]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] == "pipelines")


def imports_of_rooms() -> dict[str, set[str]]:
    """Room (or top-level module) -> the others that it imports."""
    graph: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        graph.setdefault(room, set()).update(name.split(".")[1] for name in imported_modules(path))
    return {room: imported - {room} for room, imported in graph.items()}


def test_every_room_has_its_place_and_says_what_it_takes_and_gives() -> None:
    folders = [path.parent for path in PACKAGE.glob("*/__init__.py")]
    assert sorted(ORDER) == sorted(folder.name for folder in folders)
    for folder in folders:
        docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
        assert folder.name == "readers" or ("Takes" in docstring and "Gives" in docstring), folder


def test_rooms_import_only_from_rooms_before_them() -> None:
    graph = imports_of_rooms()
    assert list(TopologicalSorter(graph).static_order()), "a circle raises CycleError"
    for position, room in enumerate(ORDER):
        assert graph[room] <= {*SHARED, *ORDER[:position]}, room


def test_nobody_imports_the_entry_points() -> None:
    for room, imported in imports_of_rooms().items():
        assert room == "__main__" or not imported & ENTRY_POINTS, room
