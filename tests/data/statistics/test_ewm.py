"""Exponentially weighted statistics beside the sums that define them."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets import statistics
from tests.data.statistics.feeding import fed, samples, times


@pytest.mark.parametrize("tau", [0.003, 0.5, 20.0, 1e7])
def test_mean_and_deviation_are_the_weighted_ones(tau: float) -> None:
    time, values = times(2_000), samples(2_000)
    values[400:450] = np.nan
    made = fed(statistics.ewm(tau), time, values, range(0, 2_000, 130))
    seen = ~np.isnan(values)
    first = int(seen.argmax())
    assert np.isnan(made["v_mean"][:first]).all()
    for row in range(first, 600, 23):
        weights = np.exp(-(time[row] - time[: row + 1]) / tau)[seen[: row + 1]]
        if not weights.sum() > 1e-12:
            continue  # nothing that is left weighs anything: the mean before it stays
        off = (values[: row + 1] - 1e9)[seen[: row + 1]]
        mean = (weights * off).sum() / weights.sum()
        std = np.sqrt((weights * (off - mean) ** 2).sum() / weights.sum())
        assert made["v_mean"][row] == pytest.approx(1e9 + mean, rel=1e-13)
        assert made["v_std"][row] == pytest.approx(std, rel=1e-7, abs=1e-7)


def test_a_mean_stays_while_nothing_comes() -> None:
    time = np.array([0.0, 1.0, 1e3, 1e6, 1e9])
    made = fed(statistics.ewm("1s"), time, np.array([2.0, np.nan, np.nan, np.nan, 5.0]))
    assert made["v_mean"].tolist() == [2.0, 2.0, 2.0, 2.0, 5.0]
    assert made["v_std"].tolist() == [0.0] * 5


def test_a_sample_a_time_constant_old_weighs_one_over_e() -> None:
    made = fed(statistics.ewm("2s"), np.array([0.0, 2.0]), np.array([0.0, 1.0]))
    assert made["v_mean"][1] == pytest.approx(1 / (1 + np.exp(-1)))
