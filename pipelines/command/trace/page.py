"""The page of a document: its picture, and where it prints a header once more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from pipelines.command.trace.chain import Address
from pipelines.command.trace.neighbours import PrintedCell
from pipelines.command.trace.source import SourceUnavailable
from pipelines.readers import UnreadableDocument, media_type_of, render_page
from pipelines.readers.document import Box
from pipelines.readers.figures import squeezed
from pipelines.readers.media_types import DOC, DOCX, ODT, PDF, RTF
from pipelines.readers.pdf.opening import open_pdf
from pipelines.readers.pdf.page import read_page
from pipelines.readers.pdf.pages.stitch import Stitcher
from pipelines.readers.pdf.ruled.grid_from_frame import TooManyRulingsError


def page_picture(path: Path, page_no: int, scale: float) -> Image.Image:
    """The page as a picture. Raises :class:`SourceUnavailable` where it cannot be drawn."""
    try:
        return render_page(path, page_no, scale)
    except (pdfium.PdfiumError, IndexError, UnreadableDocument) as error:
        raise SourceUnavailable(
            f"Page {page_no} of {path} cannot be drawn ({error}). Open the file in a viewer and look for the "
            "place given above."
        ) from error


def laid_out_page(
    path: Path, address: Address, row: Sequence[PrintedCell], scale: float
) -> Image.Image | None:
    """The page of a word processor's document as LibreOffice lays it out, the cell framed.

    None for other forms, and where that program is not installed or the cell is not found on one page: then
    the table is drawn as a grid.
    """
    if media_type_of(path) not in (DOCX, DOC, RTF, ODT):
        return None
    from pipelines.readers.word.rendering import render_cell

    before = [cell.text for cell in row if cell.col_no < address.col_no]
    behind = [cell.text for cell in row if cell.col_no > address.col_no]
    return render_cell(path, [*before, address.raw_text, *behind], len(before), scale)


def repeated_header_boxes(path: Path, page_no: int, cell: Box, header_texts: Sequence[str]) -> list[Box]:
    """Where a page prints header texts again above a cell.

    A header that a continued page repeats is not a row of the joined table, so it is looked for on the page
    itself; only a cell of equal text above the cell and in its column is taken. Only PDFs are looked at.
    """
    if media_type_of(path) != PDF:
        return []
    wanted = {squeezed(text) for text in header_texts}
    pdf = open_pdf(path.read_bytes())
    try:
        pieces = read_page(pdf, page_no - 1, Stitcher()).pieces
    except (pdfium.PdfiumError, TooManyRulingsError):
        return []
    finally:
        pdf.close()
    boxes = [Box(*found.box) for piece in pieces for found in piece.cells if squeezed(found.text) in wanted]
    middle = (cell.x0 + cell.x1) / 2
    return [box for box in boxes if box.bottom <= cell.top + 1 and box.x0 <= middle <= box.x1]
