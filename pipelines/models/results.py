"""What came of models and tests, kept in ``run_results.json`` the way dbt keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

# One entry of run_results.json: ``unique_id``, ``status``, ``failures``, ``message``, ``adapter_response``.
Result = Mapping[str, Any]

_FILE = "run_results.json"
_ROWS_SHOWN = 10


class BuildFailed(Exception):
    """A model could not be built, or a data test stops the build; ``details`` say why."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details
        if details:
            # A traceback shows them as well.
            self.add_note(details)


def read_results(target_dir: Path) -> dict[str, Result]:
    """The results of the round so far, by unique id."""
    path = target_dir / _FILE
    if not path.exists():
        return {}
    results = json.loads(path.read_text(encoding="utf-8"))["results"]
    return {result["unique_id"]: result for result in results}


def write_results(target_dir: Path, results: Mapping[str, Result]) -> None:
    """Replace the file of results in one step."""
    target_dir.mkdir(parents=True, exist_ok=True)
    unfinished = target_dir / f".{_FILE}.new"
    unfinished.write_text(
        json.dumps({"results": list(results.values())}, ensure_ascii=False), encoding="utf-8"
    )
    unfinished.replace(target_dir / _FILE)


def merged(results: Mapping[str, Result], later: Iterable[Result]) -> dict[str, Result]:
    """Results of several batches: a test that found something in one of them has found something.

    Rows of a model are those of all batches together.
    """
    found = dict(results)
    for result in later:
        before = found.get(result["unique_id"])
        if before and before["status"] in ("warn", "fail"):
            continue
        rows = rows_affected(result) + (rows_affected(before) if before else 0)
        found[result["unique_id"]] = with_rows(result, rows) if rows else result
    return found


def rows_affected(result: Result) -> int:
    """How many rows a model was given."""
    return result["adapter_response"].get("rows_affected", 0)


def with_rows(result: Result, rows: int) -> Result:
    """The result of a model that was given so many rows."""
    return {**result, "adapter_response": {"rows_affected": rows}}


def refuse_failures(results: Iterable[Result]) -> None:
    """Raise :class:`BuildFailed` where a test of ours fails."""
    failed = [result for result in results if result["status"] == "fail"]
    if failed:
        raise BuildFailed(
            f"{len(failed)} data tests failed.",
            "\n".join(f"{result['unique_id']}: {result['message']}{_rows(result)}" for result in failed),
        )


def _rows(result: Result) -> str:
    kept = result["adapter_response"].get("_message", "[]")
    return "".join(f"\n  {row}" for row in json.loads(kept)[:_ROWS_SHOWN])
