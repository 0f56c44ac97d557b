"""Chooses the reader of a file by what the file is."""

from __future__ import annotations

from pathlib import Path

from pipelines.readers.document import Document, UnreadableDocument
from pipelines.readers.foreign import refusal
from pipelines.readers.media_types import PDF, TEXT, media_type_of
from pipelines.settings import Limits

_MEGABYTE = 1024 * 1024


def read_document(path: Path, limits: Limits | None = None) -> Document:
    """Read one file with the reader for its media type.

    Raises :class:`UnreadableDocument`: ``too_large`` before anything is read, the reasons of
    :func:`~.foreign.refusal` where there is no reader for the media type, and those of the reader itself.
    """
    limits = limits or Limits()
    media_type = media_type_of(path)
    size = path.stat().st_size
    if media_type == PDF:
        _refuse_larger(size, limits.pdf_mb, "PDF")
        from pipelines.readers.pdf import read_pdf

        return read_pdf(path)
    if media_type == TEXT:
        _refuse_larger(size, limits.text_mb, "text")
        from pipelines.readers.text import read_text

        return read_text(path)
    raise refusal(path, media_type)


def _refuse_larger(size: int, limit_mb: int, kind: str) -> None:
    if size > limit_mb * _MEGABYTE:
        raise UnreadableDocument(
            "too_large",
            f"The {kind} file has {size / _MEGABYTE:,.0f} MB; more than {limit_mb} MB is not read, as no "
            "disclosure is that large. Check that it is the right file, or split it.",
        )
