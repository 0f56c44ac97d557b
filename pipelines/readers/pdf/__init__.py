"""Reads PDF disclosures: characters and drawn lines from pdfium, tables from geometry only.

One folder for each step, in the order of the data. A folder imports only from those before it:

1. ``ink``: what is printed on a page: characters, and drawn lines and boxes.
2. ``words``: characters as lines of text; which texts are figures.
3. ``ruled``: drawn lines as rulings, and the grids they make.
4. ``unruled``: the grids that lines of words make where there are no vertical rulings.
5. ``cells``: the text of each cell: the pieces of tables on one page.
6. ``pages``: pieces on consecutive pages as whole tables.

``page`` runs the steps for one page, whose print may come from another form as well, ``collected`` puts the
pages of a file together, and ``reader`` reads a whole PDF. ``opening`` opens it, ``fallback`` reads the pages
that pdfium cannot read, and ``render`` draws pages for people. ``python -m pipelines.readers.pdf FILE`` shows
the tables of each page, and what was refused as a table and why.
"""

from pipelines.readers.pdf.reader import read_pdf
from pipelines.readers.pdf.render import render_page

__all__ = ["read_pdf", "render_page"]
