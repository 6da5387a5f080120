"""NewestPoints: what lies on top of each cell."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from livewidgets.data.cells import NewestPoints


def points() -> NewestPoints:
    return NewestPoints()


def put(kept: NewestPoints, rows: list[tuple[float, float, float]]) -> None:
    time, x, y = (np.array(each, dtype=np.float64) for each in zip(*rows, strict=True))
    kept.add(time, x, y, 10 * x)


def shown(kept: NewestPoints) -> list[tuple[float, float, float]]:
    return list(zip(kept.time.tolist(), kept.x.tolist(), kept.y.tolist(), strict=True))


def test_of_a_cell_the_newest_point_is_kept() -> None:
    kept = points()
    put(kept, [(1, 0.1, 0.1), (2, 5.0, 0.2), (3, 0.9, 0.9)])
    kept.thin(0.0, 1.0, 1.0, 100.0)
    assert shown(kept) == [(2, 5.0, 0.2), (3, 0.9, 0.9)]
    assert kept.value.tolist() == [50.0, 9.0]


def test_cells_on_both_sides_of_zero_are_apart() -> None:
    kept = points()
    put(kept, [(1, -0.5, 0.5), (2, 0.5, 0.5), (3, 0.5, -0.5)])
    kept.thin(0.0, 1.0, 1.0, 100.0)
    assert len(kept) == 3


def test_what_is_no_number_is_left_out_and_what_is_old_goes() -> None:
    kept = points()
    put(kept, [(1, 1.0, 1.0), (2, np.nan, 1.0), (3, 3.0, np.inf), (4, 4.0, 4.0)])
    kept.thin(2.0, 1.0, 1.0, 100.0)
    assert shown(kept) == [(4, 4.0, 4.0)]
    kept.cut(4.0)
    assert shown(kept) == []


def test_cells_without_number_are_no_trouble() -> None:
    kept = points()
    put(kept, [(1, 1e300, -1e300), (2, -1e300, 1e300)])
    kept.thin(0.0, 1e-300, 1e-300, 100.0)
    assert len(kept) == 2


@given(
    rows=st.lists(
        st.tuples(st.floats(-5, 5), st.floats(-5, 5), st.booleans()), min_size=1, max_size=60
    )
)
def test_it_is_the_same_however_the_points_come(rows: list[tuple[float, float, bool]]) -> None:
    kept = points()
    newest: dict[tuple[float, float, int], tuple[float, float, float]] = {}
    for time, (x, y, thins) in enumerate(rows):
        put(kept, [(float(time), x, y)])
        newest[np.floor(x / 0.5), np.floor(y / 2.0), time // 20] = (float(time), x, y)
        if thins:
            kept.thin(-1.0, 0.5, 2.0, 20.0)
    kept.thin(-1.0, 0.5, 2.0, 20.0)
    assert shown(kept) == sorted(newest.values())
