"""Coalescer: puts items together when they come fast, and lets none wait when they do not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from livewidgets.clock import Clock
from livewidgets.data.batch import Reject
from livewidgets.data.records import Records
from livewidgets.sources.source import Sink, State

DELAY = 0.02
"""Seconds that an item may wait for others: too short to see."""

MOST = 4096
"""Items in one batch."""


class Coalescer:
    """Items on their way to a sink, in their order; `add` and `flush` from any thread.

    An item that comes 20 ms or more after the last batch is put at once, alone. Others
    are held until 20 ms after that batch or until there are 4,096 of them; `flush_when_due`
    puts them when no further item comes to do it.

    Args:
        records: Makes batches of items.
        sink: What the batches are put to.
        clock: Where the time of arrival comes from.
        wake: Called, in any thread, when the first item is held.
    """

    def __init__(
        self, records: Records, sink: Sink, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._records, self._sink, self._clock, self._wake = records, sink, clock, wake
        self._lock = threading.Lock()
        self._items: list[object] = []
        self._times: list[float] = []
        self._last_put = float("-inf")
        self._said: str | None = None
        self._closed = False

    def add(self, item: object) -> None:
        """Take an item that has just come."""
        with self._lock:
            if self._closed:
                return
            now = self._clock.monotonic()
            self._items.append(item)
            self._times.append(self._clock.time())
            if now - self._last_put >= DELAY or len(self._items) >= MOST:
                self._put()
            first_held = len(self._items) == 1
        if first_held:
            self._wake()

    def fail(self, reason: str) -> None:
        """Count a reading that failed, and say so until there is one again."""
        with self._lock:
            if self._closed:
                return
            if self._items:
                self._put()
            self._sink.reject(Reject(reason, b""))
            self._say(reason)

    def flush(self) -> None:
        """Put what is held."""
        with self._lock:
            if self._items and not self._closed:
                self._put()

    def close(self) -> None:
        """Put nothing any more; when this returns no `put` is under way."""
        with self._lock:
            self._closed = True
            self._items, self._times = [], []

    async def flush_when_due(self, due: asyncio.Event) -> None:
        """Put what is held as soon as it may wait no longer; for ever.

        Args:
            due: Set by `wake`.
        """
        while True:
            await due.wait()
            due.clear()
            await self._clock.sleep(self._last_put + DELAY - self._clock.monotonic())
            self.flush()

    def _put(self) -> None:
        items, self._items = self._items, []
        times, self._times = self._times, []
        self._say("")
        batch = self._records.batch(items, times, self._sink.reject)
        if batch is not None and len(batch):
            self._sink.put(batch)
        # Taken afterwards, so that a slow sink does not make every item a batch.
        self._last_put = self._clock.monotonic()

    def _say(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self._sink.report(State.LIVE, sentence)
