"""How often `Iterate` calls a function, or takes an item."""

from __future__ import annotations

import asyncio
import itertools
import threading

import pytest

from livewidgets.clock import Clock
from livewidgets.data.records import Records
from livewidgets.errors import ArgumentError
from livewidgets.sources.iterate import Iterate
from livewidgets.sources.source import State
from livewidgets.testing.clock import VirtualClock
from tests.sources.conftest import Start
from tests.sources.recorder import Recorder


def iterate(make: object, interval: float | str | None = None, eases: bool = False) -> Iterate:
    records = Records(time=False)
    return Iterate(make, records=records, interval=interval, name="it()", eases=eases)


class Sleepers(VirtualClock):
    """A clock that tells when a thread has gone to sleep on it, so that time may pass."""

    def __init__(self) -> None:
        super().__init__()
        self._asleep = threading.Semaphore(0)

    def block(self, event: threading.Event, seconds: float | None) -> bool:
        deadline = self.monotonic() + (seconds or 0.0)
        self._asleep.release()
        while self.monotonic() < deadline:
            if event.wait(0.001):
                return True
        return event.is_set()

    async def next_sleep_is_over(self, seconds: float) -> None:
        assert await asyncio.to_thread(self._asleep.acquire, timeout=10)
        await self.advance(seconds)


@pytest.fixture
def sleepers() -> Sleepers:
    return Sleepers()


async def test_a_function_is_called_on_a_schedule(
    sink: Recorder, start: Start, sleepers: Sleepers
) -> None:
    calls = itertools.count()
    start(iterate(lambda: next(calls), interval=0.5), sleepers)
    for _ in range(6):
        await sleepers.next_sleep_is_over(0.5)
    await sink.until_rows(7)
    began = 1_700_000_000.0
    assert sink.times() == [began + 0.5 * each for each in range(7)]
    assert sink.column() == list(range(7))


async def test_a_function_is_called_each_second_by_default(
    sink: Recorder, start: Start, sleepers: Sleepers
) -> None:
    start(iterate(lambda: 7), sleepers)
    await sleepers.next_sleep_is_over(0.99)
    assert sink.rows == 1
    await sleepers.advance(0.01)
    await sink.until_rows(2)
    assert sink.times() == [1_700_000_000.0, 1_700_000_001.0]


async def test_a_function_that_raises_is_called_again(
    sink: Recorder, start: Start, sleepers: Sleepers
) -> None:
    calls = itertools.count()

    def read_sensor() -> float:
        if (call := next(calls)) == 1:
            raise OSError("no answer")
        return call

    start(iterate(read_sensor, interval=1), sleepers)
    await sleepers.next_sleep_is_over(1)
    await sleepers.next_sleep_is_over(1)
    await sink.until_rows(2)
    assert sink.column() == [0, 2]
    (reject,) = sink.rejects
    assert reject.reason.startswith("OSError: no answer (in read_sensor(), line ")
    assert sink.said(State.LIVE) == ["", reject.reason, ""], "it is said until it reads again"


class SlowCalls:
    """A clock whose time passes in the calls that are made."""

    def __init__(self, lasts: list[float]) -> None:
        self.now = 0.0
        self._lasts = lasts
        self.began: list[float] = []

    def __call__(self) -> float:
        self.began.append(self.now)
        if not self._lasts:
            raise StopIteration
        self.now += self._lasts.pop(0)
        return self.now

    def clock(self) -> Clock:
        calls = self

        class Passing(VirtualClock):
            def monotonic(self) -> float:
                return calls.now

            def block(self, event: threading.Event, seconds: float | None) -> bool:
                calls.now += seconds or 0.0
                return event.is_set()

        return Passing()


async def test_missed_ticks_are_left_out_and_nothing_drifts(sink: Recorder) -> None:
    calls = SlowCalls([0.25, 0.25, 3.5, 0.25, 1.0, 0.5])
    await iterate(calls, interval=1.0).read(sink, calls.clock())
    assert calls.began == [0, 1, 2, 6, 7, 8, 9]


async def test_an_interval_paces_an_iterable(
    sink: Recorder, start: Start, sleepers: Sleepers
) -> None:
    reading = start(iterate([10, 20], interval="2s"), sleepers)
    await sleepers.next_sleep_is_over(2)
    await sleepers.next_sleep_is_over(2)
    await reading
    assert sink.times() == [1_700_000_000.0, 1_700_000_002.0]


@pytest.mark.parametrize("interval", [0, -1, float("nan"), "soon"])
def test_the_interval_is_checked_at_once(interval: float | str) -> None:
    with pytest.raises(ArgumentError, match="duration"):
        iterate([1], interval)


@pytest.mark.parametrize("eases", [False, True])
async def test_one_that_eases_is_called_more_seldom_the_longer_it_fails(
    sink: Recorder, start: Start, eases: bool
) -> None:
    slept: list[float] = []
    over = asyncio.Event()
    loop = asyncio.get_running_loop()

    class Noted(VirtualClock):
        """Passes by itself as soon as somebody sleeps."""

        def block(self, event: threading.Event, seconds: float | None) -> bool:
            slept.append(round(seconds or 0.0, 6))
            if len(slept) == 16:
                loop.call_soon_threadsafe(over.set)
                return event.wait(10)
            self._elapsed += seconds or 0.0
            return event.is_set()

    calls = itertools.count(1)

    def fails() -> float:
        if next(calls) == 12:
            return 1.0
        raise OSError("no sensor")

    start(iterate(fails, 0.5, eases), Noted())
    await over.wait()
    doubled = [0.5] * 3 + [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 32.0, 32.0]
    assert slept == ([*doubled, 0.5, 0.5, 0.5, 0.5, 1.0] if eases else [0.5] * 16)
