"""Limits of every kind: finite, in order, around all that can be shown."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from livewidgets.data.showable import LARGEST, SMALLEST
from livewidgets.errors import ArgumentError
from livewidgets.views.autoscale import Autoscale, Fixed, Limits
from livewidgets.views.y_limits import Exact, HalfOpen, LogAutoscale

INT64 = 2**63 - 1

# All that a column can hold: also what no axis can show.
any_value = st.one_of(
    st.none(),
    st.floats(),
    st.integers(-INT64 - 1, INT64).map(float),
    st.sampled_from([0.0, -0.0, 1e-300, 1e300, 5e-324, -1e-300, 1e15, 1e15 + 0.125, 1e308]),
)
updates = st.lists(st.tuples(any_value, any_value, st.floats(0, 20)), min_size=1, max_size=8)
ends = st.floats(-1e300, 1e300) | st.sampled_from([0.0, 1e-300, -1e300, 1e300, 1e15])


def in_order(low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """As an axis is told: the lower one first, where both are numbers."""
    if low is not None and high is not None and low > high:
        return high, low
    return low, high


def fed(
    limits: Limits, given: list[tuple[float | None, float | None, float]], log: bool = False
) -> None:
    """Check what holds of any limits, update by update."""
    now = 0.0
    for low, high, pause in given:
        now += pause
        low, high = in_order(low, high)
        bottom, top = limits.update(low, high, now)
        assert type(bottom) is type(top) is float
        assert math.isfinite(bottom)
        assert math.isfinite(top)
        assert bottom < top
        # What d3 and our canvas compute of them.
        assert math.isfinite(top - bottom)
        assert math.isfinite(1 / (top - bottom))
        least = SMALLEST if log else -LARGEST
        for value in (low, high):
            if value is not None and least <= value <= LARGEST:
                assert bottom <= value <= top or isinstance(limits, (Fixed, HalfOpen))


@given(updates)
@example([(1e300, 1e300, 0.0), (1e-300, 1e300, 0.0), (1e-300, 1e-300, 6.0)])
@example([(math.nextafter(1, 0), math.nextafter(1, 2), 0.0)])
def test_limits_that_follow_the_data_contain_them(
    given: list[tuple[float | None, float | None, float]],
) -> None:
    for limits in (Autoscale(), Exact()):
        fed(limits, given)
    positive = [each for each in given if all(v is None or v > 0 for v in each[:2])]
    for logarithmic in (LogAutoscale(), Exact(LogAutoscale)):
        fed(logarithmic, positive, log=True)


@given(updates)
def test_a_logarithmic_axis_begins_above_zero(
    given: list[tuple[float | None, float | None, float]],
) -> None:
    limits, now = LogAutoscale(), 0.0
    for low, high, pause in given:
        now += pause
        bottom, top = limits.update(*in_order(low, high), now)
        assert SMALLEST <= bottom < top
        assert math.isfinite(1 / (math.log(top) - math.log(bottom)))


@given(updates, ends)
def test_one_end_stays_and_the_other_follows(
    given: list[tuple[float | None, float | None, float]], end: float
) -> None:
    for limits in (HalfOpen(Autoscale(), low=end), HalfOpen(Autoscale(), high=end)):
        fed(limits, given)
    low_stays, high_stays = HalfOpen(Autoscale(), low=end), HalfOpen(Autoscale(), high=end)
    now = 0.0
    for low, high, pause in given:
        now += pause
        low, high = in_order(low, high)
        bottom, top = low_stays.update(low, high, now)
        assert bottom == end
        shown = [each for each in (low, high) if each is not None and end <= each <= LARGEST]
        assert all(each <= top for each in shown)
        bottom, top = high_stays.update(low, high, now)
        assert top == end
        shown = [each for each in (low, high) if each is not None and -LARGEST <= each <= end]
        assert all(each >= bottom for each in shown)


@given(updates, st.floats(1e-300, 1e300))
def test_one_end_of_a_logarithmic_axis_stays(
    given: list[tuple[float | None, float | None, float]], end: float
) -> None:
    for limits in (HalfOpen(LogAutoscale(), low=end), HalfOpen(LogAutoscale(), high=end)):
        now = 0.0
        for low, high, pause in given:
            now += pause
            bottom, top = limits.update(*in_order(low, high), now)
            assert 0 < bottom < top < math.inf
            assert end in (bottom, top)


@pytest.mark.parametrize(
    ("low", "high", "limits"),
    [
        (1.0, 1000.0, (1.0, 2000.0)),
        (3.0, 3.0, (2.0, 5.0)),
        (0.004, 70.0, (0.001, 200.0)),
        (1.0, 1.0, (0.1, 10.0)),
        (-5.0, 100.0, (50.0, 200.0)),  # what is not above zero counts as none
        (0.0, 0.0, (1.0, 10.0)),
    ],
)
def test_logarithmic_limits_are_round(low: float, high: float, limits: tuple[float, float]) -> None:
    assert LogAutoscale().update(low, high, 0.0) == limits


def test_logarithmic_limits_grow_at_once_and_shrink_after_five_quiet_seconds() -> None:
    scale = LogAutoscale()
    wide = scale.update(1.0, 1e6, 0.0)
    assert wide == (1.0, 5e6)
    for tenth in range(1, 51):
        assert scale.update(1.0, 10.0, tenth / 10) == wide
    assert scale.update(1.0, 10.0, 5.1) == (1.0, 20.0)
    bottom, top = scale.update(0.01, 10.0, 5.2)
    assert bottom <= 0.01
    assert top == 20.0


def test_a_free_end_is_that_of_an_axis_that_begins_at_the_other() -> None:
    assert HalfOpen(Autoscale(), low=0).update(40.0, 90.0, 0.0) == (0.0, 95.0)
    assert HalfOpen(Autoscale(), low=0).update(-7.0, -5.0, 0.0) == (0.0, 1.0)
    assert HalfOpen(Autoscale(), high=100).update(40.0, 90.0, 0.0) == (35.0, 100.0)
    assert HalfOpen(LogAutoscale(), low=1).update(40.0, 90.0, 0.0)[0] == 1.0


def test_exact_limits_are_those_of_the_data() -> None:
    assert Exact().update(-0.37, 12.51, 0.0) == (-0.37, 12.51)
    assert Exact().update(5.0, 5.0, 0.0) == (4.5, 5.5)
    assert Exact().update(None, None, 0.0) == (0.0, 1.0)
    assert Exact(LogAutoscale).update(0.37, 12.51, 0.0) == (0.37, 12.51)


@pytest.mark.parametrize(
    "make",
    [
        lambda: HalfOpen(Autoscale()),
        lambda: HalfOpen(Autoscale(), 0.0, 1.0),
        lambda: HalfOpen(Autoscale(), low=math.nan),
        lambda: HalfOpen(Autoscale(), high=math.inf),
    ],
)
def test_half_open_limits_have_one_end(make: Callable[[], object]) -> None:
    with pytest.raises(ArgumentError, match="have no free end; give one number and one None"):
        make()
