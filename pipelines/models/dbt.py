"""dbt, run in this process: it parses the project, builds everything anew, and tests all rows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from pipelines.models.results import BuildFailed, read_results, refuse_broken
from pipelines.plain_paths import plain_path
from pipelines.raw_folder.fingerprints import project_fingerprint
from pipelines.settings import BUILD_FILE_VARIABLE, DBT_PROJECT_DIR, Settings

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

# (done, total, name) of seeds, models and tests.
NodeProgress = Callable[[int, int, str], None]

_QUIET = ["--log-level", "none", "--log-level-file", "none", "--no-version-check"]
# Unit tests belong to the test suite.
_DATA_TESTS_ONLY = ["--exclude-resource-type", "unit_test"]


def prepare_manifest(project_dir: Path = DBT_PROJECT_DIR) -> Path:
    """Parse the dbt project when its manifest is missing or of other files; returns the manifest's path."""
    manifest = project_dir / "target" / "manifest.json"
    stamp = manifest.with_name("manifest.fingerprint")
    fingerprint = project_fingerprint(project_dir)
    if not manifest.exists() or not stamp.exists() or stamp.read_text() != fingerprint:
        parse(project_dir)
        stamp.write_text(fingerprint)
    return manifest


def parse(project_dir: Path = DBT_PROJECT_DIR) -> Manifest:
    """The parsed project. Only files that have changed since the last time are parsed.

    Always for the same build file: dbt parses everything again when its profile is another.
    """
    target_dir = project_dir / "target"
    target_dir.mkdir(exist_ok=True)
    with FileLock(target_dir / "parse.lock"), build_file_for_dbt(None):
        return _run(["parse"], project_dir, target_dir)


def build_everything(
    settings: Settings, report: NodeProgress | None = None, project_dir: Path = DBT_PROJECT_DIR
) -> None:
    """Build all seeds and models anew from the batch, and test them.

    Raises :class:`BuildFailed`, also where a test with severity ``error`` fails.
    """
    manifest = parse(project_dir)
    with build_file_for_dbt(settings.build_file):
        arguments = ["build", "--full-refresh", *_DATA_TESTS_ONLY]
        _run(arguments, project_dir, settings.dbt_target_dir, manifest, report)
    refuse_broken(read_results(settings.dbt_target_dir).values())


def run_data_tests(settings: Settings, project_dir: Path = DBT_PROJECT_DIR) -> Path:
    """Run all data tests over all rows; returns the folder with what they found."""
    manifest = parse(project_dir)
    target_dir = settings.dbt_target_dir / "all_rows"
    with build_file_for_dbt(settings.build_file):
        _run(["test", *_DATA_TESTS_ONLY], project_dir, target_dir, manifest)
    return target_dir


def _run(
    arguments: Sequence[str],
    project_dir: Path,
    target_dir: Path,
    manifest: Manifest | None = None,
    report: NodeProgress | None = None,
) -> Any:
    """What dbt returns, also where models or tests have failed: the results say so."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    folders = ["--project-dir", str(project_dir), "--profiles-dir", str(project_dir)]
    runner = dbtRunner(manifest, callbacks=[_reporter(report)] if report else None)
    done = runner.invoke([*arguments, *folders, "--target-path", str(target_dir), *_QUIET])
    if DuckDBConnectionManager._ENV:
        # dbt keeps the database open for its next run, and nobody else could attach it.
        DuckDBConnectionManager.env().close()
    if isinstance(done.exception, Exception):
        raise BuildFailed(f"dbt {arguments[0]} failed.", str(done.exception)) from done.exception
    if done.exception:
        raise done.exception
    return done.result


def _reporter(report: NodeProgress) -> Callable[[Any], None]:
    """Counts the nodes that dbt says it has finished."""
    done, total = 0, 0

    def hear(event: Any) -> None:
        nonlocal done, total
        if event.info.name == "LogStartLine":
            total = event.data.total
        elif event.info.name == "NodeFinished":
            done += 1
            report(done, max(done, total), event.data.node_info.node_name)

    return hear


@contextmanager
def build_file_for_dbt(build_file: Path | None) -> Iterator[None]:
    """Let dbt, started within, write to ``build_file``; None is the usual one of the project."""
    before = os.environ.pop(BUILD_FILE_VARIABLE, None)
    if build_file:
        os.environ[BUILD_FILE_VARIABLE] = str(plain_path(build_file))
    try:
        yield
    finally:
        os.environ.pop(BUILD_FILE_VARIABLE, None)
        if before is not None:
            os.environ[BUILD_FILE_VARIABLE] = before
