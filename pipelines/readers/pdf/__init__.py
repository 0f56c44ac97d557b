"""Reads PDF disclosures: characters and rulings from pdfium, tables from geometry alone."""

from pipelines.readers.pdf.reader import read_pdf
from pipelines.readers.pdf.render import render_page

__all__ = ["read_pdf", "render_page"]
