"""Stream: what it takes in, and what becomes of it."""

from __future__ import annotations

import threading
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewidgets.data.batch import Batch, Reject
from livewidgets.errors import ArgumentError
from livewidgets.sources.source import State
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, open_resources

START = 1_700_000_000.0


def rows(*times: float, **columns: list[object]) -> Batch:
    return Batch(
        np.array(times, dtype=np.float64),
        {name: np.asarray(column) for name, column in columns.items()},
    )


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("numbers")


# -- arguments ------------------------------------------------------------------------


def test_making_one_opens_nothing_and_reads_nothing(source: ScriptedSource) -> None:
    before = open_resources()
    stream = Stream(source)
    assert open_resources().beyond(before) == {}
    assert source.reads == 0
    assert stream.status.state is State.IDLE
    assert not stream.running


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"keep": 0}, "keep=0: at least one row"),
        ({"keep": 2.5}, "keep=2.5: give a number of rows, or a duration"),
        ({"keep": True}, "keep=True: give a number of rows"),
        ({"keep": "soon"}, "'soon' is not a duration"),
        ({"lateness": "-1s"}, "'-1s' is not a duration"),
        ({"stale_after": 0}, "must be finite and more than zero"),
        ({"runner": "process"}, "use 'thread' or 'asyncio'"),
        ({"runner": "asyncio"}, "needs a running event loop"),
    ],
)
def test_arguments_are_checked_at_once(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        Stream(ScriptedSource(), **options)  # type: ignore[arg-type]


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(ArgumentError, match=r"list is no source; livewidgets.stream\(...\)"):
        Stream([1, 2, 3])  # type: ignore[arg-type]


def test_it_is_called_as_the_user_says_or_as_its_source(source: ScriptedSource) -> None:
    assert Stream(source).name == "numbers"
    assert Stream(source, name="Boiler").name == "Boiler"
    late = Stream(source)
    source.name = "127.0.0.1:41234"  # as a listener knows its port once it listens
    assert late.name == "127.0.0.1:41234"


def test_it_says_what_it_is(source: ScriptedSource) -> None:
    assert repr(Stream(source)) == "<Stream 'numbers' idle, 0 rows>"


# -- what is kept -----------------------------------------------------------------------


def test_history_is_bounded_by_rows(source: ScriptedSource) -> None:
    stream = Stream(source, keep=3)
    for number in range(10):
        stream.put(rows(START + number, value=[float(number)]))
    assert stream.ring.last(99).columns["value"].tolist() == [7.0, 8.0, 9.0]
    assert stream.counts.evicted == 7


@pytest.mark.parametrize("keep", ["2s", "0.5min"])
def test_history_is_bounded_by_time(source: ScriptedSource, keep: str) -> None:
    stream = Stream(source, keep=keep)
    span = {"2s": 2, "0.5min": 30}[keep]
    for number in range(100):
        stream.put(rows(START + number, value=[float(number)]))
    assert stream.ring.rows == span + 1


def test_a_timedelta_is_a_lateness(source: ScriptedSource) -> None:
    stream = Stream(source, lateness=timedelta(seconds=1))  # type: ignore[arg-type]
    stream.put(rows(START, value=[1.0]))
    stream.put(rows(START - 2, value=[1.0]))
    assert stream.counts.too_late == 1


# -- what becomes of the rows ---------------------------------------------------------------


def test_rows_of_another_shape_are_rejected_counted_and_kept_as_an_excerpt(
    source: ScriptedSource,
) -> None:
    stream = Stream(source)
    stream.put(rows(START, temp=[20.5]))
    stream.put(rows(START + 1, START + 2, temp=["warm", "hot"]))
    stream.put(rows(START + 3, pressure=[1.0]))
    stream.put(rows(START + 4, temp=[21.5]))
    counts = stream.counts
    assert (counts.received, counts.stored, counts.rejected) == (5, 2, 3)
    reasons = [each.reason for each in stream.rejects]
    assert reasons[0] == "column 'temp' holds string values where it held float before"
    assert "there is no column 'pressure'" in reasons[1]
    assert b"warm" in stream.rejects[0].excerpt
    assert len(stream.rejects[0].excerpt) <= 80


def test_a_batch_without_rows_is_nothing(source: ScriptedSource) -> None:
    stream = Stream(source)
    seen: list[Batch] = []
    stream.subscribers.add_function(seen.append)
    stream.put(rows())
    assert stream.counts.received == 0
    assert seen == []
    assert stream.version == 0


Event = tuple[str, object]
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("rows"), st.lists(st.integers(-8, 8), min_size=1, max_size=6)),
        st.tuples(st.just("text"), st.integers(1, 3)),
        st.tuples(st.just("reject"), st.integers(1, 5)),
        st.tuples(st.just("dropped"), st.integers(1, 100)),
        st.tuples(st.just("stop"), st.just(0)),
    ),
    max_size=60,
)


@settings(deadline=None)
@given(EVENTS, st.integers(1, 12))
def test_every_row_is_accounted_for(events: list[Event], keep: int) -> None:
    stream, sent, now = Stream(ScriptedSource(), keep=keep, lateness=5.0), 0, START
    for what, value in events:
        if what == "rows":
            assert isinstance(value, list)
            now += 1.0
            stream.put(rows(*(now + each for each in value), value=[1.0] * len(value)))
            sent += len(value)
        elif what == "text":
            assert isinstance(value, int)
            if stream.schema is not None:
                stream.put(rows(*[now] * value, value=["x"] * value))
                sent += value
        elif what == "reject":
            assert isinstance(value, int)
            stream.reject(Reject("bad", b"x", value))
            sent += value
        elif what == "dropped":
            assert isinstance(value, int)
            stream.dropped(value)
            sent += value
        else:
            stream.stop()
            break
        counts = stream.counts
        assert counts.received == sent
        assert counts.received == (
            counts.stored + counts.rejected + counts.too_late + counts.dropped
        )
        assert counts.stored == stream.ring.rows + counts.evicted
        assert counts.stored == stream.ring.total


def test_rows_of_many_threads_are_all_there(source: ScriptedSource) -> None:
    stream, together = Stream(source, lateness="1h"), threading.Barrier(8)
    seen: list[int] = []
    stream.subscribers.add_function(lambda batch: seen.append(int(batch.columns["n"][0])))
    versions: set[int] = set()

    def send(sender: int) -> None:
        together.wait()
        for number in range(200):
            n = sender * 1000 + number
            stream.put(rows(START + number, n=[n]))
            versions.add(stream.version)

    threads = [threading.Thread(target=send, args=(each,)) for each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = {sender * 1000 + number for sender in range(8) for number in range(200)}
    assert set(stream.ring.last(9999).columns["n"].tolist()) == expected
    assert sorted(seen) == sorted(expected), "each batch is handed out once"
    assert stream.counts.stored == 1600
    assert stream.counts.accounted
    assert stream.version <= 1600
    assert (np.diff(stream.ring.last(9999).time) >= 0).all()


def test_no_two_changes_have_the_same_version(source: ScriptedSource) -> None:
    stream, together = Stream(source), threading.Barrier(4)
    versions: list[int] = []
    stream.subscribers.add_change(lambda: versions.append(stream.version))

    def change() -> None:
        together.wait()
        for _ in range(500):
            stream.dropped(1)

    threads = [threading.Thread(target=change) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(versions) == 2000
    assert max(versions) == 2000, "a number that comes twice would hide a change"
