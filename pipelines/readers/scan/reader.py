"""Reads a file that is a picture, or several, of pages."""

from __future__ import annotations

from pathlib import Path

from pipelines.readers.document import Document, UnreadableDocument
from pipelines.readers.media_types import media_type_of
from pipelines.readers.pdf.cells.pieces import PageRecogniser
from pipelines.readers.pdf.collected import REMEDY, CollectedPages
from pipelines.readers.scan.frames import opened, page_count, page_of


def read_picture(path: Path, recognise: PageRecogniser | None = None) -> Document:
    """Read a PNG, JPEG, TIFF or BMP file as lines and tables, page by page.

    Raises :class:`UnreadableDocument` with the reason ``image_only`` where there is nothing to ``recognise``
    it with, ``damaged``, ``too_large``, or ``empty_file`` where no text is found.
    """
    with opened(path) as picture:
        count = page_count(picture)
        if recognise is None:
            pages = "a picture" if count == 1 else f"{count} pictures"
            raise UnreadableDocument("image_only", f"The file is {pages} of text (a scan). {REMEDY}", count)
        collected = CollectedPages()
        for page_no in range(1, count + 1):
            page, width = page_of(picture, page_no)
            collected.add(recognise(page, page_no, width, collected.open_table))
    return collected.document(media_type_of(path), "scan")
