"""Subscribers: those who want each batch as it comes, without holding up the stream."""

from __future__ import annotations

import logging
import threading
import weakref
from collections import deque
from collections.abc import Callable

from livewidgets.data.batch import Batch
from livewidgets.runner import Wakeup

_log = logging.getLogger("livewidgets")

QUEUE_ROWS = 100_000
"""Rows that wait for one `async for` at most; then the oldest batches are dropped."""


class BatchQueue:
    """Batches on their way to one `async for`: bounded, the oldest make room.

    Made on the event loop of its consumer.

    Args:
        rows: How many may wait; a batch that is larger by itself waits alone.

    Attributes:
        missed: Rows that made room because the consumer was slower than the stream.
    """

    def __init__(self, rows: int = QUEUE_ROWS) -> None:
        self._limit = rows
        self._lock = threading.Lock()
        self._batches: deque[Batch] = deque()
        self._rows = 0
        self._closed = False
        self._news = Wakeup()
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
        self._news.set()

    def close(self) -> None:
        """No more will come; what is here is still handed out."""
        with self._lock:
            self._closed = True
        self._news.set()

    def __aiter__(self) -> BatchQueue:
        return self

    async def __anext__(self) -> Batch:
        while True:
            with self._lock:
                if self._batches:
                    batch = self._batches.popleft()
                    self._rows -= len(batch)
                    return batch
                if self._closed:
                    raise StopAsyncIteration
            await self._news.wait()
            self._news.clear()


class Milestone:
    """A thread's wait for a number of rows, or for the end of the stream."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.event = threading.Event()


class _Entry:
    """A function that was given; an identity of its own, as it may be given twice."""

    __slots__ = ("call",)

    def __init__(self, call: Callable[..., object]) -> None:
        self.call = call


class Subscribers:
    """Whom a stream tells of new rows. Thread-safe; a callback that raises is counted.

    Attributes:
        errors: How many calls to users' functions raised.
        last_error: The last of them as a sentence; empty if none did.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._functions: tuple[_Entry, ...] = ()
        self._changes: tuple[_Entry, ...] = ()
        self._followers: tuple[_Entry, ...] = ()
        self._queues: tuple[weakref.ref[BatchQueue], ...] = ()
        self._milestones: tuple[Milestone, ...] = ()
        self._calls = threading.local()
        self.errors = 0
        self.last_error = ""

    @property
    def calls_here(self) -> bool:
        """Whether a user's function is being called in this very thread."""
        return getattr(self._calls, "depth", 0) > 0

    def add_function(self, function: Callable[[Batch], object]) -> Callable[[], None]:
        """Call a user's function with each batch; returns what ends that."""
        entry = _Entry(function)
        with self._lock:
            self._functions = (*self._functions, entry)
        return lambda: self._remove(entry)

    @property
    def followers(self) -> int:
        """How many follow what is stored."""
        return len(self._followers)

    def add_follower(self, follower: Callable[[Batch, int, int], object]) -> Callable[[], None]:
        """Hand on what is stored: the rows, how many there are with them, and how many were
        too late to be among them. In the thread that stores them; it may not raise."""
        entry = _Entry(follower)
        with self._lock:
            self._followers = (*self._followers, entry)
        return lambda: self._remove(entry)

    def add_change(self, change: Callable[[], object]) -> Callable[[], None]:
        """Call when anything changed (rows, counts, status); returns what ends that."""
        entry = _Entry(change)
        with self._lock:
            self._changes = (*self._changes, entry)
        return lambda: self._remove(entry)

    def add_queue(self, queue: BatchQueue) -> None:
        """Hand batches to a queue as long as its consumer keeps it."""
        with self._lock:
            living = (each for each in self._queues if each() is not None)
            self._queues = (*living, weakref.ref(queue))

    def add_milestone(self, milestone: Milestone) -> None:
        with self._lock:
            self._milestones = (*self._milestones, milestone)

    def remove_milestone(self, milestone: Milestone) -> None:
        with self._lock:
            self._milestones = tuple(each for each in self._milestones if each is not milestone)

    def stored(self, batch: Batch, total: int, kept: Batch | None = None) -> None:
        """Hand a batch to everybody; `total` rows have been stored since the beginning.

        Args:
            batch: All rows that came.
            total: How many were stored up to these.
            kept: Those that were stored; None if all of them.
        """
        functions, followers = self._functions, self._followers
        self._calls.depth = getattr(self._calls, "depth", 0) + 1
        try:
            kept = batch if kept is None else kept
            for entry in followers:  # first: who waits for rows finds what is made of them
                entry.call(kept, total, len(batch) - len(kept))
            self._hand_over(batch, total)
            for entry in functions:
                self._call(entry.call, batch)
        finally:
            self._calls.depth -= 1

    def changed(self) -> None:
        """Tell those who draw that there is something new."""
        for entry in self._changes:
            entry.call()

    def ended(self) -> None:
        """Nothing more will come: let go of all who wait."""
        for reference in self._queues:
            if (queue := reference()) is not None:
                queue.close()
        for milestone in self._milestones:
            milestone.event.set()

    def _hand_over(self, batch: Batch, total: int) -> None:
        for reference in self._queues:
            if (queue := reference()) is not None:
                queue.put(batch)
        for milestone in self._milestones:
            if total >= milestone.rows:
                milestone.event.set()

    def _call(self, function: Callable[[Batch], object], batch: Batch) -> None:
        try:
            function(batch)
        except (Exception, SystemExit) as error:
            name = getattr(function, "__qualname__", repr(function))
            sentence = f"{type(error).__name__}: {error} (in {name})"
            with self._lock:
                known = sentence == self.last_error
                self.errors += 1
                self.last_error = sentence
            if not known:  # it may raise a thousand times a second
                _log.warning("a function given to on_batch raised", exc_info=error)

    def _remove(self, entry: _Entry) -> None:
        with self._lock:
            self._functions = tuple(each for each in self._functions if each is not entry)
            self._changes = tuple(each for each in self._changes if each is not entry)
            self._followers = tuple(each for each in self._followers if each is not entry)
