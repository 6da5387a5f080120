"""Stream: joins the reader, the ring, the counters and the lifetime of one source."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Mapping

from livewidgets.access import KEEP_ROWS, Access, Origin, no_origin, ring_of
from livewidgets.clock import SYSTEM, Clock
from livewidgets.data.batch import Batch, Reject
from livewidgets.data.counters import Counters
from livewidgets.data.duration import seconds
from livewidgets.derived import Derivable
from livewidgets.errors import ArgumentError, ClosedError, SchemaError
from livewidgets.lifetime import REGISTRY
from livewidgets.runner import Job, Runner, runner_of
from livewidgets.sources.reader import Reader, Retry
from livewidgets.sources.source import Source, State
from livewidgets.status import Condition, Status
from livewidgets.subscribers import Subscribers

STOP_TIMEOUT = 5.0
_OVER = (State.ENDED, State.FAILED)


class Stream(Access, Derivable):
    """Rows from a source, the newest of them kept, at hand for pictures and for code.

    Making one opens nothing. It starts when a picture of it is made, when it is asked
    for data, or by `start`; it stops by `stop`, at the end of its `with`, when the cell
    that made it runs again, and with the kernel.

    Args:
        source: What to read.
        keep: How much history to keep: rows (int) or a duration ("10m").
        lateness: How late a row may be, against the newest, to be put in order.
        runner: "thread" (goes on while a cell blocks), "asyncio", or a `Runner`.
        name: For people, and to be found again where cells have no identity.
        stale_after: The silence after which it is called stale; learned if None.
        retry: How to reconnect.
        units: Unit by column name, for axes and labels; the mapping may still grow.
        origin: Says where the times come from, for the schema.
        clock: Where the time comes from.

    Raises:
        ArgumentError: An argument cannot be used; says which and why.
    """

    def __init__(
        self,
        source: Source,
        *,
        keep: int | str = KEEP_ROWS,
        lateness: str | float = "5s",
        runner: str | Runner = "thread",
        name: str | None = None,
        stale_after: str | float | None = None,
        retry: Retry | None = None,
        units: Mapping[str, str] | None = None,
        origin: Origin = no_origin,
        clock: Clock = SYSTEM,
    ) -> None:
        if not callable(getattr(source, "read", None)):
            raise ArgumentError(
                f"{type(source).__name__} is no source; livewidgets.stream(...) makes a stream "
                "of generators, iterables and functions"
            )
        if name is not None and not isinstance(name, str):
            raise ArgumentError(f"name={name!r}: give a text")
        if units is not None and not isinstance(units, Mapping):
            raise ArgumentError(f"units={units!r}: give them by column name")
        self.source = source
        self.named = name is not None
        self.clock = clock
        self.runner = runner_of(runner)
        self.ring = ring_of(keep, seconds(lateness))
        self.subscribers = Subscribers()
        self.version = 0
        self._name = name
        self._versions = itertools.count(1)
        self.units: Mapping[str, str] = {} if units is None else units
        self.origin = origin
        self.counters = Counters()
        self._condition = Condition(None if stale_after is None else seconds(stale_after))
        self._retry = Retry.given(retry)
        self._lock = threading.RLock()
        self._jobs: tuple[Job, ...] = ()  # the last one reads; those before it are ending
        self._turn = 0  # how often it was started
        self._stopped = False
        self._closed = False  # to what a source still says when it has been stopped
        self._successor: Stream | None = None
        REGISTRY.made(self)

    @property
    def name(self) -> str:
        """For people: the given one, else the source's."""
        return self._name or self.source.name

    # -- lifetime ---------------------------------------------------------------

    def start(self) -> Stream:
        """Begin to read; does nothing where it reads already.

        Raises:
            ClosedError: A newer stream has taken its place, or its event loop is closed.
        """
        with self._lock:
            if self._successor is not None:
                raise ClosedError(
                    f"the stream {self.name!r} was replaced when its cell ran again; "
                    "use the one that the cell has made now"
                )
            if not self.running or self._condition.state in _OVER:
                self._begin()
        self.touch()
        return self

    def wake(self) -> None:
        """Start if it was never started: what asking for data does."""
        with self._lock:
            if self._jobs or self._stopped:
                return
            self._begin()
        self.touch()

    def stop(self, why: str = "stopped") -> None:
        """Stop reading and let go of the source; what was read stays at hand, and why is told.

        From the runner's own loop, and from a function given to `on_batch`, this returns
        before the source is let go of; `aclose` waits for it.
        """
        self._stop(why)

    async def aclose(self) -> None:
        """Stop, and await that the source has been let go of."""
        try:
            for job in self._cancel():
                await job.join()
        finally:
            self._settle("stopped")

    def replace_by(self, successor: Stream) -> None:
        """Stop, and send the pictures of this stream on to another."""
        with self._lock:
            if successor.current() is self:
                return  # there would be no end to it
            self._successor = successor
        self._stop("replaced by a newer one")

    def current(self) -> Stream:
        """This stream, or the one that took its place when its cell ran again."""
        stream = self
        while stream._successor is not None:
            stream = stream._successor
        return stream

    def __enter__(self) -> Stream:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _begin(self) -> None:
        before = tuple(job for job in self._jobs if not job.ended)
        self._stopped, self._closed = False, bool(before)
        self._condition.report(State.CONNECTING)
        REGISTRY.started(self)  # before it can come to its end
        self._turn += 1
        try:
            self._jobs = (*before, self.runner.submit(self._read(self._turn, before)))
        except BaseException as error:
            REGISTRY.stopped(self)
            self._condition.report(State.FAILED, str(error))
            raise

    async def _read(self, turn: int, before: tuple[Job, ...]) -> None:
        for job in before:  # which must have let go of the source
            await job.join()
        with self._lock:
            if self._stopped or turn != self._turn:
                return
            self._closed = False
        try:
            await Reader(self.source, self, self.clock, retry=self._retry).run()
        except asyncio.CancelledError:
            if turn == self._turn:  # and unheard if stop() has cancelled it
                self.report(State.ENDED, "its event loop has ended")
            raise
        except (SystemExit, KeyboardInterrupt) as error:
            self.report(State.FAILED, f"{type(error).__name__} was raised while it was read")
            raise

    def _stop(self, why: str) -> None:
        jobs = self._cancel()
        try:
            if not self.subscribers.calls_here:  # the source cannot end before this returns
                for job in jobs:
                    job.wait(STOP_TIMEOUT)
        finally:
            self._settle(why)

    def _cancel(self) -> tuple[Job, ...]:
        with self._lock:
            self._stopped = self._closed = True
            jobs = self._jobs
        for job in jobs:
            job.cancel()
        return jobs

    def _settle(self, why: str) -> None:
        with self._lock:
            if not self._stopped:
                return  # another thread has started it again
            self._over(State.ENDED, why)
        self.touch()

    def _over(self, state: State, sentence: str) -> None:
        REGISTRY.stopped(self)
        if self._condition.state not in _OVER:
            self._condition.report(state, sentence)
        self.subscribers.ended()

    # -- what a source writes to (any thread) --------------------------------------

    def put(self, batch: Batch) -> None:
        """Store rows: what a source calls, from any thread."""
        if self._closed or not len(batch):
            return
        now = self.clock.monotonic()
        try:
            appended = self.ring.append(batch)
        except SchemaError as error:
            return self.reject(Reject(str(error), repr(batch.row(0)).encode(), rows=len(batch)))
        self.counters.add(
            now,
            received=len(batch),
            stored=appended.stored,
            too_late=appended.too_late,
            evicted=appended.evicted,
        )
        self._condition.rows(now)
        self._condition.columns_came(appended.added, len(batch.columns), now)
        self.subscribers.stored(batch, appended.total, appended.rows)
        self.touch()

    def reject(self, reject: Reject) -> None:
        """Count what cannot be used: what a source calls, from any thread."""
        if not self._closed:
            self.counters.reject(reject)
            self._condition.rejected(reject.rows, reject.reason)
            self.touch()

    def dropped(self, rows: int) -> None:
        """Count rows that a source had to let go before they could be stored."""
        if not self._closed:
            self.counters.add(self.clock.monotonic(), received=rows, dropped=rows)
            self.touch()

    def report(self, state: State, sentence: str = "") -> None:
        """Take what the source says of itself: what a source calls, from any thread."""
        with self._lock:
            if self._closed:
                return
            if state in _OVER:
                self._over(state, sentence)
            else:
                self._condition.report(state, sentence)
        self.touch()

    def pending(self, held: int) -> None:
        """Take how many bytes wait for the end of their record."""
        if not self._closed:
            self._condition.pending(held, self.clock.monotonic())

    def touch(self) -> None:
        """Have its pictures drawn again: for what is shown of it beside its rows."""
        # Never the same number twice, whichever thread is first: a picture compares them.
        self.version = next(self._versions)
        self.subscribers.changed()

    # -- what it is doing ------------------------------------------------------------

    @property
    def status(self) -> Status:
        """What it is doing now, as a state, a sentence and the age of the newest rows."""
        return self._condition.status(self.clock.monotonic())

    @property
    def running(self) -> bool:
        """Whether it reads, or waits to read again."""
        return bool(self._jobs) and not self._jobs[-1].ended and not self._stopped

    def holds_this_thread(self) -> bool:
        """Whether the calling thread is one that reads this stream."""
        return self.runner.here() or self.subscribers.calls_here

    def __repr__(self) -> str:
        return f"<Stream {self.name!r} {self.status}, {self.ring.rows:,} rows>"
