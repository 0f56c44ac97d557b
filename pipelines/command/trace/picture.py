"""The page as a picture, with a cell framed and its row and header tinted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFont

from pipelines.readers.document import Box

DPI = 150
SCALE = DPI / 72
FRAME = (200, 0, 60)
ROW_TINT = (176, 214, 255)
HEADER_TINT = (255, 222, 140)
_WHITE = (255, 255, 255)
_INK = (60, 60, 60)


def draw_address(
    page: Image.Image,
    frame: Box | None,
    row_boxes: Iterable[Box] = (),
    header_boxes: Iterable[Box] = (),
    *,
    scale: float = SCALE,
    caption: str = "",
) -> Image.Image:
    """A copy of the page with the cell framed and its row and header tinted; the print stays readable.

    Boxes are in points, ``scale`` is pixels per point. The page keeps its place and its size; a legend
    stands in a strip below it.
    """
    row_boxes, header_boxes = list(row_boxes), list(header_boxes)
    picture = mark_cells(page, frame, row_boxes, header_boxes, scale=scale)
    used = [(ROW_TINT, "its row")] * bool(row_boxes) + [(HEADER_TINT, "its header")] * bool(header_boxes)
    return _with_legend(picture, used, has_frame=frame is not None, caption=caption, scale=scale)


def mark_cells(
    page: Image.Image,
    frame: Box | None,
    row_boxes: Iterable[Box] = (),
    header_boxes: Iterable[Box] = (),
    *,
    scale: float = SCALE,
) -> Image.Image:
    """The page as in :func:`draw_address`, without the legend."""
    tints = Image.new("RGB", page.size, _WHITE)
    brush = ImageDraw.Draw(tints)
    for boxes, colour in ((row_boxes, ROW_TINT), (header_boxes, HEADER_TINT)):
        for box in boxes:
            brush.rectangle(_pixels(box, scale), fill=colour)
    picture = ImageChops.multiply(page.convert("RGB"), tints)
    if frame is not None:
        width = max(2, round(scale * 1.5))
        x0, top, x1, bottom = _pixels(frame, scale)
        around = (x0 - width, top - width, x1 + width, bottom + width)
        ImageDraw.Draw(picture).rectangle(around, outline=FRAME, width=width)
    return picture


def _with_legend(
    picture: Image.Image,
    tints: Sequence[tuple[tuple[int, int, int], str]],
    *,
    has_frame: bool,
    caption: str,
    scale: float,
) -> Image.Image:
    size = max(8, round(9 * scale))
    font = ImageFont.load_default(size)
    sheet = Image.new("RGB", (picture.width, picture.height + 4 * size), _WHITE)
    sheet.paste(picture, (0, 0))
    pen = ImageDraw.Draw(sheet)
    pen.line((0, picture.height, picture.width, picture.height), fill=_INK)
    x, y = size, picture.height + size // 2
    swatches = [(None, "the cell")] if has_frame else []
    for colour, name in (*swatches, *tints):
        swatch = (x, y, x + 2 * size, y + size)
        if colour is None:
            pen.rectangle(swatch, outline=FRAME, width=max(2, round(scale * 1.5)))
        else:
            pen.rectangle(swatch, fill=colour)
        pen.text((x + 2.5 * size, y), name, fill=_INK, font=font)
        x += 4 * size + round(pen.textlength(name, font=font))
    pen.text((size, y + 1.7 * size), caption, fill=_INK, font=font)
    return sheet


def _pixels(box: Box, scale: float) -> tuple[float, float, float, float]:
    return box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale
