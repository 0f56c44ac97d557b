"""Reads documents of word processors: docx as they are, other formats as LibreOffice converts them to it.

1. ``package``: the parts of the file that hold its text; ``names`` are those of their elements.
2. ``properties``, ``numbering`` (with ``numerals``): how a text looks, and the number before it.
3. ``paragraphs``: the text of one paragraph as it is shown, with its ``fields``, ``signs`` and ``graphics``.
4. ``tables``: which cells a table has, and where.
5. ``reader``: paragraphs and tables in their order, as blocks of :mod:`pipelines.readers.structured`.

``conversion`` asks LibreOffice, also for pictures of pages (``rendering``).
"""

from pipelines.readers.word.conversion import read_by_conversion
from pipelines.readers.word.reader import read_docx

__all__ = ["read_by_conversion", "read_docx"]
