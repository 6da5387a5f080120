"""Access: a stream's data at hand, for code beside the pictures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from livewidgets.clock import Clock
from livewidgets.data.batch import Batch
from livewidgets.data.duration import seconds
from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.errors import ArgumentError, ClosedError, MissingExtra, SchemaError
from livewidgets.sources.source import State
from livewidgets.status import Status
from livewidgets.subscribers import BatchQueue, Milestone, Subscribers

if TYPE_CHECKING:
    import pandas as pd

    from livewidgets.runner import Runner


class _Readable(Protocol):
    """What access needs of the stream that it belongs to."""

    name: str
    clock: Clock
    ring: Ring
    runner: Runner
    subscribers: Subscribers

    @property
    def status(self) -> Status: ...
    @property
    def schema(self) -> Schema | None: ...
    def wake(self) -> None: ...
    def holds_this_thread(self) -> bool: ...


class Access:
    """Ways to get at the rows; asking for data starts a stream that was never started."""

    @property
    def latest(self: _Readable) -> dict[str, Any] | None:
        """The newest row as plain values, `time` (s since 1970 UTC) included; None if none."""
        self.wake()
        newest = self.ring.last(1)
        return newest.row(0) if len(newest) else None

    @property
    def time(self: _Readable) -> NDArray[np.float64]:
        """The times in the ring, float64 seconds since 1970 UTC, oldest first; read-only."""
        self.wake()
        return self.ring.last(self.ring.rows).time

    def __getitem__(self: _Readable, column: str) -> NDArray[Any]:
        """A column's values in the ring, oldest first, as long as `time`; read-only.

        Raises:
            SchemaError: There is no such column, or no data yet.
        """
        self.wake()
        schema = self.schema
        if schema is None:
            raise SchemaError(
                f"the stream {self.name!r} has no columns yet ({self.status}); "
                "wait(rows=1) waits for the first row"
            )
        schema.require(column)
        return self.ring.last(self.ring.rows).columns[column]

    def rows(self: _Readable, count: int | None = None) -> Batch:
        """The newest `count` rows (None: all that are kept), oldest first."""
        self.wake()
        return self.ring.last(self.ring.rows if count is None else count)

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
            rows: How many, counted from the stream's first row.
            timeout: In seconds, or as "10s"; None waits for ever.

        Raises:
            TimeoutError: Fewer came in time; says how many, and what the stream does.
            ClosedError: The stream ended with fewer.
            ArgumentError: This thread runs the stream (use `await until(rows)`).
        """
        self.wake()
        if self.holds_this_thread():
            raise ArgumentError(
                "wait() would hold the event loop that reads this stream; "
                f"use: await stream.until(rows={rows})"
            )
        limit = None if timeout is None else seconds(timeout)
        milestone = Milestone(rows)
        self.subscribers.add_milestone(milestone)
        try:
            if self.ring.total < rows and self.status.state not in (State.ENDED, State.FAILED):
                self.clock.block(milestone.event, limit)
        finally:
            self.subscribers.remove_milestone(milestone)
        _judge(self, rows, limit)

    async def until(self: _Readable, rows: int = 1, timeout: float | str | None = 10.0) -> None:
        """`wait`, for coroutines: awaits instead of holding the thread."""
        self.wake()
        limit = None if timeout is None else seconds(timeout)
        loop = asyncio.get_running_loop()
        changed = asyncio.Event()
        remove = self.subscribers.add_change(lambda: loop.call_soon_threadsafe(changed.set))

        async def enough() -> None:
            while self.ring.total < rows and self.status.state not in (State.ENDED, State.FAILED):
                changed.clear()
                if self.ring.total < rows:
                    await changed.wait()

        try:
            await self.clock.within(limit, enough())
        except TimeoutError:
            pass
        finally:
            remove()
        _judge(self, rows, limit)

    def on_batch(self: _Readable, function: Callable[[Batch], object]) -> Callable[[], None]:
        """Call a function with each batch as it is stored; returns what ends that.

        It is called on the reader's thread, so it must be quick, and touch no widget.
        If it raises, that is counted and shown on the status, and the stream goes on.
        """
        self.wake()
        return self.subscribers.add_function(function)

    def __aiter__(self: _Readable) -> AsyncIterator[Batch]:
        """Each batch from now on, in order of arrival, until the stream ends.

        A consumer that is slower than the stream misses the oldest rows (at most
        100,000 wait for it).
        """
        self.wake()
        queue = BatchQueue(asyncio.get_running_loop())
        self.subscribers.add_queue(queue)
        if self.status.state in (State.ENDED, State.FAILED):
            queue.close()
        return _each(self.subscribers, queue)


async def _each(subscribers: Subscribers, queue: BatchQueue) -> AsyncIterator[Batch]:
    try:
        while (batch := await queue.get()) is not None:
            yield batch
    finally:
        subscribers.remove_queue(queue)


def _judge(stream: _Readable, rows: int, limit: float | None) -> None:
    total = stream.ring.total
    if total >= rows:
        return
    status = stream.status
    if status.state in (State.ENDED, State.FAILED):
        raise ClosedError(f"{stream.name}: {total} of {rows} rows came before it was {status}")
    raise TimeoutError(f"{stream.name}: {total} of {rows} rows within {limit:g} s; it is {status}")
