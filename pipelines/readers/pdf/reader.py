"""Reads a PDF file: its pages one by one, then the tables across them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium

from pipelines.readers.document import Document, UnreadableDocument
from pipelines.readers.pdf.cells.pieces import OpenTableView, PageReading, PageRecogniser
from pipelines.readers.pdf.cells.reading import refused_table
from pipelines.readers.pdf.collected import CollectedPages
from pipelines.readers.pdf.fallback import read_page_plainly, unread_page
from pipelines.readers.pdf.ink.layers import holds_layers
from pipelines.readers.pdf.ink.plumber import PlumberError, PlumberFile
from pipelines.readers.pdf.opening import open_pdf
from pipelines.readers.pdf.page import read_page
from pipelines.readers.pdf.render import draw_page
from pipelines.readers.pdf.ruled.grid_from_frame import TooManyRulingsError
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid

# A file that claims more pages is not believed.
BELIEVED_PAGES = 2_000
# Pages for text recognition are drawn so finely, with at most so many pixels on the longer side.
_SCAN_DPI, _MOST_PIXELS = 200.0, 5_000.0


def read_pdf(path: Path, recognise: PageRecogniser | None = None) -> Document:
    """Read a PDF as lines and tables. Pages are read one by one, so memory does not grow with their number.

    ``recognise`` reads pages that are pictures of text; without it, nothing is read from them.

    Raises :class:`UnreadableDocument` with the reason ``empty_file``, ``truncated``, ``damaged``,
    ``encrypted`` or ``image_only``.
    """
    data = path.read_bytes()
    pdf, any_layers = open_pdf(data), holds_layers(data)
    del data  # pdfium keeps what it needs
    collected = CollectedPages()
    plumber = PlumberFile(path)
    try:
        page_count = _page_count(pdf, plumber)
        plumber.expect(page_count)
        for index in range(page_count):
            reading = _read_page(pdf, index, collected.open_table, plumber, any_layers)
            if recognise is not None and reading.page.is_scan:
                reading = _recognised(pdf[index], reading, collected.open_table, recognise)
            collected.add(reading)
    finally:
        plumber.close()
        pdf.close()
    return collected.document("application/pdf", "pdf")


def _recognised(
    page: pdfium.PdfPage, reading: PageReading, open_table: OpenTableView, recognise: PageRecogniser
) -> PageReading:
    """A scanned page by text recognition: its picture holds all that is printed on it."""
    plain = reading.page
    longest = max(plain.width, plain.height, 1.0) / 72
    picture = draw_page(page, plain.rotation, min(_SCAN_DPI, _MOST_PIXELS / longest) / 72)
    page.close()
    recognised = recognise(picture, plain.page_no, plain.width, open_table)
    recognised.page = replace(recognised.page, rotation=plain.rotation, ocr_layer=plain.ocr_layer)
    recognised.hidden = reading.hidden
    return recognised


def _page_count(pdf: pdfium.PdfDocument, plumber: PlumberFile) -> int:
    """How many pages there are: a file that claims very many is not believed, its pages are counted."""
    if len(pdf) <= BELIEVED_PAGES:
        return len(pdf)
    try:
        return min(len(pdf), plumber.page_count())
    except PlumberError as error:
        raise UnreadableDocument(
            "damaged", f"The file claims {len(pdf):,} pages, which cannot be found in it. Export it again."
        ) from error


def _read_page(
    pdf: pdfium.PdfDocument, index: int, open_table: OpenTableView, plumber: PlumberFile, any_layers: bool
) -> PageReading:
    """The page at ``index`` (from 0), more simply or not at all where it has to be."""
    try:
        return read_page(pdf, index, open_table, plumber, any_layers)
    except pdfium.PdfiumError:
        return read_page_plainly(plumber, index, "pdfium cannot load it")
    except PlumberError as error:
        return unread_page(index, f"pdfium leaves out some of its characters; {error}")
    except TooManyRulingsError as error:
        reading = read_page_plainly(plumber, index, f"its rulings are too fine for a table ({error})")
        too_fine = RefusedGrid(error.box, "rulings", Reason.TOO_FINE)
        reading.refused.append(refused_table(index + 1, too_fine))
        return reading
