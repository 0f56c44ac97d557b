"""One parsed web page: its elements, their styles, and which of them a person cannot see."""

from __future__ import annotations

import re
from functools import cached_property

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.web.css import POSSIBLE_GROUND, Declarations, Styles
from pipelines.readers.web.unseen import (
    is_clear,
    is_drawn_elsewhere,
    is_out_of_sight,
    is_undrawn,
    is_white,
    why_without_ink,
)

_NO_COLOUR = frozenset({"", "none", "initial", "inherit", "unset"})
# What Excel writes at the head of the pages that it saves.
_EXCEL, _HEAD = "urn:schemas-microsoft-com:office:excel", 64 * 1024
# LibreOffice writes its name at the head of all pages; those of sheets have tables that begin like this.
_LIBREOFFICE = re.compile(r'<meta name="generator" content="(?:LibreOffice|OpenOffice)', re.IGNORECASE)
_CALC_TABLE = re.compile(r'<table cellspacing="0"(?: cols="\d+")? border="0">\s*<colgroup', re.IGNORECASE)
# What no text may hold; the parser would stop at the first of them.
_NUL = str.maketrans({"\0": None})


class WebPage:
    """The elements of a page and the rules of its style sheets."""

    def __init__(self, text: str) -> None:
        """Parse a page; raises :class:`UnreadableDocument` (``damaged``) where it is nested too deeply."""
        self.text = text
        self.root = _parsed(text)
        sheets = ["".join(element.itertext()) for element in self.root.iter("style")]
        self.styles = Styles(sheets)
        self._known: dict[HtmlElement, Declarations] = {}

    @cached_property
    def is_sheet(self) -> bool:
        """Whether Excel or Calc saved it: titles and notes then are in cells of the grid."""
        if _LIBREOFFICE.search(self.text, 0, _HEAD):
            return _CALC_TABLE.search(self.text) is not None
        return _EXCEL in self.text[:_HEAD]

    def style(self, element: HtmlElement) -> Declarations:
        """The declarations for an element itself."""
        known = self._known.get(element)
        if known is None:
            known = self._known[element] = self.styles.of(element)
        return known

    @cached_property
    def body(self) -> HtmlElement:
        """The element with everything that is shown."""
        body = self.root.find("body")
        return self.root if body is None else body

    @cached_property
    def has_outer_styles(self) -> bool:
        """Whether the page has style sheets that are other files, and cannot be seen here."""
        return any("stylesheet" in link.get("rel", "").lower() for link in self.root.iter("link"))

    def is_hidden(self, element: HtmlElement) -> bool:
        """Whether a person cannot see an element, whatever is around it."""
        style = self.style(element)
        if element.get("hidden") is not None or is_undrawn(style) or is_out_of_sight(style):
            return True
        name = why_without_ink(style) or ("color" if self._is_white(element, style) else "")
        return bool(name) and not self._is_set_within(element, name)

    def takes_no_room(self, element: HtmlElement) -> bool:
        """Whether other cells are placed as if a cell, row, section or column were not there.

        What is hidden in another way, such as white text, leaves its place blank.
        """
        style = self.style(element)
        is_cell = element.tag in ("td", "th")
        if element.get("hidden") is not None or style.get("display") == "none":
            return True
        return is_drawn_elsewhere(style) if is_cell else style.get("visibility") == "collapse"

    def _is_white(self, element: HtmlElement, style: Declarations) -> bool:
        """Whether the text of an element is white, on nothing but white that is known of."""
        colour = style.get("color") or (element.get("color", "") if element.tag == "font" else "")
        return is_white(colour) and not self.has_outer_styles and not self._is_on_colour(element)

    def _is_set_within(self, element: HtmlElement, name: str) -> bool:
        """Whether an element within sets the property to what is seen."""
        for inner in element.iterdescendants():
            style = self.style(inner)
            value = style.get(name) or (inner.get("color", "") if name == "color" else "")
            is_shown = value not in ("", "0", "inherit") and not (name == "color" and is_white(value))
            if is_shown and why_without_ink(style) != name:
                return True
        return False

    def _is_on_colour(self, element: HtmlElement) -> bool:
        for around in (element, *element.iterancestors(), *element.iterdescendants()):
            style = self.style(around)
            ground = style.get("background-color") or style.get("background") or around.get("bgcolor", "")
            if (
                not all(map(_is_plain, (ground, style.get(POSSIBLE_GROUND, ""))))
                or "background-image" in style
                or around.get("background")
            ):
                return True
        return False


def _is_plain(ground: str) -> bool:
    return ground.lower() in _NO_COLOUR or is_clear(ground) or is_white(ground)


def _parsed(text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    content = re.sub(r"[\ud800-\udfff]", "\ufffd", text.translate(_NUL)).encode()
    try:
        root = document_fromstring(content, parser=parser)
    except etree.ParserError:  # nothing in it that could be shown
        return document_fromstring("<html><body></body></html>")
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise UnreadableDocument(
            "damaged", "The elements of the web page are nested too deeply. Save the page again."
        )
    return root
