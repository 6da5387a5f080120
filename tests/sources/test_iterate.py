from __future__ import annotations

import asyncio
import gc
import itertools
import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from livewidgets.clock import SYSTEM
from livewidgets.data.records import Records
from livewidgets.errors import SourceError, UserCodeError
from livewidgets.sources.coalesce import DELAY, MOST
from livewidgets.sources.iterate import Iterate
from livewidgets.sources.source import State
from livewidgets.testing.clock import VirtualClock
from tests.sources.conftest import Start
from tests.sources.recorder import Recorder


def iterate(make: object) -> Iterate:
    return Iterate(make, records=Records(time=False), name="it()")


def count_to_three() -> Iterator[int]:
    yield from (1, 2, 3)


class Gate:
    """A generator that yields what it is given, and blocks otherwise."""

    def __init__(self) -> None:
        self.closed = threading.Event()
        self._blocks = threading.Event()
        self._items: list[int] = []
        self._more = threading.Condition()

    def give(self, *items: int) -> None:
        with self._more:
            self._items += items
            self._blocks.clear()
            self._more.notify()

    async def has_given(self) -> None:
        """Wait until all has been taken and it blocks."""
        assert await asyncio.to_thread(self._blocks.wait, 10)

    def read(self) -> Iterator[int]:
        try:
            while True:
                with self._more:
                    if not self._items:
                        self._blocks.set()
                    self._more.wait_for(lambda: self._items)
                    item = self._items.pop(0)
                yield item
        finally:
            self.closed.set()


@pytest.fixture
def gate() -> Iterator[Gate]:
    """Ask for it before `start`, so that reading is cancelled before it lets go."""
    gate = Gate()
    yield gate
    gate.give(0)
    assert gate.closed.wait(10)


@pytest.mark.parametrize(
    "make", [count_to_three, count_to_three(), [1, 2, 3], (1, 2, 3), range(1, 4), map(int, "123")]
)
async def test_it_reads_to_the_end(sink: Recorder, make: object) -> None:
    await iterate(make).read(sink, SYSTEM)
    assert sink.column() == [1, 2, 3]
    assert sink.states == [(State.LIVE, "")]


async def test_nothing_at_all(sink: Recorder) -> None:
    await iterate([]).read(sink, SYSTEM)
    assert (sink.rows, sink.states) == (0, [])


async def test_a_generator_function_begins_anew(sink: Recorder) -> None:
    source = iterate(count_to_three)
    await source.read(sink, SYSTEM)
    await source.read(sink, SYSTEM)
    assert sink.column() == [1, 2, 3, 1, 2, 3]


async def test_a_generator_that_has_ended_says_so(sink: Recorder) -> None:
    source = iterate(count_to_three())
    await source.read(sink, SYSTEM)
    with pytest.raises(SourceError, match=r"the generator it\(\) has already ended: give the fun"):
        await source.read(sink, SYSTEM)


async def test_a_generator_that_another_reads_says_so(
    sink: Recorder, gate: Gate, start: Start
) -> None:
    generator = gate.read()
    start(iterate(generator))
    gate.give(1)
    await gate.has_given()
    with pytest.raises(SourceError, match="is still being read by another stream"):
        await iterate(generator).read(sink, SYSTEM)


async def test_a_blocking_generator_blocks_no_loop_and_hides_no_item(
    sink: Recorder, gate: Gate, start: Start
) -> None:
    start(iterate(gate.read))
    for number in range(1, 6):
        gate.give(number)
        await sink.until_rows(number)  # on this loop, while the generator blocks
    gate.give(6, 7, 8)
    await sink.until_rows(8)
    assert sink.column() == list(range(1, 9))


async def test_slow_items_are_batches_of_their_own_and_fast_ones_wait_20_ms(
    sink: Recorder, gate: Gate, start: Start, clock: VirtualClock
) -> None:
    start(iterate(gate.read), clock)
    gate.give(1)
    await sink.until_rows(1)
    await gate.has_given()  # the time of the first put is taken: now it may move
    await clock.advance(DELAY)
    gate.give(2)
    await sink.until_rows(2)
    gate.give(3, 4, 5)
    await gate.has_given()
    while not clock._sleepers:  # held: a flush is due
        await asyncio.sleep(0)
    await clock.advance(DELAY * 0.9)
    assert sink.rows == 2
    await clock.advance(DELAY * 0.1)
    assert sink.rows == 5
    assert [len(batch) for batch in sink.batches[:2]] == [1, 1]
    assert sink.column() == [1, 2, 3, 4, 5]


