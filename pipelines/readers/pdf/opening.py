"""Opens a PDF file, or says why it cannot be read and what a person can do about it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.document import UnreadableDocument

# A PDF ends with this mark; some publishing systems append a few bytes after it.
END_MARK, END_MARK_REACH = b"%%EOF", 4096
# The header may be a few bytes into the file.
HEADER, HEADER_REACH = b"%PDF-", 1024


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """The opened document. Raises :class:`UnreadableDocument` where it is empty, locked, cut or damaged."""
    data = path.read_bytes()
    if not data:
        raise UnreadableDocument("empty_file", "The file is empty (0 bytes). Download or export it again.")
    if HEADER not in data[:HEADER_REACH]:
        raise UnreadableDocument(
            "damaged",
            "The file does not begin like a PDF, whatever its name says. Open it to see what it is, "
            "and save the real PDF.",
        )
    if END_MARK not in data[-END_MARK_REACH:]:
        raise UnreadableDocument(
            "truncated",
            f"The file stops after {len(data):,} bytes without the end mark of a PDF: the download was cut. "
            "Download it again.",
        )
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == raw.FPDF_ERR_PASSWORD:
            raise UnreadableDocument(
                "encrypted", "The file opens only with a password. Save a copy without a password."
            ) from error
        raise UnreadableDocument(
            "damaged", "The file is damaged and cannot be opened as a PDF. Download or export it again."
        ) from error
    if len(document) == 0:
        document.close()
        raise UnreadableDocument("damaged", "The file holds no pages. Download or export it again.")
    return document
