"""Chooses the reader of a file by what the file is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pipelines.readers.document import Document, UnreadableDocument
from pipelines.readers.foreign import refusal
from pipelines.readers.media_types import BMP, JPEG, PDF, PNG, TEXT, TIFF, media_type_of
from pipelines.settings import Limits

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Form:
    """A form that can be read: what it is called, its limit of size, and its reader, imported when needed.

    ``may_be_scanned`` says that the reader takes what reads pictures of text, or None, as well.
    """

    name: str
    limit: str
    reader: str
    may_be_scanned: bool = False

    def read(self, path: Path, recognise: bool) -> Document:
        read = _imported(self.reader)
        if not self.may_be_scanned:
            return read(path)
        return read(path, _imported(_RECOGNISER) if recognise else None)


_PICTURE = _Form("picture", "pdf_mb", "scan:read_picture", may_be_scanned=True)
_FORMS = {
    PDF: _Form("PDF", "pdf_mb", "pdf:read_pdf", may_be_scanned=True),
    TEXT: _Form("text", "text_mb", "text:read_text"),
    BMP: _PICTURE,
    JPEG: _PICTURE,
    PNG: _PICTURE,
    TIFF: _PICTURE,
}
_RECOGNISER = "scan.page:recognise_page"


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
