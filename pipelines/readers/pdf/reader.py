"""Reads a PDF file: its pages one by one, then the tables across them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium

from pipelines.readers.document import Document, HiddenText, Page, RefusedTable, UnreadableDocument
from pipelines.readers.pdf.cells.reading import refused_table
from pipelines.readers.pdf.fallback import read_page_plainly
from pipelines.readers.pdf.ink.layers import holds_layers
from pipelines.readers.pdf.ink.unembedded import UnembeddedText
from pipelines.readers.pdf.opening import open_pdf
from pipelines.readers.pdf.page import read_page
from pipelines.readers.pdf.pages.stitch import Stitcher
from pipelines.readers.pdf.ruled.grid_from_frame import TooManyRulingsError
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid


def read_pdf(path: Path) -> Document:
    """Read a PDF as lines and tables. Pages are read one by one, so memory does not grow with their number.

    Raises :class:`UnreadableDocument` with the reason ``empty_file``, ``truncated``, ``damaged``,
    ``encrypted`` or ``image_only``.
    """
    pdf = open_pdf(path)
    stitcher = Stitcher()
    unembedded = UnembeddedText(path)
    any_layers = holds_layers(path.read_bytes())
    pages: list[Page] = []
    refused: list[RefusedTable] = []
    hidden: list[HiddenText] = []
    warnings: list[str] = []
    try:
        for index in range(len(pdf)):
            try:
                reading = read_page(pdf, index, stitcher, unembedded, any_layers)
            except pdfium.PdfiumError:
                reading = read_page_plainly(path, index, "pdfium cannot load it")
            except TooManyRulingsError as error:
                reading = read_page_plainly(path, index, f"its rulings are too fine for a table ({error})")
                too_fine = RefusedGrid(error.box, "rulings", Reason.TOO_FINE)
                reading.refused.append(refused_table(index + 1, too_fine))
            stitcher.add(reading)
            pages.append(reading.page)
            refused += reading.refused
            hidden += reading.hidden
            warnings += reading.warnings
    finally:
        unembedded.close()
        pdf.close()
    stitcher.finish()
    warnings += stitcher.warnings
    _refuse_without_text(pages, hidden)
    pictures = [str(page.page_no) for page in pages if page.image_only]
    if pictures:
        warnings.append(f"Pages {', '.join(pictures)} are pictures without text; nothing was read from them.")
    warnings += _hidden_warnings(pages, hidden)
    return Document(
        media_type="application/pdf",
        reader="pdf",
        page_count=len(pages),
        lines=tuple(stitcher.lines),
        tables=tuple(stitcher.tables),
        pages=tuple(pages),
        warnings=tuple(warnings),
        refused_tables=tuple(refused),
        hidden_texts=tuple(hidden),
    )


def _hidden_warnings(pages: list[Page], hidden: list[HiddenText]) -> list[str]:
    """What a person should know about text that nobody sees."""
    warnings: list[str] = []
    layers = [str(page.page_no) for page in pages if page.ocr_layer]
    if layers:
        warnings.append(
            f"Pages {', '.join(layers)} are scans with an invisible layer of recognised text, which may be "
            "misread; it is kept as hidden text."
        )
    counts = Counter(text.reason for text in hidden)
    if counts:
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items()))
        warnings.append(f"{len(hidden)} texts cannot be seen on the page and are no print ({reasons}).")
    return warnings


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
