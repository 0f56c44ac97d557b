"""How a value is written: at a terminal, in CSV, in JSON."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pipelines.command.plain_text import printable

NULL = "NULL"
# Control characters but tab and line ends, and DEL with the controls above it.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def is_number(value: Any) -> bool:
    """Whether a value is a figure, which is aligned to the right."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def for_people(value: Any) -> str:
    """A value on one line; figures with all their digits and with commas where they are not whole."""
    if value is None:
        return NULL
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:,}"
    return printable(plain(value))


def plain(value: Any) -> str:
    """A value as a field of a file: text as it is, figures without commas, lists as in JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping | list | tuple):
        return as_json(value)
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def without_controls(text: str) -> str:
    """Text for files that people open: control characters as their pictures; lines and tabs stay."""
    return _CONTROLS.sub(lambda found: printable(found.group()), text)


def as_json(value: Any) -> str:
    """A value in JSON.

    Decimals are numbers with all their digits; NaN and infinity, which JSON does not have, are text.
    """
    if value is None:
        return "null"
    if isinstance(value, bool | int):
        return json.dumps(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float):
        return json.dumps(value if math.isfinite(value) else str(value))
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_quoted(plain(key))}: {as_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(as_json, value)) + "]"
    if isinstance(value, date | datetime | time):
        return _quoted(value.isoformat())
    return _quoted(plain(value))


def _quoted(text: str) -> str:
    """A string of JSON; characters that a terminal would obey are escaped as well."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _CONTROLS.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)
