"""The incremental reducer against the stateless reduction."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.reduce import Reducer, m4
from livewidgets.data.ring import Ring
from livewidgets.errors import ArgumentError, SchemaError

Floats = NDArray[np.float64]

VALUES = st.sampled_from([0.0, 1.0, 1.0, -1.0, 2.5, 7.0, math.nan, math.inf, -math.inf])
STEPS = st.sampled_from([0.0, 0.1, 0.1, 0.1, 0.25, 1.0, 4.0, 30.0])
SAMPLE = st.tuples(STEPS, VALUES, VALUES)
LONG = st.lists(SAMPLE, min_size=30, max_size=80)
SAMPLES = st.lists(SAMPLE, min_size=1, max_size=30) | LONG
WIDTHS = st.sampled_from([0.1, 0.5, 1.0, 2.0, 50.0])


def arrays(samples: list[tuple[float, float, float]]) -> tuple[Floats, Floats]:
    steps, *values = (np.array(column) for column in zip(*samples, strict=True))
    return 1_700_000_000.0 + np.cumsum(steps), np.array(values)


def same(left: object, right: object) -> bool:
    return bool(np.array_equal(np.array(left), np.array(right), equal_nan=True))


def expected(
    ring: Ring, names: tuple[str, ...], width: float, start: float
) -> tuple[Floats, Floats]:
    rows = ring.last(ring.rows)
    inside = np.floor(rows.time / width) >= math.floor(start / width)
    values = np.array([rows.columns[name][inside] for name in names], dtype=np.float64)
    return m4(rows.time[inside], values, width)


@settings(max_examples=300)
@given(
    samples=SAMPLES,
    width=WIDTHS,
    window=st.sampled_from([0.3, 3.0, 40.0, 1e6]),
    sizes=st.lists(st.integers(min_value=1, max_value=20), min_size=1),
    late=st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.3, 2.0]), min_size=1),
    back=st.lists(st.sampled_from([0.0, 0.0, 5.0]), min_size=1),
)
def test_any_split_gives_what_m4_gives(
    samples: list[tuple[float, float, float]],
    width: float,
    window: float,
    sizes: list[int],
    late: list[float],
    back: list[float],
) -> None:
    ring = Ring(lateness=3.0)
    reducer = Reducer(("a", "b"), width)
    time, values = arrays(samples)
    time = time - np.resize(late, len(time))  # some rows come late
    at = step = 0
    while at < len(time):
        rows = slice(at, at + sizes[step % len(sizes)])
        ring.append(Batch(time[rows], {"a": values[0][rows], "b": values[1][rows]}))
        at, step = rows.stop, step + 1
        assert ring.newest is not None
        start = ring.newest - window - back[step % len(back)]  # now and then a wider window
        for got, want in zip(
            reducer.update(ring, start), expected(ring, ("a", "b"), width, start), strict=True
        ):
            assert same(got, want)


@given(
    samples=LONG,
    width=st.sampled_from([0.1, 0.5, 2.0]),
    rows_kept=st.sampled_from([1, 3, 12]),
    sizes=st.lists(st.integers(min_value=1, max_value=20), min_size=1),
)
def test_what_the_ring_let_go_is_let_go_by_whole_buckets(
    samples: list[tuple[float, float, float]], width: float, rows_kept: int, sizes: list[int]
) -> None:
    ring = Ring(rows=rows_kept)
    reducer = Reducer(("a", "b"), width)
    time, values = arrays(samples)
    at = step = 0
    while at < len(time):
        rows = slice(at, at + sizes[step % len(sizes)])
        ring.append(Batch(time[rows], {"a": values[0][rows], "b": values[1][rows]}))
        at, step = rows.stop, step + 1
        x, y = reducer.update(ring, -math.inf)
        oldest = math.floor((ring.oldest or 0.0) / width)
        assert np.floor(x / width).min() >= oldest
        whole = oldest + 1  # from this bucket on all rows are in the ring
        want = expected(ring, ("a", "b"), width, (whole + 0.5) * width)
        assert drawn(x, y, whole, width) == drawn(*want, whole, width)


def drawn(x: Floats, y: Floats, number: int, width: float) -> list[list[float]]:
    """The points from a bucket on; not the breaks, which depend on what was before."""
    shown = np.isfinite(y).any(axis=0) & (np.floor(x[0] / width) >= number)
    return [list(row) for row in np.nan_to_num(np.vstack((x[:, shown], y[:, shown])), nan=-9.0)]


class ReadRows(Ring):
    """A ring that counts the rows that are read."""

    read = 0

    def look(self, *args: object, **options: object):  # type: ignore[no-untyped-def]
        look = super().look(*args, **options)  # type: ignore[arg-type]
        self.read += len(look.rows)
        return look


@pytest.mark.parametrize("width", [0.01, 1.0, 1000.0])
def test_each_row_is_read_once(width: float) -> None:
    ring = ReadRows()
    reducer = Reducer(("a",), width)
    for second in range(100):
        time = second + np.arange(10) / 10
        ring.append(Batch(time, {"a": time}))
        reducer.update(ring, 0.0)
    assert ring.read == 100 * 10


def test_late_rows_and_a_wider_window_are_read_again() -> None:
    ring = ReadRows()
    reducer = Reducer(("a",), 1.0)
    time = np.arange(1000) / 10
    ring.append(Batch(time, {"a": time}))
    reducer.update(ring, 0.0)
    ring.read = 0
    ring.append(Batch(np.array([97.55]), {"a": np.zeros(1)}))  # late: three buckets
    reducer.update(ring, 50.0)
    assert 31 <= ring.read <= 45
    ring.read = 0
    reducer.update(ring, 51.0)
    assert ring.read == 0
    reducer.update(ring, 50.0)  # a wider window: all is read again
    assert ring.read >= 500


class LateBetweenLooks(Ring):
    """A ring to which late rows come while a reader asks what earlier ones changed."""

    def __init__(self, lateness: float) -> None:
        super().__init__(lateness=lateness)
        self.late: list[float] = []

    def changed_since(self, revision: int) -> float:
        changed = super().changed_since(revision)
        if self.late:
            self.append(Batch(np.array([self.late.pop()]), {"a": np.full(1, -5.0)}))
        return changed


@pytest.mark.parametrize("count", [1, 2, 10])
def test_late_rows_may_come_between_two_looks(count: int) -> None:
    ring, reducer = LateBetweenLooks(lateness=100.0), Reducer(("a",), 1.0)
    time = np.arange(200) / 10
    ring.append(Batch(time, {"a": time}))
    reducer.update(ring, 0.0)
    ring.append(Batch(np.array([15.05]), {"a": np.full(1, 99.0)}))
    ring.late = [float(place) + 0.55 for place in range(count)]
    got = reducer.update(ring, 0.0)
    ring.late = []
    # Rows that came after the last look are seen at the next.
    got = reducer.update(ring, 0.0)
    assert all(map(same, got, expected(ring, ("a",), 1.0, 0.0)))


def test_another_ring_is_read_from_its_start() -> None:
    reducer = Reducer(("a",), 1.0)
    for value in (1.0, 2.0):
        ring = Ring()
        ring.append(Batch(np.zeros(3), {"a": np.full(3, value)}))
        assert reducer.update(ring, 0.0)[1].tolist() == [[value]]


def test_integers_that_become_floats() -> None:
    ring, reducer = Ring(), Reducer(("a",), 1.0)
    ring.append(Batch(np.zeros(1), {"a": np.array([1])}))
    reducer.update(ring, 0.0)
    ring.append(Batch(np.ones(1), {"a": np.array([1.5])}))
    assert reducer.update(ring, 0.0)[1].tolist() == [[1.0, 1.5]]


def test_an_empty_ring_gives_no_points() -> None:
    x, y = Reducer(("a", "b"), 1.0).update(Ring(), 0.0)
    assert x.shape == y.shape == (2, 0)


def test_a_window_with_no_rows_gives_no_points() -> None:
    ring, reducer = Ring(), Reducer(("a",), 1.0)
    ring.append(Batch(np.zeros(1), {"a": np.zeros(1)}))
    assert reducer.update(ring, 50.0)[0].shape == (1, 0)
    ring.append(Batch(np.array([60.0]), {"a": np.ones(1)}))
    assert reducer.update(ring, 50.0)[0].tolist() == [[60.0]]


def test_columns_are_checked() -> None:
    ring = Ring()
    ring.append(Batch(np.zeros(1), {"a": np.zeros(1), "s": np.array(["x"])}))
    with pytest.raises(SchemaError, match="did you mean 'a'"):
        Reducer(("aa",), 1.0).update(ring, 0.0)
    with pytest.raises(SchemaError, match="holds text"):
        Reducer(("s",), 1.0).update(ring, 0.0)
    with pytest.raises(ArgumentError, match="must be positive"):
        Reducer(("a",), 0.0)
