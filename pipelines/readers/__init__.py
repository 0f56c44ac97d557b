"""One reader per file format; each returns the same :class:`~pipelines.readers.document.Document`."""

from pipelines.readers.dispatch import media_type_of, read_document
from pipelines.readers.document import Document, UnreadableDocument

__all__ = ["Document", "UnreadableDocument", "media_type_of", "read_document"]
