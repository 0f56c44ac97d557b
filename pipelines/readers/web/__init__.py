"""Web pages: those with tables, those made of positioned pieces, and those that only link to a document.

The modules are in the order of the data: ``decoding`` makes text of bytes, ``css`` knows the rules of a page,
``page`` is the parsed page, ``text`` is what a person reads of an element, ``tables`` finds tables and makes
grids of them, ``furniture`` separates the site from its content, ``content`` goes through a page, ``links``
names the documents that it links to, and ``reader`` puts all together.
"""

from pipelines.readers.web.links import document_links
from pipelines.readers.web.reader import read_web_page

__all__ = ["document_links", "read_web_page"]
