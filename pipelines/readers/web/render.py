"""Pictures of the pages of a web page, drawn from what was read."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from pipelines.readers.placed.drawing import draw_placed_page
from pipelines.readers.structured.drawing import draw_page
from pipelines.readers.web.decoding import pages_of
from pipelines.readers.web.page import WebPage
from pipelines.readers.web.reader import placed_sheets, read_web_page


def render_page(path: Path, page_no: int, scale: float = 1.0) -> Image.Image:
    """The page as a picture; a point ``(x, y)`` of a :class:`Box` is pixel ``(x * scale, y * scale)``.

    Raises IndexError where there is no such page, and what :func:`~.reader.read_web_page` raises.
    """
    sheets = placed_sheets([WebPage(text) for text in pages_of(path.read_bytes())])
    if not sheets:
        return draw_page(read_web_page(path), page_no, scale)
    if not 1 <= page_no <= len(sheets):
        raise IndexError(f"the document has {len(sheets)} pages")
    return draw_placed_page(sheets[page_no - 1], scale)
