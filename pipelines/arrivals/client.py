"""Asks for one address as a good guest does: politely, with patience for what passes, and with limits.

Redirects are followed here and not by httpx, since every host on the way has its turn and its robots.txt.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import ssl
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.metadata import version
from typing import BinaryIO
from urllib.parse import urldefrag, urljoin

import httpx

from pipelines.arrivals.addresses import host_of, what_is_wrong
from pipelines.arrivals.hosts import Clock, Hosts
from pipelines.arrivals.ledger import Outcome
from pipelines.arrivals.robots import MOST_BYTES, Robots
from pipelines.settings import FetchLimits

PRODUCT = "yusuan"
ATTEMPTS = 4
MOST_REDIRECTS = 5
LONGEST_WAIT = 120.0
_TARGET = "redirects-to"
_FOR_GOOD = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOMENTARY = (408, 425, 429, 500, 502, 503, 504)
_GONE = (404, 410)
_MEGABYTE = 1024 * 1024
_PATIENCE = httpx.Timeout(30.0, connect=15.0)


class NotFetched(Exception):
    """An address gave nothing; the message says why."""

    def __init__(self, outcome: Outcome, message: str, http_status: int | None = None) -> None:
        super().__init__(message)
        self.outcome: Outcome = outcome
        self.http_status = http_status


class _Momentary(Exception):
    """What may be over at the next attempt, after the time that the host asked for, if it did."""

    def __init__(self, message: str, wait: float | None = None, http_status: int | None = None) -> None:
        super().__init__(message)
        self.wait = wait
        self.http_status = http_status


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: status 200 with a body of ``size_bytes``, or 304 without one.

    ``headers`` by name in small letters; ``disposition`` is Content-Disposition in bytes, since its encoding
    is not known. ``moved``: all redirects on the way are for good.
    """

    http_status: int
    final_address: str
    headers: Mapping[str, str]
    disposition: bytes | None
    moved: bool
    content_sha256: str
    size_bytes: int


Accepts = Callable[[Mapping[str, str]], bool]


class Client:
    """Asks for addresses; to be closed by leaving :func:`open_client`."""

    def __init__(self, http: httpx.AsyncClient, limits: FetchLimits, clock: Clock) -> None:
        self._http = http
        self._limits = limits
        self._hosts = Hosts(limits.delay_seconds, clock)
        self._robots = Robots(PRODUCT, self._robots_text, self._hosts.slow_down)

    async def get(
        self,
        address: str,
        body: BinaryIO,
        validators: Mapping[str, str] | None = None,
        accepts: Accepts | None = None,
    ) -> Answer:
        """Write what the address gives into ``body``, from its beginning.

        ``validators`` are the headers of a conditional request. ``accepts`` looks at the headers of the
        answer; where it says no, the body is not fetched. Raises :class:`NotFetched`.
        """
        final, moved = address, True
        for _ in range(MOST_REDIRECTS + 1):
            wrong = what_is_wrong(final)
            if wrong:
                raise NotFetched("failed", f"It leads elsewhere, where nothing is fetched from: {wrong}.")
            if not await self._robots.allow(final):
                raise NotFetched(
                    "refused_by_robots",
                    f"{host_of(final)} asks programs, in its robots.txt, not to fetch it.",
                )
            answer = await self._patiently(final, body, validators or {}, accepts, self._limits.file_mb)
            if answer.http_status not in _REDIRECTS:
                return replace(answer, moved=moved and final != address)
            moved = moved and answer.http_status in _FOR_GOOD
            final = _target(final, answer)
        raise NotFetched(
            "failed", f"It leads from one address to the next, more than {MOST_REDIRECTS} times."
        )

    async def _patiently(
        self,
        address: str,
        body: BinaryIO,
        headers: Mapping[str, str],
        accepts: Accepts | None,
        most_mb: float,
    ) -> Answer:
        host = host_of(address)
        if self._hosts.is_silent(host):
            raise NotFetched(
                "failed", f"{host} did not answer for other addresses, so it was not asked again."
            )
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = await self._once(address, body, headers, accepts, most_mb)
            except _Momentary as trouble:
                wait = trouble.wait
                if wait is not None and wait > LONGEST_WAIT:
                    raise NotFetched(
                        "failed",
                        f"{trouble} The host asks to wait {wait:,.0f} seconds; the next run tries again.",
                        trouble.http_status,
                    ) from trouble
                if attempt == ATTEMPTS:
                    if trouble.http_status is None:
                        self._hosts.did_not_answer(host)
                    raise NotFetched(
                        "failed", f"{trouble} It was tried {ATTEMPTS} times.", trouble.http_status
                    ) from trouble
                backoff = 2.0 ** (attempt - 1) * self._hosts.clock.jitter()
                self._hosts.postpone(host, backoff if wait is None else wait)
            else:
                self._hosts.answered(host)
                return answer
        raise AssertionError("the last attempt returns or raises")

    async def _once(
        self,
        address: str,
        body: BinaryIO,
        headers: Mapping[str, str],
        accepts: Accepts | None,
        most_mb: float,
    ) -> Answer:
        """One request without redirects; what goes wrong is momentary or not, in words."""
        seconds = self._limits.seconds
        async with self._hosts.turn(host_of(address)):
            try:
                async with (
                    asyncio.timeout(seconds),
                    self._http.stream("GET", address, headers=dict(headers)) as response,
                ):
                    _check_status(response)
                    return await _read(response, body, accepts, most_mb)
            except TimeoutError:
                raise NotFetched(
                    "too_slow", f"It had not arrived after {seconds:,g} seconds, and was given up."
                ) from None
            except httpx.TimeoutException:
                raise _Momentary("The host does not answer in time.") from None
            except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
                said = str(error) or type(error).__name__
                if "CERTIFICATE" in said.upper():
                    raise NotFetched(
                        "failed", f"The certificate of the host is not valid: {said}."
                    ) from error
                raise _Momentary(f"The connection fails: {said}.") from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise NotFetched("failed", f"The answer cannot be read: {error}.") from error

    async def _robots_text(self, address: str) -> str | None:
        """The text of a robots.txt; None where there is none. Raises :class:`NotFetched`."""
        body, final = io.BytesIO(), address
        for _ in range(MOST_REDIRECTS + 1):
            try:
                answer = await self._patiently(final, body, {}, None, MOST_BYTES / _MEGABYTE)
            except NotFetched as refused:
                if refused.http_status and 400 <= refused.http_status < 500 and refused.http_status != 429:
                    return None
                if refused.outcome == "too_large":
                    return body.getvalue()[:MOST_BYTES].decode("utf-8", "replace")
                raise NotFetched(
                    "failed", f"The robots.txt of the host cannot be read, so nothing is fetched. {refused}"
                ) from refused
            if answer.http_status not in _REDIRECTS:
                return body.getvalue().decode("utf-8", "replace")
            final = _target(final, answer)
            if what_is_wrong(final):
                return None
        return None


