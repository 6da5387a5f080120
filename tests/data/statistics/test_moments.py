"""Running and mergeable moments beside numpy's."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets import statistics
from livewidgets.data.statistics.moments import Moments
from tests.data.statistics.feeding import fed, times

EXACT = 1e-12


@pytest.mark.parametrize("offset", [0.0, 1e9, -1e12])
def test_running_statistics_are_numpys_of_all_rows_so_far(offset: float) -> None:
    values = offset + np.random.default_rng(5).standard_normal(10_000)
    values[[0, 17, 4_096]] = np.nan
    made = fed(statistics.running(), times(10_000), values, range(0, 10_000, 333))
    for row in (1, 2, 100, 4_095, 4_096, 4_097, 9_999):
        seen = values[: row + 1]
        seen = seen[~np.isnan(seen)]
        shifted = seen - offset  # numpy, too, is exact where there is no offset
        assert made["v_count"][row] == len(seen)
        assert made["v_mean"][row] == pytest.approx(offset + shifted.mean(), rel=EXACT)
        assert made["v_min"][row] == seen.min()
        assert made["v_max"][row] == seen.max()
        if len(seen) > 1:
            assert made["v_std"][row] == pytest.approx(shifted.std(ddof=1), rel=EXACT)


def test_too_few_samples_have_no_statistics() -> None:
    made = fed(statistics.running(), np.arange(4.0), np.array([np.nan, np.inf, 3.0, 4.0]))
    assert made["v_count"].tolist() == [0, 0, 1, 2]
    assert made["v_count"].dtype == np.int64
    np.testing.assert_array_equal(made["v_mean"], [np.nan, np.nan, 3.0, 3.5])
    np.testing.assert_array_equal(made["v_std"], [np.nan, np.nan, np.nan, np.sqrt(0.5)])
    np.testing.assert_array_equal(made["v_min"], [np.nan, np.nan, 3.0, 3.0])


@pytest.mark.parametrize("parts", [1, 2, 7, 300])
def test_merged_moments_are_those_of_all_samples(parts: int) -> None:
    random = np.random.default_rng(parts)
    values = np.array([[1e9], [0.0], [-3e7]]) + random.standard_normal((3, 30_000))
    values[random.random(values.shape) < 0.2] = np.nan
    values[1, :200] = np.nan
    whole = Moments.of(np.empty((3, 0)))
    for piece in np.array_split(values, parts, axis=1):
        whole = whole.merge(Moments.of(piece))
    shifted = values - np.array([[1e9], [0.0], [-3e7]])
    assert whole.count.tolist() == (~np.isnan(values)).sum(axis=1).tolist()
    np.testing.assert_allclose(whole.std, np.nanstd(shifted, axis=1, ddof=1), rtol=EXACT)
    np.testing.assert_allclose(whole.variance, np.nanvar(shifted, axis=1, ddof=1), rtol=EXACT)
    mean = np.nanmean(shifted, axis=1)
    np.testing.assert_allclose(whole.mean - [1e9, 0.0, -3e7], mean, rtol=0, atol=3e-7)
    np.testing.assert_array_equal(whole.min, np.nanmin(values, axis=1))
    np.testing.assert_array_equal(whole.max, np.nanmax(values, axis=1))


def test_moments_of_nothing_are_nothing_and_merge_to_the_other() -> None:
    nothing = Moments.of(np.full((1, 5), np.nan))
    assert nothing.count.tolist() == [0]
    assert np.isnan([nothing.mean, nothing.std, nothing.min, nothing.max]).all()
    some = Moments.of(np.array([[1.0, 3.0]]))
    for merged in (nothing.merge(some), some.merge(nothing)):
        several = (merged.count, merged.mean, merged.variance, merged.min, merged.max)
        assert [each.item() for each in several] == [2.0, 2.0, 2.0, 1.0, 3.0]
