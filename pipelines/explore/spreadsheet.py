"""Rows as CSV that Excel opens rightly."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pipelines.explore.language import Speech
from pipelines.explore.release import Record

_BYTE_ORDER_MARK = "\ufeff"
# A text that begins so would be computed by a spreadsheet; these texts come from other people's files.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Sequence[Record], speech: Speech) -> str:
    """One line a row, the names of the columns first; begins with the mark by which Excel knows UTF-8."""
    file = io.StringIO()
    file.write(_BYTE_ORDER_MARK)
    writer = csv.writer(file, lineterminator="\r\n")
    if rows:
        writer.writerow(speech.column(name) for name in rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return file.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | tuple):
        return _cell(" / ".join(str(part) for part in value))
    if isinstance(value, dict):
        return _cell("; ".join(f"{name}: {part}" for name, part in value.items()))
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value
