"""What belongs to the site and not to the page: menus, the way to the page, its foot, what else to read.

It is recognised by the structure: by elements that are made for it, by the names of classes that all sites
use, and by blocks whose text is mostly links. A block with an amount, with the heading of the page, or with
much text of its own is never furniture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from pipelines.readers.web.page import WebPage
from pipelines.readers.web.tables import has_amount
from pipelines.readers.web.text import BLOCKS, UNSHOWN

_MADE_FOR_IT = frozenset({"nav", "footer", "aside", "dialog", "menu"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"})
_NAMES = re.compile(
    r"(?:\A|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|foot|footer|copyright|sidebar|share|topbar|"
    r"toolbar|pager|pagination|related|qrcode)\d*(?:\Z|[\s_-])",
    re.IGNORECASE,
)
# The number under which the law has every Chinese site registered, which is at its foot.
_REGISTERED = re.compile(r"ICP备\s*\d{6,}|公网安备\s*\d{6,}")
# More characters that are not links than this are text of the page ...
_MOST_TEXT = 300
# ... and than this, where only the share of links distinguishes a block from the text.
_FEW, _LINKED = 80, 0.6
# The way to the page: at least two links in a short line.
_SHORT, _WAY_LINKED, _WAY_LINKS = 120, 0.25, 2
# Buttons: print, close.
_BUTTONS = 30
# Blocks that are looked at; within a table of data, none is furniture.
_LOOKED_AT = (BLOCKS - {"html", "body", "tr", "tbody", "thead", "tfoot", "h1"}) | {"span", "form"}


@dataclass(slots=True)
class _Counts:
    """Characters of an element that are not white space, those in links, its links, and what keeps it."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    buttons: int = 0
    is_kept: bool = False
    is_registered: bool = False

    def add(self, inner: _Counts) -> None:
        """Add those of an element within."""
        self.characters += inner.characters
        self.linked += inner.linked
        self.links += inner.links
        self.buttons += inner.buttons
        self.is_kept |= inner.is_kept
        self.is_registered |= inner.is_registered


class Furniture:
    """Which elements of a page are furniture of the site."""

    def __init__(self, page: WebPage) -> None:
        self._counts = _counted(page)

    def has(self, element: HtmlElement) -> bool:
        """Whether an element is furniture, as a whole."""
        counts = self._counts.get(element)
        if counts is None or counts.is_kept or element.tag not in (_LOOKED_AT | _MADE_FOR_IT):
            return False
        own = counts.characters - counts.linked
        if own > _MOST_TEXT or not counts.characters:
            return False
        return (
            element.tag in _MADE_FOR_IT
            or element.get("role", "").lower() in _ROLES
            or bool(_NAMES.search(f"{element.get('class', '')} {element.get('id', '')}"))
            or (counts.is_registered and counts.characters < _MOST_TEXT)
            or (counts.links > 0 and own < _FEW and counts.linked >= _LINKED * counts.characters)
            or (
                counts.links >= _WAY_LINKS
                and counts.characters < _SHORT
                and counts.linked >= _WAY_LINKED * counts.characters
            )
            or (counts.buttons > 0 and counts.characters < _BUTTONS)
        )


def _counted(page: WebPage) -> dict[HtmlElement, _Counts]:
    counted: dict[HtmlElement, _Counts] = {}
    around: list[_Counts] = []
    within_links = 0
    for event, element in etree.iterwalk(page.body, events=("start", "end")):
        is_button = element.get("onclick") is not None
        is_link = (element.tag == "a" and bool(element.get("href"))) or is_button
        if event == "start":
            counts = _Counts(is_kept=element.tag == "h1")
            around.append(counts)
            within_links += is_link
            if element.tag not in UNSHOWN:
                _count(counts, element.text, within_links > 0)
            continue
        counts = around.pop()
        within_links -= is_link
        counts.links += is_link
        counts.buttons += is_button or (is_link and element.get("href", "").startswith("javascript:"))
        if element.tag in ("td", "th"):
            counts.is_kept |= has_amount(element)
        if element.tag in _LOOKED_AT or element.tag in _MADE_FOR_IT:
            counted[element] = counts
        if around and element.tag not in UNSHOWN:
            around[-1].add(counts)
        if around:
            _count(around[-1], element.tail, within_links > 0)
    return counted


def _count(counts: _Counts, text: str | None, is_linked: bool) -> None:
    if text and (length := sum(map(len, text.split()))):
        counts.characters += length
        counts.linked += length * is_linked
        counts.is_registered |= bool(_REGISTERED.search(text))
