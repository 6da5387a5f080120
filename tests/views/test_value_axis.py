"""The axis of values of a line: kinds of limits, and what it says it cannot show."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewidgets.errors import ArgumentError
from livewidgets.testing import VirtualClock
from livewidgets.views.line import LineView
from livewidgets.views.value_axis import ValueAxis
from tests.views.fed import Fed

START = 1_700_000_000.0
COLUMNS = 400
INT64 = 2**63 - 1


def drawn(axis: ValueAxis, fed: Fed, window: float = 10.0) -> Any:
    return LineView(fed, None, window=window, y=axis).render(COLUMNS)


def limits(shown: Any) -> tuple[float, float]:
    return shown["y_scale"]["min"], shown["y_scale"]["max"]


def test_one_limit_stays_and_the_other_follows_the_data(fed: Fed) -> None:
    fed.feed([START, START + 1], a=[40.0, 90.0])
    assert limits(drawn(ValueAxis((0, None)), fed)) == (0.0, 95.0)
    assert limits(drawn(ValueAxis((None, 100)), fed)) == (35.0, 100.0)
    assert limits(drawn(ValueAxis((None, None)), fed)) == limits(drawn(ValueAxis(), fed))


def test_limits_of_the_data_are_those_of_all_rows_and_not_of_the_window_alone(fed: Fed) -> None:
    axis = ValueAxis("data")
    view = LineView(fed, None, window=10.0, y=axis)
    fed.feed([START, START + 1], a=[-3.25, 90.5])
    assert limits(view.render(COLUMNS)) == (-3.25, 90.5)
    fed.feed([START + 100], a=[7.0])
    assert limits(view.render(COLUMNS)) == (-3.25, 90.5)
    fed.feed([START + 99.5], a=[-4.0])  # late
    assert limits(view.render(COLUMNS)) == (-4.0, 90.5)


def test_a_logarithmic_axis_leaves_out_what_it_cannot_show_and_says_so(fed: Fed) -> None:
    fed.feed([START + each for each in range(6)], a=[10.0, 0.0, -5.0, 1000.0, 1.0, math.nan])
    shown = drawn(ValueAxis(log=True), fed)
    assert limits(shown) == (1.0, 2000.0)
    assert shown["x_axis"]["label"] == "2 values ≤ 0 not shown"
    y = shown["lines"]["y"][0]
    assert sorted(set(y[np.isfinite(y)].tolist())) == [1.0, 10.0, 1000.0]


def test_the_least_that_can_be_shown_is_drawn_beside_many_that_cannot(fed: Fed) -> None:
    values = np.where(np.arange(1000) % 2 == 0, -1.0, 7.0)
    values[501] = 0.25
    fed.feed((START + np.arange(1000) / 1e6).tolist(), a=values.tolist())
    shown = drawn(ValueAxis(log=True), fed)
    assert np.nanmin(shown["lines"]["y"]) == 0.25
    assert shown["x_axis"]["label"] == "500 values ≤ 0 not shown"


def test_what_has_left_the_window_is_not_counted(fed: Fed) -> None:
    view = LineView(fed, None, window=10.0, y=ValueAxis(log=True))
    fed.feed([START], a=[-1.0])
    assert view.render(COLUMNS)["x_axis"]["label"] == "1 value ≤ 0 not shown"
    fed.feed([START + 100], a=[1.0])
    assert view.render(COLUMNS)["x_axis"]["label"] == ""


def test_ticks_of_a_logarithmic_axis(fed: Fed) -> None:
    fed.feed([START, START + 1], a=[1.0, 1000.0])
    assert list(drawn(ValueAxis(log=True), fed)["y_axis"]["tick_labels"].values()) == [
        "10",
        "100",
        "1000",
    ]


kinds = st.sampled_from(
    [
        (None, False),
        ("data", False),
        ((0, None), False),
        ((None, 0), False),
        ((-1e300, 1e300), False),
        (None, True),
        ("data", True),
        ((1e-300, None), True),
        ((None, 5), True),
    ]
)
columns = st.one_of(
    st.lists(st.floats(), min_size=1, max_size=12),
    st.lists(st.integers(-INT64 - 1, INT64), min_size=1, max_size=12),
    st.lists(st.sampled_from([1e15, 1e15 + 0.125, 1e15 + 0.25]), min_size=1, max_size=12),
    st.lists(st.sampled_from([1e-300, 1e300, 5e-324, 1e308, -1e308]), min_size=1, max_size=12),
    st.lists(st.just(math.nan), min_size=1, max_size=3),
)


@settings(max_examples=200)
@given(kind=kinds, values=columns)
def test_whatever_the_data_are_the_picture_is_one_that_bqplot_can_draw(
    kind: tuple[Any, bool], values: list[Any]
) -> None:
    fed = Fed(VirtualClock())
    fed.feed([START + each for each in range(len(values))], a=values)
    shown = drawn(ValueAxis(*kind), fed, window=20.0)
    bottom, top = limits(shown)
    assert math.isfinite(bottom)
    assert math.isfinite(top)
    assert bottom < top
    assert all(bottom <= tick <= top for tick in shown["y_axis"]["tick_values"])
    x, y = shown["lines"]["x"], shown["lines"]["y"]
    assert np.isfinite(x).all()
    assert not np.isinf(y).any()
    assert np.isfinite(y[:, -1]).all(), "bqplot puts the label there"
    if kind[1]:
        assert bottom > 0
        assert not (y <= 0).any()


@pytest.mark.parametrize("y", ["auto", (1, 0), (1, 1), (0, math.nan), (0, math.inf), (1,), 5, "ab"])
def test_what_are_no_limits_is_refused(y: Any) -> None:
    with pytest.raises(ArgumentError, match="give the limits as"):
        ValueAxis(y)


@pytest.mark.parametrize("y", [(0, 1), (None, -1), (-1, None), (math.nan, 1)])
def test_a_logarithmic_axis_takes_no_limit_that_is_not_above_zero(y: Any) -> None:
    with pytest.raises(ArgumentError, match="has no zero and nothing below"):
        ValueAxis(y, log=True)
