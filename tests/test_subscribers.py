"""Subscribers: functions, changes, queues and milestones, without a stream."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewidgets.data.batch import Batch
from livewidgets.subscribers import BatchQueue, Milestone, Subscribers


def batch(*values: float) -> Batch:
    return Batch(np.arange(len(values), dtype=np.float64), {"value": np.array(values)})


def values(*batches: Batch) -> list[float]:
    return [value for each in batches for value in each.columns["value"].tolist()]


def test_each_function_gets_each_batch_until_it_is_removed() -> None:
    subscribers = Subscribers()
    one: list[Batch] = []
    two: list[Batch] = []
    remove = subscribers.add_function(one.append)
    subscribers.add_function(two.append)
    subscribers.stored(batch(1.0), 1)
    remove()
    subscribers.stored(batch(2.0), 2)
    assert values(*one) == [1.0]
    assert values(*two) == [1.0, 2.0]


def test_a_function_that_was_given_twice_is_removed_once() -> None:
    subscribers = Subscribers()
    seen: list[Batch] = []
    function = seen.append
    remove = subscribers.add_function(function)
    subscribers.add_function(function)
    remove()
    remove()
    subscribers.stored(batch(1.0), 1)
    assert len(seen) == 1


class Picture:
    """Its method is another object at each access, and equal each time."""

    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


def test_removing_one_picture_leaves_the_other_of_the_same_pump_its_news() -> None:
    subscribers, pump = Subscribers(), Picture()
    first = subscribers.add_change(pump.wake)
    subscribers.add_change(pump.wake)
    first()
    subscribers.changed()
    assert pump.woken == 1


@pytest.mark.parametrize("error", [ValueError("bad"), SystemExit("bad")])
def test_a_function_that_raises_is_counted_and_disturbs_no_other(error: BaseException) -> None:
    subscribers = Subscribers()
    seen: list[Batch] = []

    def raises(_: Batch) -> None:
        raise error

    subscribers.add_function(raises)
    subscribers.add_function(seen.append)
    subscribers.stored(batch(1.0), 1)
    assert subscribers.errors == 1
    assert subscribers.last_error.startswith(f"{type(error).__name__}: bad (in ")
    assert "raises" in subscribers.last_error
    assert len(seen) == 1


def test_the_same_error_is_counted_each_time_and_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    subscribers = Subscribers()
    subscribers.add_function(lambda each: 1 / 0)
    with caplog.at_level(logging.WARNING, "livewidgets"):
        for _ in range(100):
            subscribers.stored(batch(1.0), 1)
    assert subscribers.errors == 100
    assert len(caplog.records) == 1


def test_a_function_knows_that_it_is_called_in_this_thread() -> None:
    subscribers = Subscribers()
    here: list[bool] = []
    elsewhere: list[bool] = []

    def looks(_: Batch) -> None:
        here.append(subscribers.calls_here)
        other = threading.Thread(target=lambda: elsewhere.append(subscribers.calls_here))
        other.start()
        other.join()

    subscribers.add_function(looks)
    subscribers.add_function(lambda _: 1 / 0)
    subscribers.stored(batch(1.0), 1)
    assert here == [True]
    assert elsewhere == [False]
    assert not subscribers.calls_here


def test_a_milestone_is_reached_with_its_row_or_with_the_end() -> None:
    subscribers, near, far = Subscribers(), Milestone(2), Milestone(100)
    subscribers.add_milestone(near)
    subscribers.add_milestone(far)
    subscribers.stored(batch(1.0), 1)
    assert not near.event.is_set()
    subscribers.stored(batch(1.0), 2)
    assert near.event.is_set()
    assert not far.event.is_set()
    subscribers.ended()
    assert far.event.is_set()


def test_a_milestone_that_was_removed_is_not_set() -> None:
    subscribers, milestone = Subscribers(), Milestone(1)
    subscribers.add_milestone(milestone)
    subscribers.remove_milestone(milestone)
    subscribers.stored(batch(1.0), 1)
    assert not milestone.event.is_set()


async def test_a_queue_hands_out_in_order_and_ends_when_it_is_closed() -> None:
    queue = BatchQueue()
    queue.put(batch(1.0, 2.0))
    queue.put(batch(3.0))
    queue.close()
    assert values(*[each async for each in queue]) == [1.0, 2.0, 3.0]
    assert queue.missed == 0


async def test_who_waits_is_woken_by_another_thread() -> None:
    queue = BatchQueue()
    waiting = asyncio.ensure_future(anext(queue))
    await asyncio.sleep(0)
    threading.Thread(target=queue.put, args=(batch(7.0),)).start()
    assert values(await waiting) == [7.0]


async def test_the_end_reaches_who_waits() -> None:
    queue = BatchQueue()
    waiting = asyncio.ensure_future(anext(queue, None))
    await asyncio.sleep(0)
    threading.Thread(target=queue.close).start()
    assert await waiting is None


async def test_no_row_is_lost_when_the_end_comes_right_after_it() -> None:
    for _ in range(300):
        queue = BatchQueue()

        def ends(queue: BatchQueue = queue) -> None:
            queue.put(batch(1.0))
            queue.close()

        thread = threading.Thread(target=ends)
        thread.start()
        assert values(*[each async for each in queue]) == [1.0]
        thread.join()


@settings(deadline=None)
@given(st.lists(st.integers(1, 20), max_size=40), st.integers(1, 50))
def test_a_queue_keeps_the_newest_rows_and_counts_the_others(sizes: list[int], limit: int) -> None:
    async def check() -> None:
        queue, sent = BatchQueue(limit), 0
        for size in sizes:
            queue.put(batch(*range(sent, sent + size)))
            sent += size
        queue.close()
        got = values(*[each async for each in queue])
        assert got == list(range(queue.missed, sent)), "the newest, without a hole"
        assert len(got) <= max(limit, *sizes, 1)
        assert not sizes or len(got) >= min(sizes[-1], sent)

    asyncio.run(check())


async def test_a_queue_does_not_fill_a_loop_that_is_held_with_calls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue = BatchQueue()
    loop, calls = asyncio.get_running_loop(), []
    whole = loop.call_soon_threadsafe

    def counted(*args: Any, **named: Any) -> asyncio.Handle:
        calls.append(args)
        return whole(*args, **named)

    monkeypatch.setattr(loop, "call_soon_threadsafe", counted)

    def read() -> None:
        for _ in range(1000):
            queue.put(batch(1.0))

    reader = threading.Thread(target=read)
    reader.start()
    reader.join()  # which holds the loop
    assert len(calls) == 1


def test_a_queue_whose_loop_is_closed_hurts_nobody() -> None:
    async def make() -> BatchQueue:
        return BatchQueue()

    queue = asyncio.run(make())
    subscribers = Subscribers()
    subscribers.add_queue(queue)
    subscribers.stored(batch(1.0), 1)
    subscribers.ended()


async def test_a_queue_that_nobody_reads_any_more_is_let_go() -> None:
    subscribers = Subscribers()
    for _ in range(50):
        subscribers.add_queue(BatchQueue())
    gc.collect()
    kept = BatchQueue()
    subscribers.add_queue(kept)
    assert len(subscribers._queues) == 1
    subscribers.stored(batch(1.0), 1)
    assert values(await anext(kept)) == [1.0]
