"""Pictures of pages, turned upright in the same way as the boxes of cells and lines."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
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
        picture = draw_page(page, turn, scale)
        page.close()
        return picture
    finally:
        document.close()


def draw_page(page: pdfium.PdfPage, turn: int, scale: float) -> Image.Image:
    """An open page as a picture, turned clockwise by so many degrees from how its content is drawn."""
    return page.render(scale=scale, rotation=(turn - page.get_rotation()) % 360).to_pil().convert("RGB")
