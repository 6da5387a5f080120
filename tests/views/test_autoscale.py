from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewidgets.errors import ArgumentError
from livewidgets.views.autoscale import Autoscale, Fixed, Limits
from livewidgets.views.rounding import step_below

numbers = st.floats(-1e300, 1e300)
ordinary = st.floats(-1e6, 1e6)
pairs = st.tuples(numbers, numbers).map(lambda pair: (min(pair), max(pair)))


def settled(low: float, high: float) -> tuple[float, float]:
    return Autoscale().update(low, high, 0.0)


@pytest.mark.parametrize(
    ("low", "high", "limits"),
    [
        (20.1, 22.7, (19.8, 23.0)),
        (0.0, 100.0, (0.0, 110.0)),
        (3.0, 100.0, (0.0, 110.0)),
        (-100.0, 0.0, (-110.0, 0.0)),
        (-1.0, 1.0, (-1.2, 1.2)),
        (0.1, 0.3, (0.08, 0.32)),
        (1e9, 1e9 + 1, (999_999_999.9, 1_000_000_001.1)),
    ],
)
def test_limits_are_round_numbers_around_the_data(
    low: float, high: float, limits: tuple[float, float]
) -> None:
    assert settled(low, high) == limits


@pytest.mark.parametrize(
    ("value", "limits"),
    [(0.0, (-1.0, 1.0)), (-0.0, (-1.0, 1.0)), (5.0, (4.5, 5.5)), (-200.0, (-220.0, -180.0))],
)
def test_flat_data_lie_in_the_middle(value: float, limits: tuple[float, float]) -> None:
    assert settled(value, value) == limits


@given(st.lists(st.tuples(pairs, st.floats(0, 20)), min_size=1))
def test_data_are_always_inside(updates: list[tuple[tuple[float, float], float]]) -> None:
    scale, now = Autoscale(), 0.0
    for (low, high), pause in updates:
        now += pause
        bottom, top = scale.update(low, high, now)
        assert bottom <= low <= high <= top
        assert math.isfinite(top - bottom)
        assert math.isfinite(1 / (top - bottom))


@given(st.lists(pairs, min_size=1), st.floats(0, 10))
def test_the_same_again_changes_nothing(updates: list[tuple[float, float]], pause: float) -> None:
    scale = Autoscale()
    for count, (low, high) in enumerate(updates):
        first = scale.update(low, high, count * pause)
        assert scale.update(low, high, count * pause) == first


@given(st.lists(st.tuples(ordinary, ordinary), min_size=1), st.floats(0, 10))
def test_limits_are_multiples_of_one_step(updates: list[tuple[float, float]], pause: float) -> None:
    scale = Autoscale()
    for count, pair in enumerate(updates):
        bottom, top = scale.update(min(pair), max(pair), count * pause)
        rungs = {step_below(Fraction(top - bottom) / parts) for parts in (10, 20, 30)}
        assert any(
            all(float(round(Fraction(limit) / rung) * rung) == limit for limit in (bottom, top))
            for rung in rungs
        )


def test_limits_grow_at_once_on_the_side_where_data_leave() -> None:
    scale = Autoscale()
    assert scale.update(0.0, 100.0, 0.0) == (0.0, 110.0)
    bottom, top = scale.update(50.0, 130.0, 0.1)
    assert bottom == 0.0
    assert 130.0 < top <= 150.0
    bottom, _ = scale.update(-10.0, 130.0, 0.2)
    assert -40.0 <= bottom < -10.0


def test_limits_shrink_after_five_quiet_seconds_and_not_before() -> None:
    scale = Autoscale(shrink_after=5.0)
    scale.update(0.0, 100.0, 0.0)
    for tenth in range(1, 51):
        assert scale.update(0.0, 10.0, tenth / 10) == (0.0, 110.0)
    assert scale.update(0.0, 10.0, 5.1) == (0.0, 11.0)


def test_data_that_use_most_of_the_span_keep_it() -> None:
    scale = Autoscale()
    scale.update(0.0, 100.0, 0.0)
    assert {scale.update(0.0, 70.0, second) for second in range(100)} == {(0.0, 110.0)}


def test_a_peak_now_and_then_keeps_the_limits() -> None:
    scale = Autoscale(shrink_after=5.0)
    limits = {scale.update(0.0, 100.0 if second % 4 == 0 else 1.0, second) for second in range(99)}
    assert limits == {(0.0, 110.0)}


def test_data_that_wander_through_the_span_keep_it() -> None:
    scale = Autoscale(shrink_after=5.0)
    scale.update(0.0, 100.0, 0.0)
    wander = [50 + 50 * math.sin(second) for second in range(1, 100)]
    assert {scale.update(v, v, now) for now, v in enumerate(wander, 1)} == {(0.0, 110.0)}


def test_data_that_went_flat_do_not_widen_the_limits() -> None:
    scale = Autoscale()
    before = scale.update(20.0, 20.1, 0.0)
    assert {scale.update(20.05, 20.05, second) for second in range(100)} == {before}


