"""Access: each batch as it comes, by `async for` and by functions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from livewidgets.data.batch import Batch
from livewidgets.errors import ArgumentError
from livewidgets.sources.source import State
from livewidgets.stream import Stream
from livewidgets.subscribers import QUEUE_ROWS
from livewidgets.testing import ScriptedSource, VirtualClock

START = 1_700_000_000.0


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("numbers")


@pytest.fixture
async def stream(source: ScriptedSource, clock: VirtualClock) -> AsyncIterator[Stream]:
    """On the test's own loop and the virtual clock; not started."""
    made = Stream(source, runner="asyncio", clock=clock)
    yield made
    await made.aclose()


async def test_async_for_gives_each_batch_from_now_on(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    source.row(START, temp=0.0)
    stream.start()
    await clock.advance(0.0)
    got: list[float] = []

    async def consume() -> None:
        async for batch in stream:
            got.extend(batch.columns["temp"].tolist())

    consumer = asyncio.ensure_future(consume())
    await clock.advance(0.0)
    source.rows([START + 1, START + 2], temp=[1.0, 2.0])
    await clock.advance(0.0)
    source.row(START + 3, temp=3.0)
    source.end()
    await clock.advance(0.0)
    await consumer
    assert got == [1.0, 2.0, 3.0]


async def test_a_consumer_that_is_slow_misses_the_oldest_rows_and_can_tell(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    batches = aiter(stream)
    many = 7
    for number in range(many):
        first = number * (QUEUE_ROWS // 4)
        source.rows(
            np.arange(first, first + QUEUE_ROWS // 4).tolist(), n=[number] * (QUEUE_ROWS // 4)
        )
    source.end()
    await clock.advance(0.0)
    got = [batch.columns["n"][0] async for batch in batches]
    assert got == [3.0, 4.0, 5.0, 6.0], "the newest, in order"
    assert batches.missed == 3 * (QUEUE_ROWS // 4)


async def test_a_consumer_that_breaks_off_leaves_nothing(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    async def first() -> float:
        async for batch in stream:
            return float(batch.columns["temp"][0])
        return -1.0

    for number in range(20):
        waiting = asyncio.ensure_future(first())
        await clock.advance(0.0)
        source.row(START + number, temp=float(number))
        assert await waiting == number
    assert sum(each() is not None for each in stream.subscribers._queues) == 0


async def test_async_for_over_an_ended_stream_ends_at_once(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    source.end()
    stream.start()
    await clock.advance(0.0)
    assert [batch async for batch in stream] == []


async def test_on_batch_until_it_is_ended(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    got: list[Batch] = []
    end = stream.on_batch(got.append)
    source.rows([START, START + 1], temp=[1.0, 2.0])
    await clock.advance(0.0)
    end()
    source.row(START + 2, temp=3.0)
    await clock.advance(0.0)
    assert [batch.columns["temp"].tolist() for batch in got] == [[1.0, 2.0]]
    assert stream.counts.stored == 3


async def test_a_function_that_raises_is_counted_and_the_stream_goes_on(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    def divides(_: Batch) -> None:
        raise ZeroDivisionError("nothing to divide by")

    stream.on_batch(divides)
    for number in range(3):
        source.row(START + number, temp=1.0)
        await clock.advance(0.1)
    assert stream.counts.stored == 3
    assert stream.status.state is State.LIVE
    assert stream.subscribers.errors == 3
    assert "ZeroDivisionError: nothing to divide by" in stream.subscribers.last_error


async def test_on_batch_needs_a_function(stream: Stream) -> None:
    with pytest.raises(ArgumentError, match="a function of one batch, not int"):
        stream.on_batch(5)  # type: ignore[arg-type]
