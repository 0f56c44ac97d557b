"""Chooses the reader of a file by what the file is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from PIL import Image

from pipelines.readers.document import Document, UnreadableDocument
from pipelines.readers.foreign import refusal
from pipelines.readers.media_types import (
    BMP,
    DOC,
    DOCX,
    HTML,
    JPEG,
    JSON,
    ODS,
    ODT,
    OFD,
    PDF,
    PNG,
    RTF,
    TEXT,
    TIFF,
    XLS,
    XLSX,
    media_type_of,
)
from pipelines.settings import Limits

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Form:
    """A form that can be read: its name, its limit of size, its reader, and what gives pictures of its pages.

    Without a ``renderer``, pages are drawn from what was read. Both are imported when they are needed.
    ``may_be_scanned`` says that the reader takes what reads pictures of text, or None, as well.
    """

    name: str
    limit: str
    reader: str
    renderer: str | None = None
    has_pages: bool = True
    may_be_scanned: bool = False

    def read(self, path: Path, recognise: bool) -> Document:
        read = _imported(self.reader)
        if not self.may_be_scanned:
            return read(path)
        return read(path, _imported(_RECOGNISER) if recognise else None)


_RECOGNISER = "scan.page:recognise_page"
_PICTURE = _Form("picture", "pdf_mb", "scan:read_picture", "scan:render_page", may_be_scanned=True)
_FORMS = {
    PDF: _Form("PDF", "pdf_mb", "pdf:read_pdf", "pdf:render_page", may_be_scanned=True),
    OFD: _Form("OFD", "office_mb", "ofd:read_ofd", "ofd:render_page"),
    XLSX: _Form("spreadsheet", "office_mb", "spreadsheet:read_xlsx"),
    XLS: _Form("spreadsheet", "office_mb", "spreadsheet:read_xls"),
    ODS: _Form("spreadsheet", "office_mb", "spreadsheet:read_ods"),
    DOCX: _Form("Word", "office_mb", "word:read_docx"),
    DOC: _Form("Word", "office_mb", "word:read_by_conversion"),
    RTF: _Form("RTF", "office_mb", "word:read_by_conversion"),
    ODT: _Form("OpenDocument", "office_mb", "word:read_by_conversion"),
    HTML: _Form("web page", "office_mb", "web:read_web_page", "web.render:render_page"),
    JSON: _Form("JSON", "text_mb", "text:read_page_dump", has_pages=False),
    TEXT: _Form("text", "text_mb", "text:read_text", has_pages=False),
    BMP: _PICTURE,
    JPEG: _PICTURE,
    PNG: _PICTURE,
    TIFF: _PICTURE,
}


def read_document(path: Path, limits: Limits | None = None) -> Document:
    """Read one file with the reader for its media type.

    Raises :class:`UnreadableDocument`: ``too_large`` before anything is read, the reasons of
    :func:`~.foreign.refusal` where there is no reader for the media type, and those of the reader itself.
    """
    media_type = media_type_of(path)
    form = _FORMS.get(media_type)
    if form is None:
        raise refusal(path, media_type)
    limits = limits or Limits()
    _refuse_larger(path.stat().st_size, getattr(limits, form.limit), form.name)
    return form.read(path, limits.recognise)


def draws_pages(media_type: str | None) -> bool:
    """Whether there are pictures of the pages of such a file; of a text file, lines are shown instead."""
    form = _FORMS.get(media_type or "")
    return form is not None and form.has_pages


def render_page(path: Path, page_no: int, scale: float = 1.0) -> Image.Image:
    """The page as a picture; a point ``(x, y)`` of a :class:`Box` is pixel ``(x * scale, y * scale)``.

    Raises IndexError where there is no such page, :class:`UnreadableDocument` as reading does, and what the
    renderer of the form raises.
    """
    form = _FORMS.get(media_type_of(path))
    if form is not None and form.renderer is not None:
        return _imported(form.renderer)(path, page_no, scale)
    from pipelines.readers.structured.drawing import draw_page

    return draw_page(read_document(path), page_no, scale)


def _imported(place: str) -> Callable[..., Any]:
    module, function = place.split(":")
    return getattr(import_module(f"pipelines.readers.{module}"), function)


def _refuse_larger(size: int, limit_mb: int, kind: str) -> None:
    if size > limit_mb * _MEGABYTE:
        raise UnreadableDocument(
            "too_large",
            f"The {kind} file has {size / _MEGABYTE:,.0f} MB; more than {limit_mb} MB is not read, as no "
            "disclosure is that large. Check that it is the right file, or split it.",
        )
