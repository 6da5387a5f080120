"""Stream: stopped and started by threads, by its own callbacks, and by loops that end."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from livewidgets.clock import SYSTEM, Clock
from livewidgets.data.batch import Batch
from livewidgets.data.records import Records
from livewidgets.errors import ClosedError
from livewidgets.lifetime import REGISTRY
from livewidgets.runner import THREAD_NAME, runner_of
from livewidgets.sources.iterate import Iterate
from livewidgets.sources.source import Sink, State
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

START = 1_700_000_000.0
PROMPT = 30.0
"""Seconds that nothing here takes, however busy the machine is."""

pytestmark = pytest.mark.usefixtures("leak_check")


@pytest.fixture(autouse=True)
def _a_stop_that_hangs_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["livewidgets.stream"], "STOP_TIMEOUT", 3 * PROMPT)


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("numbers")


def iterate(make: object, name: str = "numbers") -> Stream:
    return Stream(Iterate(make, records=Records(), name=name))


def endless() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1


def promptly(do: Callable[[], object]) -> None:
    start = SYSTEM.monotonic()
    do()
    assert SYSTEM.monotonic() - start < PROMPT, "it has waited for what could not come"


# -- from everywhere at once -----------------------------------------------------------------


def test_stop_from_many_threads() -> None:
    for _ in range(20):
        stream, together = iterate(endless).start(), threading.Barrier(6)

        def stop(stream: Stream = stream, together: threading.Barrier = together) -> None:
            together.wait()
            stream.stop()

        threads = [threading.Thread(target=stop) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PROMPT)
            assert not thread.is_alive()
        assert not stream.running
        assert stream.status.state is State.ENDED
        assert REGISTRY.streams() == ()


def test_start_and_stop_from_many_threads_end_in_what_was_said_last() -> None:
    stream, together = iterate(endless), threading.Barrier(4)

    def both() -> None:
        together.wait()
        for _ in range(25):
            stream.start()
            stream.stop()

    threads = [threading.Thread(target=both) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    assert not stream.running
    total = stream.ring.total
    stream.start().wait(rows=total + 1)
    assert stream.status.state is State.LIVE
    assert REGISTRY.streams() == (stream,)
    stream.stop()
    assert REGISTRY.streams() == ()
    assert stream.counts.accounted


def test_stop_from_a_function_that_it_calls_does_not_wait_for_itself() -> None:
    stream, stopped = iterate(endless), threading.Event()

    def stops(_: Batch) -> None:
        promptly(stream.stop)
        stopped.set()

    stream.on_batch(stops)
    assert stopped.wait(10)
    with pytest.raises(ClosedError):
        stream.wait(rows=10**9)
    assert stream.subscribers.errors == 0, stream.subscribers.last_error
    assert REGISTRY.streams() == ()


def test_stop_from_the_generator_that_it_reads() -> None:
    stopped = threading.Event()

    def stops() -> Iterator[int]:
        yield 1
        promptly(numbers.stop)
        stopped.set()
        yield 2

    numbers = iterate(stops).start()
    assert stopped.wait(10)
    assert numbers["value"].tolist() == [1.0]
    assert not numbers.running


async def test_start_from_a_function_that_it_calls(
    source: ScriptedSource, clock: VirtualClock
) -> None:
    stream = Stream(source, runner="asyncio", clock=clock)
    runs: list[int] = []

    def restarts(_: Batch) -> None:
        runs.append(source.reads)
        if len(runs) == 1:
            stream.stop()
            stream.start()

    stream.on_batch(restarts)
    source.row(START, value=1.0)
    await clock.advance(0.0)
    source.row(START + 1, value=2.0)
    await clock.advance(0.0)
    assert runs == [1, 2]
    assert stream["value"].tolist() == [1.0, 2.0]
    await stream.aclose()


# -- generators ----------------------------------------------------------------------------------


def test_an_endless_generator_is_asked_for_one_item_at_a_time() -> None:
    go = threading.Semaphore(0)
    asked: list[int] = []

    def waits() -> Iterator[int]:
        while True:
            asked.append(len(asked))
            yield len(asked)
            go.acquire()

    stream = iterate(waits)
    assert asked == []
    stream.wait(rows=1)
    assert asked == [0], "it has returned before the second item"
    go.release()
    stream.wait(rows=2)
    stream.stop()
    go.release()


def test_a_generator_that_blocks_holds_no_loop_and_no_stop(source: ScriptedSource) -> None:
    block = threading.Event()

    def blocks() -> Iterator[int]:
        yield 1
        block.wait()

    blocked, other = iterate(blocks), Stream(source)
    blocked.wait(rows=1)
    source.row(START, value=1.0)
    other.wait(rows=1)
    promptly(blocked.stop)
    assert str(blocked.status) == "ended: stopped"
    other.stop()
    block.set()


def test_user_code_that_leaves_python_ends_its_own_stream_alone(source: ScriptedSource) -> None:
    class Leaves:
        name, key, reconnects = "leaves", None, False

        async def read(self, sink: Sink, clock: Clock) -> None:
            raise SystemExit(3)

    other = Stream(source).start()
    stream = Stream(Leaves())
    with pytest.raises(ClosedError, match="SystemExit"):
        stream.wait(rows=1)
    assert stream.status.state is State.FAILED
    source.row(START, value=1.0)
    other.wait(rows=1)
    other.stop()


# -- event loops that end -----------------------------------------------------------------------


def test_when_its_event_loop_ends_the_stream_has_ended(source: ScriptedSource) -> None:
    async def cell() -> Stream:
        stream = Stream(source, runner="asyncio")
        source.row(START, value=1.0)
        await stream.until(rows=1)
        return stream

    stream = asyncio.run(cell())
    assert not stream.running
    assert str(stream.status) == "ended: its event loop has ended"
    assert REGISTRY.streams() == ()
    with pytest.raises(ClosedError):
        stream.wait(rows=2, timeout=None)
    with pytest.raises(ClosedError, match="event loop of this runner='asyncio' has been closed"):
        stream.start()
    assert stream.status.state is State.FAILED
    promptly(stream.stop)


def test_a_loop_that_stands_still_does_not_hold_a_stop(source: ScriptedSource) -> None:
    loop = asyncio.new_event_loop()

    async def cell() -> Stream:
        return Stream(source, runner="asyncio").start()

    stream = loop.run_until_complete(cell())
    promptly(stream.stop)
    assert str(stream.status) == "ended: stopped"
    loop.run_until_complete(stream.aclose())
    loop.close()


def test_the_background_thread_ends_with_its_last_stream(source: ScriptedSource) -> None:
    stream = Stream(source).start()
    thread = next(each for each in threading.enumerate() if each.name == THREAD_NAME)
    assert thread.daemon, "it does not hold up the end of Python"
    stream.stop()
    thread.join(5)
    assert not thread.is_alive()


async def test_streams_of_one_loop_share_a_runner() -> None:
    one = Stream(ScriptedSource(), runner="asyncio")
    other = Stream(ScriptedSource(), runner="asyncio")
    assert one.runner is other.runner is runner_of("asyncio")
