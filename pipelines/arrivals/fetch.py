"""Fetch what is new or changed at the addresses of ``sources.csv``, and one step further, the attachments.

Independent of Dagster and of the command line.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.arrivals.addresses import host_of, joined
from pipelines.arrivals.client import open_client
from pipelines.arrivals.hosts import Clock
from pipelines.arrivals.ledger import Ledger, Request, appending, latest, read_ledger
from pipelines.arrivals.snapshots import Snapshots, open_snapshots
from pipelines.arrivals.sources import Source, read_sources
from pipelines.arrivals.visit import Errand, Visitor, utc_now
from pipelines.settings import FetchLimits

# Each host has its own pace; this only keeps the number of open connections small.
_HOSTS_AT_ONCE = 16

Progress = Callable[[Request, int, int], None]


@dataclass(slots=True)
class FetchSummary:
    """What one run of the fetcher did.

    ``requests`` in the order in which they were answered; ``new_troubles`` are those among them whose address
    was in another condition, or unknown, before.
    """

    sources: int = 0
    requests: list[Request] = field(default_factory=list)
    new_troubles: list[Request] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How many addresses had each outcome."""
        return Counter(request.outcome for request in self.requests)

    @property
    def troubles(self) -> list[Request]:
        """Requests that gave no document, though they should."""
        return [request for request in self.requests if request.is_trouble]


def fetch_sources(
    raw_dir: Path,
    limits: FetchLimits | None = None,
    *,
    progress: Progress | None = None,
    clock: Clock | None = None,
    wait_seconds: float = 5.0,
) -> FetchSummary:
    """Ask for every address of the list, and for the attachments of its pages.

    Every request leaves one line in the ledger as soon as it is answered, so that a run which is killed loses
    nothing. Does nothing where there is no list, or an empty one. Raises, before anything is asked for,
    ValueError where the list or the ledger cannot be read, and :class:`FetchInProgress`; OSError where the
    raw folder cannot be written to.
    """
    sources = read_sources(raw_dir)
    if not sources:
        return FetchSummary()
    with open_snapshots(raw_dir, wait_seconds), appending(raw_dir) as ledger:
        former = read_ledger(raw_dir)
        run = _Run(raw_dir, former, ledger, progress or (lambda request, done, total: None))
        asyncio.run(run.fetch(sources, limits or FetchLimits(), clock or Clock()))
    return run.summary


class _Run:
    def __init__(self, raw_dir: Path, former: Sequence[Request], ledger: Ledger, progress: Progress) -> None:
        self.summary = FetchSummary()
        self._snapshots = Snapshots(raw_dir, former)
        self._answered = latest(former)
        self._last = {request.address: request for request in former}
        self._ledger = ledger
        self._progress = progress
        self._total = 0

    async def fetch(self, sources: Sequence[Source], limits: FetchLimits, clock: Clock) -> None:
        self.summary.sources = len(sources)
        async with open_client(limits, clock) as client:
            visitor = Visitor(client, self._snapshots, utc_now())
            await self._visit(visitor, [self._listed(source) for source in sources])
            # The pages' own order decides on whose behalf an attachment of several pages is asked for.
            pages = {request.address: request for request in self.summary.requests}
            await self._visit(visitor, self._attachments([pages[source.address] for source in sources]))
            self._note_unlinked(visitor, pages)

    def _listed(self, source: Source) -> Errand:
        former = self._answered.get(source.address)
        return Errand(source.address, source.address, source.kind != "file", former=former)

    def _attachments(self, pages: Iterable[Request]) -> list[Errand]:
        """Each address once, and none that is listed itself."""
        pages = list(pages)
        seen = {joined(page.address, "") for page in pages}
        errands = []
        for page in pages:
            for address in page.attachments:
                certain = address not in page.uncertain
                last = self._last.get(address)
                is_known_page = not certain and last is not None and last.outcome == "not_a_document"
                if address not in seen and not is_known_page:
                    former = self._answered.get(address)
                    errands.append(Errand(address, page.source_address, False, certain, former))
                seen.add(address)
        return errands

    async def _visit(self, visitor: Visitor, errands: Sequence[Errand]) -> None:
        self._total += len(errands)
        by_host: dict[str, list[Errand]] = {}
        for errand in errands:
            by_host.setdefault(host_of(errand.address), []).append(errand)
        free = asyncio.Semaphore(_HOSTS_AT_ONCE)

        async def visit_host(of_host: Sequence[Errand]) -> None:
            async with free:
                for errand in of_host:
                    self._note(await visitor.visit(errand))

        try:
            async with asyncio.TaskGroup() as group:
                for of_host in by_host.values():
                    group.create_task(visit_host(of_host))
        except* OSError as errors:
            raise errors.exceptions[0] from None

    def _note_unlinked(self, visitor: Visitor, pages: dict[str, Request]) -> None:
        """Note the attachments of a former run that no page links to any more."""
        asked = {request.address for request in self.summary.requests}
        for address, last in self._last.items():
            page = pages.get(last.source_address)
            if address in asked or not page or not page.attachments or last.outcome == "unlinked":
                continue
            if address in page.attachments or not last.content_sha256:
                continue
            self._total += 1
            message = "The page does not link to it any more; its file stays."
            self._note(
                Request(
                    visitor.run_at,
                    utc_now(),
                    last.source_address,
                    address,
                    "unlinked",
                    message,
                    content_sha256=last.content_sha256,
                    source_file=last.source_file,
                )
            )

    def _note(self, request: Request) -> None:
        self._ledger.add(request)
        last = self._last.get(request.address)
        if request.is_trouble and (last is None or last.outcome != request.outcome):
            self.summary.new_troubles.append(request)
        self.summary.requests.append(request)
        self._progress(request, len(self.summary.requests), self._total)
