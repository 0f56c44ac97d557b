"""What the data tests of the last run of dbt found: which check, of which column, in how many rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.release.markdown import markdown_table

_PUBLISHER_TAG = "publisher"
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check that does not hold.

    ``test_id`` is the unique id of its dbt test, ``table`` the table that states it. A test in a file of
    its own has no table, and gives its name to the check. ``column`` is empty for a check of the whole
    row. ``examples`` is what failing rows hold, or the message of a test that could not run; ``query`` is
    SQL that finds all of them, or the file with that SQL.
    """

    test_id: str
    table: str
    check: str
    column: str
    rows: int
    examples: str
    query: str
    judges_publisher: bool

    def __str__(self) -> str:
        place = ".".join(filter(None, (self.table, self.column)))
        return f"{place or 'test'}: {self.check}, {self.rows:,} rows, such as {self.examples}"


def failed_checks(target_dir: Path) -> list[FailedCheck]:
    """The checks that failed in the run of dbt that wrote to ``target_dir``, whatever their severity.

    Ordered by table; empty where dbt has not run.
    """
    results, manifest = (target_dir / name for name in ("run_results.json", "manifest.json"))
    if not results.exists() or not manifest.exists():
        return []
    nodes: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    failed = [
        check
        for result in json.loads(results.read_text(encoding="utf-8"))["results"]
        if nodes.get(result["unique_id"], {}).get("resource_type") == "test"
        and result["status"] not in ("pass", "skipped")
        for check in _checks_of(result, nodes[result["unique_id"]])
    ]
    return sorted(failed, key=lambda check: (check.table, check.column, check.check))


def checks_as_markdown(checks: Iterable[FailedCheck]) -> str:
    """One row for each failed check."""
    rows = [
        (check.table, check.column, check.check, check.rows, check.examples, check.query) for check in checks
    ]
    return markdown_table(("table", "column", "check", "rows", "examples", "SQL"), rows)


def _checks_of(result: Mapping[str, Any], node: Mapping[str, Any]) -> list[FailedCheck]:
    """The failed checks of one test, from the rows that macros/tests/result.sql has kept of its result."""
    kept = result["adapter_response"].get("_message", "")
    rows = json.loads(kept) if kept.startswith("[") else []
    if any("rows_query" in row for row in rows):
        return [
            FailedCheck(
                test_id=result["unique_id"],
                table=(node.get("attached_node") or node["name"]).rpartition(".")[2],
                check=row["check_name"],
                column=row["column_name"],
                rows=row["failing_rows"],
                examples=_as_text(row["examples"]),
                query=row["rows_query"],
                judges_publisher=row["judges_publisher"],
            )
            for row in rows
        ]
    return [
        FailedCheck(
            test_id=result["unique_id"],
            table="",
            check=node["name"],
            column="",
            rows=result["failures"] or 0,
            examples=_as_text(rows[:_EXAMPLES]) if rows else result["message"] or "",
            query=node.get("compiled_path") or "",
            judges_publisher=_PUBLISHER_TAG in node["tags"],
        )
    ]


def _as_text(rows: list[dict[str, Any]]) -> str:
    return "; ".join(", ".join(f"{name} {value}" for name, value in row.items()) for row in rows)
