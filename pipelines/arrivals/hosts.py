"""The turns of hosts: one request at a time for each, with time between them, many hosts at once."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

# What a host may ask for in its robots.txt; more would be a way to say no.
_LONGEST_DELAY = 60.0
# A host that so many addresses got no answer from is asked no more.
_UNANSWERED = 3


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the fetcher sees it; tests put their own in its place. ``jitter`` is between 0.5 and 1.5."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = lambda: random.uniform(0.5, 1.5)


class Hosts:
    """When each host may be asked next."""

    def __init__(self, delay_seconds: float, clock: Clock) -> None:
        self.clock = clock
        self._delay_seconds = delay_seconds
        self._delays: dict[str, float] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._next: dict[str, float] = {}
        self._unanswered: Counter[str] = Counter()

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncGenerator[None]:
        """Wait until the host may be asked, and keep others from asking it meanwhile."""
        async with self._locks[host]:
            while (wait := self._next.get(host, 0.0) - self.clock.now()) > 0:
                await self.clock.sleep(wait)
            try:
                yield
            finally:
                self.postpone(host, self._delays.get(host, self._delay_seconds))

    def postpone(self, host: str, seconds: float) -> None:
        """Ask the host not before so many seconds have passed."""
        self._next[host] = max(self._next.get(host, 0.0), self.clock.now() + seconds)

    def slow_down(self, host: str, delay_seconds: float) -> None:
        """Leave more time between the requests to a host, because it asks for that."""
        self._delays[host] = max(self._delay_seconds, min(delay_seconds, _LONGEST_DELAY))

    def answered(self, host: str) -> None:
        """The host has answered."""
        self._unanswered[host] = 0

    def did_not_answer(self, host: str) -> None:
        """The host gave no answer for one address, however often it was asked."""
        self._unanswered[host] += 1

    def is_silent(self, host: str) -> bool:
        """Is it no use to ask the host for another address in this run?"""
        return self._unanswered[host] >= _UNANSWERED
