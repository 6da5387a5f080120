"""Zone maps: a reduction that skips rows finds what one of all rows finds."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from livewidgets.data import reduce, ring, thinning
from livewidgets.data.batch import Batch
from livewidgets.data.buckets import Buckets, bucketize
from livewidgets.data.growth import Growth
from livewidgets.data.reduce import Reducer
from livewidgets.data.ring import Ring
from livewidgets.data.span import span_buckets

START = 1_700_000_000.0
FIELDS = ("number", "rows", "first", "last", "moves", "left_out", "x", "y", "new")


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Chunks of 32 rows in zones of 8, so that few rows have many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ring, "_SMALLEST_CHUNK", 32)
        patch.setattr(ring, "_LARGEST_CHUNK", 32)
        patch.setattr(ring, "ZONE", 8)
        patch.setattr(thinning, "DENSE", 2)
        patch.setattr(thinning, "PART", 50)
        patch.setattr(thinning, "BLOCK", 200)
        patch.setattr(thinning, "PARTS", 9)
        patch.setattr(reduce, "_AHEAD", 3)
        yield


def batches(rng: np.random.Generator, count: int, kind: str) -> list[Batch]:
    """Rows with late ones, equal times and silences; values of which many are equal, and
    columns of which one comes late."""
    time = START + np.cumsum(rng.choice([0.0, 0.01, 0.02], size=count))
    time += np.cumsum(np.where(rng.random(count) < 0.003, 9.0, 0.0))
    late = rng.random(count) < 0.01
    time[late] -= rng.choice([0.05, 0.5, 3.0], size=late.sum())
    value: NDArray[np.floating] = rng.integers(-9, 9, size=count).astype(np.float64)
    if kind == "walk":
        value = rng.normal(size=count).cumsum()
    elif kind == "ramp":
        value = np.arange(count) * 1.0
    elif kind == "holes":
        value[rng.random(count) < 0.5] = math.nan
        value[rng.random(count) < 0.02] = math.inf
        value[count // 4 : count // 2] = math.nan
        value[rng.random(count) < 0.005] = -math.inf
    elif kind == "positive":
        value = np.exp(value)
        value[rng.random(count) < 0.003] = 0.0
    columns = {
        "a": value,
        "text": np.array(["x"] * count, dtype=object),
        "n": rng.integers(-3, 3, size=count) + 2**60,
        "b": rng.random(count) < 0.1,
    }
    made, growth, at = [], Growth(), 0
    while at < count:
        rows = slice(at, at + int(rng.integers(1, 90)))
        taken = dict(columns) if at > count // 3 else {**columns, "b": columns["b"] * 1.0}
        if at > count // 3:
            taken["more"] = value * 2
        made.append(growth.complete(Batch(time[rows], {k: v[rows] for k, v in taken.items()})))
        at = rows.stop
    return made


def assert_same(found: Buckets, expected: Buckets) -> None:
    for field in FIELDS:
        left, right = getattr(found, field), getattr(expected, field)
        assert np.array_equal(left, right, equal_nan=left.dtype.kind == "f"), field


def of_all_rows(
    held: Ring, names: tuple[str, ...], start: float, end: float, width: float, log: bool
) -> Buckets:
    """The oracle: all rows of whole buckets around a span, and one on either side."""
    left, right = math.floor(start / width) * width, (math.floor(end / width) + 1) * width
    rows = held.pieces(time=left, until=float(np.nextafter(right, -np.inf)), beside=1).rows
    values = np.array([rows.columns[name] for name in names], dtype=np.float64)
    return bucketize(rows.time, values, width, log)


@settings(max_examples=250)
@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.integers(40, 2500),
    keep=st.sampled_from([150, 700, 5000]),
    kind=st.sampled_from(["equal", "walk", "ramp", "holes", "positive"]),
    width=st.sampled_from([0.05, 0.31, 0.64, 1.0, 3.3, 40.0]),
    log=st.booleans(),
)
def test_a_span_is_reduced_as_if_all_its_rows_were_read(
    seed: int, count: int, keep: int, kind: str, width: float, log: bool
) -> None:
    rng = np.random.default_rng(seed)
    held = Ring(rows=keep, lateness=2.0)
    made = batches(rng, count, kind)
    asked = set(rng.integers(0, len(made), size=3).tolist()) | {len(made) - 1}
    for index, batch in enumerate(made):
        held.append(batch)
        if index not in asked:
            continue
        oldest, newest = held.oldest, held.newest
        assert oldest is not None
        assert newest is not None
        start, end = oldest - 1 + rng.random(2) * np.array([newest - oldest, 0.0])
        end = start + rng.random() * (newest - start) + 1
        known = held.schema.numeric if held.schema else ()
        names = tuple(rng.permutation(known)[: rng.integers(1, len(known) + 1)].tolist())
        found = span_buckets(held, names, start, end, width, log)
        assert_same(found, of_all_rows(held, names, start, end, width, log))


@settings(max_examples=100)
@given(
    seed=st.integers(0, 2**32 - 1),
    kind=st.sampled_from(["equal", "walk", "holes"]),
    width=st.sampled_from([0.31, 2.0, 9.0]),
)
def test_a_long_window_that_follows_is_reduced_as_if_all_rows_were_read(
    seed: int, kind: str, width: float
) -> None:
    rng = np.random.default_rng(seed)
    held, reducer = Ring(rows=5000, lateness=2.0), Reducer(("n", "a"), width)
    for batch in batches(rng, 1500, kind):
        held.append(batch)
        if rng.random() < 0.3:
            x, y = reducer.update(held, -math.inf)
            rows = held.span(-math.inf)
            values = np.array([rows.columns["n"], rows.columns["a"]], dtype=np.float64)
            expected = bucketize(rows.time, values, width).points(width)
            assert np.array_equal(x, expected[0])
            assert np.array_equal(y, expected[1], equal_nan=True)


@pytest.mark.parametrize("ahead", [True, False])
def test_only_the_rows_where_buckets_meet_are_read(
    ahead: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def counted(time: np.ndarray, *rest: object) -> Buckets:
        read.append(len(time))
        return bucketize(time, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(thinning, "bucketize", counted)
    held = Ring(rows=32 * 1000)
    time = START + np.arange(32 * 1000) / 100
    held.append(Batch(time, {"a": np.sin(time)}))
    if ahead:
        held.map_zones(2000)
    found = span_buckets(held, ("a",), START, float(time[-1]), 3.17)
    assert found.rows.sum() == 32 * 1000
    # A zone at each end of a bucket at most, and one chunk at either end of the ring.
    assert sum(read) <= 8 * (len(found) + 1) + 2 * 32


def test_what_was_taken_of_a_ring_stays_as_it_was_when_columns_come() -> None:
    held = Ring(rows=1000)
    time = START + np.arange(100) / 10
    held.append(Batch(time, {"a": np.arange(100)}))
    taken = held.pieces()
    held.append(Batch(time[-1:], {"a": np.array([0.5]), "b": np.array([1.0])}, grows=True))
    assert list(taken.rows.columns) == ["a"]
    assert taken.rows["a"].tolist() == list(range(100))