@asynccontextmanager
async def open_client(limits: FetchLimits, clock: Clock) -> AsyncGenerator[Client]:
    """A client with an honest name."""
    contact = f" (+{limits.contact})" if limits.contact else ""
    headers = {
        "User-Agent": f"{PRODUCT}/{version(PRODUCT)}{contact}",
        "Accept": "*/*",
        # Documents are packed already, and a small answer that unpacks without end is a trap.
        "Accept-Encoding": "identity",
    }
    hooks = {"response": [_keep_from_following]}
    async with httpx.AsyncClient(
        headers=headers, timeout=_PATIENCE, event_hooks=hooks, verify=_certificates()
    ) as http:
        yield Client(http, limits, clock)


@cache
def _certificates() -> ssl.SSLContext:
    """Reading all certificates takes longer than most requests."""
    return httpx.create_ssl_context()


async def _keep_from_following(response: httpx.Response) -> None:
    """Rename the header of redirects: httpx would fail at an address that it cannot follow."""
    if "location" in response.headers:
        response.headers[_TARGET] = response.headers.pop("location")


def _check_status(response: httpx.Response) -> None:
    """Raise where the status says that there is no content and no redirect."""
    status = response.status_code
    if status in (200, 203, 304) or (status in _REDIRECTS and _TARGET in response.headers):
        return
    said = f"The host answers {status} {response.reason_phrase}".rstrip() + "."
    if status in _GONE:
        raise NotFetched(
            "gone", f"There is nothing at the address any more, or never was ({status}).", status
        )
    if status in _MOMENTARY:
        raise _Momentary(said, _wait_asked_for(response.headers.get("retry-after", "")), status)
    raise NotFetched("failed", said, status)


def _wait_asked_for(retry_after: str) -> float | None:
    """Seconds until the time in Retry-After, which is a number of seconds or a date."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())


async def _read(response: httpx.Response, body: BinaryIO, accepts: Accepts | None, most_mb: float) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    digest, size, most = hashlib.sha256(), 0, most_mb * _MEGABYTE
    body.seek(0)
    body.truncate()
    if response.status_code in (200, 203):
        if accepts and not accepts(headers):
            raise NotFetched("not_a_document", "The link leads to a web page.", response.status_code)
        stated = headers.get("content-length", "")
        too_large = f"It has more than {most_mb:,.0f} MB. If it is a document, set YUSUAN_FETCH_MB."
        if stated.isdecimal() and int(stated) > most:
            raise NotFetched("too_large", too_large, response.status_code)
        async for piece in response.aiter_bytes():
            size += len(piece)
            if size > most:
                raise NotFetched("too_large", too_large, response.status_code)
            digest.update(piece)
            body.write(piece)
    disposition = next(
        (value for name, value in response.headers.raw if name.lower() == b"content-disposition"), None
    )
    return Answer(
        response.status_code, str(response.url), headers, disposition, False, digest.hexdigest(), size
    )


def _target(address: str, answer: Answer) -> str:
    return urldefrag(urljoin(address, answer.headers[_TARGET])).url
