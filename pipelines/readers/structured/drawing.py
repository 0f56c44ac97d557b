"""Draws a page of a structured form for people: its lines, and its tables as grids."""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image, ImageDraw

from pipelines.readers.document import Box, Cell, Document
from pipelines.readers.fonts import fitting, font_of
from pipelines.readers.structured.layout import LINE_HEIGHT, MARGIN, PADDING, PARAGRAPH_WIDTH
from pipelines.readers.structured.text_size import FONT_SIZE

_PAPER, _INK, _GRID = "white", "black", (170, 170, 170)
# No picture is larger than this (pixels); a longer sheet ends there.
_LARGEST = 20_000


def draw_page(document: Document, page_no: int, scale: float = 1.0) -> Image.Image:
    """The page as a picture; a point ``(x, y)`` of a :class:`Box` is pixel ``(x * scale, y * scale)``.

    Raises IndexError where the document has no such page.
    """
    if not 1 <= page_no <= document.page_count:
        raise IndexError(f"the document has {document.page_count} pages")
    lines = [(line.text, line.box) for line in document.lines if line.page_no == page_no and line.box]
    cells = [cell for table in document.tables for cell in table.cells if cell.page_no == page_no]
    picture = Image.new("RGB", _size([box for _, box in lines], cells, scale), _PAPER)
    pen = ImageDraw.Draw(picture)
    font = font_of(FONT_SIZE * scale)
    for text, box in lines:
        for number, line in enumerate(fitting(text, font, PARAGRAPH_WIDTH * scale)):
            top = (box.top + number * LINE_HEIGHT) * scale
            pen.text((box.x0 * scale, top), line, fill=_INK, font=font)
    for cell in cells:
        if cell.box is not None:
            _draw_cell(pen, cell, cell.box, scale)
    return picture


def _size(boxes: list[Box], cells: Iterable[Cell], scale: float) -> tuple[int, int]:
    boxes = boxes + [cell.box for cell in cells if cell.box is not None]
    right = max((box.x1 for box in boxes), default=0.0) + MARGIN
    bottom = max((box.bottom for box in boxes), default=0.0) + MARGIN
    return min(_LARGEST, round(right * scale)), min(_LARGEST, round(bottom * scale))


def _draw_cell(pen: ImageDraw.ImageDraw, cell: Cell, box: Box, scale: float) -> None:
    """A frame, and the text in it where the form has it: figures at the right, other text at the left."""
    font = font_of(FONT_SIZE * scale)
    edges = [value * scale for value in (box.x0, box.top, box.x1, box.bottom)]
    pen.rectangle(edges, outline=_GRID)
    room = (box.x1 - box.x0 - 2 * PADDING) * scale
    lines = [part for line in cell.text.split("\n") for part in fitting(line, font, room)]
    y = (box.top + box.bottom) / 2 * scale - len(lines) * LINE_HEIGHT * scale / 2
    for number, line in enumerate(lines):
        spare = max(0.0, room - font.getlength(line))
        share = {"right": 1.0, "centre": 0.5}.get(cell.alignment or "", 0.0)
        start = cell.text_x0 if cell.text_x0 is not None and spare else box.x0 + PADDING
        pen.text(
            (start * scale + spare * share, y + number * LINE_HEIGHT * scale), line, fill=_INK, font=font
        )
