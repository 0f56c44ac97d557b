"""Reads PDF disclosures: characters and rulings from pdfium, tables from geometry alone.

What happens to one page, and where:

- ``upright`` finds the turn that stands it upright; ``characters``, ``clipping`` and ``slanted`` take the
  glyphs as they are printed, ``unembedded`` those that pdfium passes over; ``paths`` and ``shading`` the
  drawn lines and boxes.
- ``rulings`` joins the lines and sorts them into frames, ``grid`` makes cells with spans of a frame,
  ``drawings`` leaves charts out; ``segments``, ``unruled`` and ``bands`` find tables without verticals.
- ``filling`` puts glyphs into cells, ``openrows`` divides rows that no ruling divides, ``text`` reads them.

Then ``stitch``, with ``continuation`` and ``columns``, makes one table of the pieces on consecutive pages.
``fallback`` reads the pages that pdfium refuses; ``render`` draws pages for people to compare.
"""

from pipelines.readers.pdf.reader import read_pdf
from pipelines.readers.pdf.render import render_page

__all__ = ["read_pdf", "render_page"]
