"""The attachments of a page: its links to documents, and no others."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urlsplit

from pipelines.arrivals.addresses import joined, what_is_wrong

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|zip|rar|7z)\Z", re.IGNORECASE)
# An address that hands out files by number, whatever they are.
_HANDS_OUT = re.compile(
    r"(?:\A|[/_.\-])(?:down(?:load)?|attach(?:ment)?s?|file)(?:\Z|[/_.\-?])", re.IGNORECASE
)
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
_SILENT = frozenset({"script", "style", "template", "noscript"})
# A page with so many numbers in cells prints a table, and is not merely laid out with one.
_FEWEST_NUMBERS = 3
# ... and so does one with so many amounts that stand alone: the pieces of a PDF that was turned into a page.
_AMOUNT = re.compile(r"-?[\d,]+\.\d+")
_FEWEST_AMOUNTS = 20


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a document; where not ``certain``, only the answer shows whether it is one."""

    address: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What counts of a page. ``text_sha256`` is the hash of what a person reads on it, less white space."""

    links: tuple[Link, ...]
    holds_table: bool
    text_sha256: str


def read_page(content: bytes, address: str, charset: str = "") -> Page:
    """Links, each once and in their order, and whether the page itself prints a table of numbers.

    ``charset`` is what the header of the answer says of the encoding.
    """
    text, encoding = _decoded(content, charset)
    parser = _Parser()
    parser.feed(text)
    parser.close()
    base = joined(address, parser.base) if parser.base else address
    found: dict[str, bool] = {}
    for anchor in parser.anchors:
        target = joined(base or address, anchor.link, encoding)
        certain = anchor.certainty()
        if target and certain is not None and not what_is_wrong(target):
            found[target] = found.get(target, False) or certain
    readable = "".join("".join(parser.texts).split())
    return Page(
        tuple(Link(target, certain) for target, certain in found.items()),
        parser.numbers >= _FEWEST_NUMBERS or parser.amounts >= _FEWEST_AMOUNTS,
        hashlib.sha256(readable.encode()).hexdigest(),
    )


@dataclass(slots=True)
class _Anchor:
    link: str
    title: str
    downloads: bool
    text: list[str] = field(default_factory=list)

    def certainty(self) -> bool | None:
        """Whether the link surely leads to a document; None where it does not look like that."""
        try:
            parts = urlsplit(self.link)
        except ValueError:
            return None
        named = [parts.path, *(value for _, value in parse_qsl(parts.query))]
        if any(_DOCUMENT.search(unquote(name).strip()) for name in named):
            return True
        shown = ("".join(self.text).strip(), self.title.strip())
        if self.downloads or any(_DOCUMENT.search(text) for text in shown):
            return True
        return False if _HANDS_OUT.search(parts.path) and parts.query else None


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.anchors: list[_Anchor] = []
        self.texts: list[str] = []
        self.numbers = self.amounts = 0
        self._cell: list[str] | None = None
        self._open: _Anchor | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "base":
            self.base = self.base or of.get("href", "")
        elif tag in ("a", "area") and of.get("href"):
            self._open = _Anchor(of["href"], of.get("title", ""), "download" in of)
            self.anchors.append(self._open)
        elif tag in ("iframe", "embed", "object"):
            self.anchors.append(_Anchor(of.get("src") or of.get("data", ""), "", False))
        elif tag in ("td", "th"):
            self._end_cell()
            self._cell = []
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = None
        elif tag in ("td", "th", "tr", "table"):
            self._end_cell()
        elif tag in _SILENT:
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.texts.append(data)
        self.amounts += _AMOUNT.fullmatch(data.strip()) is not None
        if self._open:
            self._open.text.append(data)
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and _NUMBER.fullmatch("".join("".join(self._cell).split())):
            self.numbers += 1
        self._cell = None


def _decoded(content: bytes, charset: str) -> tuple[str, str]:
    """Text and encoding: pages say one encoding and use another, but no text in GBK is valid UTF-8."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace"), "utf-8"
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    others = ("big5", "shift_jis", "euc-kr", "windows-1252", "iso-8859-1")
    encoding = charset.lower() if charset.lower() in others else "gb18030"
    return content.decode(encoding, "replace"), encoding
