"""What a person reads of an element: lines of text, white space as a browser shows it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from pipelines.readers.marks import STRUCK, raised
from pipelines.readers.pdf.ink.characters import OF_NUMBERS
from pipelines.readers.web.page import WebPage

# Elements that begin and end lines.
BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup
    p pre section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
# Elements that show nothing of their own, or nothing that is text of the page.
UNSHOWN = frozenset(
    """applet audio base button canvas datalist embed frame frameset head iframe img input link map meta
    noframes noscript object option param script select source style svg template textarea title track
    video""".split()  # noqa: SIM905
)
_STRUCK = frozenset({"del", "s", "strike"})
_RAISED = frozenset({"sup", "sub", "super"})
# What white space is to a browser; the no-break space is a character.
_WHITE_SPACE = re.compile(r"[ \t\n\r\f\u200b]+")
_INVISIBLE = {ord(char): None for char in "\u200b\u200c\u200d\ufeff\u2060\u00ad"}
_FIELDS = frozenset({"", "text", "number", "tel", "date"})


class Lines:
    """Text that is put together piece by piece. Leading no-break spaces are kept as spaces."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def add(self, text: str | None, kept_white_space: bool = False) -> None:
        """Add a text as it is in the file."""
        if text:
            kept = text.expandtabs().replace(" ", "\xa0") if kept_white_space else _collapsed(text)
            self._pieces.append(kept)

    def break_line(self) -> None:
        """End the line, as a ``<br>`` does."""
        self._pieces.append("\n")

    def set_apart(self) -> None:
        """Begin another text on the same line."""
        self._pieces.append("\xa0\xa0")

    @property
    def last(self) -> str:
        """The last piece of text."""
        return self._pieces[-1] if self._pieces else ""

    def end_block(self) -> None:
        """End the line where there is one, as the end of a paragraph does."""
        if self._pieces and self._pieces[-1] != "\n":
            self._pieces.append("\n")

    def taken(self) -> str:
        """The text so far, without blank lines around it; the next one starts afresh."""
        lines = [_WHITE_SPACE.sub(" ", line).strip(" ") for line in "".join(self._pieces).split("\n")]
        self._pieces = []
        shown = [line.translate(_INVISIBLE).replace("\xa0", " ").rstrip() for line in lines]
        return "\n".join(line for line in shown if line)


def _collapsed(text: str) -> str:
    """Each stretch of white space as one space, but a line end between two Chinese characters as none."""

    def space(found: re.Match[str]) -> str:
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        return "" if "\n" in found[0] and _is_wide(before) and _is_wide(after) else " "

    return _WHITE_SPACE.sub(space, text)


def _is_wide(char: str) -> bool:
    return bool(char) and unicodedata.east_asian_width(char) in "WF"


def text_of(page: WebPage, element: HtmlElement) -> tuple[str, str]:
    """What a person reads of an element, and what is in it unseen."""
    lines, unseen = Lines(), Lines()
    passed: set[HtmlElement] = set()
    struck: HtmlElement | None = None
    lifted: HtmlElement | None = None
    kept: HtmlElement | None = None

    def add(text: str | None) -> None:
        if struck is not None:
            text = _crossed(text)
        elif lifted is not None:
            text = raised(text or "", lines.last)
        lines.add(text, kept is not None)

    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if event == "start":
            if inner.tag in UNSHOWN or (inner is not element and page.is_hidden(inner)):
                walker.skip_subtree()
                passed.add(inner)
                if inner.tag not in UNSHOWN:
                    unseen.add(" ".join(inner.itertext()))
                lines.add(_value_of(page, inner))
                continue
            if inner is not element and inner.tag in BLOCKS:
                lines.end_block()
            struck = inner if struck is None and _is_struck(page, inner) else struck
            lifted = inner if lifted is None and inner is not element and _is_raised(page, inner) else lifted
            kept = inner if kept is None and keeps_white_space(page, inner) else kept
            add(inner.text)
            continue
        if inner.tag == "br":
            lines.break_line()
        elif inner not in passed and inner is not element and inner.tag in BLOCKS:
            lines.end_block()
        struck = None if inner is struck else struck
        lifted = None if inner is lifted else lifted
        kept = None if inner is kept else kept
        if inner is not element:
            add(inner.tail)
    return lines.taken(), unseen.taken()


def keeps_white_space(page: WebPage, element: HtmlElement) -> bool:
    """Whether the white space in an element is shown as it is in the file."""
    return element.tag == "pre" or page.style(element).get("white-space", "").startswith(("pre", "break"))


def _value_of(page: WebPage, element: HtmlElement) -> str:
    """What a field of a form shows."""
    if page.is_hidden(element):
        return ""
    if element.tag == "input" and element.get("type", "").lower() in _FIELDS:
        return element.get("value", "")
    if element.tag == "textarea":
        return element.text or ""
    if element.tag == "select":
        return next(
            ("".join(o.itertext()) for o in element.iter("option") if o.get("selected") is not None), ""
        )
    return ""


def _is_struck(page: WebPage, element: HtmlElement) -> bool:
    return element.tag in _STRUCK or "line-through" in page.style(element).get("text-decoration", "")


def _is_raised(page: WebPage, element: HtmlElement) -> bool:
    """Whether a text is above or below its line."""
    return element.tag in _RAISED or page.style(element).get("vertical-align") in _RAISED


def _crossed(text: str | None) -> str:
    """A text that is struck out: its numbers are marked, as they are no longer values."""
    return "".join(char + STRUCK if char in OF_NUMBERS else char for char in text or "")


def blocks_in(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element, and the first block of text in it, in that: those that may indent its first line."""
    yield element
    while len(element) and not (element.text or "").strip() and element[0].tag in (*BLOCKS, "span", "font"):
        element = element[0]
        yield element
