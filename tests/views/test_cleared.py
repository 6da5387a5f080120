"""Cleared: what was there stays away, also where late rows come among it."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets.data.batch import Batch
from livewidgets.data.ring import Ring
from livewidgets.views.cleared import Cleared
from livewidgets.views.markers import Markers
from livewidgets.views.table_page import TablePage


def add(ring: Ring, time: float, car: str) -> None:
    columns = {
        "car": np.array([car], dtype=object),
        "lat": np.array([50.0]),
        "lon": np.array([10.0]),
    }
    ring.append(Batch(np.array([time]), columns))


@pytest.fixture
def ring() -> Ring:
    ring = Ring(1_000)
    for time, car in enumerate("abc"):
        add(ring, float(time), car)
    return ring


def test_a_late_row_brings_nothing_back(ring: Ring) -> None:
    cleared, page, old = Cleared(), TablePage(10), Markers("lat", "lon", "car", None)
    cleared.clear(ring)
    page.clear(ring)
    old.update(ring, cleared)
    add(ring, 0.5, "late")
    new = Markers("lat", "lon", "car", None)
    for markers in (old, new):
        markers.update(ring, cleared)
        assert not markers.shown
    assert cleared.hides(ring)
    assert page.empty(ring)
    add(ring, 3.0, "d")
    for markers in (old, new):
        markers.update(ring, cleared)
        assert list(markers.shown) == ["d"]
    assert page.read(ring, ["car"]).rows["car"].tolist() == ["d"]


def test_rows_of_the_newest_ones_time_are_told_apart(ring: Ring) -> None:
    add(ring, 2.0, "as new")
    cleared = Cleared()
    cleared.clear(ring)
    add(ring, 2.0, "after")
    add(ring, 1.5, "late")
    assert ring.since(cleared.rows(ring))[1]["car"].tolist() == ["after"]


def test_rows_that_are_gone_by_now_hide_no_others() -> None:
    ring, cleared = Ring(3), Cleared()
    for car in "abc":
        add(ring, 1.0, car)
    cleared.clear(ring)
    add(ring, 0.5, "late")
    for car in "def":
        add(ring, 2.0, car)
    assert ring.since(cleared.rows(ring))[1]["car"].tolist() == ["d", "e", "f"]
    assert not cleared.hides(ring)
