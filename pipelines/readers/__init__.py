"""One reader per file format; each returns the same :class:`~pipelines.readers.document.Document`."""

from pipelines.readers.dispatch import draws_pages, read_document, render_page
from pipelines.readers.document import Document, Notice, UnreadableDocument
from pipelines.readers.media_types import media_type_of

__all__ = [
    "Document",
    "Notice",
    "UnreadableDocument",
    "draws_pages",
    "media_type_of",
    "read_document",
    "render_page",
]
