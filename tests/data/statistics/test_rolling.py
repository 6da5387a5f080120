"""Sliding windows beside a plain computation of each."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets import statistics
from livewidgets.data.statistics import window, window_quantiles
from tests.data.statistics.feeding import Floats, fed, samples, times

EXACT = 1e-11
COUNT = 3_000
SHARES = (0.0, 0.05, 0.5, 0.95, 1.0)


def plainly(values: Floats) -> list[float]:
    """Mean, deviation, least, greatest and quantiles of one window."""
    values = values[~np.isnan(values)]
    if not len(values):
        return [np.nan] * 9
    shifted = values - values[-1]
    std = shifted.std(ddof=1) if len(values) > 1 else np.nan
    ends = [values.min(), values.max()]
    return [shifted.mean() + values[-1], std, *ends, *np.quantile(values, SHARES)]


@pytest.mark.parametrize("span", [0.2, 2.0, 30.0, 1e6])
@pytest.mark.parametrize("offset", [1.0, 1e9])
def test_windows_of_time(span: float, offset: float) -> None:
    time, values = times(COUNT), samples(COUNT, offset=offset)
    values[1_500:1_560] = np.nan
    recipe = statistics.rolling(span, quantiles=SHARES, every=1e-9)
    made = fed(recipe, time, values, range(0, COUNT, 170))
    some = [*range(0, len(made), 37), len(made) - 1]
    rows = np.searchsorted(time, made.time[some], "right") - 1
    rows = np.searchsorted(time, time[rows])  # the first of those of the same time
    expected = []
    for row in rows:
        left = np.searchsorted(time, time[row] - span, "right")
        expected.append(plainly(values[left : row + 1]))
    names = ["mean", "std", "min", "max", "p0", "p5", "p50", "p95", "p100"]
    for name, column in zip(names, np.array(expected).T, strict=True):
        np.testing.assert_allclose(made[f"v_{name}"][some], column, rtol=EXACT, err_msg=name)


@pytest.mark.parametrize("rows", [1, 2, 31, 32, 33, 500])
def test_windows_of_rows(rows: int) -> None:
    values = samples(COUNT)
    recipe = statistics.rolling(rows, quantiles=SHARES, every=1)
    made = fed(recipe, np.arange(COUNT, dtype=np.float64), values, range(0, COUNT, 170))
    assert len(made) == COUNT
    for row in range(0, COUNT, 61):
        expected = plainly(values[max(0, row + 1 - rows) : row + 1])
        got = [made.columns[name][row] for name in made.columns]
        np.testing.assert_allclose(got, expected, rtol=EXACT)


def test_an_outlier_that_has_left_the_window_is_forgotten() -> None:
    values = np.random.default_rng(3).standard_normal(2_000)
    expected = fed(statistics.rolling(100), np.arange(2_000.0), values)
    values[500] = 1e100
    made = fed(statistics.rolling(100), np.arange(2_000.0), values)
    np.testing.assert_allclose(made["v_std"][600:], expected["v_std"][600:], rtol=1e-12)
    assert made["v_std"][550] == pytest.approx(1e99)


def test_a_window_that_is_fuller_than_memory_allows_holds_the_newest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(window, "MOST_ROWS", 200)
    monkeypatch.setattr(window_quantiles, "MOST_ROWS", 200)
    values = np.arange(1_000.0)
    recipe = statistics.rolling("1h", quantiles=(0.0, 1.0), every=1e-9)
    made = fed(recipe, values / 1_000, values, range(0, 1_000, 90))
    held = values + 1 - made["v_min"]
    assert held[250:].min() >= 200
    assert held.max() <= 400
    assert made["v_max"].tolist() == values.tolist()
    assert (values - made["v_p0"])[250:].tolist() == [199.0] * 750


def test_results_at_the_first_row_of_each_step() -> None:
    time = np.array([0.1, 0.2, 1.05, 1.9, 2.0, 7.3, 7.4])
    made = fed(statistics.rolling("10s", every="1s"), time, np.arange(7.0))
    assert made.time.tolist() == [0.1, 1.05, 2.0, 7.3]
    assert made["v_max"].tolist() == [0.0, 2.0, 4.0, 5.0]


def test_a_late_row_counts_from_when_it_comes() -> None:
    made = fed(statistics.rolling("10s"), np.array([0.0, 8.0, 3.0, 12.0]), np.array([1, 2, 9.0, 4]))
    assert made.time.tolist() == [0.0, 8.0, 8.0, 12.0]
    assert made["v_max"].tolist() == [1.0, 2.0, 9.0, 9.0]
    assert made["v_mean"].tolist() == [1.0, 1.5, 4.0, 5.0]
