"""What a page is made from, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.explore.language import Speech
from pipelines.explore.links import Links
from pipelines.explore.pictures import Pictures
from pipelines.explore.release import Record, Release
from pipelines.release.queries import PublishedWarehouse
from pipelines.settings import Settings


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: the release it reads, its language, and what it asks for."""

    settings: Settings
    release: Release
    warehouse: PublishedWarehouse
    speech: Speech
    links: Links
    pictures: Pictures
    parameters: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A parameter without blanks around it; empty where it is not given."""
        return self.parameters.get(name, "").strip()[:200]

    def number(self, name: str) -> int | None:
        """A parameter that is a whole number from 1 on; None where it is not one."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 10**9 else None


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its template and what it shows, its rows for a file, and how to cite it.

    ``rows`` is called for a file alone, and may ask for more than the page shows. ``part`` is the
    template of its changing part, for a page that is brought up to date in place.
    """

    template: str
    title: str
    values: Mapping[str, Any]
    rows: Callable[[], list[Record]]
    file_name: str
    citation: str
    part: str = ""
