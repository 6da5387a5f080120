"""Derivative, integral and rate."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets import statistics
from tests.data.statistics.feeding import fed, samples, times

NAN = np.nan


def test_the_derivative_is_the_change_per_second() -> None:
    time = np.arange(0.0, 100.0, 0.5)
    made = fed(statistics.derivative(), time, 1e9 + 3 * time, range(0, 200, 7))
    assert np.isnan(made["v_derivative"][0])
    np.testing.assert_allclose(made["v_derivative"][1:], 3.0, rtol=1e-12)


def test_holes_equal_times_and_late_rows_have_no_derivative() -> None:
    time = np.array([0.0, 1.0, 2.0, 2.0, 1.5, 4.0])
    values = np.array([1.0, NAN, 5.0, 7.0, 9.0, 1.0])
    made = fed(statistics.derivative(), time, values)
    np.testing.assert_array_equal(made["v_derivative"], [NAN, NAN, 2.0, NAN, NAN, -2.0])


def test_the_integral_is_the_trapezoids_over_the_numbers() -> None:
    time, values = times(20_000), samples(20_000)
    made = fed(statistics.integral(), time, values, range(0, 20_000, 777))
    seen = ~np.isnan(values) & (np.diff(time, prepend=-1.0) > 0)
    area = np.trapezoid(values[seen], time[seen])
    assert made["v_integral"][seen][-1] == pytest.approx(area, rel=1e-12)
    time = np.array([0.0, 1.0, 2.0, 2.0, 1.5, 4.0])
    made = fed(statistics.integral(), time, np.array([1.0, NAN, 5.0, 7.0, 9.0, 1.0]))
    assert made["v_integral"].tolist() == [0.0, 0.0, 6.0, 6.0, 6.0, 12.0]


def test_an_integral_does_not_lose_digits_with_the_rows() -> None:
    count = 1_000_000
    time, values = np.arange(count) / 8, np.full(count, 0.1)
    made = fed(statistics.integral(), time, values, range(0, count, 50_000))
    plain = np.cumsum(np.full(count - 1, 0.1 / 8))[-1]
    exact = 0.1 * (count - 1) / 8
    assert abs(made["v_integral"][-1] - exact) < abs(plain - exact) / 10


def test_the_rate_is_rows_per_second_in_the_window() -> None:
    time = np.concatenate((np.arange(0, 10, 0.1), np.arange(10, 20, 0.5)))
    made = fed(statistics.rate("2s"), time, time, range(0, 120, 9))
    assert list(made.columns) == ["rate"]
    assert np.isnan(made["rate"][0])
    assert made["rate"][95] == pytest.approx(10.0, rel=0.06)
    assert made["rate"][-1] == pytest.approx(2.0)
    assert statistics.rate().units({"v": "V"}) == {"rate": "rows/s"}


def test_units_follow_what_is_done() -> None:
    given = {"u": "V", "n": ""}
    assert statistics.derivative().units(given) == {"u_derivative": "V/s", "n_derivative": "/s"}
    assert statistics.integral().units(given)["u_integral"] == "V·s"
    units = statistics.rolling("1m", quantiles=(0.05, 0.999)).units({"u": "V"})
    assert set(units.values()) == {"V"}
    assert set(units) == {"u_mean", "u_std", "u_min", "u_max", "u_p5", "u_p99.9"}
    assert statistics.running().units({"u": "V"})["u_count"] == ""
