"""dbt, run in this process: it compiles the project, once for each version of it, and tests all rows."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from pipelines.models.compiled import MANIFEST, Scope, read_compiled
from pipelines.models.results import BuildFailed
from pipelines.plain_paths import plain_path
from pipelines.raw_folder.fingerprints import project_fingerprint
from pipelines.raw_store.segments import segments_folder
from pipelines.settings import (
    BUILD_FILE_VARIABLE,
    BUILD_MEMORY_VARIABLE,
    BUILD_SEGMENTS_VARIABLE,
    DATABASE_NAME,
    Settings,
    cache_dir,
    dbt_project_dir,
    is_part_of_installation,
)

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

# The seeds as tables: dbt reads them while it compiles, as a vocabulary becomes part of the SQL. The file is
# named like the build file, since the SQL may name its database.
SEEDS = f"{DATABASE_NAME}.duckdb"
# File with the fingerprint of the project that was compiled.
STAMP = "fingerprint"
# Folder of an empty warehouse of the project (empty.py).
EMPTY = "empty"

_PARSE = ("parse", "--no-write-json")
_PARSED = "partial_parse.msgpack"
# dbt parses all files again where the path of the database is another; to parse them it opens none.
_NO_DATABASE = Path("/nowhere") / SEEDS
_QUIET = ["--log-level", "none", "--log-level-file", "none", "--no-version-check"]


def prepare_project(project_dir: Path | None = None) -> Path:
    """Compile a dbt project, unless that is done; returns the folder with ``MANIFEST`` and ``SEEDS``.

    It is the one in use where None. The manifest has the SQL of all models and data tests. Raises
    :class:`BuildFailed` where dbt cannot compile one of them.
    """
    project_dir = project_dir or dbt_project_dir()
    fingerprint = project_fingerprint(project_dir)
    folder = _prepared_folder(project_dir, fingerprint)
    stamp = folder / STAMP
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock"):
        if not stamp.exists() or stamp.read_text() != fingerprint:
            stamp.unlink(missing_ok=True)
            (folder / SEEDS).unlink(missing_ok=True)
            shutil.rmtree(folder / EMPTY, ignore_errors=True)
            _compile(project_dir, folder, [], ["resource_type:model", "resource_type:test"])
            stamp.write_text(fingerprint)
    return folder


def prepare_changed_seeds(project_dir: Path, prepared: Path, names: Collection[str]) -> Path:
    """Compile a copy of a prepared project whose seeds ``names`` have other rows; returns its folder.

    ``prepared`` is the folder of the project that was copied. Only the SQL that reads these seeds is
    compiled, which takes a third of the time. Raises :class:`BuildFailed`.
    """
    fingerprint = project_fingerprint(project_dir)
    folder = _prepared_folder(project_dir, fingerprint)
    folder.mkdir(parents=True)
    for name in (_PARSED, SEEDS):
        shutil.copy2(prepared / name, folder / name)
    readers = [f"{name}+1,resource_type:{kind}" for name in names for kind in ("model", "test")]
    _compile(project_dir, folder, ["--select", *names], readers)
    compiled, before = (
        json.loads((each / MANIFEST).read_text(encoding="utf-8")) for each in (folder, prepared)
    )
    for key, node in compiled["nodes"].items():
        if not node.get("compiled_code"):
            node["compiled_code"] = before["nodes"][key].get("compiled_code")
    (folder / MANIFEST).write_text(json.dumps(compiled), encoding="utf-8")
    (folder / STAMP).write_text(fingerprint)
    return folder


def _compile(project_dir: Path, folder: Path, which_seeds: Sequence[str], nodes: Sequence[str]) -> None:
    """Load seeds, and compile what ``nodes`` selects: its SQL may depend on their rows."""
    manifest = _run(_PARSE, project_dir, folder, _NO_DATABASE)
    _run(["seed", "--no-write-json", *which_seeds], project_dir, folder, folder / SEEDS, manifest)
    _run(["compile", "--select", *nodes], project_dir, folder, folder / SEEDS, manifest)


def _prepared_folder(project_dir: Path, fingerprint: str) -> Path:
    """The target folder of a project; in the user's cache, each version of an installed one has its own."""
    if is_part_of_installation(project_dir):
        return cache_dir() / "prepared" / fingerprint
    return project_dir / "target" / "prepared"


def prepare_manifest(project_dir: Path | None = None) -> Path:
    """The manifest of the compiled project."""
    return prepare_project(project_dir) / MANIFEST


def run_data_tests(settings: Settings, project_dir: Path | None = None) -> Path:
    """Run over all rows the data tests that read no table of one batch alone; returns what they found.

    Returned is the folder of the results.
    """
    project_dir = project_dir or dbt_project_dir()
    target_dir = settings.dbt_target_dir / "all_rows"
    tests = read_compiled(prepare_project(project_dir)).tests
    lasting = [test.unique_id.split(".")[2] for test in tests if test.scope != Scope.BATCH]
    arguments = ["test", "--select", *lasting]
    with (
        _variable(BUILD_MEMORY_VARIABLE, str(settings.database_configuration["memory_limit"])),
        _variable(BUILD_SEGMENTS_VARIABLE, str(segments_folder(settings.build_file))),
    ):
        _run(arguments, project_dir, target_dir, settings.build_file)
    return target_dir


def _run(
    arguments: Sequence[str],
    project_dir: Path,
    target_dir: Path,
    database: Path,
    manifest: Manifest | None = None,
) -> Any:
    """What dbt returns. A data test that fails is a result, anything else raises :class:`BuildFailed`."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    folders = ["--project-dir", project_dir, "--profiles-dir", project_dir]
    # dbt makes the folder of its log also where it writes none.
    folders += ["--target-path", target_dir, "--log-path", target_dir]
    with _variable(BUILD_FILE_VARIABLE, str(plain_path(database))):
        done = dbtRunner(manifest).invoke([*arguments, *map(str, folders), *_QUIET])
    if DuckDBConnectionManager._ENV:
        # dbt keeps the database open for its next run, and nothing else could attach it.
        DuckDBConnectionManager.env().close()
    if done.exception and not isinstance(done.exception, Exception):
        raise done.exception
    if not done.success and arguments[0] != "test":
        raise BuildFailed(f"dbt {arguments[0]} failed.", _what_failed(done))
    return done.result


def _what_failed(done: Any) -> str:
    if done.exception:
        return str(done.exception)
    return "\n".join(
        f"{each.node.name}: {each.message}" for each in done.result.results if each.status == "error"
    )


@contextmanager
def _variable(name: str, value: str) -> Generator[None]:
    """Let dbt, started within, find a value in the environment."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
