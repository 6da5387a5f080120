"""Digests: exact for few samples, close for many, in bounded memory."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets import statistics
from livewidgets.data.statistics.digest import COMPRESSION, EXACT, Digest
from tests.data.statistics.feeding import fed, samples, times

SHARES = (0.0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1.0)


@pytest.mark.parametrize("count", [1, 2, 3, 1_000, EXACT])
def test_of_few_samples_quantiles_are_numpys(count: int) -> None:
    values = np.random.default_rng(count).standard_normal(count) + 1e9
    got = Digest.of(values).quantiles(SHARES)
    np.testing.assert_allclose(got - 1e9, np.quantile(values, SHARES) - 1e9, atol=5e-7, rtol=0)


@pytest.mark.parametrize("kind", ["standard_normal", "standard_exponential", "standard_cauchy"])
@pytest.mark.parametrize("ordered", [False, True])
def test_of_many_samples_ranks_are_close_and_memory_is_bounded(kind: str, ordered: bool) -> None:
    values = getattr(np.random.default_rng(7), kind)(400_000)
    if ordered:
        values.sort()
    digest = Digest.of(np.empty(0))
    for piece in np.array_split(values, 60):
        digest = digest.merge(Digest.of(piece))
    assert len(digest.means) <= EXACT + COMPRESSION
    assert digest.count == len(values)
    values.sort()
    for share, got in zip(SHARES, digest.quantiles(SHARES), strict=True):
        rank = np.searchsorted(values, got) / len(values)
        assert rank == pytest.approx(share, abs=1e-3 * np.sqrt(share * (1 - share)) + 1e-5)
    assert (digest.min, digest.max) == (values[0], values[-1])


def test_of_no_samples_there_are_no_quantiles() -> None:
    nothing = Digest.of(np.array([np.nan, np.nan]))
    assert np.isnan(nothing.quantiles(SHARES)).all()
    merged = nothing.merge(Digest.of(np.array([2.0, 1.0])))
    assert merged.quantiles((0.0, 0.5, 1.0)).tolist() == [1.0, 1.5, 2.0]


def test_samples_that_are_all_the_same() -> None:
    digest = Digest.of(np.full(50_000, 7.25))
    assert digest.quantiles(SHARES).tolist() == [7.25] * len(SHARES)


def test_quantiles_of_a_stream_stand_at_the_first_row_of_each_step() -> None:
    time, values = times(9_000), samples(9_000)
    made = fed(statistics.quantiles(0.25, 0.5, every="10s"), time, values, range(0, 9_000, 77))
    assert list(made.columns) == ["v_p25", "v_p50"]
    steps = np.floor(time / 10)
    rows = np.flatnonzero(np.diff(steps, prepend=-1.0) > 0)
    assert made.time.tolist() == time[rows].tolist()
    for number, row in enumerate(rows[:20]):
        seen = values[: row + 1]
        if not np.isnan(seen).all():
            assert made["v_p25"][number] == pytest.approx(np.nanquantile(seen, 0.25), rel=1e-12)
