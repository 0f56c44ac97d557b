"""Opens a .docx file: the few parts of the package that hold its text, or why they cannot be read.

The parts are parsed by python-docx. Its loader of packages is not used: it needs every part that the file
names, and documents of WPS name pictures that are not there. Macros, templates and the strict variant of the
format differ only in names.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml
from lxml import etree

from pipelines.readers.locked import is_locked, locked
from pipelines.readers.package import ZipPackage, damaged
from pipelines.readers.word.names import Element, w

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

    Raises :class:`~pipelines.readers.document.UnreadableDocument`: ``encrypted``, ``too_large``, ``damaged``.
    """
    if is_locked(path):
        raise locked()
    with _WordPackage(path) as archive:
        return _parts(archive)


class _WordPackage(ZipPackage):
    kind = "document"


def _parts(archive: ZipPackage) -> Package:
    main = next(
        (
            target
            for kind, target in _relationships(archive, "").values()
            if kind == RELATIONSHIP_TYPE.OFFICE_DOCUMENT and target in archive
        ),
        _USUAL_MAIN,
    )
    if main not in archive:
        raise damaged(archive.kind, "it has no text")
    document = _parsed(archive, main)
    body = document.find(w("body"))
    if body is None:
        raise damaged(archive.kind, "it has no text")
    related = _relationships(archive, main)
    by_kind = {kind: target for kind, target in related.values() if target in archive}

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


def _relationships(archive: ZipPackage, source: str) -> dict[str, tuple[str, str]]:
    """Kind and target of each relationship of a part, or of the package (""), by its key."""
    folder, name = posixpath.split(source)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    if part not in archive:
        return {}
    return {
        entry.get("Id", ""): (
            entry.get("Type", ""),
            posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/"),
        )
        for entry in _parsed(archive, part)
        if entry.get("TargetMode") != "External"
    }


def _parsed(archive: ZipPackage, name: str) -> Element:
    """The root of a part. Entities are not expanded, and no element is nested deeper than 256 others."""
    try:
        return parse_xml(_STRICT.sub(_USUAL, archive.content(name)))
    except etree.XMLSyntaxError as error:
        raise damaged(archive.kind, f"{name}: {error}") from error
