from __future__ import annotations

import asyncio
import threading

import pytest

from livewidgets.data.records import Records
from livewidgets.errors import ClosedError
from livewidgets.sources.push import HELD, Push
from livewidgets.sources.source import State
from livewidgets.testing.clock import VirtualClock
from tests.sources.conftest import Start
from tests.sources.recorder import Recorder


@pytest.fixture
def push(clock: VirtualClock) -> Push:
    return Push(records=Records(time=False), clock=clock)


async def test_items_go_straight_to_the_sink(
    sink: Recorder, start: Start, push: Push, clock: VirtualClock
) -> None:
    start(push, clock)
    await sink.until(lambda sink: sink.states)
    assert sink.states == [(State.CONNECTING, "waiting for the first push")]
    push.push(1)
    push.push(2)
    assert sink.column() == [1, 2]
    assert sink.state is State.LIVE


async def test_what_came_before_keeps_its_time(
    sink: Recorder, start: Start, push: Push, clock: VirtualClock
) -> None:
    push.push(1)
    await clock.advance(10)
    push.push(2)
    start(push, clock)
    await sink.until_rows(2)
    assert sink.times() == [1_700_000_000.0, 1_700_000_010.0]
    assert sink.let_go == 0


async def test_what_is_kept_is_bounded_and_what_is_not_is_counted(
    sink: Recorder, start: Start, push: Push, clock: VirtualClock
) -> None:
    for number in range(HELD + 7):
        push.push(number)
    start(push, clock)
    await sink.until_rows(HELD)
    assert sink.let_go == 7
    assert sink.column() == list(range(7, HELD + 7))


async def test_threads_may_push(sink: Recorder, start: Start, push: Push) -> None:
    start(push)

    def many(first: int) -> None:
        for number in range(first, first + 500):
            push.push(number)

    threads = [threading.Thread(target=many, args=(each * 500,)) for each in range(4)]
    for thread in threads:
        thread.start()
    await sink.until_rows(2000)
    for thread in threads:
        thread.join()
    assert sorted(sink.column()) == list(range(2000))  # type: ignore[type-var]


async def test_closing_ends_it(sink: Recorder, start: Start, push: Push) -> None:
    reading = start(push)
    await sink.until(lambda sink: sink.states)
    push.push(1)
    push.close()
    await reading
    with pytest.raises(ClosedError, match="push was closed: nothing can be pushed any more"):
        push.push(2)
    assert sink.column() == [1]


async def test_closed_before_it_is_read(sink: Recorder, start: Start, push: Push) -> None:
    push.push(1)
    push.close()
    await start(push)
    assert sink.column() == [1]


async def test_after_a_stop_items_are_kept_for_the_next_start(
    sink: Recorder, start: Start, push: Push
) -> None:
    reading = start(push)
    await sink.until(lambda sink: sink.states)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    push.push(1)
    assert sink.rows == 0
    start(push)
    await sink.until_rows(1)
