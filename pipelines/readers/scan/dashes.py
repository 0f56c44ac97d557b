"""A lone stroke in a column of figures is a dash: the model reads it as the number 一."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipelines.readers.scan.figures import is_like_figure
from pipelines.readers.scan.reading import Line

# The number of a table on the page, the first column of a cell (from 0), and how many it covers.
Columns = tuple[int, int, int]

_STROKES = {"一", "—", "–", "－"}
# Where 二 stands as well, 一 is a number.
_NEXT_NUMBER = "二"


def with_dashes(lines: Sequence[Line], columns: Sequence[Columns | None]) -> list[Line]:
    """Lines in which lone strokes among figures are ``-``.

    ``columns`` are those of the cell in which a line is alone; None stands for lines in other places.
    """
    texts: dict[Columns, set[str]] = defaultdict(set)
    for line, own in zip(lines, columns, strict=True):
        if own is not None:
            texts[own].add(line.read.text)
    of_figures = {
        own
        for own, others in texts.items()
        if any(map(is_like_figure, others)) and _NEXT_NUMBER not in others
    }
    return [
        replace(line, read=replace(line.read, text="-"))
        if own in of_figures and line.read.text in _STROKES
        else line
        for line, own in zip(lines, columns, strict=True)
    ]
