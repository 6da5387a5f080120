"""The virtual clock: time passes when a test says so, and in order."""

from __future__ import annotations

import asyncio
import threading

import pytest

from livewidgets.runner import ThreadRunner
from livewidgets.testing import VirtualClock


async def test_time_stands_still_until_it_is_moved(clock: VirtualClock) -> None:
    assert (clock.time(), clock.monotonic()) == (1_700_000_000.0, 0.0)
    for _ in range(100):
        await asyncio.sleep(0)
    assert clock.monotonic() == 0.0
    await clock.advance(2.5)
    assert (clock.time(), clock.monotonic()) == (1_700_000_002.5, 2.5)
    assert VirtualClock(5.0).time() == 5.0


async def test_sleepers_wake_in_order_each_at_its_own_moment(clock: VirtualClock) -> None:
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, *naps: float) -> None:
        for nap in naps:
            await clock.sleep(nap)
            woken.append((name, clock.monotonic()))

    sleepers = [
        asyncio.ensure_future(sleeper("a", 3.0)),
        asyncio.ensure_future(sleeper("b", 1.0, 1.0, 1.0)),
        asyncio.ensure_future(sleeper("c", 2.0, 0.5)),
    ]
    await clock.advance(10.0)
    assert woken == [("b", 1.0), ("c", 2.0), ("b", 2.0), ("c", 2.5), ("a", 3.0), ("b", 3.0)]
    assert all(sleeper.done() for sleeper in sleepers)
    assert clock.monotonic() == 10.0


async def test_who_sleeps_beyond_is_not_woken(clock: VirtualClock) -> None:
    sleeping = asyncio.ensure_future(clock.sleep(1.0))
    await clock.advance(0.999)
    assert not sleeping.done()
    await clock.advance(0.002)
    assert sleeping.done()


async def test_no_time_is_no_wait(clock: VirtualClock) -> None:
    await clock.sleep(0)
    await clock.sleep(-1.0)
    assert clock.monotonic() == 0.0


async def test_time_does_not_go_back(clock: VirtualClock) -> None:
    with pytest.raises(ValueError, match="time does not go back"):
        await clock.advance(-1.0)


async def test_tasks_that_wake_each_other_come_to_rest(clock: VirtualClock) -> None:
    steps: list[int] = []

    async def chain(length: int) -> None:
        steps.append(length)
        if length:
            await asyncio.ensure_future(chain(length - 1))

    async def begins() -> None:
        await clock.sleep(1.0)
        await chain(8)

    task = asyncio.ensure_future(begins())
    await clock.advance(1.0)
    assert task.done()
    assert steps == list(range(8, -1, -1))


# -- within -----------------------------------------------------------------------------


async def test_within_gives_the_result_or_the_error(clock: VirtualClock) -> None:
    async def result() -> int:
        return 7

    async def fails() -> int:
        raise ZeroDivisionError("so it does")

    for limit in (5.0, None):
        assert await clock.within(limit, result()) == 7
        with pytest.raises(ZeroDivisionError):
            await clock.within(limit, fails())


async def test_within_cancels_what_is_late(clock: VirtualClock) -> None:
    cancelled: list[float] = []

    async def late() -> None:
        try:
            await clock.sleep(100.0)
        except asyncio.CancelledError:
            cancelled.append(clock.monotonic())
            raise

    waiting = asyncio.ensure_future(clock.within(2.0, late()))
    await clock.advance(1.9)
    assert not waiting.done()
    await clock.advance(0.2)
    with pytest.raises(TimeoutError):
        await waiting
    assert cancelled == [2.0]


async def test_within_that_is_cancelled_cancels_what_it_awaits(clock: VirtualClock) -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            ended.set()

    waiting = asyncio.ensure_future(clock.within(2.0, work()))
    await clock.advance(1.0)
    waiting.cancel()
    await clock.advance(0.0)
    assert waiting.cancelled()
    assert ended.is_set()


# -- threads and their loops ---------------------------------------------------------------


async def test_a_thread_that_blocks_sees_the_time_pass(clock: VirtualClock) -> None:
    event = threading.Event()
    results: list[float] = []

    def blocks() -> None:
        results.append(clock.block(event, 5.0))
        results.append(clock.monotonic())

    thread = threading.Thread(target=blocks)
    thread.start()
    await clock.advance(4.9)
    assert thread.is_alive()
    await clock.advance(0.2)
    thread.join(5)
    assert results[0] is False
    assert results[1] >= 5.0


@pytest.mark.parametrize("limit", [5.0, None])
def test_a_thread_that_blocks_is_let_go_by_its_event(limit: float | None) -> None:
    clock, event = VirtualClock(), threading.Event()
    event.set()
    assert clock.block(event, limit) is True


async def test_sleepers_of_another_threads_loop_are_woken_too(clock: VirtualClock) -> None:
    runner, woken = ThreadRunner(), []
    sleeps = threading.Event()

    async def sleeper() -> None:
        sleeps.set()
        for _ in range(3):
            await clock.sleep(1.0)
            woken.append(clock.monotonic())

    job = runner.submit(sleeper())
    assert await asyncio.to_thread(sleeps.wait, 5)
    for _ in range(4):
        await clock.advance(1.0)
    assert await asyncio.to_thread(job.wait, 5)
    assert len(woken) == 3
    assert woken == sorted(woken)


async def test_a_loop_that_ends_meanwhile_does_not_hold_the_clock(clock: VirtualClock) -> None:
    for _ in range(30):
        runner, sleeps = ThreadRunner(), threading.Event()

        async def sleeper(sleeps: threading.Event = sleeps) -> None:
            sleeps.set()
            await clock.sleep(0.5)

        job = runner.submit(sleeper())  # its loop ends with it, in the midst of `advance`
        await asyncio.to_thread(sleeps.wait, 5)
        await clock.advance(1.0)
        await asyncio.to_thread(job.wait, 5)
        assert job.ended


def test_sleepers_of_a_loop_that_was_closed_hurt_nobody() -> None:
    clock = VirtualClock()

    async def leaves() -> None:
        sleeping = asyncio.ensure_future(clock.sleep(1.0))
        await asyncio.sleep(0)
        sleeping.cancel()

    asyncio.run(leaves())
    asyncio.run(clock.advance(2.0))
    assert clock.monotonic() == 2.0
