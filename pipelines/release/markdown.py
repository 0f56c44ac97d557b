"""Tables in Markdown, for reports and for what Dagster shows of a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# What begins a mark, a tag or an entity, and what makes a bare address a link.
_MARKS = re.compile(r"[\\`*_\[\]|~]|:(?=//)|(?<=www)\.")
_TAGS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class Markdown(str):
    """A text that is Markdown already, so that its marks count."""


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table: whole numbers with thousands separators, to the right; texts but Markdown show as they are."""
    rows = list(rows)
    aligned = ["---:" if rows and isinstance(value, int) else "---" for value in (rows or [columns])[0]]
    lines = [columns, aligned, *([_cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def markdown_text(text: str) -> str:
    """A text of which nothing is a mark of Markdown or of HTML; its breaks of lines become spaces."""
    text = re.sub("[&<>]", lambda found: _TAGS[found[0]], text)
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split("\n")))


def _cell(value: object) -> str:
    if isinstance(value, Markdown):
        return value
    return f"{value:,}" if isinstance(value, int) else markdown_text(str(value))
