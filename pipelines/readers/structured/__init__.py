"""Forms in which the file itself says what is a table: spreadsheets, word processors, web pages.

A reader of such a form turns its file into blocks (``blocks``): paragraphs, and grids of cells. The rest is
the same for all of them, in this order:

1. ``splitting``, for sheets: statements one below another become grids of their own, titles paragraphs.
2. ``captions``: grids are cut where another statement with the same header begins below its own unit.
3. ``layout``: blocks as lines and cells, each with its place on a drawn page.
4. ``continuation``: grids that are one table are joined.
5. ``assembly``: the finished :class:`~pipelines.readers.document.Document`.

``drawing`` draws such a page for people, as these forms have no paper of their own.
"""

from pipelines.readers.structured.assembly import document_of
from pipelines.readers.structured.blocks import Block, Grid, GridCell, Paragraph
from pipelines.readers.structured.splitting import split

__all__ = ["Block", "Grid", "GridCell", "Paragraph", "document_of", "split"]
