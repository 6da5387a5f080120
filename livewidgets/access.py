"""Access: a stream's data at hand, for code beside the pictures."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, SupportsIndex

import numpy as np
from numpy.typing import NDArray

from livewidgets.clock import Clock
from livewidgets.data.batch import Batch, Reject
from livewidgets.data.counters import Counters, Counts
from livewidgets.data.duration import seconds
from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema, TimeOrigin
from livewidgets.errors import ArgumentError, ClosedError, MissingExtra, SchemaError
from livewidgets.runner import Runner, Wakeup
from livewidgets.sources.source import State
from livewidgets.status import Status
from livewidgets.subscribers import BatchQueue, Milestone, Subscribers

if TYPE_CHECKING:
    import pandas as pd

KEEP_ROWS = 1_000_000
"""Rows that are kept where nothing else is said."""

Origin = Callable[[], TimeOrigin | None]
"""Says where the times of a stream come from, when that is known."""

_OVER = (State.ENDED, State.FAILED)


class _Readable(Protocol):
    """What access needs of the stream that it belongs to."""

    clock: Clock
    ring: Ring
    runner: Runner
    counters: Counters
    units: Mapping[str, str]
    origin: Origin
    subscribers: Subscribers

    @property
    def name(self) -> str: ...
    @property
    def status(self) -> Status: ...
    @property
    def schema(self) -> Schema | None: ...
    def wake(self) -> None: ...
    def holds_this_thread(self) -> bool: ...


class Access:
    """Ways to get at the rows; asking for data starts a stream that was never started."""

    @property
    def schema(self: _Readable) -> Schema | None:
        """The columns with kinds and units, and the time's origin; None before the first rows."""
        known = self.ring.schema
        if known is None:
            return None
        return Schema(known.kinds, dict(self.units), self.origin())

    @property
    def counts(self: _Readable) -> Counts:
        """Rows received, stored, rejected, too late, dropped and evicted."""
        return self.counters.snapshot()

    @property
    def rate(self: _Readable) -> float:
        """Rows per second over about the last five seconds."""
        return self.counters.rate(self.clock.monotonic())

    @property
    def rejects(self: _Readable) -> tuple[Reject, ...]:
        """The last records that could not be used, with the reasons."""
        return self.counters.excerpts

    @property
    def latest(self: _Readable) -> dict[str, Any] | None:
        """The newest row as plain values, `time` (s since 1970 UTC) included; None if none."""
        self.wake()
        newest = self.ring.last(1)
        return newest.row(0) if len(newest) else None

    @property
    def time(self: _Readable) -> NDArray[np.float64]:
        """The times in the ring, float64 seconds since 1970 UTC, oldest first; read-only.

        For times and columns of one and the same moment take `rows`.
        """
        self.wake()
        return self.ring.last(self.ring.rows).time

    def __getitem__(self: _Readable, column: str) -> NDArray[Any]:
        """A column's values in the ring, oldest first; read-only. "time" gives `time`.

        Raises:
            SchemaError: There is no such column, or no data yet.
            ArgumentError: It is no text; also for `for row in stream`, `x in stream`.
        """
        if not isinstance(column, str):
            raise ArgumentError(
                f"columns are named by text, as in stream['temp'], not by {column!r}; "
                "rows(n) gives the newest rows, `async for batch in stream` each batch as it "
                "comes, stream.schema the names of the columns"
            )
        self.wake()
        if column == "time":
            return self.ring.last(self.ring.rows).time
        schema = self.schema
        if schema is None:
            raise SchemaError(
                f"the stream {self.name!r} has no columns yet ({self.status}); "
                "wait(rows=1) waits for the first row"
            )
        schema.require(column)
        return self.ring.last(self.ring.rows).columns[column]

    def rows(self: _Readable, count: int | None = None) -> Batch:
        """The newest `count` rows (None: all that are kept), oldest first.

        Raises:
            ArgumentError: It is no number of rows.
        """
        wanted = self.ring.rows if count is None else _whole(count)
        if wanted is None or wanted < 0:
            raise ArgumentError(f"rows({count!r}): give the number of rows, or nothing for all")
        self.wake()
        return self.ring.last(self.ring.rows if count is None else wanted)

    def to_pandas(self: _Readable) -> pd.DataFrame:
        """What is kept as a DataFrame, indexed by time (UTC).

        Raises:
            MissingExtra: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtra("pandas", "pandas", "to_pandas()") from None
        self.wake()
        batch = self.ring.last(self.ring.rows)
        index = pandas.to_datetime(batch.time, unit="s", utc=True)
        return pandas.DataFrame(dict(batch.columns), index=index.rename("time"))

    def wait(self: _Readable, rows: int = 1, timeout: float | str | None = 10.0) -> None:
        """Hold this thread until `rows` rows have been stored since the beginning.

        Args:
            rows: How many, counted from the stream's first row; at least 1.
            timeout: In seconds, or as "10s"; 0 does not wait, None waits for ever.

        Raises:
            TimeoutError: Fewer came in time; says how many, and what the stream does.
            ClosedError: The stream ended with fewer.
            ArgumentError: This thread runs the stream (use `await until(rows)`), or an
                argument cannot be used.
        """
        limit = _limit(rows, timeout)
        self.wake()
        if self.holds_this_thread():
            raise ArgumentError(
                "wait() would hold the thread that reads this stream; "
                f"use: await stream.until(rows={rows})"
            )
        start = self.clock.monotonic()
        milestone = Milestone(rows)
        self.subscribers.add_milestone(milestone)
        try:
            while not _decided(self, rows):
                left = None if limit is None else start + limit - self.clock.monotonic()
                if left is not None and left <= 0:
                    break
                self.clock.block(milestone.event, left)
                milestone.event.clear()
        finally:
            self.subscribers.remove_milestone(milestone)
        _judge(self, rows, limit)

    async def until(self: _Readable, rows: int = 1, timeout: float | str | None = 10.0) -> None:
        """`wait`, for coroutines: awaits instead of holding the thread."""
        limit = _limit(rows, timeout)
        self.wake()
        news = Wakeup()
        remove = self.subscribers.add_change(news.set)

        async def decided() -> None:
            while not _decided(self, rows):
                await news.wait()
                news.clear()

        try:
            await self.clock.within(limit, decided())
        except TimeoutError:
            pass
        finally:
            remove()
        _judge(self, rows, limit)

    def on_batch(self: _Readable, function: Callable[[Batch], object]) -> Callable[[], None]:
        """Call a function with each batch as it comes; returns what ends that.

        It is called on the reader's thread, so it must be quick, and touch no widget.
        Rows that are too late for the ring are in the batch all the same.
        If it raises, that is counted and shown on the status, and the stream goes on.

        Raises:
            ArgumentError: It cannot be called.
        """
        if not callable(function):
            raise ArgumentError(
                f"on_batch takes a function of one batch, not {type(function).__name__}"
            )
        self.wake()
        return self.subscribers.add_function(function)

    def __aiter__(self: _Readable) -> BatchQueue:
        """Each batch from now on, in order of arrival, until the stream ends.

        A consumer that is slower than the stream misses the oldest rows (at most
        100,000 wait for it); `missed` of what `aiter(stream)` gives tells how many.
        """
        self.wake()
        queue = BatchQueue()
        self.subscribers.add_queue(queue)
        if self.status.state in _OVER:
            queue.close()
        return queue


def ring_of(keep: int | str, lateness: float) -> Ring:
    """The ring that keeps so many rows, or so much time ("10m").

    Raises:
        ArgumentError: It is neither.
    """
    if isinstance(keep, str):
        # Rows bound memory however fast the data come.
        return Ring(rows=KEEP_ROWS * 10, seconds=seconds(keep), lateness=lateness)
    rows = _whole(keep)
    if rows is None:
        raise ArgumentError(f"keep={keep!r}: give a number of rows, or a duration such as '10m'")
    if rows < 1:
        raise ArgumentError(f"keep={keep}: at least one row must be kept")
    return Ring(rows=rows, seconds=None, lateness=lateness)


def _whole(value: object) -> int | None:
    """A whole number of Python's or numpy's; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        return None
    return operator.index(value)


def _limit(rows: object, timeout: float | str | None) -> float | None:
    if (_whole(rows) or 0) < 1:
        raise ArgumentError(f"rows={rows!r}: give the number of rows to wait for, 1 or more")
    if timeout == 0 and not isinstance(timeout, bool):
        return 0.0
    return None if timeout is None else seconds(timeout)


def _decided(stream: _Readable, rows: int) -> bool:
    return stream.ring.total >= rows or stream.status.state in _OVER


def _judge(stream: _Readable, rows: int, limit: float | None) -> None:
    total = stream.ring.total
    if total >= rows:
        return
    status = stream.status
    if status.state in _OVER:
        raise ClosedError(
            f"{stream.name}: {total} of {rows} rows came, and no more will: it is {status}"
        )
    within = "" if limit is None else f" within {limit:g} s"
    raise TimeoutError(
        f"{stream.name}: {total} of {rows} rows came{within}; it is {status}; "
        "wait longer with timeout="
    )


def no_origin() -> TimeOrigin | None:
    """For a stream of which it is not known where its times come from."""
    return None
