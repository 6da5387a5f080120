from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from livewidgets.clock import SYSTEM
from livewidgets.data.records import Records
from livewidgets.errors import SourceError, UserCodeError
from livewidgets.sources.aiterate import AIterate
from livewidgets.sources.coalesce import DELAY
from livewidgets.sources.source import State
from livewidgets.testing.clock import VirtualClock
from tests.sources.conftest import Start
from tests.sources.recorder import Recorder


def aiterate(make: object) -> AIterate:
    return AIterate(make, records=Records(time=False), name="it()")


async def count_to_three() -> AsyncIterator[int]:
    for number in (1, 2, 3):
        yield number


class Countdown:
    """An async iterable that is no generator."""

    def __init__(self) -> None:
        self._left = 3

    def __aiter__(self) -> Countdown:
        return self

    async def __anext__(self) -> int:
        if not self._left:
            raise StopAsyncIteration
        self._left -= 1
        return 3 - self._left


@pytest.mark.parametrize("make", [count_to_three, Countdown()])
async def test_it_reads_to_the_end(sink: Recorder, make: object) -> None:
    await aiterate(make).read(sink, SYSTEM)
    assert sink.column() == [1, 2, 3]
    assert sink.states == [(State.LIVE, "")]


async def test_a_function_begins_anew_and_a_generator_cannot(sink: Recorder) -> None:
    source = aiterate(count_to_three)
    await source.read(sink, SYSTEM)
    await source.read(sink, SYSTEM)
    assert sink.column() == [1, 2, 3, 1, 2, 3]
    source = aiterate(count_to_three())
    await source.read(sink, SYSTEM)
    with pytest.raises(SourceError, match=r"the async generator it\(\) has already ended"):
        await source.read(sink, SYSTEM)


async def test_fast_items_wait_20_ms_and_slow_ones_do_not(
    sink: Recorder, start: Start, clock: VirtualClock
) -> None:
    items: asyncio.Queue[int] = asyncio.Queue()

    async def queued() -> AsyncIterator[int]:
        while True:
            yield await items.get()

    start(aiterate(queued), clock)
    items.put_nowait(1)
    await sink.until_rows(1)
    await clock.advance(DELAY)
    for number in (2, 3, 4):
        items.put_nowait(number)
    await clock.advance(DELAY * 0.9)
    assert [len(batch) for batch in sink.batches] == [1, 1]
    await clock.advance(DELAY * 0.1)
    assert [len(batch) for batch in sink.batches] == [1, 1, 2]


async def test_one_that_awaits_nothing_lets_others_run(sink: Recorder, start: Start) -> None:
    async def greedy() -> AsyncIterator[int]:
        number = 0
        while True:
            yield number
            number += 1

    reading = start(aiterate(greedy))
    await sink.until_rows(1000)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert sink.column() == list(range(sink.rows))


async def test_cancelled_it_closes_the_generator(
    sink: Recorder, start: Start, nothing_left: Callable[[], None]
) -> None:
    closed: list[str] = []

    async def waiting() -> AsyncIterator[int]:
        try:
            yield 1
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            closed.append("closed")

    reading = start(aiterate(waiting))
    await sink.until_rows(1)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert closed == ["closed"]
    nothing_left()


async def test_one_that_catches_the_cancellation_is_closed_all_the_same(
    sink: Recorder, start: Start
) -> None:
    closed: list[str] = []

    async def stubborn() -> AsyncIterator[int]:
        try:
            yield 1
            while True:
                try:
                    await asyncio.Event().wait()
                except asyncio.CancelledError:
                    yield 2
        finally:
            closed.append("closed")

    reading = start(aiterate(stubborn))
    await sink.until_rows(1)
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert closed == ["closed"]
    assert sink.column() == [1]


async def test_what_user_code_raises_is_told_with_its_line(sink: Recorder) -> None:
    async def bad() -> AsyncIterator[int]:
        yield 1
        yield 2
        raise ValueError("bad")

    with pytest.raises(UserCodeError) as error:
        await aiterate(bad).read(sink, SYSTEM)
    line = bad.__code__.co_firstlineno + 3
    assert str(error.value) == f"ValueError: bad (in bad(), line {line} of test_aiterate.py)"
    assert isinstance(error.value.__cause__, ValueError)
    assert sink.column() == [1, 2]


async def test_an_error_in_the_sink_is_not_the_users() -> None:
    class Full(Recorder):
        def put(self, batch: object) -> None:
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        await aiterate(count_to_three).read(Full(), SYSTEM)
