"""Stream: what it says of itself while a source is read."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from livewidgets.errors import SourceError
from livewidgets.sources.source import State
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

START = 1_700_000_000.0


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("numbers")


@pytest.fixture
async def stream(source: ScriptedSource, clock: VirtualClock) -> AsyncIterator[Stream]:
    made = Stream(source, runner="asyncio", clock=clock)
    yield made
    await made.aclose()


async def test_the_status_follows_the_source(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    said: list[str] = []

    def note() -> None:
        if not said or said[-1] != str(stream.status):
            said.append(str(stream.status))

    stream.subscribers.add_change(note)
    stream.start()
    await clock.advance(0.0)
    source.report(State.CONNECTING, "listening, no sender yet")
    source.report(State.LIVE, "2 senders")
    source.row(START, value=1.0)
    await clock.advance(1.0)
    await clock.advance(60.0)
    assert stream.status.state is State.STALE
    source.row(START + 61, value=2.0)
    source.end()
    await clock.advance(0.0)
    assert said == [
        "connecting",
        "connecting: listening, no sender yet",
        "live: 2 senders",
        "ended: 2 rows",
    ]


async def test_a_source_that_reconnects_says_so(clock: VirtualClock) -> None:
    source = ScriptedSource(reconnects=True)
    stream = Stream(source, runner="asyncio", clock=clock).start()
    source.row(START, value=1.0)
    source.lose(SourceError("the sender went away"))
    await clock.advance(0.0)
    assert stream.status.state is State.RECONNECTING
    assert "the sender went away" in stream.status.sentence
    assert stream.running
    source.row(START + 1, value=2.0)
    await clock.advance(1.0)
    assert str(stream.status) == "live"
    assert source.reads == 2
    await stream.aclose()


async def test_bytes_without_an_end_are_told_of(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    stream.start()
    source.report(State.LIVE)
    source.pending(7)
    await clock.advance(10.0)
    assert str(stream.status).startswith("live: 7 bytes, no newline for 10 s")


async def test_the_rate_is_of_the_last_seconds(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    stream.start()
    for number in range(100):
        source.rows([START + number] * 2, value=[1.0, 1.0])
        await clock.advance(0.1)
    assert stream.rate == pytest.approx(20.0, rel=0.1)
    await clock.advance(60.0)
    assert stream.rate == 0.0


async def test_the_excerpts_are_the_newest(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    for number in range(30):
        source.reject(f"bad {number}", b"x" * 500)
    stream.start()
    await clock.advance(0.0)
    assert [each.reason for each in stream.rejects] == [f"bad {n}" for n in range(10, 30)]
    assert all(len(each.excerpt) == 80 for each in stream.rejects)
    assert stream.counts.rejected == 30


async def test_a_stream_of_rejects_says_so(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    source.report(State.LIVE)
    source.reject("no number", b"x")
    stream.start()
    await clock.advance(0.0)
    assert str(stream.status) == "live: every row is rejected: no number"
