"""A character alone in its cell: its neighbours do not show what it is, so its shape has to agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipelines.readers.pdf.ink.characters import UNKNOWN_CHARACTER
from pipelines.readers.scan.figures import is_like_figure
from pipelines.readers.scan.reading import Line

# The number of a table on the page, the first column of a cell (from 0), and how many it covers.
Columns = tuple[int, int, int]

# How the model reads a dash, and what it may take for a 0.
_STROKES = {"一", "-", "—", "–", "－"}
_RINGS = {"o", "O", "〇", "○", "◯"}
# If 二 is there as well, 一 is a number.
_NEXT_NUMBER = "二"
# A dash is so many times as wide as it is high; a 0 is narrower than a letter o, in any font.
_DASH, _RING = 1.6, 0.78
# How sure the model must be of a character among figures, and of one with many strokes.
_SURE, _SURE_OF_HAN = 0.9, 0.5


def with_lone_characters(lines: Sequence[Line], columns: Sequence[Columns | None]) -> list[Line]:
    """Lines in which a character alone is what its shape says too; it is unknown where it may be a digit.

    Among figures a flat stroke is ``-``; one that is not flat, a ring, and what was not read surely are
    unknown. A 0 as wide as a letter o is unknown anywhere. ``columns`` are those of the cell in which a line
    is alone; None stands for lines in other places.
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
        line
        if own is None or len(line.read.text) != 1
        else replace(line, read=replace(line.read, text=_seen(line, own in of_figures)))
        for line, own in zip(lines, columns, strict=True)
    ]


def _seen(line: Line, among_figures: bool) -> str:
    text, score = line.read.text, line.read.score
    x0, top, x1, bottom = line.box
    wide = (x1 - x0) / (bottom - top)
    if text == "0" and wide >= _RING:
        return UNKNOWN_CHARACTER
    if not among_figures or text.isdigit():
        return text
    is_sure = score >= (_SURE_OF_HAN if "\u4e00" <= text <= "\u9fff" else _SURE)
    if wide >= _DASH and (text in _STROKES or not is_sure):
        return "-"
    return text if is_sure and text not in _STROKES | _RINGS else UNKNOWN_CHARACTER
