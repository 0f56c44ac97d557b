"""A page with two sheets side by side is read as two pages, the left one first."""

from __future__ import annotations

from dataclasses import replace

from pipelines.readers.pdf.cells.pieces import PageReading
from pipelines.readers.pdf.ink.paths import Rectangle


def sheets_of(reading: PageReading) -> list[PageReading]:
    """The sheets of a page, each with its lines and pieces."""
    gutter = reading.gutter
    if gutter is None:
        return [reading]

    def is_right(box: Rectangle) -> bool:
        return box[0] + box[2] >= 2 * gutter

    return [
        replace(
            reading,
            lines=[line for line in reading.lines if is_right(line.box) == right],
            pieces=[piece for piece in reading.pieces if is_right(piece.box) == right],
        )
        for right in (False, True)
    ]
