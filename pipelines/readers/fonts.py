"""The font that pictures are written with: one with Chinese characters, where this machine has one."""

from __future__ import annotations

from functools import cache

from PIL import ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

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


def writes_chinese() -> bool:
    """Whether this machine has a font to write Chinese with."""
    return _chinese_font() is not None


def font_of(size: float) -> Font:
    """The font at a size in pixels; without Chinese characters where no font with them is found."""
    name = _chinese_font()
    return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)


def fitting(line: str, font: Font, width: float) -> list[str]:
    """The line in parts that are no wider than ``width`` pixels."""
    parts = [""]
    for character in line:
        if parts[-1] and font.getlength(parts[-1] + character) > width:
            parts.append("")
        parts[-1] += character
    return parts


@cache
def _chinese_font() -> str | None:
    for name in _CHINESE_FONTS:
        try:
            ImageFont.truetype(name, 10)
        except OSError:
            continue
        return name
    return None
