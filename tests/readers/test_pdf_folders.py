"""The folders of the PDF reader depend on each other in one direction, in the order of the data."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import pipelines.readers.pdf

ROOT = Path(pipelines.readers.pdf.__file__).parent
PACKAGE = "pipelines.readers.pdf"
# The order of the data: each folder imports only from itself and from those before it.
FOLDERS = ["ink", "words", "ruled", "unruled", "cells", "pages"]
# What every reader uses.
SHARED = {"pipelines.readers.document", "pipelines.readers.figures"}
MODULES = sorted(ROOT.rglob("*.py"))


def module_name(path: Path) -> str:
    return ".".join([PACKAGE, *path.relative_to(ROOT).with_suffix("").parts]).removesuffix(".__init__")


def imports_of(path: Path) -> set[str]:
    """The modules of this project that a module imports, also within functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} has a relative import"
            found.add(node.module or "")
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.startswith("pipelines")}


def folder_of(module: str) -> str | None:
    """The folder of a module of the reader; None for those that use the folders."""
    first = module.removeprefix(PACKAGE).lstrip(".").split(".")[0]
    return first if first in FOLDERS else None


def test_every_folder_has_its_place_and_says_what_it_takes_and_returns() -> None:
    assert sorted(path.parent.name for path in ROOT.glob("*/__init__.py")) == sorted(FOLDERS)
    for number, folder in enumerate(FOLDERS, 1):
        says = ast.get_docstring(ast.parse((ROOT / folder / "__init__.py").read_text(encoding="utf-8")))
        assert says is not None
        assert says.startswith(f"Step {number}: ")
        assert "Takes " in says
        assert "eturns " in says


@pytest.mark.parametrize("path", [p for p in MODULES if folder_of(module_name(p))], ids=module_name)
def test_a_folder_imports_only_from_those_before_it(path: Path) -> None:
    own = folder_of(module_name(path))
    assert own is not None
    for module in imports_of(path) - SHARED:
        other = folder_of(module)
        assert other is not None, f"{module} is no step before {own}"
        assert FOLDERS.index(other) <= FOLDERS.index(own), f"{own} comes before {other}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {module_name(path): imports_of(path) for path in MODULES}
    assert len(graph) > len(FOLDERS)
    TopologicalSorter(graph).prepare()
