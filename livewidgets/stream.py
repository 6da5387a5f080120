"""Stream: joins the reader, the ring, the counters and the lifetime of one source."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping

from livewidgets.access import Access
from livewidgets.clock import SYSTEM, Clock
from livewidgets.data.batch import Batch, Reject
from livewidgets.data.counters import Counters, Counts
from livewidgets.data.duration import seconds
from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.errors import ArgumentError, ClosedError, SchemaError
from livewidgets.lifetime import REGISTRY
from livewidgets.runner import Job, Runner, runner_of
from livewidgets.sources.reader import Reader, Retry
from livewidgets.sources.source import Source, State
from livewidgets.status import Condition, Status
from livewidgets.subscribers import Subscribers

KEEP_ROWS = 1_000_000
STOP_TIMEOUT = 5.0
_OVER = (State.ENDED, State.FAILED)


class Stream(Access):
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
        units: Unit by column name, for axes and labels; looked up when needed, so that
            it may still grow (a header's units).
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
        clock: Clock = SYSTEM,
    ) -> None:
        self.source = source
        self.name = name or source.name
        self.named = name is not None
        self.clock = clock
        self.runner = runner_of(runner)
        self.ring = _ring(keep, seconds(lateness))
        self.subscribers = Subscribers()
        self.version = 0
        self._units: Mapping[str, str] = {} if units is None else units
        self._counters = Counters()
        self._condition = Condition(None if stale_after is None else seconds(stale_after))
        self._retry = retry or Retry()
        self._lock = threading.RLock()
        self._job: Job | None = None
        self._closed = False
        self._successor: Stream | None = None
        REGISTRY.made(self)

    # -- lifetime ---------------------------------------------------------------

    def start(self) -> Stream:
        """Begin to read; does nothing where it reads already.

        Raises:
            ClosedError: The cell that made it has run again; use its successor.
        """
        with self._lock:
            if self._successor is not None:
                raise ClosedError(
                    f"the stream {self.name!r} was replaced when its cell ran again; "
                    "use the one that the cell has made now"
                )
            if self._job is None or self._job.ended:
                self._closed = False
                self._condition.report(State.CONNECTING)
                reader = Reader(self.source, self, self.clock, retry=self._retry)
                self._job = self.runner.submit(reader.run())
                REGISTRY.started(self)
        self._changed()
        return self

    def wake(self) -> None:
        """Start if it was never started: what asking for data does."""
        if self._job is None and self._successor is None and not self._closed:
            self.start()

    def stop(self) -> None:
        """Stop reading and let go of the source; what was read stays at hand.

        From the runner's own loop this returns before the source is let go of;
        `aclose` waits for it there.
        """
        with self._lock:
            job, self._closed = self._job, True
        if job is not None:
            job.cancel()
            job.wait(STOP_TIMEOUT)
        REGISTRY.stopped(self)
        if self._condition.state not in _OVER:
            self._condition.report(State.ENDED, "stopped")
        self.subscribers.ended()
        self._changed()

    async def aclose(self) -> None:
        """Stop, and await that the source has been let go of."""
        self.stop()
        while self._job is not None and not self._job.ended:
            await asyncio.sleep(0)

    def replace_by(self, successor: Stream) -> None:
        """Stop, and send the pictures of this stream on to another."""
        self._successor = successor
        self.stop()

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

    # -- what a source writes to (any thread) --------------------------------------

    def put(self, batch: Batch) -> None:
        """Store rows: what a source calls, from any thread."""
        if self._closed or not len(batch):
            return
        now = self.clock.monotonic()
        try:
            appended = self.ring.append(batch)
        except SchemaError as error:
            self.reject(Reject(str(error), repr(batch.row(0)).encode(), rows=len(batch)))
            return
        self._counters.add(
            now,
            received=len(batch),
            stored=appended.stored,
            too_late=appended.too_late,
            evicted=appended.evicted,
        )
        self._condition.rows(now)
        self.subscribers.stored(batch, self.ring.total)
        self._changed()

    def reject(self, reject: Reject) -> None:
        """Count what cannot be used: what a source calls, from any thread."""
        self._counters.reject(reject)
        self._changed()

    def dropped(self, rows: int) -> None:
        """Count rows that a source had to let go before they could be stored."""
        self._counters.add(self.clock.monotonic(), received=rows, dropped=rows)
        self._changed()

    def report(self, state: State, sentence: str = "") -> None:
        """Take what the source says of itself: what a source calls, from any thread."""
        if self._closed:
            return
        self._condition.report(state, sentence)
        if state in _OVER:
            REGISTRY.stopped(self)
            self.subscribers.ended()
        self._changed()

    def pending(self, held: int) -> None:
        """Take how many bytes wait for the end of their record."""
        self._condition.pending(held, self.clock.monotonic())

    def _changed(self) -> None:
        self.version += 1
        self.subscribers.changed()

    # -- what it is doing ------------------------------------------------------------

    @property
    def status(self) -> Status:
        """What it is doing now, as a state, a sentence and the age of the newest rows."""
        return self._condition.status(self.clock.monotonic())

    @property
    def running(self) -> bool:
        """Whether it reads, or waits to read again."""
        return self._job is not None and not self._job.ended and not self._closed

    def holds_this_thread(self) -> bool:
        """Whether the calling thread is the one that reads this stream."""
        return self.runner.here()

    @property
    def counts(self) -> Counts:
        """Rows received, stored, rejected, too late, dropped and evicted."""
        return self._counters.snapshot()

    @property
    def rate(self) -> float:
        """Rows per second over about the last five seconds."""
        return self._counters.rate(self.clock.monotonic())

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """The last records that could not be used, with the reasons."""
        return self._counters.excerpts

    @property
    def schema(self) -> Schema | None:
        """The columns with kinds and units; None before the first rows."""
        known = self.ring.schema
        if known is None:
            return None
        return Schema(known.kinds, dict(self._units))

    def __repr__(self) -> str:
        return f"<Stream {self.name!r} {self.status}, {self.ring.rows:,} rows>"


def _ring(keep: int | str, lateness: float) -> Ring:
    if isinstance(keep, bool) or not isinstance(keep, (int, str)):
        raise ArgumentError(f"keep={keep!r}: give a number of rows, or a duration such as '10m'")
    if isinstance(keep, str):
        # Rows bound memory however fast the data come.
        return Ring(rows=KEEP_ROWS * 10, seconds=seconds(keep), lateness=lateness)
    if keep < 1:
        raise ArgumentError(f"keep={keep}: at least one row must be kept")
    return Ring(rows=keep, seconds=None, lateness=lateness)
