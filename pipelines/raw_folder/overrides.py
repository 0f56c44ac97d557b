"""What people state about documents in ``disclosures.csv``, beside what the documents say themselves."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from pipelines.raw_folder.table_text import table_text
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

    The file is in UTF-8 or GB18030. Raises ValueError, which names the file and the line, when it is in
    another encoding or no CSV, when a column is unknown, or a fiscal year is not a number.
    """
    path = raw_dir / OVERRIDES_FILE
    if not path.exists():
        return []
    reader = csv.DictReader(io.StringIO(table_text(path), newline=""))
    try:
        unknown = set(reader.fieldnames or ()) - set(OVERRIDES)
        if unknown:
            raise ValueError(
                f"{path}, line 1: columns that are not known: {', '.join(sorted(unknown))}. "
                f"Use {', '.join(OVERRIDES)}."
            )
        return [
            tuple(_value(path, reader.line_num, column, row.get(column)) for column in OVERRIDES)
            for row in reader
            if any(row.values())
        ]
    except csv.Error as error:
        raise ValueError(f"{path}, line {reader.line_num}: this is no CSV ({error}).") from error


def _value(path: Path, line: int, column: str, text: str | None) -> str | int | None:
    text = (text or "").strip()
    if not text or OVERRIDES[column] != "integer":
        return text or None
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{path}, line {line}: {column} is '{text}', which is not a number.") from None
