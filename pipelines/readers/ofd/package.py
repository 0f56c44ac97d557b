"""The container of an OFD file: its XML files by name."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from pipelines.readers.document import UnreadableDocument

# What may be unpacked of one file, and of all of them (bytes).
_LARGEST_PART, _LARGEST_WHOLE = 64 * 1024 * 1024, 512 * 1024 * 1024
Element = etree._Element


class Package:
    """An open container; use it in a ``with`` block. ``broken`` are the names of files that are not whole.

    Raises :class:`UnreadableDocument` (``damaged``, ``too_large``) where it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise damaged(str(error)) from error
        # Some writers spell the names in another case than they refer to them.
        self._names = {info.filename.replace("\\", "/").lower(): info for info in self._archive.infolist()}
        self._unpacked = 0
        self.broken: set[str] = set()

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def xml(self, name: str) -> Element | None:
        """The root of an XML file; None where there is none, or where it cannot be read.

        The names of those of which a part at most can be read are added to ``broken``.
        """
        root = self._parsed(name)
        if root is None:
            self.broken.add(name)
        return root

    def _parsed(self, name: str) -> Element | None:
        info = self._names.get(name.lower())
        if info is None:
            return None
        try:
            with self._archive.open(info) as stream:
                content = stream.read(_LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError):
            return None
        self._unpacked += len(content)
        if len(content) > _LARGEST_PART or self._unpacked > _LARGEST_WHOLE:
            raise UnreadableDocument(
                "too_large",
                f"{name} unpacks to more than any disclosure needs. Check that it is the right file.",
            )
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


def damaged(why: str) -> UnreadableDocument:
    """The outcome of a file that is no whole OFD."""
    return UnreadableDocument(
        "damaged", f"The OFD file is damaged ({why[:100]}). Download or export it again."
    )


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
