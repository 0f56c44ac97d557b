"""Forms that say where on a page each text is: pages of ink that are not PDF.

A reader of such a form makes :class:`PlacedPage` objects (``page``). The rest is the same for all of them:
``printed`` makes print of a page, which the finders of the PDF reader read, ``document`` puts the pages
together, and ``drawing`` draws a page for people.
"""

from pipelines.readers.placed.document import document_of_pages
from pipelines.readers.placed.page import PlacedPage, PlacedText, placed_text

__all__ = ["PlacedPage", "PlacedText", "document_of_pages", "placed_text"]
