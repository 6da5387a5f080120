"""The scripted source: does what a test says, whichever loop reads it."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from livewidgets.data.batch import Batch, Reject
from livewidgets.errors import SourceError
from livewidgets.sources.source import Source, State
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

START = 1_700_000_000.0


def test_it_is_a_source() -> None:
    source: Source = ScriptedSource("sensor", key="sensor:1", reconnects=True)
    assert (source.name, source.key, source.reconnects) == ("sensor", "sensor:1", True)


class Notes:
    """A sink that notes what it is told, in order."""

    def __init__(self) -> None:
        self.said: list[object] = []

    def put(self, batch: Batch) -> None:
        self.said.append(batch)

    def reject(self, reject: Reject) -> None:
        self.said.append(reject)

    def dropped(self, rows: int) -> None:
        self.said.append(rows)

    def report(self, state: State, sentence: str = "") -> None:
        self.said.append((state, sentence))

    def pending(self, held: int) -> None:
        self.said.append(held)


async def test_what_is_said_before_the_reading_is_said_in_order(clock: VirtualClock) -> None:
    source, sink = ScriptedSource(), Notes()
    source.report(State.LIVE, "one sender")
    source.row(START, temp=1.5, name="a", on=True)
    source.reject("bad", b"x" * 200)
    source.pending(7)
    source.end()
    source.row(START, temp=2.5)
    await source.read(sink, clock)
    state, batch, reject, held = sink.said
    assert state == (State.LIVE, "one sender")
    assert isinstance(batch, Batch)
    assert batch.row(0) == {"time": START, "temp": 1.5, "name": "a", "on": True}
    assert reject == Reject("bad", b"x" * 80)
    assert held == 7


async def test_the_next_reading_goes_on_after_the_end(clock: VirtualClock) -> None:
    source, sink = ScriptedSource(), Notes()
    source.end()
    source.row(START, temp=2.5)
    source.end()
    await source.read(sink, clock)
    assert sink.said == []
    await source.read(sink, clock)
    assert len(sink.said) == 1
    assert source.reads == 2


async def test_it_breaks_off_with_the_error_that_is_given(clock: VirtualClock) -> None:
    source = ScriptedSource()
    source.lose(SourceError("the cable was pulled"))
    with pytest.raises(SourceError, match="the cable was pulled"):
        await source.read(Notes(), clock)


def test_columns_have_the_kinds_of_their_values() -> None:
    stream = Stream(ScriptedSource())
    source = stream.source
    assert isinstance(source, ScriptedSource)
    source.rows([START, START + 1], number=[1, 2.5], text=["a", ""], flag=[True, False])
    stream.wait(rows=2)
    kinds = {name: stream[name].dtype for name in ("number", "text", "flag")}
    assert kinds == {"number": np.float64, "text": np.dtype(object), "flag": np.bool_}
    stream.stop()


def test_it_may_be_told_from_any_thread() -> None:
    source = ScriptedSource()
    with Stream(source, lateness="1h") as stream:

        def tell(sender: int) -> None:
            for number in range(100):
                source.row(START + number, n=sender * 1000 + number)

        threads = [threading.Thread(target=tell, args=(each,)) for each in range(4)]
        for thread in threads:
            thread.start()
        stream.wait(rows=400)
        for thread in threads:
            thread.join()
    assert len(set(stream["n"].tolist())) == 400


def test_it_can_be_read_by_one_loop_after_another() -> None:
    source = ScriptedSource()
    stream = Stream(source)
    for number in range(3):
        stream.start()
        source.row(START + number, n=number)
        stream.wait(rows=number + 1)
        stream.stop()  # and its thread ends
    assert stream["n"].tolist() == [0.0, 1.0, 2.0]
