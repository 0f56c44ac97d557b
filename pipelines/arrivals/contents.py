"""Determines from its bytes what was downloaded: hosts often send an error page instead of the document."""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.readers.media_types import (
    DOC,
    DOCX,
    HTML,
    JSON,
    ODS,
    ODT,
    OFD,
    PDF,
    PPT,
    PPTX,
    TEXT,
    XLS,
    XLSX,
    ZIP,
    media_type_of,
)

_SUFFIXES = {
    PDF: ".pdf",
    DOC: ".doc",
    DOCX: ".docx",
    XLS: ".xls",
    XLSX: ".xlsx",
    ODS: ".ods",
    ODT: ".odt",
    PPT: ".ppt",
    PPTX: ".pptx",
    OFD: ".ofd",
    ZIP: ".zip",
    HTML: ".html",
    TEXT: ".txt",
    JSON: ".json",
    "application/rtf": ".rtf",
    "application/vnd.rar": ".rar",
    "application/x-7z-compressed": ".7z",
    "application/gzip": ".gz",
    "image/bmp": ".bmp",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/tiff": ".tif",
}
# Tables and texts that an office program saved as a page, under the suffix of its own format.
_OFFICE_PAGE = re.compile(rb"urn:schemas-microsoft-com:office:(?:excel|word)")
_TEXT_SUFFIXES = frozenset({".txt", ".csv", ".tsv", ".json"})


def suffix_of(media_type: str) -> str:
    """The suffix of files of this type; empty where it is not known."""
    return _SUFFIXES.get(media_type, "")


def is_page(path: Path) -> bool:
    """Is it a web page, which no office program saved?"""
    return media_type_of(path) == HTML and not _OFFICE_PAGE.search(_head(path))


def what_is_wrong_with(path: Path, name: str, content_type: str) -> str | None:
    """Why what came is not a document, in words; None where it may be one.

    ``name`` is what the address or the host calls it, ``content_type`` what the host says it is.
    """
    if not path.stat().st_size:
        return "The answer is empty."
    called = f"though it is called {name}"
    if is_page(path):
        return f"What came is a web page, {called}; often one that says that something is wrong."
    if media_type_of(path) in (TEXT, JSON) and not _may_be_text(path, name, content_type):
        return f"What came is neither a document nor a text, {called}."
    return None


def _may_be_text(path: Path, name: str, content_type: str) -> bool:
    """Everything of no known form is read as text; only what is called so is one."""
    suffix = Path(name).suffix.lower()
    is_called_text = suffix in _TEXT_SUFFIXES or (
        content_type.startswith("text/plain") and suffix not in _SUFFIXES.values()
    )
    return is_called_text and (b"\0" not in _head(path) or _head(path)[:2] in (b"\xff\xfe", b"\xfe\xff"))


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(64 * 1024)
