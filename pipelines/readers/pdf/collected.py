"""Pages that were read one by one, put together to a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipelines.readers.document import (
    Document,
    HiddenText,
    Notice,
    Page,
    RefusedTable,
    UnreadableDocument,
    gathered,
)
from pipelines.readers.pdf.cells.pieces import OpenTableView, PageReading
from pipelines.readers.pdf.ink.characters import Reason as HiddenReason
from pipelines.readers.pdf.pages.stitch import Stitcher

SCANNED = (
    "A picture of text (a scan); nothing was read from it. Ask the publisher for the original, or run text "
    "recognition on it first."
)
RECOGNISED = (
    "A picture with an invisible layer of recognised text, which may be misread; it is kept as hidden text."
)


class CollectedPages:
    """The pages of a file so far. Tables are joined as pages come, so that no print is kept."""

    def __init__(self) -> None:
        self._stitcher = Stitcher()
        self._pages: list[Page] = []
        self._refused: list[RefusedTable] = []
        self._warnings: list[Notice] = []
        self._hidden: list[HiddenText] = []

    @property
    def open_table(self) -> OpenTableView:
        """What the next page is told of the table at the end of the last one."""
        return self._stitcher

    def add(self, reading: PageReading) -> None:
        """Add the next page."""
        self._stitcher.add(reading)
        self._pages.append(reading.page)
        self._refused += reading.refused
        self._hidden += reading.hidden
        self._warnings += reading.warnings

    def document(self, media_type: str, reader: str) -> Document:
        """The document of all pages.

        Raises :class:`UnreadableDocument` with the reason ``empty_file``, ``damaged`` or ``image_only`` where
        no page has text.
        """
        self._stitcher.finish()
        _refuse_without_text(self._pages, self._hidden)
        warnings = self._warnings + self._stitcher.warnings
        scanned = tuple(page.page_no for page in self._pages if page.image_only)
        if scanned:
            warnings.append(Notice("scanned_pages", scanned, SCANNED))
        warnings += _hidden_notices(self._hidden)
        return Document(
            media_type=media_type,
            reader=reader,
            page_count=len(self._pages),
            lines=tuple(self._stitcher.lines),
            tables=tuple(self._stitcher.tables),
            pages=tuple(self._pages),
            warnings=gathered(warnings),
            refused_tables=tuple(self._refused),
            hidden_texts=tuple(self._hidden),
        )


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
