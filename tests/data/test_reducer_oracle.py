"""The incremental reducer against brute force over a list of all rows, as they came."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewidgets.data.batch import Batch
from livewidgets.data.reduce import Reducer
from livewidgets.data.ring import Ring

LATENESS = 3.0

Row = tuple[float, float]

# Forwards, at the same time, backwards by less than the lateness and by more; and silences.
STEPS = st.sampled_from([0.1, 0.1, 0.1, 0.25, 0.0, 0.0, -0.2, -1.5, -2.9, -3.5, -9.0, 1.0, 30.0])
VALUES = st.sampled_from([0.0, 1.0, 1.0, -1.0, 2.5, 7.0, math.nan, math.inf, -math.inf])
ROWS = st.lists(st.tuples(STEPS, VALUES), min_size=1, max_size=120)


class Oracle:
    """All rows in order, kept as the ring is said to keep them, one by one."""

    def __init__(self, keep: int) -> None:
        self.rows: list[Row] = []
        self.too_late = 0
        self.newest = -math.inf
        self._keep = keep

    def take(self, batch: list[Row]) -> None:
        for time, value in batch:
            if time < self.newest - LATENESS:
                self.too_late += 1
                continue
            after = sum(each[0] <= time for each in self.rows)  # behind those of the same time
            self.rows.insert(after, (time, value))
            self.newest = max(self.newest, time)
        self.rows = self.rows[-self._keep :]

    def buckets(self, width: float) -> dict[int, tuple[float, ...]]:
        """Of each bucket the first, last, lowest and highest number, and the times of two."""
        found: dict[int, list[Row]] = {}
        for time, value in self.rows:
            if math.isfinite(value):
                found.setdefault(math.floor(time / width), []).append((time, value))
        return {number: _summary(rows) for number, rows in found.items()}


def _summary(rows: list[Row]) -> tuple[float, ...]:
    values = [value for _, value in rows]
    return (*rows[0], *rows[-1], min(values), max(values))


@settings(max_examples=300)
@given(
    steps=ROWS,
    width=st.sampled_from([0.1, 0.5, 2.0, 50.0]),
    keep=st.sampled_from([5, 20, 1000]),
    sizes=st.lists(st.integers(1, 25), min_size=1, max_size=5),
)
def test_every_bucket_has_its_first_last_lowest_and_highest_row(
    steps: list[Row], width: float, keep: int, sizes: list[int]
) -> None:
    ring, reducer, oracle = Ring(rows=keep, lateness=LATENESS), Reducer(("a",), width), Oracle(keep)
    time, rows = 1_700_000_000.0, []
    for step, value in steps:
        time += step
        rows.append((time, value))
    at = turn = too_late = 0
    while at < len(rows):
        batch = rows[at : at + sizes[turn % len(sizes)]]
        at, turn = at + len(batch), turn + 1
        moments, values = (np.array(each) for each in zip(*batch, strict=True))
        too_late += ring.append(Batch(moments, {"a": values})).too_late
        oracle.take(batch)
        assert too_late == oracle.too_late
        x, y = reducer.update(ring, -math.inf)
        got: dict[int, list[Row]] = {}
        for when, what in zip(x[0].tolist(), y[0].tolist(), strict=True):
            if math.isfinite(what):
                got.setdefault(math.floor(when / width), []).append((when, what))
        want = oracle.buckets(width)
        # The bucket of which the ring has let go a part stays as it was.
        oldest = math.floor(oracle.rows[0][0] / width)
        assert {number: _summary(each) for number, each in got.items() if number > oldest} == {
            number: each for number, each in want.items() if number > oldest
        }
        assert all(number >= oldest for number in got)


class Worked(Reducer):
    """Counts the rows that are sorted into buckets: what a tick costs beside its pixels."""

    worked = 0

    def _bucketize(self, look):  # type: ignore[no-untyped-def]
        self.worked += len(look.rows)
        return super()._bucketize(look)


@pytest.mark.parametrize("history", [1_000, 100_000])
def test_a_tick_costs_its_new_rows_however_long_the_window_is(history: int) -> None:
    ring, reducer = Ring(), Worked(("a",), history / 10_000)
    time = np.arange(history) / 100
    ring.append(Batch(time, {"a": np.sin(time)}))
    reducer.update(ring, 0.0)
    reducer.worked = 0
    for tick in range(50):
        moments = time[-1] + 0.01 * np.arange(tick * 5 + 1, tick * 5 + 6)
        ring.append(Batch(moments, {"a": np.sin(moments)}))
        reducer.update(ring, 0.0)
    assert reducer.worked == 250
