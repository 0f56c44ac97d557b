"""The page as a picture, with a cell framed and its row and header tinted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw
from PIL.PngImagePlugin import PngInfo

from pipelines.command.trace.legend import with_legend
from pipelines.readers.document import Box

DPI = 150
SCALE = DPI / 72
FRAME = (200, 0, 60)
ROW_TINT = (176, 214, 255)
HEADER_TINT = (255, 222, 140)
# A page longer than this is a sheet or a web page, of which so much is shown around the cells (points).
LONGEST, AROUND = 2_400.0, 200.0
_WHITE = (255, 255, 255)


def draw_address(
    page: Image.Image,
    frame: Box | None,
    row_boxes: Iterable[Box] = (),
    header_boxes: Iterable[Box] = (),
    *,
    scale: float = SCALE,
    caption: str = "",
    legend: tuple[str, str, str] = ("the cell", "its row", "its header"),
) -> Image.Image:
    """A copy of the page with the cell framed and its row and header tinted; the print stays readable.

    Boxes are in points, ``scale`` is pixels per point. The page keeps its place and its size, but of one that
    is longer than any paper only the part around the boxes is shown; a legend is in a strip below it,
    with the lines of the caption; ``legend`` are the words for the colours.
    """
    row_boxes, header_boxes = list(row_boxes), list(header_boxes)
    picture = mark_cells(page, frame, row_boxes, header_boxes, scale=scale)
    picture = _part(picture, [*row_boxes, *header_boxes, *([frame] if frame else [])], scale)
    used = (frame is not None, bool(row_boxes), bool(header_boxes))
    colours = zip((None, ROW_TINT, HEADER_TINT), legend, used, strict=True)
    swatches = [(colour, name) for colour, name, is_used in colours if is_used]
    return with_legend(picture, swatches, caption, scale, FRAME)


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


def _part(picture: Image.Image, boxes: Sequence[Box], scale: float) -> Image.Image:
    """Of a long picture, the part around the boxes, as wide as it is."""
    if picture.height <= LONGEST * scale or not boxes:
        return picture
    whole = around(boxes)
    top = max(0, round((whole.top - AROUND) * scale))
    return picture.crop((0, top, picture.width, min(picture.height, round((whole.bottom + AROUND) * scale))))


def save_picture(picture: Image.Image, output: Path, description: str) -> None:
    """Write a PNG file, with what it shows as its description."""
    about = PngInfo()
    about.add_itxt("Description", description)
    picture.save(output, format="PNG", dpi=(DPI, DPI), pnginfo=about)


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all boxes, of which there is at least one."""
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def _pixels(box: Box, scale: float) -> tuple[float, float, float, float]:
    return box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale
