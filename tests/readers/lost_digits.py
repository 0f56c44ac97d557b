"""Find digits that a page prints inside its tables and that the PDF reader puts into none of their cells.

``python tests/readers/lost_digits.py FILE|FOLDER … [--pages N]`` compares, page by page, the digits that
pdfium reports inside the boxes of the tables with those in the cells and in the hidden texts. ``--pages``
looks at no more than N pages of each file, spread evenly. Exit status 0 means that no digit is lost, 1 that
some are, 2 that a file cannot be read. Digits in running text are not compared; nor is what a page prints
again from the page before, which only whole documents know.
"""

from __future__ import annotations

import argparse
import ctypes
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.pdf.cells.pieces import PageReading
from pipelines.readers.pdf.ink.layers import holds_layers
from pipelines.readers.pdf.ink.upright import upright_of
from pipelines.readers.pdf.opening import open_pdf
from pipelines.readers.pdf.page import read_page
from pipelines.readers.pdf.pages.stitch import Stitcher


def digits(texts: Iterable[str]) -> Counter[str]:
    """How often each digit is printed, raised and circled ones too."""
    return Counter(str(unicodedata.digit(char)) for text in texts for char in text if char.isdigit())


def lost_digits(path: Path, most_pages: int | None = None) -> Iterator[tuple[int, Counter[str]]]:
    """Each page with tables that is looked at, by its number from 1, and how often it loses each digit.

    Raises :class:`UnreadableDocument` where the file cannot be opened.
    """
    data = path.read_bytes()
    document, any_layers = open_pdf(data), holds_layers(data)
    try:
        step = max(1, len(document) // most_pages) if most_pages else 1
        for index in range(step - 1, len(document), step)[:most_pages]:
            reading = read_page(document, index, Stitcher(), any_layers=any_layers)
            if reading.pieces:
                kept = digits(cell.text for piece in reading.pieces for cell in piece.cells)
                kept += digits(text.text for text in reading.hidden)
                yield index + 1, digits(_inside_tables(document, index, reading)) - kept
    finally:
        document.close()


def _inside_tables(document: pdfium.PdfDocument, index: int, reading: PageReading) -> Iterator[str]:
    """The characters that pdfium reports with their middle inside a table of the page."""
    page = document[index]
    text_page = page.get_textpage()
    count = text_page.count_chars()
    upright = upright_of(page, text_page, count)
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    for number in range(count):
        char = chr(raw.FPDFText_GetUnicode(text_page, number))
        if not char.isdigit():
            continue
        raw.FPDFText_GetCharBox(text_page, number, x0, x1, y0, y1)
        left, top, right, bottom = upright.box(x0.value, y0.value, x1.value, y1.value)
        x, y = (left + right) / 2, (top + bottom) / 2
        if any(p.box[0] <= x <= p.box[2] and p.box[1] <= y <= p.box[3] for p in reading.pieces):
            yield char
    text_page.close()
    page.close()


def main(arguments: list[str] | None = None) -> int:
    """Print what is lost; see the head of this file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER")
    parser.add_argument("--pages", type=int, help="look at no more than this many pages of each file")
    options = parser.parse_args(arguments)
    status = pages = 0
    for path in options.paths:
        for file in sorted(path.rglob("*.pdf")) if path.is_dir() else [path]:
            try:
                for page_no, lost in lost_digits(file, options.pages):
                    pages += 1
                    if lost:
                        status = max(status, 1)
                        print(f"{file}, page {page_no}: {dict(lost)}")
            except (UnreadableDocument, OSError) as error:
                status = 2
                print(f"{file}: {error}")
    print(f"{pages} pages with tables")
    return status


if __name__ == "__main__":
    sys.exit(main())
