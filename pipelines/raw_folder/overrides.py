"""What people state about documents in ``disclosures.csv``, beside what the documents say themselves."""

from __future__ import annotations

import csv
from pathlib import Path

from pipelines.settings import OVERRIDES_FILE

# Columns of the file and of its raw table, with their DuckDB types.
OVERRIDES = {
    "source_file": "varchar",
    "content_sha256": "varchar",
    "organization_name": "varchar",
    "region_code": "varchar",
    "fiscal_year": "integer",
    "report_kind": "varchar",
    "scope": "varchar",
    "note": "varchar",
}


def read_overrides(raw_dir: Path) -> list[tuple[str | int | None, ...]]:
    """Rows of the overrides table, in the order of its columns; none where there is no such file.

    Raises ValueError when a column is unknown, or a fiscal year is not a number.
    """
    path = raw_dir / OVERRIDES_FILE
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        unknown = set(reader.fieldnames or ()) - set(OVERRIDES)
        if unknown:
            raise ValueError(
                f"{path} has columns that are not known: {', '.join(sorted(unknown))}. "
                f"Use {', '.join(OVERRIDES)}."
            )
        return [
            tuple(_value(path, reader.line_num, column, row.get(column)) for column in OVERRIDES)
            for row in reader
            if any(row.values())
        ]


def _value(path: Path, line: int, column: str, text: str | None) -> str | int | None:
    text = (text or "").strip()
    if not text or OVERRIDES[column] != "integer":
        return text or None
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{path}, line {line}: {column} is '{text}', which is not a number.") from None
