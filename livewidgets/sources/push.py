"""Push: items that user code hands over when it has them."""

from __future__ import annotations

import itertools
import operator
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import numpy as np

from livewidgets.clock import SYSTEM, Clock
from livewidgets.data.batch import Batch, Reject, join
from livewidgets.data.record_runs import Run
from livewidgets.data.records import Records
from livewidgets.errors import ArgumentError, ClosedError, show_excerpt
from livewidgets.runner import Wakeup
from livewidgets.sources.source import Sink, State

HELD = 10_000
"""Items kept while nobody reads; then the oldest are let go and counted."""

MOST = 4096
"""Items that make a batch at once, in the thread that pushes: so fast code waits for itself."""

DELAY = 0.02
"""Seconds between batches, while items keep coming: too short to see."""

PATIENCE = 1.0
"""Seconds that a push waits, at most, for another thread's batch to be stored."""

_SHAPES = 64  # that are remembered as good
_PLAIN = frozenset((float, int, bool, str, type(None), np.float64, np.float32, np.int64, np.bool_))
"""Types of which no value changes after it was pushed."""

_UNKNOWN: Any = object()

_Item = tuple[object, float, Run | None]
"""What is held: an item, when it came, and how items like it become columns at once."""


class Push:
    """A source that is fed by `push`, from any thread.

    An item is looked at in the caller's thread: once for each shape (names and types of the
    values), always where it holds more than plain values. What cannot be used raises there.
    Items are put together for 20 ms and stored by the reader's loop.

    Args:
        records: Makes batches of what comes.
        name: What it is called, for people.
        clock: Gives the time of arrival of what is pushed before anybody reads.
    """

    reconnects = False
    once = True  # what is pushed while nobody reads does not come again
    key: str | None = None

    def __init__(self, *, records: Records, name: str = "push", clock: Clock = SYSTEM) -> None:
        self.name = name
        self._records = records
        self._clock = clock
        self._lock = threading.Lock()  # of what is held: for microseconds
        self._putting = threading.RLock()  # of the records and the sink: one batch at a time
        self._held: deque[_Item] = deque()
        self._let_go = 0
        self._good: dict[Any, Run | None] = {}
        self._sink: Sink | None = None
        self._over = ""  # why nothing can be pushed any more
        self._news: Wakeup | None = None  # there while the reader waits for an item

    @property
    def units(self) -> Mapping[str, str]:
        """Units by column name; names of columns such as `temp [°C]` add to it."""
        return self._records.units

    def push(self, item: object) -> None:
        """Hand over one item: a number, a row, or rows, as `Records` takes them.

        It is copied, and stored within 20 ms; before the stream starts, the last 10,000 items
        are kept for it. About a microsecond for a few numbers.

        Raises:
            ArgumentError: It cannot be used: says why. The columns are those of the first.
            SchemaError: The columns or the time that are asked for are not in the first.
            ClosedError: `close` was called.
        """
        shape: Any = type(item)
        if isinstance(item, dict):
            shape = (shape, tuple(item), *map(type, item.values()))
        elif isinstance(item, (tuple, list)):
            shape = (shape, (), *map(type, item))
        run = self._good.get(shape, _UNKNOWN)
        if run is _UNKNOWN:
            item, run = self._checked(item, shape), None
        elif isinstance(item, (dict, list)):
            item = item.copy()
        with self._lock:
            if self._over:
                raise ClosedError(self._over)
            held = self._held
            if len(held) == HELD:
                held.popleft()
                self._let_go += 1
            held.append((item, self._clock.time(), run))
            full = len(held) >= MOST and self._sink is not None
            news, self._news = self._news, None
        if news is not None:
            news.set()
        if full and self._putting.acquire(timeout=PATIENCE):
            try:
                self.flush()
            finally:
                self._putting.release()

    def close(self, why: str = "") -> None:
        """There is no more: what was pushed is stored, and the stream ends.

        Args:
            why: What a later push is told; `it was closed` if empty.
        """
        with self._lock:
            self._over = f"{self.name} {why or 'was closed'}: nothing can be pushed any more"
            news, self._news = self._news, None
        if news is not None:
            news.set()

    def flush(self) -> None:
        """Store what is held now, where somebody reads; from any thread."""
        with self._putting:
            with self._lock:
                sink = self._sink
                if sink is None:
                    return
                held, self._held = self._held, deque()
                let_go, self._let_go = self._let_go, 0
            if let_go:
                sink.dropped(let_go)
            parts = [
                part
                for run, alike in itertools.groupby(held, key=operator.itemgetter(2))
                if (part := self._batch(run, list(alike), sink)) is not None
            ]
            if parts:
                sink.report(State.LIVE)
                sink.put(join(parts))

    def _batch(self, run: Run | None, held: list[_Item], sink: Sink) -> Batch | None:
        items, times, _ = zip(*held, strict=True)
        if run is not None:
            with suppress(OverflowError):  # then one by one, to find which
                return run.batch(items, times)
        return self._records.batch(items, times, sink.reject)

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Take what was kept, then what is pushed, until closed or cancelled."""
        news = Wakeup()
        sink.report(State.CONNECTING, "waiting for the first push")
        with self._lock:
            self._clock, self._sink = clock, sink
        try:
            while True:
                self.flush()
                if self._at_rest(news):
                    await news.wait()
                    news.clear()
                    self.flush()
                if self._ended():
                    return
                await clock.sleep(DELAY)
        finally:
            with self._putting, self._lock:
                self._sink = self._news = None

    def _at_rest(self, news: Wakeup) -> bool:
        """Whether there is nothing to store; then the next push wakes the reader."""
        with self._lock:
            if self._held or self._over:
                return False
            self._news = news
            return True

    def _ended(self) -> bool:
        with self._lock:
            return bool(self._over) and not self._held

    def _checked(self, item: object, shape: Any) -> object:
        """The item as it can be held, whoever writes to it later."""
        rejects: list[Reject] = []
        with self._putting:
            batch = self._records.batch([item], [self._clock.time()], rejects.append)
        if rejects or batch is None:
            why = rejects[0].reason if rejects else "it has no rows"
            excerpt = show_excerpt(rejects[0].excerpt) if rejects else type(item).__name__
            columns = self._records.columns
            known = f"; the columns are {', '.join(columns)}, as in the first" if columns else ""
            raise ArgumentError(f"push of {excerpt}: {why}{known}")
        if len(self._good) < _SHAPES and _is_plain(shape):
            self._good[shape] = self._records.run_of(item)
        return batch


def _is_plain(shape: Any) -> bool:
    """Whether a shape is one of plain values in a plain holder."""
    if not isinstance(shape, tuple):
        return shape in _PLAIN
    return shape[0] in (dict, tuple, list) and _PLAIN.issuperset(shape[2:])
