"""Pages that were read one by one, put together to a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

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
from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.pages.lying import as_it_lies
from pipelines.readers.pdf.pages.stitch import Stitcher

REMEDY = (
    "Ask the publisher for the original, or let text recognition read it: pip install 'yusuan[ocr]', and "
    "build with YUSUAN_OCR=on."
)
SCANNED = f"A picture of text (a scan); nothing was read from it. {REMEDY}"
RECOGNISED = (
    "A picture of text (a scan), read by text recognition, which may misread. Compare figures with the page; "
    "what could not be read in the same way twice is shown as \ufffd."
)
OCR_LAYER = (
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
        self._back: dict[int, Callable[[Rectangle], Rectangle]] = {}

    @property
    def open_table(self) -> OpenTableView:
        """What the next page needs to know of the table at the end of the last one."""
        return self._stitcher

    def add(self, reading: PageReading) -> None:
        """Add the next page."""
        self._stitcher.add(reading)
        self._pages.append(reading.page)
        self._refused += reading.refused
        self._hidden += reading.hidden
        self._warnings += reading.warnings
        if reading.back is not None:
            self._back[reading.page.page_no] = reading.back

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
        recognised = tuple(page.page_no for page in self._pages if page.recognised)
        if recognised:
            warnings.append(Notice("recognised_pages", recognised, RECOGNISED))
        warnings += _hidden_notices(self._hidden, recognised)
        document = Document(
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
        return as_it_lies(document, self._back) if self._back else document


def _hidden_notices(hidden: list[HiddenText], recognised: Sequence[int]) -> Iterator[Notice]:
    """What a person should know of text that cannot be seen; ``recognised`` are pages read again."""
    layers = {text.page_no for text in hidden if text.reason == HiddenReason.OCR_LAYER} - set(recognised)
    if layers:
        yield Notice(HiddenReason.OCR_LAYER, tuple(sorted(layers)), OCR_LAYER)
    others = [text for text in hidden if text.reason != HiddenReason.OCR_LAYER]
    if others:
        counts = Counter(text.reason for text in others)
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items()))
        pages = tuple(sorted({text.page_no for text in others}))
        yield Notice(
            "hidden_texts", pages, f"{len(others)} texts cannot be seen, so they are not read ({reasons})."
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
            f"over the pictures ({len(hidden)} texts), made by text recognition and never checked. "
            f"{REMEDY}",
            len(pages),
        )
    if any(page.image_only for page in pages):
        raise UnreadableDocument(
            "image_only",
            f"All {len(pages)} pages are pictures of text (a scan). {REMEDY}",
            sum(page.image_only for page in pages),
        )
    raise UnreadableDocument("empty_file", f"The {len(pages)} pages of the file are blank. Check the export.")
