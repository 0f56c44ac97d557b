"""Opens a PDF file, or says why it cannot be read and what a person can do about it."""

from __future__ import annotations

import re

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.media_types import pdf_start

# A PDF ends with this mark; pdfium looks for it in so many last bytes.
END_MARK, END_MARK_REACH = b"%%EOF", 1024
# What is after the last end mark of a whole PDF is junk; of a cut one, the objects that follow it.
_OBJECT = re.compile(rb"(?<!\d)\d{1,10}[ \r\n]+\d{1,5}[ \r\n]+obj\b")


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """The opened document of a file's bytes, without what is before and after the PDF in them.

    Raises :class:`UnreadableDocument` where it is empty, locked, cut or damaged.
    """
    try:
        document = pdfium.PdfDocument(_pdf_of(data))
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
    if document.get_formtype() != raw.FORMTYPE_NONE:
        # Before the first page is loaded: then pdfium draws values that have no appearance in the file.
        document.init_forms()
    return document


def _pdf_of(data: bytes) -> bytes:
    if not data:
        raise UnreadableDocument("empty_file", "The file is empty (0 bytes). Download or export it again.")
    start = pdf_start(data)
    if start is None:
        raise UnreadableDocument(
            "damaged",
            "The file does not begin like a PDF, whatever its name says. Open it to see what it is, "
            "and save the real PDF.",
        )
    end = data.rfind(END_MARK, start)
    if end < 0 or _OBJECT.search(data, end):
        raise UnreadableDocument(
            "truncated",
            f"The file stops after {len(data):,} bytes without the end mark of a PDF: the download was cut. "
            "Download it again.",
        )
    end += len(END_MARK)
    is_clean = start == 0 and len(data) - end < END_MARK_REACH
    return data if is_clean else data[start:end]
