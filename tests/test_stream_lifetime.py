"""Stream: starting, stopping and starting anew, one after the other."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator

import numpy as np
import pytest

from livewidgets.clock import Clock
from livewidgets.data.batch import Batch
from livewidgets.data.records import Records
from livewidgets.errors import ClosedError
from livewidgets.lifetime import REGISTRY
from livewidgets.sources.iterate import Iterate
from livewidgets.sources.source import Sink, State
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

START = 1_700_000_000.0

pytestmark = pytest.mark.usefixtures("leak_check")


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("numbers")


@pytest.fixture
async def stream(source: ScriptedSource, clock: VirtualClock) -> AsyncIterator[Stream]:
    made = Stream(source, runner="asyncio", clock=clock)
    yield made
    await made.aclose()


def iterate(make: object, name: str = "numbers") -> Stream:
    return Stream(Iterate(make, records=Records(), name=name))


def endless() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1


# -- starting and stopping ---------------------------------------------------------------


def test_with_reads_as_long_as_it_lasts(source: ScriptedSource) -> None:
    with Stream(source) as stream:
        assert stream.running
        assert REGISTRY.streams() == (stream,)
        source.row(START, value=1.0)
        stream.wait(rows=1)
    assert not stream.running
    assert REGISTRY.streams() == ()
    assert str(stream.status) == "ended: stopped"
    assert stream["value"].tolist() == [1.0], "what was read stays at hand"


async def test_start_does_nothing_where_it_reads(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    assert stream.start() is stream.start()
    await clock.advance(0.0)
    assert source.reads == 1


async def test_a_stream_that_was_stopped_is_not_woken_by_asking(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    stream.stop()
    assert stream.latest is None
    await clock.advance(0.0)
    assert source.reads == 0
    with pytest.raises(ClosedError):
        await stream.until(rows=1)


async def test_it_starts_anew_and_keeps_its_rows(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    source.row(START, value=1.0)
    stream.start()
    await clock.advance(0.0)
    await stream.aclose()
    stream.start()
    source.row(START + 1, value=2.0)
    await clock.advance(0.0)
    assert source.reads == 2
    assert stream["value"].tolist() == [1.0, 2.0]
    assert stream.status.state is State.LIVE


async def test_stop_and_start_in_one_breath_starts_anew(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    stream.start()
    await clock.advance(0.0)
    for _ in range(3):
        stream.stop()
        stream.start()
    assert stream.running
    source.row(START, value=1.0)
    await clock.advance(0.0)
    assert stream.status.state is State.LIVE
    assert stream["value"].tolist() == [1.0]
    assert REGISTRY.streams() == (stream,)


class Slow:
    """Takes a while to let go of what it reads, and tells how many have it at once."""

    name, key, reconnects = "slow", "slow:1", False

    def __init__(self) -> None:
        self.held = self.most = self.reads = 0
        self.let_go = asyncio.Event()

    async def read(self, sink: Sink, clock: Clock) -> None:
        self.reads += 1
        self.held += 1
        self.most = max(self.most, self.held)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            await self.let_go.wait()
            sink.report(State.LIVE, "said after the stop")
            sink.put(Batch(np.array([START]), {"value": np.array([1.0])}))
            self.held -= 1


async def test_a_source_is_not_read_anew_before_it_was_let_go_of(clock: VirtualClock) -> None:
    source = Slow()
    stream = Stream(source, runner="asyncio", clock=clock).start()
    await clock.advance(0.0)
    for _ in range(3):
        stream.stop()
        stream.start()
        await clock.advance(0.0)
    assert (source.reads, source.held) == (1, 1)
    source.let_go.set()
    await clock.advance(0.0)
    assert (source.reads, source.held, source.most) == (2, 1, 1)
    assert stream.counts.received == 0, "what a stopped reading still says is not heard"
    assert stream.status.state is State.CONNECTING
    await stream.aclose()
    assert source.held == 0


async def test_aclose_awaits_that_the_source_is_let_go_of(clock: VirtualClock) -> None:
    source = Slow()
    stream = Stream(source, runner="asyncio", clock=clock).start()
    await clock.advance(0.0)
    closing = asyncio.ensure_future(stream.aclose())
    await clock.advance(0.0)
    assert not closing.done()
    assert source.held == 1
    source.let_go.set()
    await closing
    assert source.held == 0
    assert str(stream.status) == "ended: stopped"


class Told:
    """Lets go when it is told to, by another thread."""

    name, key, reconnects = "told", None, False

    def __init__(self) -> None:
        self.reads, self.told = threading.Event(), threading.Event()
        self.heard = False

    async def read(self, sink: Sink, clock: Clock) -> None:
        self.reads.set()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self.heard = await asyncio.to_thread(self.told.wait, 5)


async def test_aclose_does_not_hold_the_loop_for_a_stream_of_the_thread() -> None:
    source = Told()
    stream = Stream(source).start()
    assert source.reads.wait(5)
    closing = asyncio.ensure_future(stream.aclose())
    await asyncio.sleep(0)
    source.told.set()  # which a loop that is held would not come to
    await closing
    assert source.heard


def test_a_stream_that_has_ended_can_be_started_at_once() -> None:
    for _ in range(50):
        stream = iterate(lambda: iter([1, 2, 3]))
        with pytest.raises(ClosedError):
            stream.wait(rows=99)
        stream.start()
        stream.wait(rows=6)
        stream.stop()
        assert stream.counts.stored == 6


def test_streams_that_end_at_once_are_not_listed_for_ever() -> None:
    for _ in range(50):
        stream = iterate([1.0]).start()
        with pytest.raises(ClosedError):
            stream.wait(rows=2)
    assert REGISTRY.streams() == ()


# -- successors ------------------------------------------------------------------------------------


async def test_a_stream_that_was_replaced_tells_whom_to_use(
    stream: Stream, clock: VirtualClock
) -> None:
    second = Stream(ScriptedSource(), runner="asyncio", clock=clock)
    third = Stream(ScriptedSource(), runner="asyncio", clock=clock)
    stream.start()
    stream.replace_by(second)
    second.replace_by(third)
    assert stream.current() is second.current() is third
    assert str(stream.status) == "ended: replaced by a newer one"
    with pytest.raises(ClosedError, match="use the one that the cell has made now"):
        stream.start()
    stream.wake()
    assert not stream.running


async def test_replacing_never_makes_a_circle(stream: Stream, clock: VirtualClock) -> None:
    second = Stream(ScriptedSource(), runner="asyncio", clock=clock)
    stream.replace_by(stream)
    assert stream.current() is stream
    stream.replace_by(second)
    second.replace_by(stream)
    assert stream.current() is second
