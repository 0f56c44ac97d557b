"""Addresses of pages: of the running application, and of files of the static site beside each other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol
from urllib.parse import quote, urlencode


class Links(Protocol):
    """Where things are; an empty text where there is no such page."""

    is_live: bool

    def start(self, **filters: object) -> str:
        """The board of what is here."""
        ...

    def search(self, **filters: object) -> str:
        """The search for words."""
        ...

    def organization(self, key: str, **filters: object) -> str:
        """The years of an organisation."""
        ...

    def disclosure(self, key: str, statement: str = "", **filters: object) -> str:
        """A disclosure, or one of its statements."""
        ...

    def figure(self, key: str) -> str:
        """A figure and its proof."""
        ...

    def figure_picture(self, key: str, *, whole: bool = False) -> str:
        """The place of a figure on its page, or the whole page."""
        ...

    def finding_picture(self, key: str) -> str:
        """The place of a finding on its page."""
        ...

    def findings(self, **filters: object) -> str:
        """The findings that are asked for."""
        ...

    def code(self, system: str, code: str, **filters: object) -> str:
        """Who spends on a code."""
        ...

    def asset(self, name: str) -> str:
        """A style sheet or a script."""
        ...


class LiveLinks:
    """Of the application; what is asked for is in the query of an address."""

    is_live = True

    def start(self, **filters: object) -> str:
        """The board of what is here."""
        return _with_query("/", filters)

    def search(self, **filters: object) -> str:
        """The search for words."""
        return _with_query("/search", filters)

    def organization(self, key: str, **filters: object) -> str:
        """The years of an organisation."""
        return _with_query(f"/organizations/{_segment(key)}", filters)

    def disclosure(self, key: str, statement: str = "", **filters: object) -> str:
        """A disclosure, or one of its statements."""
        path = f"/disclosures/{_segment(key)}" + (f"/{_segment(statement)}" if statement else "")
        return _with_query(path, filters)

    def figure(self, key: str) -> str:
        """A figure and its proof."""
        return f"/figures/{_segment(key)}"

    def figure_picture(self, key: str, *, whole: bool = False) -> str:
        """The place of a figure on its page, or the whole page."""
        return _with_query(f"{self.figure(key)}.png", {"whole": "1" if whole else ""})

    def finding_picture(self, key: str) -> str:
        """The place of a finding on its page."""
        return _with_query("/findings.png", {"finding": key})

    def findings(self, **filters: object) -> str:
        """The findings that are asked for."""
        return _with_query("/findings", filters)

    def code(self, system: str, code: str, **filters: object) -> str:
        """Who spends on a code."""
        return _with_query(f"/codes/{_segment(system)}/{_segment(code)}", filters)

    def asset(self, name: str) -> str:
        """A style sheet or a script."""
        return f"/static/{name}"


class SiteLinks:
    """Of the static site. ``up`` leads from the page to the root of all languages, ``home`` to its own."""

    is_live = False

    def __init__(self, up: str, home: str) -> None:
        self._up = up
        self._home = home

    def start(self, **filters: object) -> str:
        """The board of what is here."""
        return f"{self._home}index.html"

    def search(self, **filters: object) -> str:
        """A site of files cannot search."""
        return ""

    def organization(self, key: str, **filters: object) -> str:
        """Organisations have no page of their own here."""
        return ""

    def disclosure(self, key: str, statement: str = "", **filters: object) -> str:
        """A disclosure, or one of its statements."""
        return f"{self._home}{disclosure_file(key, statement)}"

    def figure(self, key: str) -> str:
        """Figures have no pages of their own here."""
        return ""

    def figure_picture(self, key: str, *, whole: bool = False) -> str:
        """Only findings have pictures here."""
        return ""

    def finding_picture(self, key: str) -> str:
        """The place of a finding on its page."""
        return f"{self._up}{picture_file(key)}"

    def findings(self, **filters: object) -> str:
        """All findings, or those of the disclosure that is asked for."""
        return f"{self._home}findings.html"

    def code(self, system: str, code: str, **filters: object) -> str:
        """Codes have no pages of their own here."""
        return ""

    def asset(self, name: str) -> str:
        """A style sheet or a script."""
        return f"{self._up}static/{name}"


def disclosure_file(key: str, statement: str = "") -> str:
    """The file of a disclosure's page in the static site."""
    return "disclosures/" + "-".join(part for part in (key, statement) if part) + ".html"


def picture_file(finding_key: str) -> str:
    """The file of a finding's picture in the static site; keys may hold what a file name may not."""
    return f"pictures/{hashlib.sha256(finding_key.encode()).hexdigest()[:24]}.png"


@lru_cache(maxsize=4096)
def _segment(text: str) -> str:
    """A text as one part of an address; a board names the same ones thousands of times."""
    return quote(text, safe="")


def _with_query(path: str, filters: Mapping[str, object]) -> str:
    if not filters:
        return path
    wanted = {name: value for name, value in filters.items() if value not in ("", None)}
    return f"{path}?{urlencode(wanted)}" if wanted else path
