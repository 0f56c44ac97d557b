"""Prints a PDF and scans it: its pages as pictures, as an office scanner leaves them."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_STAMP = (214, 40, 44)


def write(
    source: Path,
    target: Path,
    dpi: int = 200,
    angle: float = 0.0,
    pages: Sequence[int] | None = None,
    *,
    quality: int = 60,
    noise: float = 8,
    stamp: tuple[float, float] | None = None,
    quarter_turns: int = 0,
) -> None:
    """Scan pages of a PDF (numbers from 1; all of them by default) into a PDF, TIFF, PNG or JPEG file.

    The paper lies ``angle`` degrees askew, and ``quarter_turns`` clockwise. ``quality`` is that of the JPEG
    compression, ``noise`` the spread of grey levels. ``stamp`` is the middle of a round red stamp in shares
    of the page.
    """
    scans = list(_scans(source, dpi, angle, pages, quality, noise, stamp, quarter_turns))
    if target.suffix == ".pdf":
        canvas = Canvas(str(target), pageCompression=0)
        for scan in scans:
            width, height = (side * 72 / dpi for side in scan.size)
            canvas.setPageSize((width, height))
            canvas.drawImage(ImageReader(_jpeg(scan, quality)), 0, 0, width, height)
            canvas.showPage()
        canvas.save()
    elif target.suffix in (".tif", ".tiff"):
        scans[0].save(target, save_all=True, append_images=scans[1:], dpi=(dpi, dpi), compression="tiff_lzw")
    else:
        scans[0].save(target, dpi=(dpi, dpi))


def _scans(
    source: Path,
    dpi: int,
    angle: float,
    pages: Sequence[int] | None,
    quality: int,
    noise: float,
    stamp: tuple[float, float] | None,
    quarter_turns: int,
) -> Iterable[Image.Image]:
    document = pdfium.PdfDocument(source)
    try:
        for page_no in pages or range(1, len(document) + 1):
            paper = document[page_no - 1].render(scale=dpi / 72).to_pil().convert("RGB")
            if stamp is not None:
                _press(paper, stamp, dpi)
            if angle:
                paper = paper.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
            paper = paper.filter(ImageFilter.GaussianBlur(0.5))
            # White is not quite white on a scan.
            grain = _grain(paper.size, noise)
            paper = ImageChops.add(paper, Image.merge("RGB", [grain] * 3), offset=-136)
            turned = paper.rotate(-90 * quarter_turns, expand=True)
            yield Image.open(_jpeg(turned, quality)).convert("RGB")
    finally:
        document.close()


def _grain(size: tuple[int, int], noise: float) -> Image.Image:
    """Grey levels around 128, always the same ones."""
    levels = Image.frombytes("L", size, random.Random(0).randbytes(size[0] * size[1]))
    # Evenly spread levels deviate by 74 from their middle.
    return levels.point(lambda level: round(128 + (level - 128) * noise / 74))


def _press(paper: Image.Image, middle: tuple[float, float], dpi: int) -> None:
    """A round stamp, 42 mm wide, through which the print shows as through ink."""
    ink = Image.new("RGB", paper.size, "white")
    pen = ImageDraw.Draw(ink)
    x, y, radius, width = middle[0] * paper.width, middle[1] * paper.height, 0.83 * dpi, max(2, dpi // 30)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_STAMP, width=width)
    pen.regular_polygon((x, y, radius / 3), 5, fill=_STAMP)
    paper.paste(ImageChops.darker(paper, ink))


def _jpeg(picture: Image.Image, quality: int) -> io.BytesIO:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    stream.seek(0)
    return stream
