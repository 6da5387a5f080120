"""Newsreader: whoever follows it has what the ring has, whatever comes late."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewidgets.data.batch import Batch
from livewidgets.data.news import News, Newsreader
from livewidgets.data.ring import Ring
from livewidgets.errors import SchemaError


def batch(times: list[float], first: int = 0) -> Batch:
    values = np.arange(first, first + len(times), dtype=np.float64)
    return Batch(np.array(times, dtype=np.float64), {"a": values, "b": -values})


class Follower:
    """Keeps rows as the news say."""

    def __init__(self, grain: float = 0.0) -> None:
        self.reader = Newsreader(("a",), grain)
        self.rows: list[tuple[float, float]] = []

    def read(self, ring: Ring, start: float = -math.inf) -> News:
        news = self.reader.read(ring, start)
        self.rows = [row for row in self.rows if row[0] < news.void]
        self.rows += zip(news.rows.time.tolist(), news.rows["a"].tolist(), strict=True)
        self.rows = [row for row in self.rows if row[0] >= start]
        return news


def held(ring: Ring, start: float = -math.inf) -> list[tuple[float, float]]:
    rows = ring.span(start)
    return list(zip(rows.time.tolist(), rows["a"].tolist(), strict=True))


def test_each_row_is_told_of_once() -> None:
    ring, follower = Ring(), Follower()
    ring.append(batch([1.0, 2.0]))
    assert follower.read(ring).void == -math.inf, "all that was known before, nothing, is void"
    ring.append(batch([3.0], 2))
    news = follower.read(ring)
    assert (news.void, news.rows.time.tolist()) == (math.inf, [3.0])
    assert follower.read(ring).rows.time.tolist() == []


def test_a_late_row_brings_again_what_lies_behind_it() -> None:
    ring, follower = Ring(), Follower()
    ring.append(batch([1.0, 2.0, 3.0]))
    follower.read(ring)
    ring.append(batch([2.5], 3))
    news = follower.read(ring)
    assert news.void == 2.5
    assert news.rows.time.tolist() == [2.5, 3.0]


def test_rows_that_were_not_told_of_yet_come_too_when_one_is_late_behind_them() -> None:
    ring, follower = Ring(), Follower()
    ring.append(batch([1.0]))
    follower.read(ring)
    ring.append(batch([2.0, 3.0], 1))
    ring.append(batch([2.5], 3))
    follower.read(ring)
    assert follower.rows == held(ring)


def test_with_a_grain_all_of_a_bucket_comes_again() -> None:
    ring, follower = Ring(), Follower(grain=2.0)
    ring.append(batch([1.0, 2.0, 3.0, 4.0]))
    follower.read(ring)
    ring.append(batch([3.5], 4))
    news = follower.read(ring)
    assert news.void == 2.0
    assert news.rows.time.tolist() == [2.0, 3.0, 3.5, 4.0]


def test_another_ring_is_begun_anew() -> None:
    one, other, follower = Ring(), Ring(), Follower()
    one.append(batch([1.0, 2.0]))
    other.append(batch([1.5], 7))
    follower.read(one)
    assert follower.read(other).void == -math.inf
    assert follower.rows == [(1.5, 7.0)]


def test_a_column_that_is_not_there_is_named() -> None:
    ring = Ring()
    ring.append(batch([1.0]))
    with pytest.raises(SchemaError, match="no column 'c'"):
        Newsreader(("c",)).read(ring)


@settings(max_examples=200)
@given(
    parts=st.lists(
        st.tuples(st.lists(st.integers(-8, 4), min_size=1, max_size=6), st.booleans()),
        min_size=1,
        max_size=25,
    ),
    window=st.sampled_from([3.0, 12.0, math.inf]),
    grain=st.sampled_from([0.0, 2.0]),
)
def test_a_follower_has_what_the_ring_has(
    parts: list[tuple[list[int], bool]], window: float, grain: float
) -> None:
    ring, follower = Ring(lateness=6.0), Follower(grain)
    now, count = 0.0, 0
    for offsets, reads in parts:
        now += 1.5
        ring.append(batch([now + each for each in offsets], count))
        count += len(offsets)
        if reads and ring.newest is not None:
            start = ring.newest - window
            follower.read(ring, start)
            assert follower.rows == held(ring, start)
