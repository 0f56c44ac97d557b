"""Reads a PDF file: its pages one by one, then the tables across them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium

from pipelines.readers.document import (
    Document,
    HiddenText,
    Notice,
    Page,
    RefusedTable,
    UnreadableDocument,
    gathered,
)
from pipelines.readers.pdf.cells.pieces import PageReading
from pipelines.readers.pdf.cells.reading import refused_table
from pipelines.readers.pdf.fallback import read_page_plainly, unread_page
from pipelines.readers.pdf.ink.characters import Reason as HiddenReason
from pipelines.readers.pdf.ink.layers import holds_layers
from pipelines.readers.pdf.ink.plumber import PlumberError, PlumberFile
from pipelines.readers.pdf.opening import open_pdf
from pipelines.readers.pdf.page import read_page
from pipelines.readers.pdf.pages.stitch import Stitcher
from pipelines.readers.pdf.ruled.grid_from_frame import TooManyRulingsError
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid

SCANNED = (
    "A picture of text (a scan); nothing was read from it. Ask the publisher for the original, or run text "
    "recognition on it first."
)
RECOGNISED = (
    "A picture with an invisible layer of recognised text, which may be misread; it is kept as hidden text."
)

# A file that claims more pages is not believed.
BELIEVED_PAGES = 2_000


def read_pdf(path: Path) -> Document:
    """Read a PDF as lines and tables. Pages are read one by one, so memory does not grow with their number.

    Raises :class:`UnreadableDocument` with the reason ``empty_file``, ``truncated``, ``damaged``,
    ``encrypted`` or ``image_only``.
    """
    data = path.read_bytes()
    pdf, any_layers = open_pdf(data), holds_layers(data)
    del data  # pdfium keeps what it needs
    stitcher = Stitcher()
    plumber = PlumberFile(path)
    pages: list[Page] = []
    refused: list[RefusedTable] = []
    warnings: list[Notice] = []
    hidden: list[HiddenText] = []
    try:
        page_count = _page_count(pdf, plumber)
        plumber.expect(page_count)
        for index in range(page_count):
            reading = _read_page(pdf, index, stitcher, plumber, any_layers)
            stitcher.add(reading)
            pages.append(reading.page)
            refused += reading.refused
            hidden += reading.hidden
            warnings += reading.warnings
    finally:
        plumber.close()
        pdf.close()
    stitcher.finish()
    warnings += stitcher.warnings
    _refuse_without_text(pages, hidden)
    scanned = tuple(page.page_no for page in pages if page.image_only)
    if scanned:
        warnings.append(Notice("scanned_pages", scanned, SCANNED))
    warnings += _hidden_notices(hidden)
    return Document(
        media_type="application/pdf",
        reader="pdf",
        page_count=len(pages),
        lines=tuple(stitcher.lines),
        tables=tuple(stitcher.tables),
        pages=tuple(pages),
        warnings=gathered(warnings),
        refused_tables=tuple(refused),
        hidden_texts=tuple(hidden),
    )


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
    pdf: pdfium.PdfDocument, index: int, stitcher: Stitcher, plumber: PlumberFile, any_layers: bool
) -> PageReading:
    """The page at ``index`` (from 0), more simply or not at all where it has to be."""
    try:
        return read_page(pdf, index, stitcher, plumber, any_layers)
    except pdfium.PdfiumError:
        return read_page_plainly(plumber, index, "pdfium cannot load it")
    except PlumberError as error:
        return unread_page(index, f"pdfium leaves out some of its characters; {error}")
    except TooManyRulingsError as error:
        reading = read_page_plainly(plumber, index, f"its rulings are too fine for a table ({error})")
        too_fine = RefusedGrid(error.box, "rulings", Reason.TOO_FINE)
        reading.refused.append(refused_table(index + 1, too_fine))
        return reading


def _hidden_notices(hidden: list[HiddenText]) -> Iterator[Notice]:
    """What a person should know of text that nobody sees."""
    layers = tuple(sorted({text.page_no for text in hidden if text.reason == HiddenReason.OCR_LAYER}))
    if layers:
        yield Notice(HiddenReason.OCR_LAYER, layers, RECOGNISED)
    others = [text for text in hidden if text.reason != HiddenReason.OCR_LAYER]
    if others:
        counts = Counter(text.reason for text in others)
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items()))
        pages = tuple(sorted({text.page_no for text in others}))
        yield Notice(
            "hidden_texts", pages, f"{len(others)} texts cannot be seen and are no print ({reasons})."
        )


def _refuse_without_text(pages: list[Page], hidden: list[HiddenText]) -> None:
    if any(page.character_count for page in pages):
        return
    if not any(page.width for page in pages):
        raise UnreadableDocument("damaged", "No page of the file can be read. Download or export it again.")
    if any(page.ocr_layer for page in pages):
        raise UnreadableDocument(
            "image_only",
            f"All {len(pages)} pages are pictures of text (a scan). Their only text is an invisible layer "
            f"over the pictures ({len(hidden)} texts), made by text recognition, and nobody has checked it. "
            "Ask the publisher for the original.",
        )
    if any(page.image_only for page in pages):
        raise UnreadableDocument(
            "image_only",
            f"All {len(pages)} pages are pictures of text (a scan). Ask the publisher for the original, "
            "or run text recognition on it first.",
        )
    raise UnreadableDocument("empty_file", f"The {len(pages)} pages of the file are blank. Check the export.")
