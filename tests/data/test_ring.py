"""The ring against a list that is kept in order by brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewidgets.data.batch import Batch
from livewidgets.data.ring import Appended, Ring
from livewidgets.errors import ArgumentError, SchemaError


def batch(*times: float, start: int = 0) -> Batch:
    return Batch(
        np.array(times, dtype=np.float64),
        {"a": np.arange(start, start + len(times), dtype=np.float64)},
    )


def times(rows: Batch) -> list[float]:
    return [float(time) for time in rows.time]


class Oracle:
    """What a ring must hold, row by row."""

    def __init__(self, rows: int | None, seconds: float | None, lateness: float) -> None:
        self.bounds = (rows, seconds, lateness)
        self.held: list[tuple[float, float]] = []
        self.stored = self.too_late = self.evicted = 0
        self.newest = -math.inf

    def append(self, time: float, value: float) -> None:
        rows, seconds, lateness = self.bounds
        if time < self.newest - lateness:
            self.too_late += 1
            return
        self.newest = max(self.newest, time)
        place = sum(1 for held, _ in self.held if held <= time)
        self.held.insert(place, (time, value))
        self.stored += 1
        while (rows is not None and len(self.held) > rows) or (
            seconds is not None and self.held[0][0] < self.newest - seconds
        ):
            del self.held[0]
            self.evicted += 1


def shown(ring: Ring) -> list[tuple[float, float]]:
    rows = ring.last(10**9)
    return list(zip(rows.time.tolist(), rows.columns["a"].tolist(), strict=True))


TIME = st.integers(min_value=0, max_value=40)
ARRIVALS = st.lists(TIME, min_size=1, max_size=20) | st.lists(TIME, min_size=60, max_size=120)
BOUNDS = st.sampled_from(
    [(1, None, 5.0), (7, None, 3.0), (20, 9.0, 40.0), (None, 12.0, 6.0), (100, None, 0.0)]
)


@settings(max_examples=300)
@given(
    arrivals=ARRIVALS,
    slope=st.sampled_from([0.0, 0.1, 1.0]),
    sizes=st.lists(st.integers(min_value=1, max_value=30), min_size=1),
    bounds=BOUNDS,
    size=st.sampled_from([1, 2, 5, 1_024]),
)
def test_any_split_into_batches_holds_what_the_oracle_holds(
    arrivals: list[int],
    slope: float,
    sizes: list[int],
    bounds: tuple[int | None, float | None, float],
    size: int,
) -> None:
    ring, oracle = Ring(*bounds), Oracle(*bounds)
    ring._chunk = size  # so that few rows fill many chunks
    arriving = np.array([time / 4 + slope * i for i, time in enumerate(arrivals)])
    stored = too_late = evicted = at = 0
    for step in range(len(arriving)):
        part = arriving[at : at + sizes[step % len(sizes)]]
        appended = ring.append(batch(*part, start=at))
        for index, time in enumerate(part):
            oracle.append(float(time), float(at + index))
        at += len(part)
        stored += appended.stored
        too_late += appended.too_late
        evicted += appended.evicted
        assert shown(ring) == oracle.held
        assert (stored, too_late, evicted) == (oracle.stored, oracle.too_late, oracle.evicted)
        assert (ring.rows, ring.total) == (len(oracle.held), oracle.stored)
        assert ring.first == ring.total - ring.rows
        assert ring.newest == oracle.newest
        assert ring.oldest == oracle.held[0][0]


@settings(max_examples=200)
@given(
    arrivals=ARRIVALS,
    t0=st.integers(min_value=-5, max_value=45),
    t1=st.integers(min_value=-5, max_value=45),
    sequence=st.integers(min_value=-5, max_value=130),
    size=st.sampled_from([1, 3, 1_024]),
)
def test_readings_hold_the_rows_that_are_asked_for(
    arrivals: list[int], t0: int, t1: int, sequence: int, size: int
) -> None:
    ring = Ring(rows=30, lateness=100.0)
    ring._chunk = size
    for index, time in enumerate(arrivals):
        ring.append(batch(float(time), start=index))
    held = shown(ring)
    assert times(ring.span(t0, t1)) == [time for time, _ in held if t0 <= time <= t1]
    assert times(ring.span(t0)) == [time for time, _ in held if t0 <= time]
    assert times(ring.last(7)) == [time for time, _ in held][-7:]
    start, rows = ring.since(sequence)
    assert start == min(max(sequence, ring.first), ring.total)
    assert times(rows) == [time for time, _ in held][start - ring.first :]
    look = ring.look(sequence, t0)
    assert times(look.rows) == [t for t, _ in held[look.start - ring.first :]]
    assert all(time >= t0 for time in times(look.rows))
    assert (look.first, look.revision) == (ring.first, ring.revision)


def test_an_empty_ring() -> None:
    ring = Ring()
    assert (ring.rows, ring.total, ring.first, ring.newest, ring.oldest) == (0, 0, 0, None, None)
    assert ring.schema is None
    assert len(ring.last(5)) == len(ring.span(0.0)) == len(ring.since(0)[1]) == 0
    assert ring.append(batch()) == Appended(0, 0, 0, batch(), 0)


def test_reading_no_rows_of_a_full_ring_keeps_the_columns() -> None:
    ring = Ring()
    ring.append(Batch(np.array([1.0]), {"s": np.array(["x"], dtype=object)}))
    for rows in (ring.last(0), ring.last(-1), ring.span(2.0), ring.since(9)[1]):
        assert len(rows) == 0
        assert rows.columns["s"].dtype == object


def test_late_rows_raise_the_revision_and_rows_in_order_do_not() -> None:
    ring = Ring(lateness=5.0)
    ring.append(batch(1.0, 3.0))
    ring.append(batch(3.0, 9.0, 7.0))  # out of order within, but none before what is there
    assert (ring.revision, times(ring.last(9))) == (0, [1.0, 3.0, 3.0, 7.0, 9.0])
    assert ring.append(batch(5.0, 3.9)) == Appended(1, 1, 0, batch(5.0), 1)
    assert (ring.revision, times(ring.last(9))) == (1, [1.0, 3.0, 3.0, 5.0, 7.0, 9.0])
    ring.append(batch(0.0))
    assert ring.revision == 1
    ring.append(batch(8.0, 6.0, 20.0))
    assert [ring.changed_since(revision) for revision in (0, 1, 2)] == [5.0, 6.0, math.inf]


def test_what_late_rows_changed_long_ago_is_not_known() -> None:
    ring = Ring(lateness=1e9)
    for time in range(2_000, 0, -1):
        ring.append(batch(float(time)))
    assert ring.revision == 1_999
    assert ring.changed_since(5) == -math.inf
    assert ring.changed_since(1_990) == 1.0


def test_a_batch_larger_than_the_ring() -> None:
    ring = Ring(rows=10)
    assert ring.append(batch(*range(5_000))) == Appended(5_000, 0, 4_990, batch(), 5_000)
    assert times(ring.last(99)) == [float(time) for time in range(4_990, 5_000)]
    assert len(ring.last(99).time) == ring.rows == 10


def test_what_was_handed_out_stays_as_it_was() -> None:
    ring = Ring(rows=2_000, lateness=1_000.0)
    ring.append(batch(*range(0, 3_000, 2)))
    views = [ring.last(n) for n in (1, 100, 1_400)]
    before = [(times(view), view.columns["a"].tolist()) for view in views]
    for late in range(2_301, 2_999, 2):
        ring.append(batch(float(late)))
    ring.append(batch(*range(3_000, 9_000)))
    assert [(times(view), view.columns["a"].tolist()) for view in views] == before


def test_arrays_are_views_where_they_can_be_and_cannot_be_written_to() -> None:
    ring = Ring()
    ring.append(batch(*range(100)))
    one, other = ring.last(10), ring.last(20)
    assert np.shares_memory(one.columns["a"], other.columns["a"])
    ring.append(batch(*range(100, 9_000)))
    for rows in (one, ring.last(8_000)):
        with pytest.raises(ValueError, match="read-only"):
            rows.columns["a"][0] = 1.0
        with pytest.raises(ValueError, match="read-only"):
            rows.time[0] = 1.0


def test_memory_is_that_of_the_rows_and_less_than_two_chunks() -> None:
    ring = Ring(rows=20_000)
    for start in range(0, 100_000, 500):
        ring.append(batch(*range(start, start + 500)))
    assert ring._chunks is not None
    room = sum(len(chunk.time) for chunk in ring._chunks._list)
    assert 20_000 <= room < 20_000 + 2 * ring._chunk


def test_only_the_columns_that_are_asked_for_are_read() -> None:
    ring = Ring()
    ring.append(Batch(np.zeros(2), {"a": np.zeros(2), "b": np.ones(2)}))
    assert list(ring.last(2, names=["b"]).columns) == ["b"]
    assert list(ring.span(0.0, names=["a"]).columns) == ["a"]
    with pytest.raises(SchemaError, match="no column 'aa'; did you mean 'a'"):
        ring.since(0, names=["aa"])


@pytest.mark.parametrize(
    ("rows", "seconds", "lateness"),
    [(None, None, 5.0), (0, None, 5.0), (5, 0.0, 5.0), (5, math.nan, 5.0), (5, None, -1.0)],
)
def test_bounds_are_checked(rows: int | None, seconds: float | None, lateness: float) -> None:
    with pytest.raises(ArgumentError, match=r"ring must|needs a bound|lateness must"):
        Ring(rows, seconds, lateness)
