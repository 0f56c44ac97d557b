"""Rulings in pictures: exporters draw all lines of a page into one picture, and lay the texts over it."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from PIL import Image

from pipelines.readers.pdf.ink.matrix import Rectangle
from pipelines.readers.pdf.ink.paths import THICKEST_RULING

_DATA = re.compile(r"\s*data:image/([a-z+.-]+)[^,]*?(;base64)?,", re.IGNORECASE)
# Larger pictures (pixels) are not looked into.
_LARGEST = 60_000_000
# What is darker than this (0 black, 255 white) is ink: thin lines are drawn grey.
_INK = 200
# Strokes of large characters are shorter than this (points).
SHORTEST_RULING = 24.0
# The rows of pixels of one line begin and end within so many pixels.
_SAME_END = 2


def picture_data(source: str) -> tuple[str, bytes] | None:
    """The kind (``png``, ``svg+xml`` ...) and the bytes of a picture that is in the page itself."""
    head = _DATA.match(source)
    if head is None:
        return None
    body = source[head.end() :]
    try:
        data = base64.b64decode(unquote_to_bytes(body)) if head[2] else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None
    return head[1].lower(), data


def drawing_of(data: bytes) -> HtmlElement | None:
    """The root of a vector graphic (SVG)."""
    try:
        root = document_fromstring(data, parser=HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return next(root.iter("svg"), None)


def rulings_in(data: bytes, width: float, height: float) -> list[Rectangle]:
    """The straight lines in a picture of pixels, as ``(x, y, x, y)`` in a box of this size (points).

    Empty where it is not a picture.
    """
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _LARGEST:
                return []
            ink = _ink(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return []
    across, down = width / ink.width, height / ink.height
    level = [(x0 * across, y * down, x1 * across, y * down) for x0, x1, y in _lines(ink, across, down)]
    turned = ink.transpose(Image.Transpose.TRANSPOSE)
    return level + [
        (x * across, y0 * down, x * across, y1 * down) for y0, y1, x in _lines(turned, down, across)
    ]


def _ink(picture: Image.Image) -> Image.Image:
    """The picture on white paper, its ink 0 and everything else 255."""
    if picture.has_transparency_data:
        coloured = picture.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        paper.alpha_composite(coloured)
        picture = paper
    return picture.convert("L").point([0] * _INK + [255] * (256 - _INK))


def _lines(ink: Image.Image, along: float, across: float) -> Iterator[tuple[float, float, float]]:
    """Start, end and middle (pixels) of each horizontal line; a pixel is ``along`` by ``across`` points."""
    dark = re.compile(rb"\0{%d,}" % max(2, round(SHORTEST_RULING / along)))
    pixels = ink.tobytes()
    open_lines: list[tuple[int, int, int]] = []
    for y in range(ink.height + 1):
        row = pixels[y * ink.width : (y + 1) * ink.width]
        runs = [run.span() for run in dark.finditer(row)]
        going_on: list[tuple[int, int, int]] = []
        for start, end, first in open_lines:
            run = next((r for r in runs if abs(r[0] - start) + abs(r[1] - end) <= 2 * _SAME_END), None)
            if run is not None:
                runs.remove(run)
                going_on.append((start, end, first))
            elif (y - first) * across <= THICKEST_RULING:
                yield start, end, (first + y) / 2
        open_lines = going_on + [(start, end, y) for start, end in runs]
