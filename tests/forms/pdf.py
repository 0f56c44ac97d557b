"""Prints a document laid out on paper as a PDF, in a font of this machine that has Chinese characters."""

from __future__ import annotations

import os
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from forms.laid_out import sheets_from
from forms.printed import Sheet
from pipelines.readers.document import Document

# The TrueType font, a file or the first one of a collection.
FONT_VARIABLE = "YUSUAN_CJK_FONT"
_FONT = "printed"


def available() -> bool:
    """Whether a font is named."""
    return bool(os.environ.get(FONT_VARIABLE))


def write(document: Document, path: Path, scale: float = 1.0) -> None:
    """Print the lines and tables of a document; ``scale`` makes paper and print smaller."""
    pdfmetrics.registerFont(TTFont(_FONT, os.environ[FONT_VARIABLE], subfontIndex=0))
    canvas = Canvas(str(path))
    for sheet in sheets_from(document):
        canvas.setPageSize((sheet.width * scale, sheet.height * scale))
        canvas.scale(scale, scale)
        canvas.setLineWidth(0.6)
        _print(sheet, canvas)
        canvas.showPage()
    canvas.save()


def _print(sheet: Sheet, canvas: Canvas) -> None:
    for x0, top, x1, bottom in sheet.rulings:
        canvas.line(x0, sheet.height - top, x1, sheet.height - bottom)
    for piece in sheet.pieces:
        text = canvas.beginText(piece.x, sheet.height - piece.top - 0.85 * piece.size)
        text.setFont(_FONT, piece.size)
        text.setHorizScale(100 * piece.width / pdfmetrics.stringWidth(piece.text, _FONT, piece.size))
        text.textOut(piece.text)
        canvas.drawText(text)
