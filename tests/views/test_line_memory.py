"""What a zoom takes of memory while it is drawn: no more where there are more rows."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from livewidgets.data import thinning
from livewidgets.data.batch import Batch
from livewidgets.data.ring import Ring
from livewidgets.testing import VirtualClock
from livewidgets.views.line import LineView
from tests.views.fed import Fed

START, RATE = 1_700_000_000.0, 10_000.0
COLUMNS = ("a", "b", "c", "d")
BATCH = 100_000
PIXELS = 300


def drawn(clock: VirtualClock, rows: int) -> LineView:
    """A picture of so many rows of four columns, that has been drawn."""
    stream = Fed(clock)
    stream.ring = Ring(rows)
    walk = np.random.default_rng(1).normal(size=BATCH).cumsum()
    for start in range(0, rows, BATCH):
        moments = START + np.arange(start, start + BATCH) / RATE
        stream.put(Batch(moments, {name: walk + at for at, name in enumerate(COLUMNS)}))
    view = LineView(stream, None, window=10.0)
    view.pixels = PIXELS
    view.render(PIXELS)
    return view


def peak(view: LineView, part: float) -> int:
    """Bytes that a zoom to a part of all rows takes at most."""
    ring = view.follows.stream.ring
    assert ring.oldest is not None
    assert ring.newest is not None
    view.viewport.zoom(ring.oldest, ring.oldest + part * (ring.newest - ring.oldest))
    tracemalloc.start()
    try:
        view.render(PIXELS)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_zoom_takes_no_more_memory_where_there_are_more_rows(
    clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Fewer rows at once than it takes else: so that many are soon put in.
    monkeypatch.setattr(thinning, "BLOCK", 131_072)
    monkeypatch.setattr(thinning, "PART", thinning.PART // 4)
    taken = []
    for rows in (200_000, 2_000_000):
        view = drawn(clock, rows)
        peak(view, 1.0)  # which makes the zone maps
        taken.append([peak(view, part) for part in (0.99, 0.6)])
    for few, many in zip(*taken, strict=True):
        assert many < 1.5 * few, f"{few / 1e6:.1f} MB of few rows, {many / 1e6:.1f} MB of many"
