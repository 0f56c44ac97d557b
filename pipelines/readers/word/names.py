"""Names of the elements and attributes of word processing documents, as the parser writes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from docx.oxml.ns import qn

Element = Any  # python-docx and lxml have no types

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE, _CHOICE, _FALLBACK = (_COMPATIBILITY + name for name in ("AlternateContent", "Choice", "Fallback"))
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"


@cache
def w(name: str) -> str:
    """The whole name of an element or attribute of the text."""
    return qn(f"w:{name}")


VALUE = w("val")
# Of the relationship to another part.
KEY = qn("r:id")
PARAGRAPH, TABLE, ROW, CELL, RUN, TEXT = (w(name) for name in ("p", "tbl", "tr", "tc", "r", "t"))
DELETED_TEXT = w("delText")
TEXT_BOX = w("txbxContent")
# Elements that only hold others: controls, tags, links, and what was inserted.
CONTAINERS = frozenset(
    w(name)
    for name in (
        "sdt",
        "sdtContent",
        "customXml",
        "smartTag",
        "hyperlink",
        "fldSimple",
        "ins",
        "moveTo",
        "dir",
        "bdo",
    )
)


def chosen_of(alternate: Element) -> Element | None:
    """The one of several forms of the same content that is read: the first."""
    choice = alternate.find(_CHOICE)
    return alternate.find(_FALLBACK) if choice is None else choice


def held(parent: Element, names: frozenset[str]) -> Iterator[Element]:
    """The elements of these names in a part of the document, also those in controls and what was inserted."""
    for child in parent:
        if child.tag in names:
            yield child
        elif child.tag in CONTAINERS:
            yield from held(child, names)
        elif child.tag == ALTERNATE and (chosen := chosen_of(child)) is not None:
            yield from held(chosen, names)
