"""Push: items that user code hands over when it has them."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Mapping

from livewidgets.clock import SYSTEM, Clock
from livewidgets.data.records import Records
from livewidgets.errors import ClosedError
from livewidgets.sources.source import Sink, State

HELD = 10_000
"""Items kept while nobody reads; then the oldest are let go and counted."""


class Push:
    """A source that is fed by `push`, from any thread.

    Args:
        records: Makes batches of what comes.
        name: What it is called, for people.
        clock: Gives the time of arrival of what is pushed before anybody reads.
    """

    reconnects = False
    key: str | None = None

    def __init__(self, *, records: Records, name: str = "push", clock: Clock = SYSTEM) -> None:
        self.name = name
        self._records = records
        self._clock = clock
        self._lock = threading.Lock()
        self._held: deque[tuple[object, float]] = deque(maxlen=HELD)
        self._let_go = 0
        self._sink: Sink | None = None
        self._closed = False
        self._reading: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    @property
    def units(self) -> Mapping[str, str]:
        """Units by column name; names of columns such as `temp [°C]` add to it."""
        return self._records.units

    def push(self, item: object) -> None:
        """Hand over one item: a number, a row, or rows, as `Records` takes them.

        Goes straight to the stream that reads; before it starts, the last 10,000 items
        are kept for it.

        Raises:
            ClosedError: `close` was called.
        """
        with self._lock:
            if self._closed:
                raise ClosedError(f"{self.name} was closed: nothing can be pushed any more")
            now = self._clock.time()
            if self._sink is not None:
                self._put(self._sink, [item], [now])
                return
            self._let_go += len(self._held) == HELD
            self._held.append((item, now))

    def close(self) -> None:
        """There is no more: the stream ends."""
        with self._lock:
            self._closed = True
            reading = self._reading
        if reading is not None:
            loop, ended = reading
            if not loop.is_closed():
                loop.call_soon_threadsafe(ended.set)

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Take what was kept, then what is pushed, until closed or cancelled."""
        ended = asyncio.Event()
        with self._lock:
            self._clock, self._sink = clock, sink
            self._reading = (asyncio.get_running_loop(), ended)
            self._hand_over(sink)
            closed = self._closed
        try:
            if not closed:
                await ended.wait()
        finally:
            with self._lock:
                self._sink = self._reading = None

    def _hand_over(self, sink: Sink) -> None:
        sink.report(State.CONNECTING, "waiting for the first push")
        if self._let_go:
            sink.dropped(self._let_go)
        if self._held:
            items, times = zip(*self._held, strict=True)
            self._put(sink, list(items), list(times))
        self._held.clear()
        self._let_go = 0

    def _put(self, sink: Sink, items: list[object], times: list[float]) -> None:
        batch = self._records.batch(items, times, sink.reject)
        if batch is not None and len(batch):
            sink.report(State.LIVE)
            sink.put(batch)
