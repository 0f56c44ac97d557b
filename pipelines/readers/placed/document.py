"""The document of pages with placed texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipelines.readers.document import Document, Notice
from pipelines.readers.pdf.cells.pieces import OpenTableView, PageReading
from pipelines.readers.pdf.cells.reading import refused_table
from pipelines.readers.pdf.collected import CollectedPages
from pipelines.readers.pdf.page import UnruledFinder, by_lines_of_words, read_print
from pipelines.readers.pdf.ruled.grid_from_frame import TooManyRulingsError
from pipelines.readers.pdf.ruled.refused import Reason, RefusedGrid
from pipelines.readers.placed.page import PlacedPage
from pipelines.readers.placed.printed import printed_of
from pipelines.readers.placed.unruled import by_texts


def document_of_pages(
    pages: Iterable[PlacedPage], media_type: str, reader: str, *, texts_are_cells: bool = False
) -> Document:
    """Read pages one by one and put them together.

    ``texts_are_cells``: each text is one cell or a line of one, so that texts alone show tables.

    Raises :class:`~pipelines.readers.document.UnreadableDocument` (``empty_file``, ``damaged``,
    ``image_only``) where no page has text.
    """
    collected = CollectedPages()
    for number, page in enumerate(pages, 1):
        reading = _reading(
            page, number, collected.open_table, by_texts if texts_are_cells else by_lines_of_words
        )
        if page.lost:
            reading.warnings.append(Notice("unreadable_pages", (number,), page.lost))
        collected.add(reading)
    return collected.document(media_type, reader)


def _reading(
    page: PlacedPage, page_no: int, open_table: OpenTableView, unruled: UnruledFinder
) -> PageReading:
    """The page; without its rulings where they are too fine for a table."""
    try:
        return read_print(printed_of(page, page_no), open_table, unruled)
    except TooManyRulingsError as error:
        bare = replace(page, fills=[], strokes=[])
        reading = read_print(printed_of(bare, page_no), open_table, unruled)
        reading.refused.append(refused_table(page_no, RefusedGrid(error.box, "rulings", Reason.TOO_FINE)))
        message = f"Read without its rulings, which are too fine for a table ({error}); compare it by eye."
        reading.warnings.append(Notice("read_more_simply", (page_no,), message))
        return reading
