"""What a file is by its first bytes, because file names are often wrong."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

PDF = "application/pdf"
TEXT = "text/plain"
HTML = "text/html"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLS = "application/vnd.ms-excel"
DOC = "application/msword"
PPT = "application/vnd.ms-powerpoint"
OFD = "application/ofd"
BMP = "image/bmp"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"

_PDF_HEADER = b"%PDF-"
# PDF programs accept a header in the first kilobyte. Further on it has to be a line, not a word of prose.
_NEAR_BYTES = 1024
_HEADER_LINE = re.compile(rb"%PDF-[12]\.\d[ \t]*[\r\n]")
_HEAD_BYTES = 1024 * 1024
_SIGNATURES = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", "application/rtf"),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF8", "image/gif"),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b\x08", "application/gzip"),
)
# Two letters are too few: behind them stand zeros, and the length of the second header.
_BMP_HEADER = re.compile(rb"BM.{4}\0{4}.{4}[\x0c\x28\x34\x38\x6c\x7c]\0\0\0", re.DOTALL)
_OFFICE_SUFFIXES = {
    ".xlsx": XLSX,
    ".docx": DOCX,
    ".pptx": PPTX,
    ".xls": XLS,
    ".et": XLS,
    ".doc": DOC,
    ".wps": DOC,
    ".ppt": PPT,
}
# Folders and files within a ZIP container, and streams within an OLE container, that tell the program.
_ZIP_PARTS = (("xl/", XLSX), ("word/", DOCX), ("ppt/", PPTX), ("OFD.xml", OFD))
_OLE_STREAMS = (("Workbook", XLS), ("Book", XLS), ("WordDocument", DOC), ("PowerPoint Document", PPT))
_HTTP_HEADER = re.compile(rb"\AHTTP/\d\.?\d? \d{3}.*?\r?\n\r?\n", re.DOTALL)
_HTML_START = re.compile(
    r"\A(?:\s|\ufeff|<!--.*?-->|<\?xml.*?\?>)*"
    r"<(?:!doctype\s+html|(?:html|head|body|title|meta|base|link|script|style|iframe|frameset|center|div)\b)",
    re.DOTALL | re.IGNORECASE,
)


def media_type_of(path: Path) -> str:
    """The media type by content; the suffix only tells office formats apart whose container does not."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return _office_type(path, media_type) if media_type in (ZIP, OLE) else media_type
    if _BMP_HEADER.match(head):
        return BMP
    if pdf_start(head) is not None:
        return PDF
    return HTML if is_html(head) else TEXT


def pdf_start(data: bytes) -> int | None:
    """Where the PDF begins: other bytes, such as the header of a download, may stand before it."""
    near = data.find(_PDF_HEADER, 0, _NEAR_BYTES)
    if near >= 0:
        return near
    line = _HEADER_LINE.search(data, 0, _HEAD_BYTES)
    return line.start() if line else None


def is_html(head: bytes) -> bool:
    """Whether the first bytes are those of a web page, also after the header of its download."""
    head = _HTTP_HEADER.sub(b"", head[:65536])
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return bool(_HTML_START.match(head.decode(encoding, "replace")))


def office_type_by_name(path: Path) -> str | None:
    """The office format that the suffix promises."""
    return _OFFICE_SUFFIXES.get(path.suffix.lower())


def _office_type(path: Path, container: str) -> str:
    found = _type_in_zip(path) if container == ZIP else _type_in_ole(path)
    return found or office_type_by_name(path) or container


def _type_in_zip(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    return next((kind for part, kind in _ZIP_PARTS if any(name.startswith(part) for name in names)), None)


def _type_in_ole(path: Path) -> str | None:
    """By the names in the directory of the container, which stand in UTF-16 anywhere in the file."""
    content = path.read_bytes()
    for name, kind in _OLE_STREAMS:
        # Each name fills a field of 64 bytes: it ends with zeros.
        if (name + "\0\0").encode("utf-16-le") in content:
            return kind
    return None