async def test_fast_items_come_together(sink: Recorder, clock: VirtualClock) -> None:
    rows = 3 * MOST + 10
    await iterate(range(rows)).read(sink, clock)
    assert sink.column() == list(range(rows))
    assert [len(batch) for batch in sink.batches] == [1, MOST, MOST, MOST, 9]


async def test_an_endless_fast_generator_leaves_the_loop_free(
    sink: Recorder, start: Start, nothing_left: Callable[[], None]
) -> None:
    reading = start(iterate(itertools.count()))
    await sink.until_rows(100_000)
    assert not reading.done()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    rows = sink.rows
    await ended("livewidgets-read-it()")
    assert sink.rows == rows
    assert sink.column() == list(range(rows))
    nothing_left()


async def ended(name: str) -> None:
    """Wait until no thread of that name is left."""
    async with asyncio.timeout(10):
        while any(thread.name == name for thread in threading.enumerate()):
            await asyncio.sleep(0)


async def test_a_function_that_gives_a_generator(sink: Recorder) -> None:
    await iterate(lambda: count_to_three()).read(sink, SYSTEM)
    assert sink.column() == [1, 2, 3]


async def test_an_item_that_cannot_be_used_is_rejected(sink: Recorder) -> None:
    await iterate([1, object(), 3]).read(sink, SYSTEM)
    assert sink.column() == [1, 3]
    assert len(sink.rejects) == 1


async def test_what_user_code_raises_is_told_with_its_line(sink: Recorder) -> None:
    def bad() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("bad")

    with pytest.raises(UserCodeError) as error:
        await iterate(bad).read(sink, SYSTEM)
    line = bad.__code__.co_firstlineno + 3
    assert str(error.value) == f"ValueError: bad (in bad(), line {line} of test_iterate.py)"
    assert isinstance(error.value.__cause__, ValueError)
    assert sink.column() == [1, 2]  # what came before it is not lost


async def test_a_function_that_exits_ends_no_process(sink: Recorder) -> None:
    def leave() -> None:
        raise SystemExit(3)

    with pytest.raises(UserCodeError, match=r"SystemExit: 3 \(in leave\(\), line"):
        await iterate(leave).read(sink, SYSTEM)


async def test_an_error_without_text_or_python_line(sink: Recorder) -> None:
    with pytest.raises(UserCodeError, match=r"^ValueError: .* \(in it\(\)\)$"):
        await iterate(map(int, ["x"])).read(sink, SYSTEM)


async def test_an_error_in_the_sink_is_not_the_users(sink: Recorder) -> None:
    class Full(Recorder):
        def put(self, batch: object) -> None:
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        await iterate([1, 2, 3]).read(Full(), SYSTEM)


async def test_cancelled_it_returns_though_the_generator_blocks(
    sink: Recorder, gate: Gate, start: Start, nothing_left: Callable[[], None]
) -> None:
    reading = start(iterate(gate.read))
    gate.give(1)
    await gate.has_given()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not gate.closed.is_set()
    gate.give(2)  # it yields again: that is not used, and its own thread closes it
    assert await asyncio.to_thread(gate.closed.wait, 10)
    await ended("livewidgets-read-it()")
    assert sink.column() == [1]
    nothing_left()


async def test_what_it_raises_when_it_is_closed_is_logged(
    sink: Recorder, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    waits = threading.Event()

    def stubborn() -> Iterator[int]:
        try:
            yield 1
            waits.wait()
            yield 2
        finally:
            raise RuntimeError("will not")

    with caplog.at_level(logging.ERROR, "livewidgets"):
        reading = start(iterate(stubborn))
        await sink.until_rows(1)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        waits.set()
        await ended("livewidgets-read-it()")
    assert "it() raised while it was stopped" in caplog.text
    assert "RuntimeError: will not" in caplog.text
    gc.collect()


def test_a_loop_that_is_gone_kills_no_thread(sink: Recorder, gate: Gate) -> None:
    """PytestUnhandledThreadExceptionWarning is an error in these tests."""

    async def leave() -> None:
        reading = asyncio.create_task(iterate(gate.read).read(sink, SYSTEM))
        gate.give(1)
        await sink.until_rows(1)
        reading.cancel()

    asyncio.run(leave())
    gate.give(2)
    assert gate.closed.wait(10)
