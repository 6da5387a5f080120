"""Reduction to buckets against brute force, and where the line breaks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from livewidgets.data.buckets import bucketize
from livewidgets.data.reduce import bucket_width, m4, pixel_width
from livewidgets.errors import ArgumentError

Floats = NDArray[np.float64]
Point = tuple[float, float]


def brute(time: Floats, values: Floats, width: float) -> list[list[list[Point]]]:
    """Per curve and bucket the points that must remain."""
    numbers = [math.floor(t / width) for t in time]
    curves = []
    for curve in values:
        buckets: dict[int, list[Point]] = {}
        for number, t, v in zip(numbers, time, curve, strict=True):
            value = float(v) if math.isfinite(v) else math.nan
            buckets.setdefault(number, []).append((float(t), value))
        curves.append([remaining(samples) for samples in buckets.values()])
    return curves


def remaining(samples: list[Point]) -> list[Point]:
    if len(samples) <= 4:
        return samples
    good = [i for i, (_, v) in enumerate(samples) if math.isfinite(v)]
    if not good:
        return samples[:1]
    low = min(good, key=lambda i: (samples[i][1], i))
    high = max(good, key=lambda i: (samples[i][1], i))
    return [samples[i] for i in sorted((good[0], low, high, good[-1]))]


def once(points: list[Point]) -> list[Point]:
    """Without those that are where the one before is."""
    return [each for nth, each in enumerate(points) if not nth or not same(each, points[nth - 1])]


def same(left: object, right: object) -> bool:
    return bool(np.array_equal(np.array(left), np.array(right), equal_nan=True))


def kept(time: Floats, values: Floats, width: float) -> list[list[list[Point]]]:
    """Per curve and bucket the points that remain."""
    buckets = bucketize(time, values, width)
    assert (buckets.new[:, 0]).all()
    return [
        [
            [(float(t), float(v)) for t, v, new in zip(*bucket, strict=True) if new]
            for bucket in zip(x, y, buckets.new, strict=True)
        ]
        for x, y in zip(buckets.x, buckets.y, strict=True)
    ]


VALUES = st.sampled_from([0.0, 1.0, 1.0, -1.0, 2.5, 7.0, math.nan, math.inf, -math.inf])
STEPS = st.sampled_from([0.0, 0.1, 0.1, 0.1, 0.25, 1.0, 4.0, 30.0])
SAMPLE = st.tuples(STEPS, VALUES, VALUES)
LONG = st.lists(SAMPLE, min_size=30, max_size=80)
SAMPLES = st.lists(SAMPLE, min_size=1, max_size=30) | LONG
WIDTHS = st.sampled_from([0.1, 0.5, 1.0, 2.0, 50.0])


def arrays(samples: list[tuple[float, float, float]]) -> tuple[Floats, Floats]:
    steps, *values = (np.array(column) for column in zip(*samples, strict=True))
    return 1_700_000_000.0 + np.cumsum(steps), np.array(values)


# -- the width ----------------------------------------------------------------------------


@given(
    span=st.floats(min_value=1e-9, max_value=1e12),
    columns=st.integers(min_value=1, max_value=10_000),
)
def test_the_width_leaves_few_columns_unused(span: float, columns: int) -> None:
    width = bucket_width(span, columns)
    assert math.ceil(span / width) <= columns
    assert math.ceil(span / (width * 0.749)) > columns


@given(
    span=st.floats(min_value=1e-3, max_value=1e6),
    columns=st.integers(min_value=100, max_value=5_000),
)
def test_the_widths_of_neighbouring_sizes_are_mostly_the_same(span: float, columns: int) -> None:
    widths = {bucket_width(span, columns + more) for more in range(0, columns // 10, 5)}
    assert len(widths) <= 2


@pytest.mark.parametrize(
    ("span", "columns", "width"),
    [(60.0, 800, 0.08), (60.0, 600, 0.1), (60.0, 599, 0.125), (3_600.0, 800, 5.0), (1.0, 1, 1.0)],
)
def test_widths(span: float, columns: int, width: float) -> None:
    assert bucket_width(span, columns) == width


@given(
    span=st.floats(min_value=1e-3, max_value=1e6),
    pixels=st.integers(min_value=1, max_value=8_000),
    columns=st.integers(min_value=1, max_value=8_000),
)
def test_the_width_of_pixels_is_that_of_few_whole_ones(
    span: float, pixels: int, columns: int
) -> None:
    each = pixel_width(span, pixels, columns) / (span / pixels)
    assert each == pytest.approx(round(each))
    assert pixels / round(each) <= columns
    assert round(each) == 1 or pixels / (round(each) - 1) > columns


@pytest.mark.parametrize(("span", "pixels", "columns"), [(0.0, 5, 5), (1.0, 0, 5), (1.0, 5, 0)])
def test_a_width_of_no_pixels_is_refused(span: float, pixels: int, columns: int) -> None:
    with pytest.raises(ArgumentError, match="must be positive"):
        pixel_width(span, pixels, columns)


@pytest.mark.parametrize(("span", "columns"), [(0.0, 5), (-1.0, 5), (math.nan, 5), (1.0, 0)])
def test_widths_of_nothing_are_refused(span: float, columns: int) -> None:
    with pytest.raises(ArgumentError, match="must be positive"):
        bucket_width(span, columns)


# -- what remains of a bucket -----------------------------------------------------------


@settings(max_examples=300)
@given(samples=SAMPLES, width=WIDTHS)
def test_what_remains_is_what_brute_force_gives(
    samples: list[tuple[float, float, float]], width: float
) -> None:
    time, values = arrays(samples)
    for got, want in zip(kept(time, values, width), brute(time, values, width), strict=True):
        assert len(got) == len(want)
        for points, expected in zip(got, want, strict=True):
            assert same(once(points), once(expected))


def test_four_samples_at_most_remain_as_they_are() -> None:
    nan = math.nan
    x, y = m4(np.array([0.1, 0.2, 0.3, 0.4, 1.4]), np.array([[1.0, 3.0, nan, 2.0, 2.0]]), 1.0)
    assert x.tolist() == [[0.1, 0.2, 0.3, 0.4, 1.4]]
    assert same(y, [[1.0, 3.0, nan, 2.0, 2.0]])


def test_of_more_remain_the_first_the_lowest_the_highest_and_the_last() -> None:
    time = np.arange(6) / 10
    x, y = m4(time, np.array([[5.0, 6.0, 9.0, 1.0, 2.0, 3.0]]), 1.0)
    assert x.tolist() == [[0.0, 0.2, 0.3, 0.5]]
    assert y.tolist() == [[5.0, 9.0, 1.0, 3.0]]


def test_a_level_line_reaches_its_newest_sample() -> None:
    time = np.arange(10) / 10
    x, y = m4(time, np.ones((1, 10)), 1.0)
    assert x.tolist() == [[0.0, 0.9]]
    assert y.tolist() == [[1.0, 1.0]]


def test_no_number_counts_only_where_there_is_nothing_else_or_room() -> None:
    nan = math.nan
    time = np.arange(5) / 10
    x, y = m4(time, np.array([[1, 2, 0, 4, 3], [nan, 5, nan, nan, nan], [nan] * 5]), 1.0)
    assert x.tolist() == [[0.0, 0.2, 0.3, 0.4], [0.1] * 4, [0.0] * 4]
    assert same(y, [[1, 0, 4, 3], [5] * 4, [nan] * 4])


def test_nothing_gives_nothing() -> None:
    x, y = m4(np.empty(0), np.empty((3, 0)), 1.0)
    assert x.shape == y.shape == (3, 0)


def test_integers_and_booleans_are_drawn_as_numbers() -> None:
    _, y = m4(np.array([0.0, 1.0]), np.array([[True, False]]), 1.0)
    assert y.dtype == np.float64
    assert y.tolist() == [[1.0, 0.0]]


# -- gaps -----------------------------------------------------------------------------------


def breaks(time: Floats, width: float) -> list[float]:
    """Where the line breaks."""
    x, y = m4(time, np.ones((1, len(time))), width)
    return [float(middle) for middle in x[0][np.isnan(y[0])]]


def test_a_silence_breaks_the_line_in_its_middle() -> None:
    time = np.concatenate((np.arange(0, 5, 0.1), np.arange(8, 12, 0.1)))
    assert breaks(time, 1.0) == [pytest.approx((4.9 + 8) / 2)]
    assert breaks(time, 0.1) == [pytest.approx((4.9 + 8) / 2)]
    assert breaks(time, 5.0) == []  # shorter than a bucket


def test_a_silence_counts_by_the_interval_not_by_the_buckets() -> None:
    time = np.concatenate((np.arange(0, 50, 1.0), np.arange(54, 100, 1.0)))
    assert breaks(time, 0.1) == []  # 5 intervals
    time = np.concatenate((np.arange(0, 50, 1.0), np.arange(56, 100, 1.0)))
    assert breaks(time, 0.1) == [52.5]


def test_a_silence_between_two_buckets_alone_is_told_by_the_intervals_inside() -> None:
    assert breaks(np.array([0.0, 0.1, 0.2, 5.0, 5.1]), 1.0) == [pytest.approx(2.6)]
    assert breaks(np.array([0.0, 5.0]), 1.0) == []  # nothing tells what is usual


def test_a_slower_rate_is_no_gap() -> None:
    fast_then_slow = np.concatenate((np.arange(0, 10, 0.01), np.arange(10, 60, 1.0)))
    slow_then_fast = np.concatenate((np.arange(0, 50, 1.0), np.arange(50, 60, 0.01)))
    assert breaks(fast_then_slow, 0.1) == breaks(slow_then_fast, 0.1) == []


def test_regular_bursts_are_no_gaps() -> None:
    bursts = np.concatenate([second + np.array([0.0, 0.001, 0.002]) for second in range(20)])
    assert breaks(bursts, 0.1) == []


def test_curves_keep_their_length_where_the_line_breaks() -> None:
    time = np.concatenate((np.arange(0, 5, 0.1), np.arange(8, 12, 0.1)))
    x, y = m4(time, np.vstack([time, np.full(len(time), np.nan)]), 1.0)
    assert x.shape == y.shape
    assert np.isfinite(x).all()
    assert (np.diff(x[0]) >= 0).all()
