"""Values that a reader of the file sees but that are not printed on its page: form fields and typed notes.

pdfium draws them from annotations, which its text page leaves out. Here they become print of the page, where
and as they are shown. Notes may also strike out what is printed.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.pdf.ink.paths import Rectangle

# Fields that show text; buttons show marks of a symbol font, which are not digits although they are coded so.
_TEXT_FIELDS = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
# A text in UTF-16 without characters: the zero at its end.
_NO_TEXT = 2


@dataclass(frozen=True, slots=True)
class ShownValues:
    """How many form fields with a value and how many typed notes a page shows, and whether they are read.

    ``struck_out`` are the boxes of text that is struck out by notes, in pdfium's page space.
    """

    fields: int = 0
    notes: int = 0
    are_print: bool = True
    struck_out: tuple[Rectangle, ...] = ()


def page_with_values(document: pdfium.PdfDocument, index: int) -> tuple[pdfium.PdfPage, ShownValues]:
    """The page at ``index`` (from 0), on which shown values are print, and what there was.

    Raises ``pdfium.PdfiumError`` where pdfium cannot load the page.
    """
    page = document[index]
    annotations = raw.FPDFPage_GetAnnotCount(page)
    if annotations <= 0:
        return page, ShownValues()
    kinds = [_kind(document, page, number) for number in range(annotations)]
    struck_out = tuple(box for number in range(annotations) for box in _struck_out(page, number))
    shown = ShownValues(kinds.count("field"), kinds.count("note"), struck_out=struck_out)
    if not (shown.fields or shown.notes):
        return page, shown
    before = _character_count(page)
    for number in reversed(range(annotations)):
        if not kinds[number]:
            raw.FPDFPage_RemoveAnnot(page, number)
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    page = document[index]
    return page, replace(shown, are_print=_character_count(page) > before)


def _kind(document: pdfium.PdfDocument, page: pdfium.PdfPage, number: int) -> str:
    """``field``, ``note``, or nothing for an annotation that shows no text of its own."""
    annotation = raw.FPDFPage_GetAnnot(page, number)
    if not annotation:
        return ""
    try:
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind not in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT):
            return ""
        if raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            return ""
        if kind == raw.FPDF_ANNOT_FREETEXT:
            return "note"
        return "field" if _is_filled(document, annotation) else ""
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _struck_out(page: pdfium.PdfPage, number: int) -> list[Rectangle]:
    """The boxes of text that an annotation strikes out, line by line."""
    annotation = raw.FPDFPage_GetAnnot(page, number)
    if not annotation:
        return []
    try:
        if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_STRIKEOUT:
            return []
        if raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            return []
        quads = (raw.FS_QUADPOINTSF * raw.FPDFAnnot_CountAttachmentPoints(annotation))()
        found = [q for at, q in enumerate(quads) if raw.FPDFAnnot_GetAttachmentPoints(annotation, at, q)]
    finally:
        raw.FPDFPage_CloseAnnot(annotation)
    corners = [((q.x1, q.x2, q.x3, q.x4), (q.y1, q.y2, q.y3, q.y4)) for q in found]
    return [(min(xs), min(ys), max(xs), max(ys)) for xs, ys in corners]


def _is_filled(document: pdfium.PdfDocument, annotation: ctypes.c_void_p) -> bool:
    form = document.formenv
    if form is None or raw.FPDFAnnot_GetFormFieldType(form, annotation) not in _TEXT_FIELDS:
        return False
    return raw.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0) > _NO_TEXT


def _character_count(page: pdfium.PdfPage) -> int:
    text_page = page.get_textpage()
    try:
        return max(0, raw.FPDFText_CountChars(text_page))
    finally:
        text_page.close()
