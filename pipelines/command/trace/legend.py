"""The strip below a picture: what its colours mean, and whose figure it shows."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from pipelines.readers.fonts import fitting, font_of

_WHITE = (255, 255, 255)
_INK = (60, 60, 60)
# (colour, words); a colour of None is a frame.
Swatch = tuple[tuple[int, int, int] | None, str]


def with_legend(
    picture: Image.Image,
    swatches: Sequence[Swatch],
    caption: str,
    scale: float,
    frame: tuple[int, int, int],
) -> Image.Image:
    """The picture with a strip below it: the swatches in a row, then the lines of the caption."""
    size = max(8, round(9 * scale))
    font = font_of(size)
    lines = [part for line in caption.splitlines() for part in fitting(line, font, picture.width - 2 * size)]
    line_height = round(1.5 * size)
    sheet = Image.new(
        "RGB", (picture.width, picture.height + round(2.3 * size) + line_height * len(lines)), _WHITE
    )
    sheet.paste(picture, (0, 0))
    pen = ImageDraw.Draw(sheet)
    pen.line((0, picture.height, picture.width, picture.height), fill=_INK)
    x, y = size, picture.height + size // 2
    for colour, name in swatches:
        rectangle = (x, y, x + 2 * size, y + size)
        if colour is None:
            pen.rectangle(rectangle, outline=frame, width=max(2, round(scale * 1.5)))
        else:
            pen.rectangle(rectangle, fill=colour)
        pen.text((x + 2.5 * size, y - 0.2 * size), name, fill=_INK, font=font)
        x += 4 * size + round(pen.textlength(name, font=font))
    for number, line in enumerate(lines):
        pen.text((size, y + 1.5 * size + number * line_height), line, fill=_INK, font=font)
    return sheet
