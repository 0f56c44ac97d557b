"""One reader for each form of files; each returns the same :class:`~pipelines.readers.document.Document`.

- Print on pages: ``pdf`` finds the tables in it. ``placed`` makes print of texts that say where they are;
  ``ofd`` and the positioned pages of ``web`` use it. ``scan`` makes print of pictures.
- Forms that say themselves what is a table: ``spreadsheet``, ``word`` and ``web``, through ``structured``.
- ``text``: plain text, and pages dumped as JSON.

``media_types`` says what a file is, ``dispatch`` chooses its reader, ``foreign`` says why there is none.
"""

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
