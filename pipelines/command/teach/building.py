"""One document, read once and built as often as there are vocabularies to compare."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipelines.command.apart import build_apart, read_apart
from pipelines.command.teach.vocabulary import NewRow, Vocabulary
from pipelines.models.dbt import prepare_changed_seeds, prepare_project
from pipelines.models.results import Result
from pipelines.models.run import NodeProgress
from pipelines.settings import DATABASE_NAME, Limits

_NOT_COPIED = shutil.ignore_patterns("target", "logs", "dbt_packages")


class CannotTeach(Exception):
    """The document cannot be read, or the rows cannot be used; the text says what to do."""


def read_once(file: Path, folder: Path, limits: Limits) -> Path:
    """Read a document into the raw tables of a new database in ``folder``; returns the database.

    What ``disclosures.csv`` beside the file says of it counts. Raises :class:`CannotTeach`.
    """
    if not file.is_file():
        raise CannotTeach(f"There is no file {file}.")
    store_file, summary = read_apart([file], folder, limits)
    if not summary.read:
        _, _, _, message = (
            summary.outcomes[0] if summary.outcomes else ("", "", "", "It is not a disclosure.")
        )
        raise CannotTeach(f"{file} cannot be read. {message}")
    if not summary.tables:
        raise CannotTeach(f"{file} holds no table, so there are no figures whose words could be unknown.")
    return store_file


def build(raw_file: Path, folder: Path, prepared: Path, progress: NodeProgress) -> Path:
    """Build what was read with a prepared dbt project, in a new database; returns it.

    Raises :class:`CannotTeach` where the vocabulary breaks a rule of its own, :class:`BuildFailed` where the
    models cannot run.
    """
    folder.mkdir()
    built = folder / f"{DATABASE_NAME}.duckdb"
    results = build_apart(raw_file, prepared, built, progress)
    broken = [line for each in results if each["status"] == "fail" for line in _broken_rules(each)]
    if broken:
        found = "\n".join(broken)
        raise CannotTeach(f"The rows break a rule of the vocabulary, so nothing was built:\n{found}")
    return built


def _broken_rules(result: Result) -> list[str]:
    """The rules that a list breaks: its column, the first rows, and the condition in SQL."""
    lines = []
    for rule in json.loads(result["adapter_response"].get("_message", "[]")):
        examples = json.dumps(rule.get("examples"), ensure_ascii=False)
        lines.append(f"- {rule.get('column_name') or 'row'}: {examples}, found by {rule.get('rows_query')}")
    return lines


@contextmanager
def changed_project(project_dir: Path, rows: Sequence[NewRow], folder: Path) -> Generator[Path]:
    """A copy of a dbt project whose vocabulary has more rows, prepared, for as long as the context lasts."""
    copy = folder / f"project{len(list(folder.iterdir()))}"
    shutil.copytree(project_dir, copy, ignore=_NOT_COPIED)
    for path in (copy, *copy.rglob("*")):
        path.chmod(path.stat().st_mode | stat.S_IWUSR)
    Vocabulary(copy).add(rows)
    try:
        names = sorted({row.vocabulary for row in rows})
        yield prepare_changed_seeds(copy, prepare_project(project_dir), names)
    finally:
        shutil.rmtree(copy)
