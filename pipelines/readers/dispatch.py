"""Chooses the reader of a file by its first bytes, because file names are often wrong."""

from __future__ import annotations

from pathlib import Path

from pipelines.readers.document import Document, UnreadableDocument
from pipelines.settings import Limits

PDF = "application/pdf"
TEXT = "text/plain"
ZIP = "application/zip"
OLE = "application/x-ole-storage"

# A PDF may have other bytes before its header; PDF programs accept a header in the first kilobyte.
_HEAD_BYTES = 1024
_SIGNATURES = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", "application/rtf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
_OFFICE_SUFFIXES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".et": "application/vnd.ms-excel",
    ".doc": "application/msword",
    ".wps": "application/msword",
}
_HTML_STARTS = (b"<!doctype html", b"<html")
_MEGABYTE = 1024 * 1024


def media_type_of(path: Path) -> str:
    """The media type by content; the suffix only separates office formats with the same container."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if b"%PDF-" in head:
        return PDF
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            office = _OFFICE_SUFFIXES.get(path.suffix.lower())
            return office if office and media_type in (ZIP, OLE) else media_type
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML_STARTS):
        return "text/html"
    return TEXT


def read_document(path: Path, limits: Limits | None = None) -> Document:
    """Read one file with the reader for its media type.

    Raises :class:`UnreadableDocument`: ``too_large`` before anything is read, ``unsupported_format`` where
    there is no reader for the media type, and the reasons of the reader itself.
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
    raise UnreadableDocument(
        "unsupported_format",
        f"Files of type {media_type} are not read yet. Save the document as PDF, or as plain text with "
        "tabs between the cells, and put that in its place.",
    )


def _refuse_larger(size: int, limit_mb: int, kind: str) -> None:
    if size > limit_mb * _MEGABYTE:
        raise UnreadableDocument(
            "too_large",
            f"The {kind} file has {size / _MEGABYTE:,.0f} MB; more than {limit_mb} MB is not read, as no "
            "disclosure is that large. Check that it is the right file, or split it.",
        )
