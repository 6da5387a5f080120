"""Bins: counts as rows come and go, against counting all of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.bins import MOST_BINS, PATIENCE, Bins, ladder_step
from livewidgets.data.news import Newsreader
from livewidgets.data.ring import Ring

START = 1_700_000_000.0


class Fed:
    """Bins of the newest rows of a ring."""

    def __init__(self, window: float = 10.0, wanted: int = 20, whole: bool = False) -> None:
        self.ring = Ring()
        self.bins = Bins(wanted, whole)
        self._reader = Newsreader(("a",))
        self._window = window

    def feed(self, times: list[float], values: list[float]) -> Bins:
        time = START + np.array(times, dtype=np.float64)
        self.ring.append(Batch(time, {"a": np.array(values, dtype=np.float64)}))
        assert self.ring.newest is not None
        start = self.ring.newest - self._window
        self.bins.update(self._reader.read(self.ring, start), "a", start)
        return self.bins

    def all(self) -> NDArray[np.float64]:
        assert self.ring.newest is not None
        values: NDArray[np.float64] = self.ring.span(self.ring.newest - self._window)["a"]
        return values[np.isfinite(values)]


def counted(bins: Bins) -> dict[float, int]:
    """Counts by lower edge, where there are any."""
    pairs = zip(bins.edges.tolist(), bins.counts.tolist(), strict=False)
    return {edge: count for edge, count in pairs if count}


@pytest.mark.parametrize(
    ("least", "step"), [(1.0, 1.0), (1.01, 2.0), (0.03, 0.05), (4e-7, 5e-7), (6e12, 1e13)]
)
def test_steps_are_round(least: float, step: float) -> None:
    assert ladder_step(least) == step


def test_values_are_counted_between_round_edges() -> None:
    bins = Fed(wanted=10).feed([0, 1, 2, 3], [0.5, 1.5, 1.7, 9.9])
    assert bins.step == 1.0
    assert counted(bins) == {0.0: 1, 1.0: 2, 9.0: 1}
    assert bins.edges.tolist() == [float(each) for each in range(11)]


def test_edges_are_the_numbers_that_they_are_written_as() -> None:
    bins = Fed(wanted=10).feed([0, 1], [0.0, 0.99])
    assert bins.edges.tolist() == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]


def test_rows_that_leave_the_window_are_taken_away() -> None:
    fed = Fed(window=10.0)
    fed.feed([0, 5], [1.0, 2.0])
    bins = fed.feed([12], [1.0])
    assert bins.values.tolist() == [2.0, 1.0]
    assert bins.counts.sum() == 2


def test_what_is_no_number_is_not_counted() -> None:
    bins = Fed().feed([0, 1, 2, 3], [1.0, np.nan, np.inf, 1e305])
    assert bins.counts.sum() == 1


def test_a_constant_has_its_bin_in_the_middle() -> None:
    bins = Fed(wanted=10).feed([0, 1, 2], [5.0, 5.0, 5.0])
    (place,) = np.flatnonzero(bins.counts)
    assert 3 <= place <= len(bins.counts) - 4
    assert bins.recounted == 1


@pytest.mark.parametrize("offset", [0.0, 1e9, -1e9, 1e-200])
def test_an_offset_is_no_matter(offset: float) -> None:
    unit = 1e-201 if 0 < offset < 1 else 1.0
    bins = Fed().feed([0, 1, 2], [offset, offset + unit, offset + 2 * unit])
    assert bins.counts.sum() == 3
    assert np.count_nonzero(bins.counts) == 3


def test_whole_numbers_have_no_bins_between_them() -> None:
    bins = Fed(whole=True).feed([0, 1, 2], [1, 2, 4])
    assert counted(bins) == {1.0: 1, 2.0: 1, 4.0: 1}
    assert bins.step == 1.0


def test_edges_stay_while_values_keep_to_them_and_nothing_is_counted_anew() -> None:
    fed = Fed(window=5.0, wanted=20)
    rng = np.random.default_rng(1)
    bins = fed.feed([0, 1], [0.0, 19.9])
    edges, before = bins.edges.tolist(), bins.recounted
    for at in range(2, 60):
        bins = fed.feed([at, at + 0.5], [*rng.uniform(0.0, 1.0, 1), 19.0])
        assert bins.edges.tolist() == edges
    assert bins.recounted == before


def test_a_few_values_beyond_get_bins_of_their_own_without_counting_anew() -> None:
    fed = Fed(wanted=10)
    fed.feed([0, 1], [0.0, 9.9])
    bins = fed.feed([2], [12.5])
    assert bins.recounted == 1
    assert counted(bins) == {0.0: 1, 9.0: 1, 12.0: 1}


def test_far_beyond_all_are_counted_once_in_wider_bins() -> None:
    fed = Fed(wanted=10)
    fed.feed([0, 1], [0.0, 9.9])
    bins = fed.feed([2], [1000.0])
    assert bins.recounted == 2
    assert bins.counts.sum() == 3
    assert len(bins.counts) <= MOST_BINS * 10


def test_after_an_outlier_has_gone_the_bins_become_narrow_again_in_time() -> None:
    fed = Fed(window=5.0, wanted=10)
    fed.feed([0, 0.1, 0.2], [0.0, 9.9, 1000.0])
    wide = fed.bins.step
    for at in np.arange(1.0, 5.0 + PATIENCE):
        fed.feed([float(at)], [float(at % 10)])
    assert fed.bins.step == wide
    for at in np.arange(10.0, 14.0):
        fed.feed([float(at)], [float(at % 10)])
    assert fed.bins.step < wide
    assert fed.bins.recounted == 2


@settings(max_examples=100)
@given(
    parts=st.lists(
        st.lists(
            st.tuples(
                st.integers(-6, 3),
                st.one_of(
                    st.floats(-100, 100), st.sampled_from([np.nan, 0.3, 0.1, -0.7, 1e6, 1e-5])
                ),
            ),
            min_size=1,
            max_size=8,
        ),
        min_size=1,
        max_size=20,
    )
)
def test_counts_are_those_of_all_that_is_in_the_window(
    parts: list[list[tuple[int, float]]],
) -> None:
    fed, now = Fed(window=8.0), 0.0
    for part in parts:
        now += 2.0
        bins = fed.feed([now + at for at, _ in part], [value for _, value in part])
        values = fed.all()
        assert sorted(bins.values.tolist()) == sorted(values.tolist())
        assert bins.counts.sum() == len(values)
        if len(values):
            numbers = np.floor(values / bins.step)
            first = np.round(bins.edges[0] / bins.step)
            assert bins.counts.tolist() == [
                int((numbers == first + nth).sum()) for nth in range(len(bins.counts))
            ]
