"""Derived streams: every row once and in order, the parent's state, and cells that run again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import livewidgets as lw
from livewidgets.data.batch import Batch
from livewidgets.data.records import Records
from livewidgets.data.transform import Step
from livewidgets.errors import ArgumentError
from livewidgets.sources.push import Push
from livewidgets.sources.source import State
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

START = 1_700_000_000.0

pytestmark = pytest.mark.usefixtures("leak_check")


@dataclass(frozen=True)
class Numbered:
    """A transform that numbers the rows, to see that it has had each of them once."""

    fails_at: int = -1

    def begin(self) -> Step:
        return _Numbering(self.fails_at)

    def __str__(self) -> str:
        return "numbered"


class _Numbering:
    def __init__(self, fails_at: int) -> None:
        self.count = 0
        self.fails_at = fails_at

    def feed(self, batch: Batch) -> Batch | None:
        number = np.arange(self.count, self.count + len(batch))
        self.count += len(batch)
        if self.fails_at in number:
            raise ZeroDivisionError("no such number")
        return Batch(batch.time, {"value": batch["value"], "number": number})


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("sensor")


@pytest.fixture
async def parent(source: ScriptedSource, clock: VirtualClock) -> AsyncIterator[Stream]:
    made = Stream(source, runner="asyncio", clock=clock, keep=100, units={"value": "°C"})
    yield made
    await made.aclose()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def send(source: ScriptedSource, first: int, count: int) -> None:
    source.rows([START + n for n in range(first, first + count)], value=range(first, first + count))


# -- rows ----------------------------------------------------------------------------------


async def test_it_gets_what_the_parent_holds_and_then_every_batch_once(
    source: ScriptedSource, parent: Stream
) -> None:
    parent.start()
    send(source, 0, 150)  # the ring keeps the last hundred of these
    await settle()
    derived = parent.derive(Numbered()).start()
    await settle()
    send(source, 150, 7)
    send(source, 157, 3)
    await settle()
    assert derived["value"].tolist() == list(range(50, 160))
    assert derived["number"].tolist() == list(range(110))
    assert derived.name == "numbered of sensor"
    assert derived.units["value"] == "°C"
    await derived.aclose()


async def test_it_starts_its_parent_and_is_a_stream_like_any_other(
    source: ScriptedSource, parent: Stream
) -> None:
    power = parent.derive({"double": lambda b: 2 * b["value"], "value": "value"}, name="power")
    assert not parent.running
    half = power.derive({"half": lambda b: b["double"] / 4})
    half.start()
    assert power.name == "power"
    send(source, 0, 3)
    await settle()
    assert half["half"].tolist() == [0.0, 0.5, 1.0]
    assert dict(power.units) == {"value": "°C"}
    await half.aclose()
    await power.aclose()


def test_no_row_is_lost_or_comes_twice_while_threads_push() -> None:
    source = Push(records=Records(columns=["value"]))
    parent = Stream(source, keep=1_000_000)
    total, senders = 20_000, 4
    begun = threading.Barrier(senders + 1)

    def sender(number: int) -> None:
        begun.wait()
        for each in range(number, total, senders):
            source.push(float(each))

    threads = [threading.Thread(target=sender, args=(n,)) for n in range(senders)]
    with parent:
        for thread in threads:
            thread.start()
        begun.wait()
        derived = [parent.derive(Numbered()).start() for _ in range(5)]
        for thread in threads:
            thread.join()
        for stream in derived:
            stream.wait(rows=total)
            assert sorted(stream["value"].tolist()) == list(range(total))
            assert sorted(stream["number"].tolist()) == list(range(total))
            stream.stop()


async def test_late_rows_come_when_they_come_and_those_too_late_count_as_dropped(
    source: ScriptedSource, parent: Stream
) -> None:
    derived = parent.derive(Numbered()).start()
    source.rows([START + 10, START + 8, START + 1, START + 11], value=[0, 1, 2, 3])
    source.rows([START + 2], value=[4])
    await settle()
    assert parent.counts.too_late == 2
    assert derived["value"].tolist() == [1, 0, 3]
    assert derived["number"].tolist() == [1, 0, 2]  # in order of arrival
    assert (derived.counts.stored, derived.counts.dropped) == (3, 2)
    await derived.aclose()


async def test_started_again_it_goes_on_with_the_rows_it_has_not_had(
    source: ScriptedSource, parent: Stream
) -> None:
    derived = parent.derive(Numbered()).start()
    send(source, 0, 10)
    await settle()
    await derived.aclose()
    send(source, 10, 120)  # 20 of them leave the parent's ring before it comes back
    await settle()
    derived.start()
    send(source, 130, 5)
    await settle()
    assert derived["value"].tolist() == [*range(10), *range(30, 135)]
    assert derived.counts.dropped == 20
    # Late rows, too, that came while it was away: none twice; those in doubt are counted.
    await derived.aclose()
    source.rows([START + 133.5, START + 135], value=[999, 135])
    await settle()
    derived.start()
    await settle()
    assert derived["value"].tolist() == [*range(10), *range(30, 136)]
    assert derived.counts.dropped == 21
    assert derived.counts.accounted
    await derived.aclose()


# -- a function that raises -------------------------------------------------------------------


async def test_a_step_that_raises_is_counted_and_told_and_the_rows_go_on(
    source: ScriptedSource, parent: Stream
) -> None:
    derived = parent.derive(Numbered(fails_at=5)).start()
    for start in range(0, 12, 3):
        send(source, start, 3)
    await settle()
    assert derived["value"].tolist() == [0, 1, 2, 6, 7, 8, 9, 10, 11]
    assert (derived.counts.rejected, derived.counts.accounted) == (3, True)
    (reject,) = derived.rejects
    assert reject.reason.startswith("ZeroDivisionError: no such number (in feed(), line ")
    assert reject.excerpt.startswith(b"{'time': 1700000003.0, 'value': 3.0}")
    assert parent.counts.rejected == 0
    assert parent.running
    assert derived.running
    await derived.aclose()


# -- state ------------------------------------------------------------------------------------


async def test_it_tells_its_parents_state(
    source: ScriptedSource, parent: Stream, clock: VirtualClock
) -> None:
    derived = parent.derive(Numbered()).start()
    source.report(State.RECONNECTING, "attempt 1, next try in 0.2 s: refused")
    await settle()
    assert str(derived.status) == "reconnecting: attempt 1, next try in 0.2 s: refused"
    send(source, 0, 1)
    await settle()
    assert str(derived.status) == "live"
    await clock.advance(60)
    assert str(derived.status) == "stale"
    source.end()
    await settle()
    assert derived.status.state is State.ENDED
    assert not derived.running


async def test_it_fails_with_its_parents_sentence(source: ScriptedSource, parent: Stream) -> None:
    derived = parent.derive(Numbered()).start()
    source.lose(lw.LiveWidgetsError("the sensor has melted"))
    await settle()
    assert str(derived.status) == "failed: the sensor has melted"


async def test_nothing_of_it_is_left_with_the_parent_when_it_stops(
    source: ScriptedSource, parent: Stream
) -> None:
    derived = parent.derive(Numbered()).start()
    send(source, 0, 2)
    await settle()
    await derived.aclose()
    send(source, 2, 2)
    await settle()
    assert derived["value"].tolist() == [0, 1]
    assert parent.subscribers.followers == 0
    assert parent.running


# -- cells that run again -----------------------------------------------------------------------


async def test_it_begins_anew_with_its_parents_successor(
    source: ScriptedSource, parent: Stream, clock: VirtualClock
) -> None:
    derived = parent.derive(Numbered()).start()
    send(source, 100, 4)
    await settle()
    newer = ScriptedSource("sensor")
    successor = Stream(newer, runner="asyncio", clock=clock)
    parent.replace_by(successor)
    newer.rows([START, START + 1], value=[7, 8], extra=[1, 2])  # earlier than what it had
    await settle()
    assert successor.running
    assert derived["value"].tolist() == [7, 8]
    assert derived["number"].tolist() == [0, 1]
    counts = derived.counts
    assert (counts.stored, counts.evicted, counts.in_ring) == (6, 4, 2)
    await derived.aclose()
    await successor.aclose()


def test_in_threads_it_ends_when_a_generator_does() -> None:
    def numbers() -> Iterator[float]:
        yield from np.arange(1_000.0)

    parent = lw.stream(numbers())
    derived = parent.derive(Numbered())
    derived.wait(rows=1_000)
    parent.stop()
    assert derived["number"].tolist() == list(range(1_000))
    derived.stop()


@pytest.mark.parametrize("given", ["1m", Numbered, 3])
def test_what_is_no_transform_is_refused_at_once(given: Any) -> None:
    with pytest.raises(ArgumentError, match="is no transform; give one such as rolling"):
        Stream(ScriptedSource()).derive(given)
