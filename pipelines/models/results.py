"""What came of models and tests, kept in ``run_results.json`` the way dbt keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

# One entry of run_results.json: ``unique_id``, ``status``, ``failures``, ``message``, ``adapter_response``.
Result = Mapping[str, Any]

_FILE = "run_results.json"
_BROKEN = ("error", "fail")


class BuildFailed(Exception):
    """A model could not be built, or a test with severity ``error`` failed; ``details`` say which and why."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


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
    """Results of several batches: a test that found something in one of them has found something."""
    found = dict(results)
    for result in later:
        if found.get(result["unique_id"], {}).get("status") not in ("warn", *_BROKEN):
            found[result["unique_id"]] = result
    return found


def refuse_broken(results: Iterable[Result]) -> None:
    """Raise :class:`BuildFailed` where a model or a test of ours broke."""
    broken = [result for result in results if result["status"] in _BROKEN]
    if broken:
        raise BuildFailed(
            f"{len(broken)} of the models and tests failed.",
            "\n".join(f"{_name(result)}: {result['message']}{_rows(result)}" for result in broken),
        )


def _name(result: Result) -> str:
    return ".".join(result["unique_id"].split(".")[2:3])


def _rows(result: Result) -> str:
    kept = result.get("adapter_response", {}).get("_message") or ""
    return "".join(f"\n  {row}" for row in json.loads(kept)[:10]) if kept.startswith("[") else ""
