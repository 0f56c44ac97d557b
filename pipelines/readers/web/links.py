"""The documents that a web page links to."""

from __future__ import annotations

import re
from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|zip|rar|7z)\Z", re.IGNORECASE)
_LINKING = frozenset(("href", "src", "data", "value", "data-url", "data-src", "data-href"))
# A link in a script or in the address that another attribute opens.
_QUOTED = re.compile(r"""["']([^"'\s<>]+\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar))["']""", re.IGNORECASE)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_MOST_CHARACTERS = 4 * 1024 * 1024


class _Links(HTMLParser):
    """Collects links to documents, and the address of the page where the page states it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, None] = {}
        self.base = self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value.strip() for name, value in attrs if value}
        if tag == "base":
            self.base = self.base or of.get("href", "")
        elif (tag == "link" and of.get("rel", "").lower() == "canonical") or (
            tag == "meta" and of.get("property", "").lower() == "og:url"
        ):
            self.address = self.address or of.get("href", "") or of.get("content", "")
        for name, value in of.items():
            if name in _LINKING and _leads_to_document(value):
                self.found[value] = None
            elif name.startswith("on"):
                self._add_quoted(value)

    def handle_comment(self, data: str) -> None:
        saved = _SAVED_FROM.search(data)
        if saved:
            self.address = self.address or saved.group(1)

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script":
            self._add_quoted(data)

    def _add_quoted(self, text: str) -> None:
        for link in _QUOTED.findall(text):
            self.found[link.replace("\\/", "/")] = None


def document_links(text: str) -> list[str]:
    """Links of a page to documents, in its order; absolute where the page states its own address."""
    links = _Links()
    # The parser gives up on some broken declarations with this error; what it found until then counts.
    with suppress(AssertionError):
        links.feed(text[:_MOST_CHARACTERS])
        links.close()
    base = _joined(links.address, links.base)
    return list(dict.fromkeys(_joined(base, link) for link in links.found))


def _leads_to_document(link: str) -> bool:
    """Whether an address ends like a document, or names one in its query (``viewer?file=a.pdf``)."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    if parts.scheme not in ("", "http", "https", "ftp"):
        return False
    names = [parts.path, *(value for _, value in parse_qsl(parts.query))]
    return any(_DOCUMENT.search(unquote(name).strip()) for name in names)


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return link
