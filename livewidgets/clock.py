"""Time: the only module that reads a clock or waits for one.

Everything that needs the time is handed a `Clock`. The virtual clock of
`livewidgets.testing` implements the same protocol, so that the same batches give
the same frames, to the byte, with no waiting.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Clock(Protocol):
    """What the library asks of a clock. All durations are in seconds."""

    def time(self) -> float:
        """The wall time, in seconds since 1970-01-01 UTC."""

    def monotonic(self) -> float:
        """A time that never goes backward, in seconds from an arbitrary zero."""

    async def sleep(self, seconds: float) -> None:
        """Wait, without holding up the event loop."""

    async def within(self, seconds: float | None, awaitable: Awaitable[T]) -> T:
        """Await something for at most `seconds`; None is for ever.

        Raises:
            TimeoutError: The time is up; the awaitable was cancelled.
        """

    def block(self, event: threading.Event, seconds: float | None) -> bool:
        """Hold the calling thread until the event is set; False if the time was up first."""


class SystemClock:
    """The machine's own clock."""

    def time(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))

    async def within(self, seconds: float | None, awaitable: Awaitable[T]) -> T:
        # Not wait_for: on 3.11 it loses a cancel that comes together with the result.
        async with asyncio.timeout(seconds):
            return await awaitable

    def block(self, event: threading.Event, seconds: float | None) -> bool:
        return event.wait(seconds)


SYSTEM: Clock = SystemClock()
"""The clock that is used where none is given."""
