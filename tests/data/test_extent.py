"""The extent of all rows, against brute force over all that was ever stored."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.extent import Extent
from livewidgets.data.ring import Ring
from livewidgets.data.showable import showable

VALUES = st.sampled_from([0.0, 1.0, -1.0, 2.5, 1e300, 1e301, 1e-310, math.nan, math.inf, -math.inf])
ROWS = st.lists(
    st.tuples(st.sampled_from([0.1, 0.0, 1.0, -0.3, -2.0]), VALUES, VALUES), min_size=1, max_size=40
)


@given(
    rows=ROWS,
    log=st.booleans(),
    sizes=st.lists(st.integers(1, 9), min_size=1),
    pause=st.integers(1, 4),
)
def test_it_is_that_of_all_rows_however_they_come(
    rows: list[tuple[float, float, float]], log: bool, sizes: list[int], pause: int
) -> None:
    ring, extent = Ring(lateness=100.0), Extent(("a", "b"), log)
    time = np.cumsum([step for step, _, _ in rows])
    values = np.array([each[1:] for each in rows]).T
    at = step = 0
    low = high = None
    while at < len(time):
        part = slice(at, at + sizes[step % len(sizes)])
        ring.append(Batch(time[part], {"a": values[0][part], "b": values[1][part]}))
        at, step = part.stop, step + 1
        if step % pause == 0:
            low, high = extent.update(ring)
    low, high = extent.update(ring)
    least = 1e-300 if log else -1e300
    want = [each for each in values.ravel().tolist() if least <= each <= 1e300]
    assert (low, high) == ((min(want), max(want)) if want else (None, None))


def test_rows_that_have_left_the_ring_count_still() -> None:
    ring, extent = Ring(rows=2), Extent(("a",))
    for second, value in enumerate((50.0, 1.0, 2.0, 3.0)):
        ring.append(Batch(np.array([float(second)]), {"a": np.array([value])}))
        seen = extent.update(ring)
    assert seen == (1.0, 50.0)


def test_another_ring_begins_anew() -> None:
    extent = Extent(("a",))
    for value in (50.0, 1.0):
        ring = Ring()
        ring.append(Batch(np.zeros(1), {"a": np.array([value])}))
        assert extent.update(ring) == (value, value)
    assert extent.update(Ring()) == (None, None)


class ReadRows(Ring):
    read = 0

    def look(self, *args: object, **options: object):  # type: ignore[no-untyped-def]
        look = super().look(*args, **options)  # type: ignore[arg-type]
        self.read += len(look.rows)
        return look


def test_each_row_is_read_once() -> None:
    ring, extent = ReadRows(), Extent(("a",))
    for second in range(100):
        time = second + np.arange(10) / 10
        ring.append(Batch(time, {"a": time}))
        extent.update(ring)
    assert ring.read == 1000


@pytest.mark.parametrize(
    ("values", "log", "shown"),
    [
        ([1.0, 0.0, -1.0], False, [1.0, 0.0, -1.0]),
        ([1.0, 0.0, -1.0, 1e-301], True, [1.0, None, None, None]),
        ([1e300, 1e301, -1e301, math.inf], False, [1e300, None, None, None]),
        ([True, False], True, [1.0, None]),
    ],
)
def test_what_an_axis_cannot_show_is_no_number(
    values: list[float], log: bool, shown: list[float | None]
) -> None:
    given_: NDArray[np.generic] = np.array(values)
    before = given_.copy()
    got = showable(given_, log)
    assert [None if math.isnan(each) else each for each in got.tolist()] == shown
    assert (given_ == before).all()


def test_rows_are_looked_at_where_they_lie() -> None:
    ring = Ring(rows=300_000)
    ring.append(Batch(np.arange(300_000.0), {"v": np.arange(300_000.0)}))
    extent = Extent(("v",))
    tracemalloc.start()
    try:
        assert extent.update(ring) == (0.0, 299_999.0)
        assert tracemalloc.get_traced_memory()[1] < 300_000, "bytes; a copy takes 4.8 million"
    finally:
        tracemalloc.stop()
