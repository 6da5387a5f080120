from __future__ import annotations

import asyncio
import threading
from typing import Any

import numpy as np
import pytest

from livewidgets.data.batch import Batch
from livewidgets.data.records import Records
from livewidgets.errors import ArgumentError, ClosedError, SchemaError
from livewidgets.sources.push import DELAY, HELD, MOST, Push
from livewidgets.sources.source import State
from livewidgets.testing.clock import VirtualClock
from tests.sources.conftest import Start
from tests.sources.recorder import Recorder


@pytest.fixture
def push(clock: VirtualClock) -> Push:
    return Push(records=Records(time=False), clock=clock)


async def test_the_first_item_is_stored_at_once_and_others_soon(
    sink: Recorder, start: Start, push: Push, clock: VirtualClock
) -> None:
    start(push, clock)
    await sink.until(lambda sink: sink.states)
    assert sink.states == [(State.CONNECTING, "waiting for the first push")]
    push.push(1)
    await sink.until_rows(1)
    push.push(2)
    push.push(3)
    await clock.advance(DELAY / 2)
    assert sink.column() == [1]
    await clock.advance(DELAY)
    assert [len(batch) for batch in sink.batches] == [1, 2]
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
    push.close()  # a second time does nothing
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


async def test_what_fills_a_batch_is_stored_by_the_thread_that_pushes(
    sink: Recorder, start: Start, push: Push, clock: VirtualClock
) -> None:
    start(push, clock)
    await sink.until(lambda sink: sink.states)
    for number in range(MOST - 1):
        push.push(number)
    assert sink.rows == 0  # the loop had no turn
    push.push(MOST - 1)
    assert sink.column() == list(range(MOST))


async def test_what_was_pushed_may_be_written_to_afterwards(
    sink: Recorder, start: Start, push: Push
) -> None:
    row, values, table = {"a": 1.0, "b": 2.0}, np.array([3.0, 4.0]), np.array([[5.0, 6.0]])
    in_order = [7.0, 8.0]
    for item in (dict(row), values, row, table, in_order):
        push.push(item)
    row["a"], in_order[0] = -1.0, -1.0
    values[:], table[:] = -1.0, -1.0
    start(push)
    await sink.until_rows(5)
    assert sink.column("a") == [1, 3, 1, 5, 7]
    assert sink.column("b") == [2, 4, 2, 6, 8]


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (None, "push of 'None': None instead of a reading; the columns are loss, step"),
        (object, "a type is no record"),
        ({"loss": 1.0}, r"push of \"\{'loss': 1.0\}\": it has no 'step'"),
        ({"loss": 1.0, "step": 2, "x": 3}, "'x' was not in the first; the columns are loss, step"),
        (
            {"loss": "low", "step": 2},
            "column 'loss': a str is not a number; the columns are loss, step",
        ),
        ((1.0,), "1 field where 2 are expected"),
        (np.zeros((2, 3)), "3 fields where 2 are expected"),
        (np.zeros((0, 2)), "it has no rows"),
        (Batch(np.zeros(1), {"other": np.zeros(1)}), "is not both in this batch"),
    ],
)
async def test_what_cannot_be_used_raises_where_it_was_pushed(
    item: Any, says: str, sink: Recorder, start: Start, push: Push
) -> None:
    push.push({"loss": 0.5, "step": 1})
    with pytest.raises(ArgumentError, match=says):
        push.push(item)
    push.push({"step": 3, "loss": 0.25})
    start(push)
    await sink.until_rows(2)
    assert (sink.column("loss"), sink.column("step")) == ([0.5, 0.25], [1, 3])
    assert sink.rejects == []


def test_columns_that_are_asked_for_and_not_there_are_told_at_once() -> None:
    push = Push(records=Records(columns={"loss": float, "step": float}))
    with pytest.raises(SchemaError, match="no column 'step'"):
        push.push({"loss": 1.0, "other": 2.0})


async def test_a_value_of_the_right_type_that_cannot_be_used_is_counted(
    sink: Recorder, start: Start, push: Push
) -> None:
    start(push)
    push.push(1.0)
    push.push(2)
    push.push(10**400)
    push.push(4)
    await sink.until_rows(3)
    assert sink.column() == [1, 2, 4]
    assert len(sink.rejects) == 1


async def test_rows_may_bring_their_time(sink: Recorder, start: Start) -> None:
    push = Push(records=Records())
    push.push({"time": 1_700_000_000.0, "loss": 1.0})
    push.push({"time": 1_700_000_001.0, "loss": 2.0})
    start(push)
    await sink.until_rows(2)
    assert sink.times() == [1_700_000_000.0, 1_700_000_001.0]


async def test_what_is_pushed_while_a_batch_is_stored_does_not_wait_for_it(
    sink: Recorder, start: Start, push: Push
) -> None:
    put = sink.put

    def put_and_push(batch: Batch) -> None:
        if sink.rows == 0:
            push.push(2)  # as a function given to on_batch may
        put(batch)

    sink.put = put_and_push  # type: ignore[method-assign]
    start(push)
    push.push(1)
    await sink.until_rows(2)
    assert sink.column() == [1, 2]
