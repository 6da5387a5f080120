"""A stream that user code feeds: `lw.stream()` and `push`."""

from __future__ import annotations

import threading

import pytest

import livewidgets as lw
from livewidgets.errors import ArgumentError, ClosedError
from livewidgets.sources.push import HELD
from livewidgets.sources.source import State

pytestmark = pytest.mark.usefixtures("leak_check")


def test_a_row_by_name_a_sequence_and_a_number() -> None:
    with lw.stream() as named:
        named.push(loss=0.5, accuracy=0.75)
        named.push({"accuracy": 0.8, "loss": 0.4})
        named.wait(rows=2)
        assert named["loss"].tolist() == [0.5, 0.4]
        assert named["accuracy"].tolist() == [0.75, 0.8]
    with lw.stream(columns=["x", "y"], units={"x": "mm"}) as rows:
        rows.push((1, 2))
        rows.wait()
        assert rows.schema is not None
        assert dict(rows.schema.units) == {"x": "mm"}
    with lw.stream() as numbers:
        numbers.push(3)
        numbers.wait()
        assert numbers["value"].tolist() == [3.0]


def test_the_first_push_starts_it_and_what_was_pushed_is_at_hand_at_once() -> None:
    train = lw.stream()
    assert not train.running
    train.push(loss=1.0)
    assert train.running
    train.wait()
    for number in range(100):
        train.push(loss=float(number))
        assert train.latest is not None
        assert train.latest["loss"] == number
    train.push(loss=-1.0)
    train.stop()
    assert train["loss"][-1] == -1.0


def test_rows_of_several_threads_are_all_there() -> None:
    each, count = 6_000, 4
    with lw.stream() as shared:

        def work(number: int) -> None:
            for row in range(each):
                shared.push(thread=number, row=row)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        shared.wait(rows=each * count, timeout=60)
        rows = shared.rows()
        assert shared.counts.dropped == shared.counts.too_late == 0
    for number in range(count):
        mine = rows.columns["row"][rows.columns["thread"] == number]
        assert sorted(mine.tolist()) == list(range(each))


def test_after_a_stop_the_newest_items_wait_and_older_ones_are_counted() -> None:
    train = lw.stream()
    train.push(loss=0.0)
    train.wait()
    train.stop()
    for number in range(HELD + 5):
        train.push(loss=float(number))
    assert not train.running
    train.start()
    train.wait(rows=HELD + 1)
    assert train["loss"][-1] == HELD + 4
    assert train.counts.dropped == 5
    train.stop()


def test_its_end_stores_what_was_pushed_and_a_later_push_is_told() -> None:
    train = lw.stream(name="training")
    for number in range(10):
        train.push(loss=float(number))
    train.end()
    train.wait(rows=10)
    with pytest.raises(ClosedError, match="training has ended: nothing can be pushed any more"):
        train.push(loss=1.0)
    with pytest.raises(ClosedError, match=r"10 of 11 rows came"):
        train.wait(rows=11)
    assert train.status.state is State.ENDED


def test_a_loop_that_a_cell_left_behind_ends_when_the_cell_runs_again() -> None:
    old, new = lw.stream(), lw.stream()
    old.push(loss=1.0)
    old.replace_by(new)
    with pytest.raises(ClosedError, match="push was replaced when its cell ran again"):
        old.push(loss=2.0)
    new.push(loss=3.0)
    new.wait()
    new.stop()


def test_an_asyncio_stream_takes_rows_from_other_threads() -> None:
    import asyncio

    async def cell() -> list[float]:
        train = lw.stream(runner="asyncio")
        await asyncio.to_thread(train.push, loss=1.0)
        await asyncio.to_thread(train.push, loss=2.0)
        await train.until(rows=2)
        losses: list[float] = train["loss"].tolist()
        await train.aclose()
        return losses

    assert asyncio.run(cell()) == [1.0, 2.0]


def test_arguments_that_contradict_each_other_are_refused() -> None:
    train = lw.stream()
    with pytest.raises(ArgumentError, match="an item and columns by name"):
        train.push(1.0, loss=2.0)
    with pytest.raises(ArgumentError, match="was given nothing"):
        train.push()
    with pytest.raises(ArgumentError, match="comes when you push it"):
        lw.stream(interval=1)  # type: ignore[call-overload]
    with pytest.raises(ArgumentError, match="NoneType cannot be read"):
        lw.stream(None)
    assert not train.running
