"""Access: waiting for rows, in threads and in coroutines."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from livewidgets.clock import SYSTEM
from livewidgets.data.batch import Batch
from livewidgets.errors import ArgumentError, ClosedError
from livewidgets.sources.source import State
from livewidgets.stream import Stream
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


@pytest.fixture
def threaded(source: ScriptedSource) -> Iterator[Stream]:
    """On the background thread and the machine's clock; not started."""
    with_thread = Stream(source)
    yield with_thread
    with_thread.stop()


def when_somebody_waits(
    stream: Stream, do: Callable[[], object], count: int = 1
) -> threading.Thread:
    """Do something in a thread as soon as so many are in `wait`."""

    def watch() -> None:
        while len(stream.subscribers._milestones) < count:
            SYSTEM.block(threading.Event(), 0.001)
        do()

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


def test_wait_returns_when_the_rows_have_come(threaded: Stream, source: ScriptedSource) -> None:
    sends = when_somebody_waits(threaded, lambda: source.rows([START, START + 1], temp=[1.0, 2.0]))
    threaded.wait(rows=2, timeout="10s")
    assert threaded.ring.total == 2
    sends.join()


def test_wait_counts_from_the_first_row(threaded: Stream, source: ScriptedSource) -> None:
    source.rows([START, START + 1], temp=[1.0, 2.0])
    threaded.wait(rows=2)
    threaded.wait(rows=1, timeout=0.001)


def test_wait_says_how_many_came_in_time(threaded: Stream, source: ScriptedSource) -> None:
    source.row(START, temp=1.0)
    threaded.wait(rows=1)
    with pytest.raises(TimeoutError, match=r"numbers: 1 of 5 rows came within 0.01 s; it is live"):
        threaded.wait(rows=5, timeout=0.01)
    assert threaded.subscribers._milestones == ()


def test_wait_ends_with_the_stream(threaded: Stream, source: ScriptedSource) -> None:
    source.row(START, temp=1.0)
    source.end()
    with pytest.raises(ClosedError, match="1 of 5 rows came, and no more will: it is ended: 1 row"):
        threaded.wait(rows=5, timeout=None)


def test_stop_lets_those_go_who_wait(threaded: Stream) -> None:
    raised: list[Exception] = []

    def waiter() -> None:
        try:
            threaded.wait(rows=5, timeout=None)
        except ClosedError as error:
            raised.append(error)

    threads = [threading.Thread(target=waiter) for _ in range(5)]
    for thread in threads:
        thread.start()
    when_somebody_waits(threaded, threaded.stop, count=5).join()
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()
    assert len(raised) == 5
    assert "stopped" in str(raised[0])


def test_wait_on_a_failed_stream_says_why(threaded: Stream, source: ScriptedSource) -> None:
    source.lose(ValueError("bad weather"))
    with pytest.raises(ClosedError, match="it is failed: ValueError: bad weather"):
        threaded.wait(timeout=10)


def test_an_interrupt_ends_the_wait_and_not_the_stream(
    threaded: Stream, source: ScriptedSource
) -> None:
    threaded.start()
    main = threading.main_thread().ident or 0
    interrupt = when_somebody_waits(threaded, lambda: signal.pthread_kill(main, signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        threaded.wait(rows=1, timeout=None)
    interrupt.join()
    assert threaded.running
    assert threaded.subscribers._milestones == ()
    source.row(START, temp=1.0)
    threaded.wait(rows=1)


async def test_wait_refuses_to_hold_the_loop_that_reads(stream: Stream) -> None:
    with pytest.raises(ArgumentError, match=r"use: await stream.until\(rows=3\)"):
        stream.wait(rows=3)


def test_wait_refuses_to_hold_the_thread_that_feeds(
    threaded: Stream, source: ScriptedSource
) -> None:
    refused: list[Exception] = []

    def waits(_: Batch) -> None:
        try:
            threaded.wait(rows=10, timeout=None)
        except ArgumentError as error:
            refused.append(error)

    threaded.on_batch(waits)
    source.row(START, temp=1.0)
    threaded.wait(rows=1)
    threaded.stop()
    assert len(refused) == 1


@pytest.mark.parametrize("rows", [0, -1, 1.5, "3"])
def test_wait_needs_a_number_of_rows(threaded: Stream, rows: int) -> None:
    with pytest.raises(ArgumentError, match="give the number of rows to wait for, 1 or more"):
        threaded.wait(rows=rows)
    assert threaded.status.state is State.IDLE, "it was not started"


# -- waiting: coroutines -----------------------------------------------------------------


async def test_until_awaits_the_rows(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    waiting = asyncio.ensure_future(stream.until(rows=3))
    await clock.advance(1.0)
    source.rows([START, START + 1], temp=[1.0, 2.0])
    await clock.advance(1.0)
    assert not waiting.done()
    source.row(START + 2, temp=3.0)
    await clock.advance(0.0)
    await waiting
    assert clock.monotonic() == 2.0


async def test_until_gives_up_in_time(stream: Stream, clock: VirtualClock) -> None:
    waiting = asyncio.ensure_future(stream.until(rows=3, timeout="2s"))
    await clock.advance(1.9)
    assert not waiting.done()
    await clock.advance(0.2)
    with pytest.raises(TimeoutError, match="0 of 3 rows came within 2 s; it is connecting"):
        await waiting
    assert stream.subscribers._changes == ()


async def test_until_ends_with_the_stream(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    waiting = asyncio.ensure_future(stream.until(rows=3, timeout=None))
    await clock.advance(1.0)
    source.end()
    await clock.advance(0.0)
    with pytest.raises(ClosedError, match="0 of 3 rows"):
        await waiting


async def test_until_works_on_a_stream_of_the_background_thread(source: ScriptedSource) -> None:
    stream = Stream(source)
    waiting = asyncio.ensure_future(stream.until(rows=1))
    await asyncio.sleep(0)
    source.row(START, temp=1.0)
    await waiting
    await stream.aclose()
