"""Draws a page with placed texts for people: its texts, lines and shaded boxes."""

from __future__ import annotations

from PIL import Image, ImageDraw

from pipelines.readers.fonts import font_of
from pipelines.readers.pdf.ink.paths import THICKEST_RULING
from pipelines.readers.placed.page import PlacedPage

_PAPER, _INK, _SHADE, _PICTURE = "white", "black", (235, 235, 235), (215, 215, 215)
# No picture is larger than this (pixels); a longer page ends there.
_LARGEST = 20_000


def draw_placed_page(page: PlacedPage, scale: float = 1.0) -> Image.Image:
    """The page as a picture; a point ``(x, y)`` of a :class:`Box` is pixel ``(x * scale, y * scale)``."""
    width, height = (max(1, min(_LARGEST, round(edge * scale))) for edge in (page.width, page.height))
    picture = Image.new("RGB", (width, height), _PAPER)
    pen = ImageDraw.Draw(picture)
    for box in page.pictures:
        pen.rectangle([edge * scale for edge in box], fill=_PICTURE)
    for box in page.fills:
        is_line = min(box[2] - box[0], box[3] - box[1]) <= THICKEST_RULING
        pen.rectangle([edge * scale for edge in box], fill=_INK if is_line else _SHADE)
    for line in page.strokes:
        pen.line([edge * scale for edge in line], fill=_INK)
    for text in page.texts:
        for character, (x0, top, _, bottom) in zip(text.characters, text.boxes, strict=True):
            size_of_font = min(500.0, max(1.0, (bottom - top) * scale))
            pen.text((x0 * scale, top * scale), character, fill=_INK, font=font_of(size_of_font))
    return picture
