"""Reads the XML parts of a ZIP package as a stream, within bounds: a small file may unpack to a huge one."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Protocol
from xml.etree import ElementTree as ET

from pipelines.readers.document import UnreadableDocument

# All parts that are read may unpack to so many bytes; those that are kept as a tree, each to so many.
MOST_BYTES = 1024 * 1024 * 1024
MOST_TREE_BYTES = 64 * 1024 * 1024
_PIECE = 1024 * 1024
_NAMESPACE = re.compile(r"\{[^}]*\}")
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)


class Events(Protocol):
    """What is told of a part while it is read: names without their namespace."""

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


class Package:
    """The parts of one file by their names; a context manager that closes the file.

    Raises :class:`UnreadableDocument` where the package or a part is damaged, locked or too large.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except _FAULTS as error:
            raise damaged(str(error)) from error
        # Some programs write names with the separators of Windows.
        self._names = {name.replace("\\", "/").lower(): name for name in self._archive.namelist()}
        self._left = MOST_BYTES

    def __enter__(self) -> Package:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._archive.close()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def stream(self, name: str, events: Events) -> None:
        """Tell what is in a part, in its order."""
        self._feed(name, ET.XMLParser(target=_Target(events)), MOST_BYTES)

    def tree(self, name: str) -> ET.Element | None:
        """The root of a part, with names without namespaces; None where the package has no such part."""
        if name not in self:
            return None
        built = _Tree()
        self._feed(name, ET.XMLParser(target=_Target(built)), MOST_TREE_BYTES)
        return built.close()

    def _feed(self, name: str, parser: ET.XMLParser, most: int) -> None:
        try:
            with self._archive.open(self._names[name.lower()]) as part:
                while piece := part.read(_PIECE):
                    self._left -= len(piece)
                    most -= len(piece)
                    if self._left < 0 or most < 0:
                        raise UnreadableDocument(
                            "too_large",
                            f"The file unpacks to more than {MOST_BYTES // _PIECE:,} MB, as no disclosure "
                            "does. Check that it is the right file.",
                        )
                    parser.feed(piece)
            parser.close()
        except RuntimeError as error:
            raise locked() from error
        except (*_FAULTS, ET.ParseError) as error:
            raise damaged(f"{name}: {error}") from error


def damaged(what: str) -> UnreadableDocument:
    """The file cannot be read; ``what`` is the matter with it."""
    return UnreadableDocument(
        "damaged", f"The spreadsheet is damaged and cannot be opened. Download or export it again. ({what})"
    )


def locked() -> UnreadableDocument:
    """The file cannot be read without a password."""
    return UnreadableDocument(
        "encrypted", "The spreadsheet opens only with a password. Save a copy without a password."
    )