def test_a_counter_that_starts_at_zero_keeps_no_trace_of_the_guess() -> None:
    scale = Autoscale()
    scale.update(0.0, 0.0, 0.0)
    assert scale.update(0.0, 100.0, 0.1) == (0.0, 110.0)


def test_a_span_found_inside_the_guess_is_fitted_later() -> None:
    scale = Autoscale()
    scale.update(1000.0, 1000.0, 0.0)
    for second in range(7):
        limits = scale.update(999.9, 1000.1, second)
    assert limits == settled(999.9, 1000.1)


def test_slowly_drifting_noise_changes_the_limits_rarely() -> None:
    rng = np.random.default_rng(20261121)
    signal = 20 + np.linspace(0, 3, 1300) + rng.normal(0, 1, 1300)
    scale, changes, before = Autoscale(), 0, None
    for end in range(300, 1300):
        window = signal[end - 300 : end]
        limits = scale.update(float(window.min()), float(window.max()), end / 20)
        changes += limits != before
        before = limits
    assert changes <= 8


def test_steady_noise_hardly_ever_changes_the_limits() -> None:
    rng = np.random.default_rng(7)
    scale, changes, before = Autoscale(), 0, None
    for count in range(1000):
        noise = rng.uniform(-1, 1, 50)
        limits = scale.update(float(noise.min()), float(noise.max()), count / 20)
        changes += limits != before
        before = limits
    assert changes <= 2


@pytest.mark.parametrize("nothing", [None, math.nan, math.inf, -math.inf, 1e305])
def test_what_cannot_be_drawn_is_no_value(nothing: float | None) -> None:
    scale = Autoscale()
    assert scale.update(nothing, nothing, 0.0) == (0.0, 1.0)
    scale.update(20.1, 22.7, 1.0)
    assert scale.update(nothing, nothing, 100.0) == (19.8, 23.0)
    assert scale.update(20.1, nothing, 101.0) == (19.8, 23.0)


def test_a_pause_without_data_is_not_a_quiet_time() -> None:
    scale = Autoscale(shrink_after=5.0)
    scale.update(0.0, 100.0, 0.0)
    scale.update(0.0, 1.0, 1.0)
    scale.update(None, None, 2.0)
    assert scale.update(0.0, 1.0, 60.0) == (0.0, 110.0)


def test_a_time_that_goes_backward_starts_the_quiet_time_again() -> None:
    scale = Autoscale(shrink_after=5.0)
    scale.update(0.0, 100.0, 100.0)
    scale.update(0.0, 1.0, 100.0)
    assert scale.update(0.0, 1.0, 3.0) == (0.0, 110.0)
    assert scale.update(0.0, 1.0, 7.9) == (0.0, 110.0)
    assert scale.update(0.0, 1.0, 8.0)[1] < 2.0


@pytest.mark.parametrize("tiny", [5e-324, 1e-310, 1e-301])
def test_denormals_are_zero(tiny: float) -> None:
    assert settled(0.0, tiny) == settled(-tiny, tiny) == (-1.0, 1.0)


def test_noise_below_the_resolution_of_a_huge_offset_is_flat() -> None:
    bottom, top = settled(1e16, 1e16 + 4)
    assert top - bottom > 1e15


def test_never_shrinking_limits() -> None:
    scale = Autoscale(shrink_after=math.inf)
    scale.update(0.0, 100.0, 0.0)
    assert scale.update(0.0, 1.0, 1e9) == scale.update(0.0, 1.0, 2e9) == (0.0, 110.0)


def test_no_padding_still_includes_the_data() -> None:
    assert Autoscale(padding=0.0).update(0.1, 0.3, 0.0) == (0.1, 0.3)


def test_fixed_limits_stay() -> None:
    scale: Limits = Fixed(-1, 5)
    assert scale.update(100.0, 200.0, 0.0) == scale.update(None, None, 9.0) == (-1.0, 5.0)


@pytest.mark.parametrize(
    ("low", "high"),
    [(1.0, 1.0), (2.0, 1.0), (math.nan, 1.0), (0.0, math.inf), (-1e308, 1e308), (0.0, 5e-324)],
)
def test_fixed_limits_are_a_range(low: float, high: float) -> None:
    with pytest.raises(ArgumentError, match="give two finite numbers, the lower one first"):
        Fixed(low, high)


@pytest.mark.parametrize("padding", [-0.1, 1.1, math.nan])
def test_padding_is_a_part(padding: float) -> None:
    with pytest.raises(ArgumentError, match=r"padding is .*; give a part of the span"):
        Autoscale(padding=padding)


@pytest.mark.parametrize("seconds", [-1.0, math.nan])
def test_shrink_after_is_a_duration(seconds: float) -> None:
    with pytest.raises(ArgumentError, match=r"shrink_after is .*; give seconds"):
        Autoscale(shrink_after=seconds)
