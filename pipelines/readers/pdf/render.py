"""Pictures of pages, turned upright in the same way as the boxes of cells and lines."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from pypdfium2 import raw

from pipelines.readers.pdf.ink.upright import upright_of
from pipelines.readers.pdf.opening import open_pdf


def render_page(path: Path, page_no: int, scale: float = 1.0) -> Image.Image:
    """The page as a picture; a point ``(x, y)`` of a :class:`Box` is pixel ``(x * scale, y * scale)``."""
    document = open_pdf(path.read_bytes())
    try:
        page = document[page_no - 1]
        text_page = page.get_textpage()
        turn = upright_of(page, text_page, max(0, raw.FPDFText_CountChars(text_page))).turn
        text_page.close()
        turned = page.render(
            scale=scale,
            rotation=(turn - page.get_rotation()) % 360,
        )
        picture = turned.to_pil()
        page.close()
        return picture.convert("RGB")
    finally:
        document.close()
