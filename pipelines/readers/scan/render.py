"""Pictures of scanned pages for people, as they lie in the file: there boxes of cells and lines are true."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from pipelines.readers.scan.frames import opened, page_count, page_of


def render_page(path: Path, page_no: int, scale: float = 1.0) -> Image.Image:
    """The page as a picture; a point ``(x, y)`` of a :class:`Box` is pixel ``(x * scale, y * scale)``.

    Raises IndexError where the file has no such page, and what :func:`~.frames.opened` raises.
    """
    with opened(path) as picture:
        if 1 <= page_no <= page_count(picture):
            page, width = page_of(picture, page_no)
            height = width * page.height / page.width
            return page.resize((max(1, round(width * scale)), max(1, round(height * scale))))
    raise IndexError("the file has no such page")
