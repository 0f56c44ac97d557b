"""The strip below a picture: what its colours mean, and whose figure it shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

_WHITE = (255, 255, 255)
_INK = (60, 60, 60)
# Pillow brings no font with Chinese; these come with the usual systems, the first that is there serves.
_CHINESE_FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.ttf",
    "SourceHanSansSC-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "NotoSerifCJK-Regular.ttc",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Light.ttc",
    "Arial Unicode.ttf",
    "msyh.ttc",
    "simsun.ttc",
)

# (colour, words); a colour of None is a frame.
Swatch = tuple[tuple[int, int, int] | None, str]


def writes_chinese() -> bool:
    """Whether this machine has a font to write Chinese with."""
    return _chinese_font() is not None


def with_legend(
    picture: Image.Image,
    swatches: Sequence[Swatch],
    caption: str,
    scale: float,
    frame: tuple[int, int, int],
) -> Image.Image:
    """The picture with a strip below it: the swatches in a row, then the lines of the caption."""
    size = max(8, round(9 * scale))
    font = _font(size)
    lines = [part for line in caption.splitlines() for part in _fitting(line, font, picture.width - 2 * size)]
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


@cache
def _chinese_font() -> str | None:
    for name in _CHINESE_FONTS:
        try:
            ImageFont.truetype(name, 10)
        except OSError:
            continue
        return name
    return None


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    name = _chinese_font()
    return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)


def _fitting(line: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> list[str]:
    """The line in parts that are no wider than the picture."""
    parts = [""]
    for character in line:
        if parts[-1] and font.getlength(parts[-1] + character) > width:
            parts.append("")
        parts[-1] += character
    return parts
