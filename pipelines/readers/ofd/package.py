"""The container of an OFD file: its XML files by name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from pipelines.readers import package
from pipelines.readers.document import UnreadableDocument
from pipelines.readers.package import ZipPackage

KIND = "OFD file"
Element = etree._Element


class Package(ZipPackage):
    """An open container; use it in a ``with`` block. ``broken`` are the names of files that are not whole."""

    kind = KIND

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.broken: set[str] = set()

    def xml(self, name: str) -> Element | None:
        """The root of an XML file; None where there is none, or where it cannot be read.

        The names of those of which a part at most can be read are added to ``broken``.
        """
        root = self._parsed(name)
        if root is None:
            self.broken.add(name)
        return root

    def _parsed(self, name: str) -> Element | None:
        if name not in self:
            return None
        try:
            content = self.content(name)
        except UnreadableDocument as error:
            if error.reason == "too_large":
                raise
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            return None
        if len(parser.error_log):
            self.broken.add(name)
        return root


def joined_name(folder: str, location: str) -> str:
    """The name of a file that another one in ``folder`` refers to; a leading stroke is the root."""
    location = location.strip().replace("\\", "/")
    return posixpath.normpath(
        location.lstrip("/") if location.startswith("/") else posixpath.join(folder, location)
    )


def damaged(what: str) -> UnreadableDocument:
    """The outcome of a file that is not a whole OFD."""
    return package.damaged(KIND, what)


def name_of(element: Element) -> str:
    """The name of an element without its namespace, whose version differs from writer to writer."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of this name."""
    if element is not None:
        yield from (child for child in element if name_of(child) == name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of names."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text_at(element: Element | None, *path: str) -> str:
    """The text of that descendant; empty where it is not there."""
    found = child(element, *path)
    return (found.text or "").strip() if found is not None else ""
