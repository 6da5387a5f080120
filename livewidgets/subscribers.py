"""Subscribers: those who want each batch as it comes, without holding up the stream."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable

from livewidgets.data.batch import Batch

_log = logging.getLogger("livewidgets")

QUEUE_ROWS = 100_000
"""Rows that wait for one `async for` at most; then the oldest batches are dropped."""


class BatchQueue:
    """Batches on their way to one `async for`: bounded, the oldest make room.

    Attributes:
        missed: Rows that made room because the consumer was slower than the stream.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, rows: int = QUEUE_ROWS) -> None:
        self._loop = loop
        self._limit = rows
        self._lock = threading.Lock()
        self._batches: deque[Batch] = deque()
        self._rows = 0
        self._closed = False
        self._arrived = asyncio.Event()
        self.missed = 0

    def put(self, batch: Batch) -> None:
        """Take a batch; from any thread, never waits."""
        with self._lock:
            self._batches.append(batch)
            self._rows += len(batch)
            while self._rows > self._limit and len(self._batches) > 1:
                oldest = self._batches.popleft()
                self._rows -= len(oldest)
                self.missed += len(oldest)
        self._notify()

    def close(self) -> None:
        """No more will come; what is here is still handed out."""
        self._closed = True
        self._notify()

    async def get(self) -> Batch | None:
        """The next batch, or None when closed and empty."""
        while True:
            with self._lock:
                if self._batches:
                    batch = self._batches.popleft()
                    self._rows -= len(batch)
                    return batch
                self._arrived.clear()
            if self._closed:
                return None
            await self._arrived.wait()

    def _notify(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._arrived.set)


class Milestone:
    """A thread's wait for a number of rows, or for the end of the stream."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.event = threading.Event()


class Subscribers:
    """Whom a stream tells of new rows. Thread-safe; a callback that raises is counted.

    Attributes:
        errors: How many calls to users' functions raised.
        last_error: The last of them as a sentence; empty if none did.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._functions: tuple[Callable[[Batch], object], ...] = ()
        self._changes: tuple[Callable[[], object], ...] = ()
        self._queues: tuple[BatchQueue, ...] = ()
        self._milestones: tuple[Milestone, ...] = ()
        self.errors = 0
        self.last_error = ""

    def add_function(self, function: Callable[[Batch], object]) -> Callable[[], None]:
        """Call a user's function with each batch; returns what ends that."""
        with self._lock:
            self._functions = (*self._functions, function)
        return lambda: self._remove_function(function)

    def add_change(self, change: Callable[[], object]) -> Callable[[], None]:
        """Call when anything changed (rows, counts, status); returns what ends that."""
        with self._lock:
            self._changes = (*self._changes, change)
        return lambda: self._remove_change(change)

    def add_queue(self, queue: BatchQueue) -> None:
        with self._lock:
            self._queues = (*self._queues, queue)

    def remove_queue(self, queue: BatchQueue) -> None:
        with self._lock:
            self._queues = tuple(each for each in self._queues if each is not queue)

    def add_milestone(self, milestone: Milestone) -> None:
        with self._lock:
            self._milestones = (*self._milestones, milestone)

    def remove_milestone(self, milestone: Milestone) -> None:
        with self._lock:
            self._milestones = tuple(each for each in self._milestones if each is not milestone)

    def stored(self, batch: Batch, total: int) -> None:
        """Hand a batch to everybody; `total` rows have been stored since the beginning."""
        for queue in self._queues:
            queue.put(batch)
        for milestone in self._milestones:
            if total >= milestone.rows:
                milestone.event.set()
        for function in self._functions:
            try:
                function(batch)
            except Exception as error:
                self.errors += 1
                name = getattr(function, "__qualname__", repr(function))
                self.last_error = f"{type(error).__name__}: {error} (in {name})"
                _log.warning("a function given to on_batch raised", exc_info=error)

    def changed(self) -> None:
        """Tell those who draw that there is something new."""
        for change in self._changes:
            change()

    def ended(self) -> None:
        """Nothing more will come: let go of all who wait."""
        for queue in self._queues:
            queue.close()
        for milestone in self._milestones:
            milestone.event.set()

    def _remove_function(self, function: Callable[[Batch], object]) -> None:
        with self._lock:
            self._functions = tuple(each for each in self._functions if each is not function)

    def _remove_change(self, change: Callable[[], object]) -> None:
        with self._lock:
            # Bound methods are made anew at each access: compare by value.
            self._changes = tuple(each for each in self._changes if each != change)
