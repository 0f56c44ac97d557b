"""Files that no reader reads: what they are, and what to put in their place."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pipelines.raw_folder.archives import is_archive, why_not_opened
from pipelines.readers.document import UnreadableDocument, listed
from pipelines.readers.media_types import (
    PPT,
    PPTX,
    ZIP,
    office_type_by_name,
)

_SUPPORTED = (
    "PDF, OFD, spreadsheets, documents of word processors, web pages, plain text and dumps of pages in JSON "
    "are read."
)
_SAVE_AS_PDF = (
    "Save the document as PDF, or as plain text with tabs between the cells, and put that in its place."
)
_KINDS = {
    PPT: "presentation",
    PPTX: "presentation",
    ZIP: "archive",
    "application/vnd.rar": "archive",
    "application/x-7z-compressed": "archive",
    "application/gzip": "archive",
    "image/gif": "picture",
}
_MEANINGS = {
    "presentation": ("a presentation", _SAVE_AS_PDF),
    "archive": ("an archive", "Unpack it and put the documents that it holds in its place."),
    "picture": (
        "a picture",
        "Ask the publisher for the original document, or save the picture as PNG.",
    ),
}
# Suffixes that promise what these kinds are; under another name, a file is called what it is.
_HONEST_SUFFIXES = {
    "archive": {".zip", ".rar", ".7z", ".gz"},
    "picture": {".gif"},
}


def refusal(path: Path, media_type: str) -> UnreadableDocument:
    """Why a file of this media type is not read, with what to do.

    The reason is ``archive`` for one that is not opened, and the kind of the file (``presentation``,
    ``archive``, ``picture``) where its name says otherwise; else ``unsupported_format``.
    """
    kind = _KINDS.get(media_type)
    closed = why_not_opened(path) if kind == "archive" and is_archive(path) else None
    if closed is not None:
        return UnreadableDocument("archive", closed)
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
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    return f" of {len(names)} files: {listed(names)}" if names else ""
