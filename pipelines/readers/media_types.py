"""What a file is by its first bytes, because file names are often wrong."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from pipelines.readers.encodings import BYTE_ORDER_MARKS

PDF = "application/pdf"
TEXT = "text/plain"
HTML = "text/html"
JSON = "application/json"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODT = "application/vnd.oasis.opendocument.text"
DOC = "application/msword"
RTF = "application/rtf"
PPT = "application/vnd.ms-powerpoint"
OFD = "application/ofd"
BMP = "image/bmp"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
XML = "application/xml"
SPREADSHEET_XML = "application/vnd.ms-spreadsheetml"

_PDF_HEADER = b"%PDF-"
# PDF programs accept a header in the first kilobyte. Further on it has to be a line, not a word of prose.
_NEAR_BYTES = 1024
_HEADER_LINE = re.compile(rb"%PDF-[12]\.\d[ \t]*[\r\n]")
_HEAD_BYTES = 1024 * 1024
_SIGNATURES = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", RTF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF8", "image/gif"),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b\x08", "application/gzip"),
)
# Two letters are too few: after them come zeros, and the length of the second header.
_BMP_HEADER = re.compile(rb"BM.{4}\0{4}.{4}[\x0c\x28\x34\x38\x6c\x7c]\0\0\0", re.DOTALL)
_OFFICE_SUFFIXES = {
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".docx": DOCX,
    ".pptx": PPTX,
    ".xls": XLS,
    ".et": XLS,
    ".ods": ODS,
    ".fods": ODS,
    ".odt": ODT,
    ".doc": DOC,
    ".wps": DOC,
    ".rtf": RTF,
    ".docm": DOCX,
    ".dotx": DOCX,
    ".ppt": PPT,
    ".ofd": OFD,
}
# Folders and files within a ZIP container, and streams within an OLE container, that show the program.
_ZIP_PARTS = (("xl/", XLSX), ("word/", DOCX), ("ppt/", PPTX), ("OFD.xml", OFD))
# What the file named "mimetype" in a package of OpenDocument may state.
_STATED = (ODS, ODT)
_OLE_STREAMS = (("Workbook", XLS), ("Book", XLS), ("WordDocument", DOC), ("PowerPoint Document", PPT))
# Where one document holds another, both names are there; then the class of the outermost shows its program.
_OLE_CLASSES = (
    (b"\x06\x09\x02\x00", DOC),
    (b"\x00\x09\x02\x00", DOC),
    (b"\x20\x08\x02\x00", XLS),
    (b"\x10\x08\x02\x00", XLS),
    (b"\x10\x8d\x81\x64", PPT),
)
_OLE_SECTOR_SIZE, _OLE_DIRECTORY, _OLE_CLASS = 0x1E, 0x30, 0x50
# A document of Word 2003 or later in one file of XML.
_WORD_XML = re.compile(
    rb"""\A\s*(?:\xef\xbb\xbf)?<\?xml[^>]*>\s*<\?mso-application\s+progid="Word\.Document"\?>"""
)
# A workbook in one file of XML, as programs on servers write it, often under the name of an .xls.
_SPREADSHEET_XML = re.compile(
    rb"""\A\s*(?:\xef\xbb\xbf)?<\?xml[^>]*>\s*(?:<\?mso-application\s+progid="Excel\.Sheet"\?>"""
    rb"""|<(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet)"""
)
# A workbook of OpenDocument in one file of XML.
_FLAT_ODS = re.compile(
    rb"""\A\s*(?:\xef\xbb\xbf)?<\?xml[^>]*>\s*<office:document\s[^>]*"""
    rb"""office:mimetype=["']application/vnd\.oasis\.opendocument\.spreadsheet["']"""
)
# Any other file of XML: its text is markup, and no print.
_XML_STARTS = tuple("<?xml".encode(encoding) for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be"))
HTTP_HEADER = re.compile(rb"\AHTTP/\d\.?\d? \d{3}.*?\r?\n\r?\n", re.DOTALL)
_JSON_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:\[\s*\{|\{)\s*\"[^\"\n]{1,100}\"\s*:")
# The header of pages that a browser or Excel saved as one message, and what is in it.
_MESSAGE_HEADER = re.compile(rb"\A\s*(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*){2,40}")
_MIME_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_MIME_PAGES = re.compile(rb"^Content-Type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_HTML_START = re.compile(
    r"\A(?:\s|\ufeff|<!--.*?-->|<\?xml.*?\?>|<!doctype\b[^\[>]*\[.*?\]\s*>)*"
    r"<(?:!doctype\s+html|(?:html|head|body|title|meta|base|link|script|style|iframe|frameset|center|div"
    r"|table|form|span|font|p|h[1-6])\b)",
    re.DOTALL | re.IGNORECASE,
)


def media_type_of(path: Path) -> str:
    """The media type by content; the suffix only distinguishes office formats whose container does not."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return _office_type(path, media_type) if media_type in (ZIP, OLE) else media_type
    if _BMP_HEADER.match(head):
        return BMP
    if pdf_start(head) is not None:
        return PDF
    if _WORD_XML.match(head):
        return DOC
    if _SPREADSHEET_XML.match(head):
        return SPREADSHEET_XML
    if _FLAT_ODS.match(head):
        return ODS
    if is_html(head):
        return HTML
    if head.startswith(_XML_STARTS):
        return XML
    return JSON if _JSON_START.match(_in_utf8(head)) else TEXT


def _in_utf8(head: bytes) -> bytes:
    """The first bytes of a text in UTF-8, without a byte order mark."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return head.decode(encoding, "replace").encode("utf-8", "replace")
    return head


def pdf_start(data: bytes) -> int | None:
    """Where the PDF begins: other bytes, such as the header of a download, may be before it."""
    near = data.find(_PDF_HEADER, 0, _NEAR_BYTES)
    if near >= 0:
        return near
    line = _HEADER_LINE.search(data, 0, _HEAD_BYTES)
    return line.start() if line else None


def is_mime(head: bytes) -> bool:
    """Whether the first bytes are those of web pages within a message (.mht)."""
    header = _MESSAGE_HEADER.match(head[:_NEAR_BYTES])
    return bool(header and _MIME_VERSION.search(header[0]) and _MIME_PAGES.search(header[0]))


def is_html(head: bytes) -> bool:
    """Whether the first bytes are those of a web page, also after the header of its download."""
    if is_mime(head):
        return True
    head = HTTP_HEADER.sub(b"", head[:65536])
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
            stated = archive.read("mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return None
    if stated.strip().decode("ascii", "replace") in _STATED:
        return stated.strip().decode("ascii")
    return next((kind for part, kind in _ZIP_PARTS if any(name.startswith(part) for name in names)), None)


def _type_in_ole(path: Path) -> str | None:
    """By the class of the container, else by the names in it, which are in UTF-16 anywhere in the file."""
    content = path.read_bytes()
    size = 1 << min(content[_OLE_SECTOR_SIZE], 12) if len(content) > _OLE_CLASS else 0
    directory = (int.from_bytes(content[_OLE_DIRECTORY : _OLE_DIRECTORY + 4], "little") + 1) * size
    root = content[directory + _OLE_CLASS :][:4]
    for name, kind in _OLE_CLASSES:
        if root == name:
            return kind
    for name, kind in _OLE_STREAMS:
        # Each name fills a field of 64 bytes: it ends with zeros.
        if (name + "\0\0").encode("utf-16-le") in content:
            return kind
    return None
