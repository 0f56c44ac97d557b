"""Files that no reader reads: what they are, and what to put in their place."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.media_types import (
    DOC,
    DOCX,
    HTML,
    OFD,
    PPT,
    PPTX,
    XLS,
    XLSX,
    ZIP,
    office_type_by_name,
)
from pipelines.readers.web_page import document_links

_SHOWN = 5
_SUPPORTED = "Only PDF and plain text are read."
_SAVE_AS_PDF = (
    "Save the document as PDF, or as plain text with tabs between the cells, and put that in its place."
)
_KINDS = {
    XLS: "spreadsheet",
    XLSX: "spreadsheet",
    DOC: "word_document",
    DOCX: "word_document",
    "application/rtf": "word_document",
    PPT: "presentation",
    PPTX: "presentation",
    OFD: "ofd_document",
    ZIP: "archive",
    "application/vnd.rar": "archive",
    "application/x-7z-compressed": "archive",
    "application/gzip": "archive",
    "image/gif": "picture",
}
_MEANINGS = {
    "spreadsheet": ("a spreadsheet", _SAVE_AS_PDF),
    "word_document": ("a document of a word processor", _SAVE_AS_PDF),
    "presentation": ("a presentation", _SAVE_AS_PDF),
    "ofd_document": ("an OFD document", _SAVE_AS_PDF),
    "archive": ("an archive", "Unpack it and put the documents that it holds in its place."),
    "picture": (
        "a picture",
        "Ask the publisher for the original document, or save the picture as PNG.",
    ),
}
# Suffixes that promise what these kinds are; under another name, a file is called what it is.
_HONEST_SUFFIXES = {
    "word_document": {".rtf"},
    "ofd_document": {".ofd"},
    "archive": {".zip", ".rar", ".7z", ".gz"},
    "picture": {".gif"},
}


def refusal(path: Path, media_type: str) -> UnreadableDocument:
    """Why a file of this media type is not read, with what to do.

    The reason is ``web_page`` for web pages, and the kind of the file (``spreadsheet``, ``word_document``,
    ``presentation``, ``ofd_document``, ``archive``, ``picture``) where its name says otherwise; else
    ``unsupported_format``.
    """
    if media_type == HTML:
        return UnreadableDocument("web_page", _about_web_page(path))
    kind = _KINDS.get(media_type)
    if kind is None or _is_named_so(path, media_type, kind):
        return UnreadableDocument(
            "unsupported_format", f"This file is of type {media_type}. {_SUPPORTED} {_SAVE_AS_PDF}"
        )
    name, remedy = _MEANINGS[kind]
    named = f"named {path.suffix}" if path.suffix else "without a suffix"
    held = _entries(path) if media_type == ZIP else ""
    return UnreadableDocument(
        kind, f"The file is {named} but is {name} ({media_type}){held}. {remedy} {_SUPPORTED}"
    )


def _is_named_so(path: Path, media_type: str, kind: str) -> bool:
    promised = office_type_by_name(path)
    return promised == media_type or path.suffix.lower() in _HONEST_SUFFIXES.get(kind, ())


def _entries(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""
    return f" of {len(names)} files: {_listed(names)}" if names else ""


def _about_web_page(path: Path) -> str:
    is_web_name = path.suffix.lower() in (".htm", ".html", ".shtml", ".mht")
    said = "The file is a web page" + ("" if is_web_name else ", whatever its name says")
    links = document_links(path)
    if not links:
        return (
            f"{said}, and it links to no document. Open its address in a browser to see what the publisher "
            "shows there, and save the document itself."
        )
    linked = "1 document" if len(links) == 1 else f"{len(links)} documents"
    return f"{said}. It links to {linked}; fetch instead: {_listed(links)}"


def _listed(names: list[str]) -> str:
    more = f" … and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
