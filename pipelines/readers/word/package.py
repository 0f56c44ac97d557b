"""Opens a .docx file: the few parts of the package that hold its text, or why they cannot be read.

The parts are parsed by python-docx. Its loader of packages is not used: it needs every part that the file
names, and documents of WPS name pictures that are not there. Macros, templates and the strict variant of the
format differ only in names.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml
from lxml import etree

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.word.locked import is_locked, locked
from pipelines.readers.word.names import Element, w

# The text of the longest disclosures has some 30 MB unpacked.
MOST_MEGABYTES = 100
_MEGABYTE = 1024 * 1024
# The strict variant: http://purl.oclc.org/ooxml/wordprocessingml/main.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_USUAL_MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a document; those that it does not have are None.

    ``targets`` are the parts that the text refers to, by the keys of their relationships.
    """

    body: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    targets: dict[str, str]


def open_package(path: Path) -> Package:
    """The parts of the document in a file.

    Raises :class:`UnreadableDocument`: ``encrypted``, ``too_large`` and ``damaged``.
    """
    if is_locked(path):
        raise locked()
    try:
        with zipfile.ZipFile(path) as archive:
            return _parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, ValueError) as error:
        raise _damaged() from error
    except RuntimeError as error:  # from zipfile, about a password
        raise locked() from error


def _parts(archive: zipfile.ZipFile) -> Package:
    names = set(archive.namelist())
    main = next(
        (
            target
            for kind, target in _relationships(archive, names, "").values()
            if kind == RELATIONSHIP_TYPE.OFFICE_DOCUMENT and target in names
        ),
        _USUAL_MAIN,
    )
    if main not in names:
        raise _damaged()
    document = _parsed(archive, main)
    body = document.find(w("body"))
    if body is None:
        raise _damaged()
    related = _relationships(archive, names, main)
    by_kind = {kind: target for kind, target in related.values() if target in names}

    def part(kind: str) -> Element | None:
        return _parsed(archive, by_kind[kind]) if kind in by_kind else None

    return Package(
        body=body,
        styles=part(RELATIONSHIP_TYPE.STYLES),
        numbering=part(RELATIONSHIP_TYPE.NUMBERING),
        footnotes=part(RELATIONSHIP_TYPE.FOOTNOTES),
        endnotes=part(RELATIONSHIP_TYPE.ENDNOTES),
        targets={key: target for key, (_, target) in related.items()},
    )


def _relationships(archive: zipfile.ZipFile, names: set[str], source: str) -> dict[str, tuple[str, str]]:
    """Kind and target of each relationship of a part, or of the package (""), by its key."""
    folder, name = posixpath.split(source)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    if part not in names:
        return {}
    return {
        entry.get("Id", ""): (
            entry.get("Type", ""),
            posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/"),
        )
        for entry in _parsed(archive, part)
        if entry.get("TargetMode") != "External"
    }


def _parsed(archive: zipfile.ZipFile, name: str) -> Element:
    """The root of a part. Entities are not expanded, and no element is nested deeper than 256 others."""
    size = archive.getinfo(name).file_size
    if size > MOST_MEGABYTES * _MEGABYTE:
        raise UnreadableDocument(
            "too_large",
            f"A part of the document has {size / _MEGABYTE:,.0f} MB unpacked; more than {MOST_MEGABYTES} MB "
            "is not read, as no disclosure is that large. Check that it is the right file, or split it.",
        )
    try:
        return parse_xml(_STRICT.sub(_USUAL, archive.read(name)))
    except etree.XMLSyntaxError as error:
        raise _damaged() from error


def _damaged() -> UnreadableDocument:
    return UnreadableDocument(
        "damaged",
        "The file is damaged and cannot be opened as a document of a word processor. Download it again, or "
        "save it again as docx or PDF.",
    )
