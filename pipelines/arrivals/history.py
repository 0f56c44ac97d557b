"""What each address showed, from when until when: the ledger of requests in few rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipelines.arrivals.ledger import Request, read_ledger
from pipelines.arrivals.sources import Source, read_sources

# Columns of the raw table, with their DuckDB types. The last ones change without anything having happened.
FETCHES = {
    "fetch_key": "varchar",
    "address": "varchar",
    "source_address": "varchar",
    "final_address": "varchar",
    "outcome": "varchar",
    "http_status": "integer",
    "message": "varchar",
    "content_sha256": "varchar",
    "size_bytes": "bigint",
    "source_file": "varchar",
    "last_modified": "varchar",
    "organization_name": "varchar",
    "region_code": "varchar",
    "run_at": "timestamp",
    "fetched_at": "timestamp",
    "checked_at": "timestamp",
    "request_count": "integer",
}
PASSING = ("checked_at", "request_count")

Row = tuple[object, ...]


@dataclass(slots=True)
class _Stretch:
    """Requests one after the other for one address, with the same result."""

    first: Request
    last: Request
    count: int = 1

    def goes_on_with(self, request: Request) -> bool:
        """Has nothing changed with this request?"""
        return _result(self.last) == _result(request)


def read_history(raw_dir: Path) -> list[Row]:
    """Rows of the raw table of fetches, in the order of its columns and of time.

    One row for each address and each time that it showed something else: a content, nothing any more, or
    what stood in the way. Organisation and region are those that ``sources.csv`` states now. Raises
    ValueError where the list or the ledger cannot be read.
    """
    listed = {source.address: source for source in read_sources(raw_dir)}
    return [_row(stretch, listed) for stretch in _stretches(read_ledger(raw_dir))]


def _stretches(requests: Iterable[Request]) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    going_on: dict[str, _Stretch] = {}
    for request in requests:
        stretch = going_on.get(request.address)
        if stretch and stretch.goes_on_with(request):
            stretch.last, stretch.count = request, stretch.count + 1
        else:
            going_on[request.address] = _Stretch(request, request)
            stretches.append(going_on[request.address])
    return stretches


def _result(request: Request) -> tuple[str, str]:
    return "fetched" if request.outcome == "unchanged" else request.outcome, request.content_sha256


def _row(stretch: _Stretch, listed: dict[str, Source]) -> Row:
    first, last = stretch.first, stretch.last
    source = listed.get(first.source_address, Source(first.source_address))
    key = hashlib.sha256(f"{first.address}\n{first.fetched_at.isoformat()}".encode()).hexdigest()
    outcome, content_sha256 = _result(first)
    return (
        "f" + key[:16],
        first.address,
        first.source_address,
        last.final_address or None,
        outcome,
        first.http_status,
        # What was said of a change at its beginning is true of all of it.
        first.message or last.message or None,
        content_sha256 or None,
        last.size_bytes,
        last.source_file or None,
        first.headers.get("last-modified"),
        source.organization_name or None,
        source.region_code or None,
        first.run_at,
        first.fetched_at,
        last.fetched_at,
        stretch.count,
    )
