"""Text around the pieces: what the site says above and below a PDF that was turned into HTML."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from pipelines.readers.pdf.ink.matrix import UNMOVED
from pipelines.readers.placed import PlacedPage, PlacedText, placed_text
from pipelines.readers.placed.page import natural_width
from pipelines.readers.structured import Block, Paragraph
from pipelines.readers.web.content import Content
from pipelines.readers.web.page import WebPage
from pipelines.readers.web.positioned.pages import is_out_of_flow, sheets_of

# How that text is written above the first sheet, in points.
_SIZE, _LINE, _MARGIN = 10.0, 16.0, 20.0


def with_text_around(page: WebPage, sheets: list[PlacedPage]) -> list[PlacedPage]:
    """The sheets, the first of them with room above it for the text that is on none.

    The title of the page alone is no such text: exporters put names of files there.
    """
    own = sheets_of(page)
    content = Content(page, is_left_out=lambda element: element in own or is_out_of_flow(page, element))
    lines = list(_lines(content.blocks))
    if not sheets or content.has_title_alone or not lines:
        return sheets
    first = sheets[0].moved_down(len(lines) * _LINE + 2 * _MARGIN)
    first.texts[:0] = [
        text
        for number, line in enumerate(lines)
        if (text := _written(line, _MARGIN + number * _LINE)) is not None
    ]
    first.width = max([first.width, *(box[2] + _MARGIN for text in first.texts for box in text.boxes)])
    return [first, *sheets[1:]]


def _lines(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.text.split("\n")
        else:
            for _, row in groupby(block.cells, key=lambda cell: cell.row):
                yield "  ".join(" ".join(cell.text.split()) for cell in row)


def _written(line: str, top: float) -> PlacedText | None:
    widths = [natural_width(character) * _SIZE for character in line]
    starts = [_MARGIN + sum(widths[:number]) for number in range(len(widths))]
    return placed_text(line, starts, widths, top, top + _SIZE, UNMOVED)
