"""Iterate: reads iterables, generators and functions, each in a thread of its own."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import logging
import math
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

from livewidgets.clock import Clock
from livewidgets.data.duration import seconds
from livewidgets.data.records import Records
from livewidgets.errors import SourceError
from livewidgets.sources.coalesce import Coalescer
from livewidgets.sources.source import Sink
from livewidgets.sources.user_code import state_of_generator, user_error

CALL_INTERVAL = 1.0
"""Seconds between the calls of a function for which no interval is given."""

FAILURES = 3
"""Failures in a row after which one that eases is called more seldom."""

MOST_EASED = 64
"""So many times its interval a function that goes on failing waits at most."""

_log = logging.getLogger("livewidgets")


class Iterate:
    """Items of user code that may block: no event loop waits for it.

    A function that raises has failed for this once: that is counted, and it is called
    again. A generator or iterable that raises cannot go on.

    Args:
        make: A generator function without arguments (begins anew with each `read`), an
            iterable or generator, or a function without arguments, called again and again.
        records: Makes batches of what comes.
        interval: Seconds from one item to the next; a tick that is missed is left out.
            None: a function is called each second, the others set their own pace.
        name: What it is called, for people.
        eases: Whether a function is called more and more seldom while it goes on failing.

    Raises:
        ArgumentError: The interval is not a duration.
    """

    reconnects = False
    key: str | None = None

    def __init__(
        self,
        make: object,
        *,
        records: Records,
        interval: str | float | None = None,
        name: str,
        eases: bool = False,
    ) -> None:
        self.name = name
        self._eases = eases
        self._make = make
        self._records = records
        self._interval = None if interval is None else seconds(interval)

    @property
    def once(self) -> bool:
        """Whether it cannot begin anew, or would give the same items again."""
        return isinstance(self._make, Iterable)

    @property
    def units(self) -> Mapping[str, str]:
        """Units by column name; names of columns such as `temp [°C]` add to it."""
        return self._records.units

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Read to the end; when cancelled, return at once though the code may block.

        The thread of a generator that blocks ends when it yields again; what it yields
        then is not used, and the generator is closed.

        Raises:
            UserCodeError: The code raised, and is no function; says what and in which line.
            SourceError: It is a generator that has already ended.
        """
        if (unfit := state_of_generator(self._make)) is not None:
            raise SourceError(
                f"the generator {self.name} {unfit}: give the function itself, "
                "so that it can begin anew"
            )
        loop = asyncio.get_running_loop()
        due = asyncio.Event()
        items = Coalescer(self._records, sink, clock, lambda: _call(loop, due.set))
        work = _Work(self._make, self._interval, self.name, items, clock, self._eases)
        ended: asyncio.Future[None] = loop.create_future()
        thread = threading.Thread(
            target=work.run,
            args=(lambda error: _call(loop, _end, ended, error),),
            name=f"livewidgets-read-{self.name}",
            daemon=True,
        )
        # Empty, since a thread that inherits a cell's context stays pinned to that cell's
        # output for ever (ipykernel#1559).
        contextvars.Context().run(thread.start)
        flusher = asyncio.create_task(items.flush_when_due(due))
        try:
            await asyncio.wait({ended, flusher}, return_when=asyncio.FIRST_COMPLETED)
            if flusher.done():
                flusher.result()
            await ended
        finally:
            work.stop.set()
            items.close()
            ended.cancel()
            flusher.cancel()
            await asyncio.gather(flusher, return_exceptions=True)


class _Work:
    """What the thread does."""

    def __init__(
        self,
        make: object,
        interval: float | None,
        name: str,
        items: Coalescer,
        clock: Clock,
        eases: bool,
    ) -> None:
        self.stop = threading.Event()
        self._eases, self._failed = eases, 0
        self._make, self._interval, self._name = make, interval, name
        self._items, self._clock = items, clock

    def run(self, end: Callable[[BaseException | None], None]) -> None:
        """Read until there is no more or `stop` is set; tell `end` how it ended."""
        failure: BaseException | None = None
        try:
            self._read()
            self._items.flush()
        except BaseException as error:
            failure = error
            if self.stop.is_set():  # nobody listens any more
                _log.error("%s raised while it was stopped", self._name, exc_info=error)
        end(failure)

    def _read(self) -> None:
        try:
            take, interval = self._begin()
            ticks = None if interval is None else _Ticks(interval, self._clock)
            while not self.stop.is_set():
                try:
                    item = take()
                except StopIteration:
                    return
                except BaseException as error:
                    failure = user_error(error, self._name)
                    if self._iterates() or not isinstance(error, Exception):
                        self._items.flush()
                        raise failure from error
                    self._items.fail(str(failure))
                    self._failed += self._eases
                else:
                    self._failed = 0
                    if isinstance(item, Iterator) and not self._iterates():
                        # A function that gives a generator: that is what is meant.
                        self._make, take, ticks = item, item.__next__, self._own_ticks()
                        continue
                    self._items.add(item)
                if ticks is not None and self._clock.block(
                    self.stop, ticks.until_next(self._steps())
                ):
                    return
        finally:
            self._close()

    def _iterates(self) -> bool:
        return isinstance(self._make, Iterable)

    def _steps(self) -> int:
        """How many ticks to wait for: more and more while a function that eases fails."""
        return min(1 << max(0, min(self._failed, 99) - FAILURES), MOST_EASED)

    def _own_ticks(self) -> _Ticks | None:
        return None if self._interval is None else _Ticks(self._interval, self._clock)

    def _begin(self) -> tuple[Callable[[], object], float | None]:
        """What gives the next item, and how often it is asked."""
        try:
            if inspect.isgeneratorfunction(self._make):
                self._make = self._make()
            if isinstance(self._make, Iterable):
                return iter(self._make).__next__, self._interval
        except BaseException as error:
            raise user_error(error, self._name) from error
        call = cast(Callable[[], object], self._make)
        return call, CALL_INTERVAL if self._interval is None else self._interval

    def _close(self) -> None:
        if inspect.isgenerator(self._make):
            try:
                self._make.close()
            except BaseException as error:
                raise user_error(error, self._name) from error


class _Ticks:
    """A schedule that does not drift: each tick is a multiple of the interval from the first."""

    def __init__(self, interval: float, clock: Clock) -> None:
        self._interval, self._clock = interval, clock
        self._start = clock.monotonic()
        self._tick = 0

    def until_next(self, steps: int = 1) -> float:
        """Seconds until the next tick that is not yet over, or some more ticks later."""
        passed = self._clock.monotonic() - self._start
        self._tick = max(self._tick + steps, math.ceil(passed / self._interval))
        return max(0.0, self._start + self._tick * self._interval - self._clock.monotonic())


def _call(loop: asyncio.AbstractEventLoop, function: Callable[..., object], *args: object) -> None:
    """Call a function on an event loop, from any thread; nothing if the loop is closed."""
    try:
        loop.call_soon_threadsafe(function, *args)
    except RuntimeError:
        _log.debug("the event loop of a source was closed before its thread ended")


def _end(ended: asyncio.Future[None], error: BaseException | None) -> None:
    if ended.done():
        return
    if error is None:
        ended.set_result(None)
    else:
        ended.set_exception(error)
