"""TimeGrid and Candles: buckets as rows come, against all rows at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewidgets.data.batch import Batch
from livewidgets.data.candles import Candles
from livewidgets.data.news import Newsreader
from livewidgets.data.ring import Ring
from livewidgets.data.time_grid import TimeGrid

PARTS = st.lists(
    st.lists(
        st.tuples(st.integers(-5, 4), st.one_of(st.floats(-9, 9), st.just(np.nan))),
        min_size=1,
        max_size=6,
    ),
    min_size=1,
    max_size=16,
)


def batch(rows: list[tuple[float, float]]) -> Batch:
    time = np.array([time for time, _ in rows], dtype=np.float64)
    values = np.array([value for _, value in rows], dtype=np.float64)
    return Batch(time, {"a": values, "b": values + 1, "c": 2 * values})


def grid_of(ring: Ring, channels: int = 3, greatest: bool = False) -> TimeGrid:
    grid = TimeGrid(("a", "b", "c"), channels, 2.0, greatest)
    grid.update(Newsreader(grid.names, 2.0).read(ring), -np.inf)
    return grid


def test_a_bucket_is_the_mean_or_the_greatest_of_its_rows() -> None:
    ring = Ring()
    ring.append(batch([(0.0, 1.0), (1.5, 3.0), (2.0, 5.0), (3.0, np.nan)]))
    assert grid_of(ring).values.tolist() == [[2.0, 5.0], [3.0, 6.0], [4.0, 10.0]]
    assert grid_of(ring, greatest=True).values[0].tolist() == [3.0, 5.0]


def test_columns_beyond_the_channels_share_one() -> None:
    ring = Ring()
    ring.append(batch([(0.0, 4.0)]))
    grid = grid_of(ring, channels=2)  # a; b and c
    assert grid.values.tolist() == [[4.0], [6.5]]
    assert grid_of(ring, channels=2, greatest=True).values.tolist() == [[4.0], [8.0]]


def test_a_bucket_without_rows_is_as_the_one_before_unless_they_are_missing_for_long() -> None:
    ring = Ring()
    times = [0.0, 4.0, 8.0, 12.0, 40.0]  # buckets 0, 2, 4, 6, 20
    ring.append(batch([(time, time) for time in times]))
    (row, *_) = grid_of(ring).filled(0, 22)
    assert row[:14].tolist() == [0, 0, 4, 4, 8, 8, *[12] * 8]
    assert np.isnan(row[14:20]).all(), "silence is seen"
    assert row[20] == 40.0
    assert np.isnan(row[21]), "what has not come yet is not there"


def test_before_the_first_row_there_is_nothing() -> None:
    assert np.isnan(TimeGrid(("a",), 5, 1.0, False).filled(10, 4)).all()


def test_candles_begin_at_round_times_and_the_last_goes_on() -> None:
    ring, candles = Ring(), Candles("a", "b", 10.0)
    reader = Newsreader(("a", "b"), 10.0)
    ring.append(batch([(12.0, 5.0), (15.0, 9.0), (19.0, 4.0), (21.0, 6.0)]))
    candles.update(reader.read(ring), 0.0)
    ring.append(batch([(25.0, 3.0), (25.0, np.nan)]))
    candles.update(reader.read(ring), 0.0)
    assert candles.number.tolist() == [1.0, 2.0]
    assert candles.prices.tolist() == [[5.0, 9.0, 4.0, 4.0], [6.0, 6.0, 3.0, 3.0]]
    assert candles.volume.tolist() == [21.0, 11.0]
    candles.update(reader.read(ring), 20.0)
    assert candles.number.tolist() == [2.0], "what is older than the window goes"


def test_a_late_tick_changes_its_candle() -> None:
    ring, candles = Ring(), Candles("a", None, 10.0)
    reader = Newsreader(("a",), 10.0)
    ring.append(batch([(18.0, 5.0), (21.0, 6.0)]))
    candles.update(reader.read(ring), 0.0)
    ring.append(batch([(17.0, 8.0)]))
    candles.update(reader.read(ring), 0.0)
    assert candles.prices.tolist() == [[8.0, 8.0, 5.0, 5.0], [6.0, 6.0, 6.0, 6.0]]


@settings(max_examples=100)
@given(parts=PARTS, greatest=st.booleans())
def test_buckets_and_candles_are_those_of_all_rows(
    parts: list[list[tuple[int, float]]], greatest: bool
) -> None:
    ring = Ring(lateness=4.0)
    grid, candles = TimeGrid(("a", "b", "c"), 2, 2.0, greatest), Candles("a", "c", 2.0)
    readers = Newsreader(grid.names, 2.0), Newsreader(("a", "c"), 2.0)
    now = 0.0
    for part in parts:
        now += 1.0
        ring.append(batch([(now + at / 2, value) for at, value in part]))
        assert ring.newest is not None
        start = float(np.floor((ring.newest - 6.0) / 2.0) * 2.0)
        grid.update(readers[0].read(ring, start), start)
        candles.update(readers[1].read(ring, start), start)
        rows = ring.span(start)
        number = np.floor(rows.time / 2.0)
        assert grid.number.tolist() == np.unique(number).tolist()
        for place, each in enumerate(grid.number):
            inside = number == each
            for channel, names in enumerate((["a"], ["b", "c"])):
                values = np.concatenate([rows[name][inside] for name in names])
                values = values[np.isfinite(values)]
                fold = np.max if greatest else np.mean
                wanted = fold(values) if len(values) else np.nan
                assert grid.values[channel, place] == pytest.approx(wanted, nan_ok=True)
        good = np.isfinite(rows["a"])
        assert candles.number.tolist() == np.unique(number[good]).tolist()
        for each, prices in zip(candles.number, candles.prices.tolist(), strict=True):
            price = rows["a"][good & (number == each)]
            assert prices == [price[0], price.max(), price.min(), price[-1]]
