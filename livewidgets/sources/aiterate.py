"""AIterate: reads async generators and async iterables, on the event loop of `read`."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from typing import cast

from livewidgets.clock import Clock
from livewidgets.data.records import Records
from livewidgets.errors import SourceError
from livewidgets.sources.coalesce import Coalescer
from livewidgets.sources.source import Sink
from livewidgets.sources.user_code import state_of_generator, user_error

_ITEMS_IN_A_ROW = 64
"""Items of a generator that awaits nothing, between which other tasks may run."""


class AIterate:
    """Items of asynchronous user code.

    Args:
        make: An async generator function without arguments (begins anew with each
            `read`), or an async generator or iterable.
        records: Makes batches of what comes.
        name: What it is called, for people.
    """

    reconnects = False
    key: str | None = None

    def __init__(self, make: object, *, records: Records, name: str) -> None:
        self.name = name
        self._make = make
        self._records = records

    @property
    def once(self) -> bool:
        """Whether it cannot begin anew, or would give the same items again."""
        return not inspect.isasyncgenfunction(self._make)

    @property
    def units(self) -> Mapping[str, str]:
        """Units by column name; names of columns such as `temp [°C]` add to it."""
        return self._records.units

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Read to the end; when cancelled, close the generator and return.

        Raises:
            UserCodeError: The code raised; says what and in which line.
            SourceError: It is a generator that has already ended.
        """
        if (unfit := state_of_generator(self._make)) is not None:
            raise SourceError(
                f"the async generator {self.name} {unfit}: give the function itself, "
                "so that it can begin anew"
            )
        due = asyncio.Event()
        items = Coalescer(self._records, sink, clock, due.set)
        reading = asyncio.ensure_future(self._read(items))
        flusher = asyncio.ensure_future(items.flush_when_due(due))
        try:
            await asyncio.wait({reading, flusher}, return_when=asyncio.FIRST_COMPLETED)
            if flusher.done():
                flusher.result()
            await reading
        finally:
            items.close()
            reading.cancel()
            flusher.cancel()
            await asyncio.gather(reading, flusher, return_exceptions=True)

    async def _read(self, items: Coalescer) -> None:
        source = self._begin()
        count = 0
        try:
            while (item := await self._next(source, items)) is not _END:
                items.add(item)
                count += 1
                if count % _ITEMS_IN_A_ROW == 0:
                    await asyncio.sleep(0)
            items.flush()
        finally:
            if inspect.isasyncgen(source):
                await source.aclose()

    def _begin(self) -> AsyncIterator[object]:
        try:
            make = self._make() if inspect.isasyncgenfunction(self._make) else self._make
            return aiter(cast(AsyncIterable[object], make))
        except Exception as error:
            raise user_error(error, self.name) from error

    async def _next(self, source: AsyncIterator[object], items: Coalescer) -> object:
        task = asyncio.current_task()
        try:
            item = await anext(source, _END)
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            items.flush()
            raise user_error(error, self.name) from error
        if task is not None and task.cancelling():
            # The generator has caught the cancellation and yielded all the same.
            raise asyncio.CancelledError
        return item


_END = object()
