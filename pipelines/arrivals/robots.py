"""What the robots.txt of hosts allows, read once in a run (RFC 9309)."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from pipelines.arrivals.addresses import host_of

# So much of the file counts.
MOST_BYTES = 512 * 1024

ReadText = Callable[[str], Awaitable[str | None]]


class Robots:
    """Asks each origin once. ``read_text`` gives the text at an address, None where there is none.

    ``slow_down`` receives the delay that a host asks for, in seconds.
    """

    def __init__(self, product: str, read_text: ReadText, slow_down: Callable[[str, float], None]) -> None:
        self._product = product
        self._read_text = read_text
        self._slow_down = slow_down
        self._rules: dict[str, RobotFileParser | Exception] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def allow(self, address: str) -> bool:
        """May the address be asked for? Raises what reading the robots.txt raises: then it may not."""
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._locks[origin]:
            if origin not in self._rules:
                self._rules[origin] = await self._read(origin)
        rules = self._rules[origin]
        if isinstance(rules, Exception):
            raise rules
        return rules.can_fetch(self._product, address)

    async def _read(self, origin: str) -> RobotFileParser | Exception:
        rules = RobotFileParser()
        try:
            text = await self._read_text(f"{origin}/robots.txt")
        except Exception as error:  # it is the answer for all addresses of the origin
            return error
        rules.parse((text or "").removeprefix("\ufeff").splitlines())
        delay = rules.crawl_delay(self._product)
        if delay:
            self._slow_down(host_of(origin), float(delay))
        return rules
