"""Tables in Markdown, for reports and for what Dagster shows of a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table: whole numbers with thousands separators, to the right; what would break a cell is escaped."""
    rows = list(rows)
    aligned = ["---:" if rows and isinstance(value, int) else "---" for value in (rows or [columns])[0]]
    lines = [columns, aligned, *([_cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return str(value).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
