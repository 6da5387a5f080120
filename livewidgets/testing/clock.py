"""A clock that stands still until a test moves it."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import threading
import weakref
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

from livewidgets.clock import SYSTEM
from livewidgets.runner import Wakeup, tell

T = TypeVar("T")

_SETTLE_ROUNDS = 25
"""Passes of an event loop in which tasks that wake each other come to rest."""

_LOOK_AGAIN = 0.05
"""Seconds after which it is looked whether the loop of another thread runs still."""


class VirtualClock:
    """Implements `livewidgets.clock.Clock`; time passes only in `advance`.

    Sleepers of any event loop are woken in the order of their deadlines, and each loop
    comes to rest before the next one is woken: the same program gives the same sequence
    of events each time. Threads that wait in `block` see the time too, but nobody waits
    for what they do then.

    Args:
        start: The first wall time, in seconds since 1970-01-01 UTC.
    """

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        self._start = start
        self._elapsed = 0.0
        self._lock = threading.Lock()
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._loops: weakref.WeakSet[asyncio.AbstractEventLoop] = weakref.WeakSet()

    def time(self) -> float:
        return self._start + self._elapsed

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        loop = asyncio.get_running_loop()
        woken: asyncio.Future[None] = loop.create_future()
        with self._lock:
            self._loops.add(loop)
            entry = (self._elapsed + seconds, next(self._order), woken)
            heapq.heappush(self._sleepers, entry)
        await woken

    async def within(self, seconds: float | None, awaitable: Awaitable[T]) -> T:
        task = asyncio.ensure_future(awaitable)
        if seconds is None:
            return await task
        timer = asyncio.ensure_future(self.sleep(seconds))
        try:
            await asyncio.wait({task, timer}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise TimeoutError(f"nothing within {seconds:g} s")
        finally:
            for each in (task, timer):
                each.cancel()
            await asyncio.gather(task, timer, return_exceptions=True)

    def block(self, event: threading.Event, seconds: float | None) -> bool:
        if seconds is None:
            return event.wait()
        deadline = self._elapsed + seconds
        # Another thread moves the time; this one looks at both in turn.
        while self._elapsed < deadline:
            if event.wait(0.001):
                return True
        return event.is_set()

    async def advance(self, seconds: float) -> None:
        """Let time pass, waking each sleeper at its own moment.

        Args:
            seconds: How far to go.

        Raises:
            ValueError: It is negative; time does not go back.
        """
        if seconds < 0:
            raise ValueError(f"a clock cannot advance by {seconds} s: time does not go back")
        target = self._elapsed + seconds
        await self._settle()
        while True:
            with self._lock:
                if not self._sleepers or self._sleepers[0][0] > target:
                    break
                deadline, _, woken = heapq.heappop(self._sleepers)
                self._elapsed = max(self._elapsed, deadline)
            _wake(woken)
            await self._settle()
        self._elapsed = target
        await self._settle()

    async def _settle(self) -> None:
        here = asyncio.get_running_loop()
        await _passes()
        for loop in list(self._loops):
            if loop is not here and loop.is_running():
                await _passes_of(loop)
        await _passes()


def _wake(woken: asyncio.Future[None]) -> None:
    def wake() -> None:
        if not woken.done():
            woken.set_result(None)

    tell(woken.get_loop(), wake)


async def _passes_of(loop: asyncio.AbstractEventLoop) -> None:
    """As many passes of the loop of another thread, which may end before they are over."""
    over = Wakeup()
    left = _SETTLE_ROUNDS

    def step() -> None:
        nonlocal left
        left -= 1
        if left:
            loop.call_soon(step)
        else:
            over.set()

    tell(loop, step)
    while left and loop.is_running():
        with suppress(TimeoutError):
            await SYSTEM.within(_LOOK_AGAIN, over.wait())


async def _passes() -> None:
    for _ in range(_SETTLE_ROUNDS):
        await asyncio.sleep(0)
