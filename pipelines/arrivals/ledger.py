"""The ledger of requests: ``fetches.jsonl``, one line for each address that was asked for.

It is beside the files that it is about, and not in the build file, which may be deleted and rebuilt:
when an address showed what cannot be found out again. Lines are only ever added.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TextIO

from pipelines.settings import FETCHES_FILE

Outcome = Literal[
    "fetched",  # a content that the address did not show before
    "unchanged",
    "page",  # a page whose attachments are what is looked for: it is not kept
    "unlinked",  # the page does not link to it any more; it was not asked for
    "gone",
    "not_a_document",
    "refused_by_robots",
    "too_large",
    "too_slow",
    "failed",
]
GOOD = frozenset({"fetched", "unchanged", "page", "unlinked"})


@dataclass(frozen=True, slots=True)
class Request:
    """What came of asking for one address.

    ``run_at`` is the start of the run (UTC), the same for all its requests; ``source_address`` is the address
    of ``sources.csv`` on whose behalf it was asked. ``content_sha256`` and ``source_file`` (in the raw
    folder) are those of the snapshot. ``attachments`` are the addresses that a page links to, ``uncertain``
    those among them that only might be documents, and ``page_sha256`` is the hash of what can be read on it.
    ``certain`` is false where the address itself is such a one; ``moved``: it has moved for good.
    """

    run_at: datetime
    fetched_at: datetime
    source_address: str
    address: str
    outcome: Outcome
    message: str = ""
    final_address: str = ""
    http_status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content_sha256: str = ""
    size_bytes: int | None = None
    source_file: str = ""
    attachments: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()
    page_sha256: str = ""
    certain: bool = True
    moved: bool = False

    @property
    def is_trouble(self) -> bool:
        """Did the address give no document, though it should?"""
        return self.outcome not in GOOD and (self.certain or self.outcome != "not_a_document")


def read_ledger(raw_dir: Path) -> list[Request]:
    """All requests in their order; a last line that was never completed is left out.

    Raises ValueError, which names the file and the line, where a line is not a request.
    """
    path = raw_dir / FETCHES_FILE
    if not path.exists():
        return []
    *lines, _incomplete = path.read_bytes().split(b"\n")
    requests = []
    for number, line in enumerate(lines, 1):
        try:
            requests.append(_request(json.loads(line)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ValueError(
                f"{path}, line {number}: this is not a line of the ledger of requests ({error}). Repair it "
                "from a copy, or delete the line: its address is then fetched again."
            ) from error
    return requests


@contextmanager
def appending(raw_dir: Path) -> Generator[Ledger]:
    """The ledger, open to be added to. What a broken run left of a line is removed."""
    path = raw_dir / FETCHES_FILE
    if path.exists():
        content = path.read_bytes()
        if content and not content.endswith(b"\n"):
            os.truncate(path, content.rfind(b"\n") + 1)
    with path.open("a", encoding="utf-8", newline="\n") as stream:
        yield Ledger(stream)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Takes requests; each is on the disk when ``add`` returns."""

    stream: TextIO

    def add(self, request: Request) -> None:
        """Add one line."""
        self.stream.write(json.dumps(_entry(request), ensure_ascii=False) + "\n")
        self.stream.flush()
        os.fsync(self.stream.fileno())


def _entry(request: Request) -> dict[str, Any]:
    """What differs from the defaults; times in the form of ISO 8601."""
    entry: dict[str, Any] = {}
    for each in fields(request):
        value = getattr(request, each.name)
        if isinstance(value, datetime):
            entry[each.name] = value.isoformat()
        elif value not in (each.default, {}):
            entry[each.name] = value
    return entry


def _request(entry: Mapping[str, Any]) -> Request:
    known = {each.name for each in fields(Request)}
    values = {name: value for name, value in entry.items() if name in known}
    values |= {name: datetime.fromisoformat(entry[name]) for name in ("run_at", "fetched_at")}
    values |= {name: tuple(entry.get(name, ())) for name in ("attachments", "uncertain")}
    return Request(**values)


def latest(requests: Iterable[Request]) -> dict[str, Request]:
    """The last request for each address that got an answer of use, by address."""
    return {request.address: request for request in requests if request.outcome in GOOD - {"unlinked"}}
