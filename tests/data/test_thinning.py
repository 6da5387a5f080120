"""Thinning: what is found of dense rows is what M4 of all of them is."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewidgets.data.batch import Batch
from livewidgets.data.buckets import bucketize
from livewidgets.data.reduce import Reducer, m4
from livewidgets.data.ring import Ring
from livewidgets.data.span import reduce_span
from livewidgets.data.thinning import reduced

START = 1_700_000_000.0
FIELDS = ("number", "rows", "first", "last", "moves", "x", "y", "new")


@settings(max_examples=150)
@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.integers(1, 3000),
    cuts=st.lists(st.integers(0, 3000), max_size=4),
    width=st.sampled_from([0.05, 0.3, 1.0, 10.0]),
    holes=st.booleans(),
)
def test_thinned_rows_make_the_same_buckets(
    seed: int, count: int, cuts: list[int], width: float, holes: bool
) -> None:
    rng = np.random.default_rng(seed)
    steps = rng.choice([0.0, 0.001, 0.002], size=count)
    steps[rng.random(count) < 0.002] = 5.0
    time = START + np.cumsum(steps)
    values = rng.integers(-20, 20, size=(2, count)).astype(np.float64)  # many are equal
    whole = rng.integers(-9, 9, size=count)
    if holes:
        values[0, rng.random(count) < 0.3] = math.nan
        values[1, rng.random(count) < 0.05] = math.inf
        values[:, : count // 3] = math.nan
    edges = [0, *sorted(cut for cut in cuts if cut < count), count]
    pieces = [
        (time[a:b], {"a": values[0, a:b], "b": values[1, a:b], "n": whole[a:b]}, None)
        for a, b in itertools.pairwise(edges)
    ]
    found = reduced(pieces, ("a", "n", "b"), width)
    expected = bucketize(time, np.stack((values[0], whole, values[1])), width)
    for field in FIELDS:
        left, right = getattr(found, field), getattr(expected, field)
        assert np.array_equal(left, right, equal_nan=left.dtype.kind == "f"), field


def filled(rows: int) -> tuple[Ring, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    time, value = START + np.arange(rows) / 1000, rng.normal(size=rows)
    ring = Ring(rows=rows)
    for start in range(0, rows, 7000):
        part = slice(start, start + 7000)
        ring.append(Batch(time[part], {"v": value[part]}))
    return ring, time, value


def test_a_reducer_begins_with_what_all_rows_make_of_it() -> None:
    ring, time, value = filled(60_000)
    x, y = Reducer(("v",), 0.5).update(ring, -math.inf)
    expected = m4(time, value[np.newaxis], 0.5)
    assert np.array_equal(x, expected[0])
    assert np.array_equal(y, expected[1])


@pytest.mark.parametrize(("start", "end", "width"), [(20.0, 50.0, 0.1), (30.25, 30.26, 0.0001)])
def test_a_span_is_whole_buckets_and_a_row_on_either_side(
    start: float, end: float, width: float
) -> None:
    ring, time, value = filled(60_000)
    first, last = math.floor((START + start) / width), math.floor((START + end) / width)
    number = np.floor(time / width)
    inside = np.flatnonzero((number >= first) & (number <= last))
    rows = slice(inside[0] - 1, inside[-1] + 2)
    x, y = reduce_span(ring, ("v",), START + start, START + end, width)
    expected = m4(time[rows], value[np.newaxis, rows], width)
    assert np.array_equal(x, expected[0])
    assert np.array_equal(y, expected[1])


def test_a_span_between_two_rows_is_joined_by_them() -> None:
    ring, time, value = filled(100)
    x, y = reduce_span(ring, ("v",), float(time[50]) + 2e-4, float(time[50]) + 4e-4, 1e-5)
    assert x[0].tolist() == time[50:52].tolist()
    assert y[0].tolist() == value[50:52].tolist()


@pytest.mark.parametrize("where", [-1e6, 1e6])
def test_a_span_without_rows_has_the_nearest_one(where: float) -> None:
    ring, time, _ = filled(100)
    x, _ = reduce_span(ring, ("v",), START + where, START + where + 1.0, 0.01)
    assert x[0].tolist() == [time[0] if where < 0 else time[-1]]
