"""Reads the XML parts of a workbook as a stream, without a tree of what may be millions of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol
from xml.etree import ElementTree as ET

from pipelines.readers import package
from pipelines.readers.document import UnreadableDocument
from pipelines.readers.package import MOST_PART_BYTES, ZipPackage

KIND = "spreadsheet"
_NAMESPACE = re.compile(r"\{[^}]*\}")


class Events(Protocol):
    """What is recorded about a part while it is read: names without their namespace."""

    def start(self, name: str, attributes: dict[str, str], /) -> object:
        """An element begins."""

    def end(self, name: str, /) -> object:
        """An element ends."""

    def data(self, text: str, /) -> object:
        """A piece of text."""


class _Target:
    """Passes on what the parser finds, and refuses definitions: entities may unpack to anything."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._names: dict[str, str] = {}
        self.data = events.data

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if any(key[0] == "{" for key in attributes):
            attributes = {self._named(key): text for key, text in attributes.items()}
        self._events.start(self._names.get(tag) or self._named(tag), attributes)

    def end(self, tag: str) -> None:
        self._events.end(self._names[tag])

    def doctype(self, *_: object) -> None:
        raise damaged("It defines a document type of its own, which no office program writes.")

    def close(self) -> None:
        """The parser asks for a result; there is none."""

    def _named(self, tag: str) -> str:
        if tag not in self._names:
            self._names[tag] = _NAMESPACE.sub("", tag, count=1)
        return self._names[tag]


class _Tree:
    """Builds the tree of a small part."""

    def __init__(self) -> None:
        self._builder = ET.TreeBuilder()
        self.start, self.end, self.data = self._builder.start, self._builder.end, self._builder.data
        self.close = self._builder.close


class Package(ZipPackage):
    """The parts of a workbook, reported one element after another, or as a tree."""

    kind = KIND

    def stream(self, name: str, events: Events) -> None:
        """Tell what is in a part, in its order."""
        _feed(ET.XMLParser(target=_Target(events)), self.pieces(name), name)

    def tree(self, name: str) -> ET.Element | None:
        """The root of a part, with names without namespaces; None where the package has no such part."""
        if name not in self:
            return None
        built = _Tree()
        _feed(ET.XMLParser(target=_Target(built)), self.pieces(name, MOST_PART_BYTES), name)
        return built.close()


def stream_file(path: Path, events: Events) -> None:
    """Tell what is in a file that is XML itself."""
    with path.open("rb") as file:
        _feed(ET.XMLParser(target=_Target(events)), iter(lambda: file.read(1024 * 1024), b""), path.name)


def _feed(parser: ET.XMLParser, pieces: Iterable[bytes], name: str) -> None:
    try:
        for piece in pieces:
            parser.feed(piece)
        parser.close()
    except (ET.ParseError, LookupError, ValueError) as error:  # also unknown encodings
        raise damaged(f"{name}: {error}") from error


def damaged(what: str) -> UnreadableDocument:
    """The workbook cannot be read; ``what`` is the matter with it."""
    return package.damaged(KIND, what)
