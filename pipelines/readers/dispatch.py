"""Chooses the reader of a file by what the file is."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from pipelines.readers.document import Document, UnreadableDocument
from pipelines.readers.foreign import refusal
from pipelines.readers.media_types import HTML, JSON, OFD, PDF, TEXT, media_type_of
from pipelines.settings import Limits

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Form:
    """A form that can be read: what it is called, its limit of size, and its reader, imported when needed."""

    name: str
    limit: str
    reader: str

    def read(self, path: Path) -> Document:
        module, function = self.reader.split(":")
        return getattr(import_module(f"pipelines.readers.{module}"), function)(path)


_FORMS = {
    PDF: _Form("PDF", "pdf_mb", "pdf:read_pdf"),
    HTML: _Form("web page", "office_mb", "web:read_web_page"),
    OFD: _Form("OFD", "office_mb", "ofd:read_ofd"),
    JSON: _Form("JSON", "text_mb", "text:read_page_dump"),
    TEXT: _Form("text", "text_mb", "text:read_text"),
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
    _refuse_larger(path.stat().st_size, getattr(limits or Limits(), form.limit), form.name)
    return form.read(path)


def _refuse_larger(size: int, limit_mb: int, kind: str) -> None:
    if size > limit_mb * _MEGABYTE:
        raise UnreadableDocument(
            "too_large",
            f"The {kind} file has {size / _MEGABYTE:,.0f} MB; more than {limit_mb} MB is not read, as no "
            "disclosure is that large. Check that it is the right file, or split it.",
        )
