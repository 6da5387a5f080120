from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import numpy as np
import pytest

from livewidgets.clock import Clock
from livewidgets.data.batch import Batch
from livewidgets.errors import ArgumentError, BusyError, SourceError
from livewidgets.sources.reader import Reader, Retry
from livewidgets.sources.source import Sink, State
from livewidgets.testing.clock import VirtualClock
from tests.sources.recorder import Recorder

EXACT = Retry(jitter=0.0)


class Scripted:
    """A source whose reads do one thing after the other."""

    name = "scripted"
    key: str | None = None

    def __init__(self, *script: Callable[[Sink], Awaitable[None]], reconnects: bool = True) -> None:
        self.reconnects = reconnects
        self.reads = 0
        self._script = script

    async def read(self, sink: Sink, clock: Clock) -> None:
        self.reads += 1
        await self._script[min(self.reads, len(self._script)) - 1](sink)


async def refuse(sink: Sink) -> None:
    raise SourceError("refused")


async def bring(sink: Sink) -> None:
    sink.report(State.LIVE)
    sink.put(Batch(np.array([1.0, 2.0]), {"value": np.array([1.0, 2.0])}))


async def bring_and_lose(sink: Sink) -> None:
    await bring(sink)
    raise SourceError("lost")


async def bug(sink: Sink) -> None:
    raise ZeroDivisionError("division by zero")


async def busy(sink: Sink) -> None:
    raise BusyError("port 5050 is in use")


async def forever(sink: Sink) -> None:
    await asyncio.Event().wait()


async def test_the_wait_doubles_up_to_the_maximum(sink: Recorder, clock: VirtualClock) -> None:
    source = Scripted(refuse)
    running = asyncio.create_task(Reader(source, sink, clock, retry=EXACT).run())
    await clock.advance(0)
    waits = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]
    for attempt, wait in enumerate(waits, start=1):
        assert source.reads == attempt
        assert sink.states[-1] == (
            State.RECONNECTING,
            f"attempt {attempt}, next try in {wait:.1f} s: refused",
        )
        await clock.advance(wait - 0.001)
        assert source.reads == attempt
        await clock.advance(0.001)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert sink.states[0] == (State.CONNECTING, "")
    assert sink.state is State.RECONNECTING  # what comes then is for the stream to say


async def test_data_start_the_waits_again(sink: Recorder, clock: VirtualClock) -> None:
    source = Scripted(refuse, refuse, refuse, bring_and_lose, refuse, bring, forever)
    running = asyncio.create_task(Reader(source, sink, clock, retry=EXACT).run())
    await clock.advance(60)
    assert sink.said(State.RECONNECTING) == [
        "attempt 1, next try in 0.1 s: refused",
        "attempt 2, next try in 0.2 s: refused",
        "attempt 3, next try in 0.4 s: refused",
        "attempt 1, next try in 0.1 s: lost",
        "attempt 2, next try in 0.2 s: refused",
        "attempt 1, next try in 0.1 s: scripted closed the connection",
    ]
    running.cancel()


async def test_jitter_stays_in_its_bounds(sink: Recorder, clock: VirtualClock) -> None:
    slept: list[float] = []

    class Sleepless(VirtualClock):
        async def sleep(self, seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 50:
                raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Reader(Scripted(refuse), sink, Sleepless(), retry=Retry(1.0, 1.0, jitter=0.5)).run()
    assert all(1.0 <= each <= 1.5 for each in slept)
    assert len(set(slept)) > 40


async def test_it_gives_up_after_a_long_time_without_data(
    sink: Recorder, clock: VirtualClock
) -> None:
    source = Scripted(bring_and_lose, refuse)
    retry = Retry(initial=1.0, maximum=1.0, jitter=0.0, give_up=600.0)
    running = asyncio.create_task(Reader(source, sink, clock, retry=retry).run())
    await clock.advance(599.5)
    assert not running.done()
    await clock.advance(1)
    await running
    assert sink.states[-1] == (State.FAILED, "given up after 10 min without data: refused")


async def test_a_source_that_does_not_reconnect_ends_with_its_rows(
    sink: Recorder, clock: VirtualClock
) -> None:
    await Reader(Scripted(bring, reconnects=False), sink, clock).run()
    assert sink.states == [(State.CONNECTING, ""), (State.LIVE, ""), (State.ENDED, "2 rows")]


@pytest.mark.parametrize(
    ("does", "reconnects", "sentence"),
    [
        (refuse, False, "refused"),
        (busy, False, "port 5050 is in use"),
        (busy, True, "port 5050 is in use"),
        (bug, False, "ZeroDivisionError: division by zero"),
        (bug, True, "ZeroDivisionError: division by zero"),
    ],
)
async def test_what_is_final_fails_with_its_sentence(
    sink: Recorder,
    clock: VirtualClock,
    does: Callable[[Sink], Awaitable[None]],
    reconnects: bool,
    sentence: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    source = Scripted(does, reconnects=reconnects)
    with caplog.at_level(logging.ERROR, "livewidgets"):
        await Reader(source, sink, clock).run()
    assert source.reads == 1
    assert sink.states[-1] == (State.FAILED, sentence)
    assert ("scripted failed" in caplog.text) == (does is bug)


async def test_a_cancelled_read_is_no_failure(sink: Recorder, clock: VirtualClock) -> None:
    for reconnects in (True, False):
        source = Scripted(forever, reconnects=reconnects)
        running = asyncio.create_task(Reader(source, sink, clock).run())
        await clock.advance(1)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert {state for state, _ in sink.states} == {State.CONNECTING}


@pytest.mark.parametrize(
    "wrong",
    [
        {"initial": 0},
        {"initial": -1},
        {"initial": 20},
        {"maximum": float("nan")},
        {"jitter": -0.1},
        {"give_up": 0},
    ],
)
def test_retries_are_checked_at_once(wrong: dict[str, float]) -> None:
    with pytest.raises(ArgumentError):
        Retry(**wrong)
